import { type AccessControl, type Role, roleEffect } from './access.ts';
import { entityId } from '../store/directory.ts';
import { EmulatorError } from '../emulator-error.ts';
import { derivedGuid } from '../store/entry-id.ts';
import type { SeedGroup } from '../store/model.ts';
import type { Account, Owner, Store } from '../store/store.ts';
import { childText } from '../xml/xml.ts';

/** What an API action sees: the request's JSON object. */
export type ApiInput = Readonly<Record<string, unknown>>;

/** HTTP status and JSON body of an answer. */
export interface ApiAnswer {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
}

export interface ApiContext {
  readonly store: Store;
  readonly access: AccessControl;
}

/**
 * Answers an action of the WorkMail API; an action that the emulator does not have is an UnknownOperationException.
 * https://docs.aws.amazon.com/workmail/latest/APIReference/API_Operations.html
 */
export const answerApi = (action: string, input: ApiInput, context: ApiContext): ApiAnswer => {
  try {
    const answer = actions[action];
    if (answer === undefined) throw new EmulatorError('UnknownOperationException', `There is no action ${action}.`);
    const organizationId = text(input, 'OrganizationId');
    if (organizationId !== context.store.organizationId) {
      throw new EmulatorError('OrganizationNotFoundException', 'The organization could not be found.');
    }
    return { status: 200, body: answer(input, context) };
  } catch (error) {
    if (error instanceof EmulatorError) return apiError(error.responseCode, error.message);
    throw error;
  }
};

/** The error form of AWS JSON 1.1. */
export const apiError = (type: string, message: string): ApiAnswer => ({
  status: type.startsWith('Internal') || type.startsWith('ServiceUnavailable') ? 500 : 400,
  body: { __type: type, Message: message },
});

type Action = (input: ApiInput, context: ApiContext) => Readonly<Record<string, unknown>>;

const actions: Readonly<Record<string, Action>> = {
  AssumeImpersonationRole: (input, { access }) => {
    const assumed = access.assume(roleOf(input, access).id);
    return { Token: assumed?.token, ExpiresIn: assumed?.expiresInSeconds };
  },
  GetImpersonationRole: (input, { access }) => {
    const role = roleOf(input, access);
    return {
      ...roleSummary(role),
      Rules: role.rules.map(({ id, name, effect, targetUsers }) => ({
        ImpersonationRuleId: id,
        Name: name,
        Effect: effect,
        TargetUsers: targetUsers,
      })),
    };
  },
  ListImpersonationRoles: (input, { access }) => page(input, 'Roles', access.roles.map(roleSummary)),
  GetImpersonationRoleEffect: (input, { access, store }) => {
    const role = roleOf(input, access);
    const { effect, matched } = roleEffect(role, describedAccount(text(input, 'TargetUser'), store));
    const rules = matched.map(({ id, name }) => ({ ImpersonationRuleId: id, Name: name }));
    return { Type: role.type, Effect: effect, MatchedRules: rules };
  },
  ListUsers: (input, { store }) => {
    const users = [...store.accounts.values()].filter(({ kind }) => kind === 'USER').map(userEntry);
    return page(
      input,
      'Users',
      [administrator, ...users].filter(
        matching(input, {
          UsernamePrefix: 'Name',
          DisplayNamePrefix: 'DisplayName',
          PrimaryEmailPrefix: 'Email',
          IdentityProviderUserIdPrefix: 'IdentityProviderUserId',
        }),
      ),
    );
  },
  DescribeUser: (input, { store }) => {
    const account = describedAccount(text(input, 'UserId'), store);
    const { Id, ...entry } = userEntry(account);
    const [first = '', ...last] = account.displayName.split(' ');
    return { UserId: Id, ...entry, FirstName: first, LastName: last.join(' '), HiddenFromGlobalAddressList: false };
  },
  ListResources: (input, { store }) => {
    const resources = [...store.accounts.values()].filter(({ kind }) => kind !== 'USER').map(resourceEntry);
    const prefixes = { NamePrefix: 'Name', PrimaryEmailPrefix: 'Email' };
    return page(input, 'Resources', resources.filter(matching(input, prefixes)));
  },
  ListGroups: (input, { store }) => {
    const groups = store.groups.map(({ address, displayName }) => ({
      Id: derivedGuid(address),
      Email: address,
      Name: displayName,
      State: 'ENABLED',
      EnabledDate: enabledSeconds,
    }));
    const prefixes = { NamePrefix: 'Name', PrimaryEmailPrefix: 'Email' };
    return page(input, 'Groups', groups.filter(matching(input, prefixes)));
  },
  DescribeEntity: (input, { store }) => {
    const address = text(input, 'Email').toLowerCase();
    const group = store.groups.find((candidate) => candidate.address === address);
    if (group !== undefined) return { EntityId: derivedGuid(address), Name: group.displayName, Type: 'GROUP' };
    const account = [...store.accounts.values()].find(
      (candidate) => candidate.address === address || candidate.aliases.includes(address),
    );
    if (account === undefined) throw new EmulatorError('EntityNotFoundException', 'The entity could not be found.');
    return { EntityId: entityId(account), Name: nameOf(account), Type: account.kind === 'USER' ? 'USER' : 'RESOURCE' };
  },
  DescribeResource: (input, { store }) => {
    const account = describedAccount(text(input, 'ResourceId'), store);
    if (account.kind === 'USER') throw new EmulatorError('EntityNotFoundException', 'The resource could not be found.');
    const { Id, ...entry } = resourceEntry(account);
    return { ResourceId: Id, ...entry };
  },
  DescribeGroup: (input, { store }) => {
    const group = groupAt(text(input, 'GroupId'), store);
    if (group === undefined) throw new EmulatorError('EntityNotFoundException', 'The group could not be found.');
    return { GroupId: derivedGuid(group.address), Name: group.displayName, Email: group.address, State: 'ENABLED' };
  },
  ListAliases: (input, { store }) => {
    const id = text(input, 'EntityId');
    // A seed's groups have one address each.
    return page(input, 'Aliases', groupAt(id, store) === undefined ? describedAccount(id, store).aliases : []);
  },
  GetMailboxDetails: (input, { store }) => {
    const { items } = describedAccount(text(input, 'UserId'), store).open();
    const sizes = [...items.values()].map(({ element }) => Number(childText(element, 't:Size') ?? 0));
    const bytes = sizes.reduce((sum, size) => sum + size, 0);
    return { MailboxQuota: 51_200, MailboxSize: bytes / 1_048_576 };
  },
};

/** A day long ago, in AWS JSON's epoch seconds: everybody was enabled then. */
const enabledSeconds = Date.UTC(2024, 0, 8) / 1000;

// WorkMail lists system users and disabled ones too, which have no mailbox (ews-reference, section 10).
const administrator = {
  Id: derivedGuid('Administrator'),
  Name: 'Administrator',
  DisplayName: 'Administrator',
  State: 'DISABLED',
  UserRole: 'SYSTEM_USER',
};

const nameOf = ({ address }: Owner): string => address.slice(0, address.indexOf('@'));

const userEntry = (owner: Owner): ApiInput => ({
  Id: entityId(owner),
  Email: owner.address,
  Name: nameOf(owner),
  DisplayName: owner.displayName,
  State: 'ENABLED',
  UserRole: owner.kind === 'USER' ? 'USER' : 'RESOURCE',
  EnabledDate: enabledSeconds,
});

const resourceEntry = (owner: Owner): ApiInput => ({
  Id: entityId(owner),
  Email: owner.address,
  Name: nameOf(owner),
  Type: owner.kind,
  State: 'ENABLED',
  EnabledDate: enabledSeconds,
  Description: owner.displayName,
});

const roleSummary = (role: Role): ApiInput => ({
  ImpersonationRoleId: role.id,
  Name: role.name,
  Type: role.type,
  DateCreated: enabledSeconds,
  DateModified: Math.floor(role.modifiedAt / 1000),
});

const roleOf = (input: ApiInput, access: AccessControl): Role => {
  const id = text(input, 'ImpersonationRoleId');
  const role = access.roles.find((candidate) => candidate.id === id);
  if (role === undefined) throw new EmulatorError('ResourceNotFoundException', 'The role could not be found.');
  return role;
};

/** A group by WorkMail id or address. */
const groupAt = (id: string, store: Store): SeedGroup | undefined =>
  store.groups.find(({ address }) => derivedGuid(address) === id || address === id.toLowerCase());

/** An account by WorkMail id or primary address. Throws EmulatorError EntityNotFoundException. */
const describedAccount = (id: string, store: Store): Account => {
  const found = [...store.accounts.values()].find(
    (account) => entityId(account) === id || account.address === id.toLowerCase(),
  );
  if (found === undefined) throw new EmulatorError('EntityNotFoundException', 'The entity could not be found.');
  return found;
};

const text = (input: ApiInput, name: string): string => {
  const value = input[name];
  if (typeof value === 'string' && value !== '') return value;
  throw new EmulatorError('InvalidParameterException', `${name} is missing.`);
};

const matching = (input: ApiInput, prefixes: Readonly<Record<string, string>>): ((entry: ApiInput) => boolean) => {
  const filters = Object.entries(input['Filters'] ?? {}) as readonly (readonly [string, unknown])[];
  for (const [name] of filters) {
    if (name !== 'State' && prefixes[name] === undefined) {
      throw new EmulatorError('InvalidParameterException', `There is no filter ${name}.`);
    }
  }
  return (entry) =>
    filters.every(([name, value]) => {
      if (name === 'State') return entry['State'] === value;
      return hasPrefix(entry[prefixes[name] ?? ''], value);
    });
};

const hasPrefix = (value: unknown, prefix: unknown): boolean =>
  typeof value === 'string' && typeof prefix === 'string' && value.toLowerCase().startsWith(prefix.toLowerCase());

const page = (input: ApiInput, name: string, entries: readonly unknown[]): ApiInput => {
  const limit = input['MaxResults'] ?? 100;
  const start = input['NextToken'] === undefined ? 0 : readToken(text(input, 'NextToken'));
  if (typeof limit !== 'number' || !Number.isInteger(limit) || limit < 1 || limit > 100) {
    throw new EmulatorError('InvalidParameterException', 'MaxResults is from 1 to 100.');
  }
  const end = start + limit;
  return {
    [name]: entries.slice(start, end),
    NextToken: end < entries.length ? Buffer.from(`next:${end}`).toString('base64url') : undefined,
  };
};

const readToken = (token: string): number => {
  const [, start] = /^next:(\d+)$/.exec(Buffer.from(token, 'base64url').toString('latin1')) ?? [];
  if (start === undefined) throw new EmulatorError('InvalidParameterException', 'NextToken is not one of ours.');
  return Number(start);
};
