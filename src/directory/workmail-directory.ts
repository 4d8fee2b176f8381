import { LRUCache } from 'lru-cache';
import type { WorkMail } from '@aws-sdk/client-workmail';
import { mailboxAddress, type MailboxAddress } from '../ews/properties/id.ts';
import {
  DirectoryError,
  type Directory,
  type DirectoryMailbox,
  type MailboxKind,
  type MailboxUsage,
} from './directory.ts';
import { mayImpersonate } from './role-rules.ts';

interface WorkmailDirectoryOptions {
  /** Called when the directory is first asked, so that the AWS SDK need not be loaded before. */
  readonly connect: () => Promise<WorkMail>;
  readonly organizationId: string;
  /** The role that reads run under: mailboxes that it may not open are not there. */
  readonly roleId: string;
  /** Milliseconds of a clock that only moves forward. */
  readonly now: () => number;
}

const rememberMs = 5 * 60_000;
/** Shorter, so that a mailbox that was just made is found soon. */
const rememberMissingMs = 30_000;
/** How long a known mailbox outlives the directory: as long as a token may, so that one outage does not end what the other survives. */
const outlastMs = 15 * 60_000;
/** How soon a directory that failed is asked again. */
const retryMs = 5_000;
const rememberedAddresses = 10_000;
const pageSize = 100;
const listKey = 'list';

interface Entity {
  readonly id: string;
  readonly mailbox: DirectoryMailbox;
}

/** AWS error names that mean: there is no such thing, or not any more. */
const missing = new Set(['EntityNotFoundException', 'EntityStateException', 'InvalidParameterException']);
/** The look-up does not exist or is not granted; only data that a gateway can live without may be read with it. */
const unavailable = new Set(['AccessDeniedException', 'UnknownOperationException', 'UnsupportedOperationException']);
const throttled = new Set(['TooManyRequestsException', 'ThrottlingException', 'LimitExceededException']);

const errorName = (error: unknown): string => (error instanceof Error ? error.name : 'unknown');

/** Runs one API call. Undefined where the answer is one of `tolerated`; otherwise throws DirectoryError, which names the failure only: AWS messages hold ARNs. */
const ask = async <Answer>(
  action: string,
  tolerated: ReadonlySet<string>,
  call: () => Promise<Answer>,
): Promise<Answer | undefined> => {
  try {
    return await call();
  } catch (error) {
    const name = errorName(error);
    if (tolerated.has(name)) return undefined;
    throw new DirectoryError(`WorkMail ${action}: ${name}`, throttled.has(name) ? { retryAfterMs: 1000 } : {});
  }
};

const nothing: ReadonlySet<string> = new Set();

/** What it is to have no quota: to be gone, to be of another kind, or not to be told of. */
const withoutQuota: ReadonlySet<string> = new Set([...missing, ...unavailable]);

/** The API tells quotas in megabytes, the sizes of mailboxes in fractions of them. */
const bytesOf = (megabytes: number): number => Math.round(megabytes * 1024 * 1024);

/**
 * The directory of a WorkMail organisation. Answers are remembered for five minutes (missing ones for 30 seconds), and any number of callers who
 * wait for the same answer cause one call. While the directory fails, mailboxes that were found in the last 15 minutes stay open.
 * https://docs.aws.amazon.com/workmail/latest/APIReference/
 */
export const workmailDirectory = ({ connect, organizationId, roleId, now }: WorkmailDirectoryOptions): Directory => {
  const organization = { OrganizationId: organizationId };

  const user = async (api: WorkMail, id: string): Promise<Entity | 'resource' | undefined> => {
    const found = await ask('DescribeUser', missing, () => api.describeUser({ ...organization, UserId: id }));
    if (found?.UserRole === 'RESOURCE') return 'resource';
    if (found?.State !== 'ENABLED' || found.UserRole === 'SYSTEM_USER') return undefined;
    return entity(found.UserId, found.Email, found.DisplayName ?? found.Name, 'USER');
  };

  const resource = async (api: WorkMail, id: string): Promise<Entity | undefined> => {
    const found = await ask('DescribeResource', missing, () =>
      api.describeResource({ ...organization, ResourceId: id }),
    );
    return found?.State === 'ENABLED'
      ? entity(found.ResourceId, found.Email, found.Name, found.Type ?? 'ROOM')
      : undefined;
  };

  const group = async (api: WorkMail, id: string): Promise<Entity | undefined> => {
    const found = await ask('DescribeGroup', missing, () => api.describeGroup({ ...organization, GroupId: id }));
    return found?.State === 'ENABLED' ? entity(found.GroupId, found.Email, found.Name, 'GROUP') : undefined;
  };

  /** DescribeUser knows users by their primary address; aliases, resources and groups are behind DescribeEntity. */
  const entityAt = async (api: WorkMail, address: MailboxAddress): Promise<Entity | undefined> => {
    const found = await user(api, address);
    if (found !== undefined && found !== 'resource') return found;
    const described = await ask('DescribeEntity', missing, () =>
      api.describeEntity({ ...organization, Email: address }),
    );
    const id = described?.EntityId;
    if (id === undefined) return undefined;
    if (described?.Type === 'RESOURCE') return resource(api, id);
    if (described?.Type === 'GROUP') return group(api, id);
    const owner = await user(api, id);
    return owner === 'resource' ? resource(api, id) : owner;
  };

  const isOpen = async (api: WorkMail, { id, mailbox }: Entity): Promise<boolean> => {
    // A group has members, no mailbox: there is nothing in it that a role could open.
    if (mailbox.kind === 'GROUP') return true;
    const input = { ...organization, ImpersonationRoleId: roleId, TargetUser: id };
    return (
      (await ask('GetImpersonationRoleEffect', missing, () => api.getImpersonationRoleEffect(input)))?.Effect ===
      'ALLOW'
    );
  };

  const listEntities = async (api: WorkMail): Promise<readonly Entity[]> => {
    const page = { ...organization, MaxResults: pageSize, Filters: { State: 'ENABLED' } } as const;
    const [users, resources, groups] = await Promise.all([
      allPages(
        'ListUsers',
        (NextToken) => api.listUsers({ ...page, NextToken }),
        (answer) => answer.Users,
      ),
      allPages(
        'ListResources',
        (NextToken) => api.listResources({ ...page, NextToken }),
        (answer) => answer.Resources,
      ),
      allPages(
        'ListGroups',
        (NextToken) => api.listGroups({ ...page, NextToken }),
        (answer) => answer.Groups,
      ),
    ]);
    return [
      ...users
        .filter(({ UserRole }) => UserRole === undefined || UserRole === 'USER')
        .map((found) => entity(found.Id, found.Email, found.DisplayName ?? found.Name, 'USER')),
      ...resources.map((found) => entity(found.Id, found.Email, found.Name, found.Type ?? 'ROOM')),
      ...groups.map((found) => entity(found.Id, found.Email, found.Name, 'GROUP')),
    ].filter((found) => found !== undefined);
  };

  const look = async (address: MailboxAddress): Promise<Entity | undefined> => {
    const api = await connect();
    const found = await entityAt(api, address);
    return found !== undefined && (await isOpen(api, found)) ? found : undefined;
  };

  const entities = new LRUCache<MailboxAddress, { readonly entity: Entity | undefined; readonly askedAt: number }>({
    max: rememberedAddresses,
    ttl: rememberMs,
    perf: { now },
    ttlResolution: 0,
    fetchMethod: async (address, known, { options }) => {
      const askedAt = now();
      try {
        const found = await look(address);
        if (found === undefined) options.ttl = rememberMissingMs;
        return { entity: found, askedAt };
      } catch (error) {
        const isRecent = known?.entity !== undefined && askedAt - known.askedAt < outlastMs;
        if (!(error instanceof DirectoryError) || !isRecent) throw error;
        options.ttl = retryMs;
        return known;
      }
    },
  });

  const lists = new LRUCache<typeof listKey, readonly DirectoryMailbox[]>({
    max: 1,
    ttl: rememberMs,
    perf: { now },
    ttlResolution: 0,
    fetchMethod: async () => {
      const api = await connect();
      // One look at the role's rules instead of one GetImpersonationRoleEffect per mailbox.
      const [found, role] = await Promise.all([
        listEntities(api),
        ask('GetImpersonationRole', nothing, () =>
          api.getImpersonationRole({ ...organization, ImpersonationRoleId: roleId }),
        ),
      ]);
      return found
        .filter(
          ({ id, mailbox }) => mailbox.kind === 'GROUP' || mayImpersonate(role?.Rules ?? [], [id, mailbox.address]),
        )
        .map(({ mailbox }) => mailbox)
        .toSorted((a, b) => (a.address < b.address ? -1 : 1));
    },
  });

  const aliases = new LRUCache<MailboxAddress, readonly MailboxAddress[]>({
    max: rememberedAddresses,
    ttl: rememberMs,
    perf: { now },
    ttlResolution: 0,
    fetchMethod: async (address) => {
      const api = await connect();
      const found = (await entities.fetch(address))?.entity;
      if (found === undefined) return [];
      const listed = await allPages(
        'ListAliases',
        (NextToken) => api.listAliases({ ...organization, EntityId: found.id, MaxResults: pageSize, NextToken }),
        (answer) => answer.Aliases,
        unavailable,
      );
      return listed
        .flatMap((alias) => mailboxAddress(alias) ?? [])
        .filter((alias) => alias !== found.mailbox.address)
        .toSorted();
    },
  });

  const quotas = new LRUCache<MailboxAddress, { readonly usage: MailboxUsage | undefined }>({
    max: rememberedAddresses,
    ttl: rememberMs,
    perf: { now },
    ttlResolution: 0,
    fetchMethod: async (address) => {
      const api = await connect();
      const found = (await entities.fetch(address))?.entity;
      if (found === undefined || found.mailbox.kind === 'GROUP') return { usage: undefined };
      const details = await ask('GetMailboxDetails', withoutQuota, () =>
        api.getMailboxDetails({ ...organization, UserId: found.id }),
      );
      if (details?.MailboxQuota === undefined) return { usage: undefined };
      const { MailboxQuota, MailboxSize } = details;
      return {
        usage: {
          limitBytes: bytesOf(MailboxQuota),
          usedBytes: MailboxSize === undefined ? undefined : bytesOf(MailboxSize),
        },
      };
    },
  });

  return {
    find: async (address) => (await entities.fetch(address))?.entity?.mailbox,
    list: async () => (await lists.fetch(listKey)) ?? [],
    aliases: async (address) => (await aliases.fetch(address)) ?? [],
    quota: async (address) => (await quotas.fetch(address))?.usage,
  };
};

/** Undefined for what has no id or no address: an entity that is not enabled for mail. */
const entity = (
  id: string | undefined,
  email: string | undefined,
  name: string | undefined,
  kind: MailboxKind,
): Entity | undefined => {
  const address = email === undefined ? undefined : mailboxAddress(email);
  if (id === undefined || address === undefined) return undefined;
  return { id, mailbox: { address, id, displayName: name === '' ? undefined : name, kind } };
};

const allPages = async <Page extends { readonly NextToken?: string | undefined }, Entry>(
  action: string,
  call: (nextToken: string | undefined) => Promise<Page>,
  entriesOf: (page: Page) => readonly Entry[] | undefined,
  tolerated = nothing,
): Promise<readonly Entry[]> => {
  const entries: Entry[] = [];
  let nextToken: string | undefined;
  do {
    const page = await ask(action, tolerated, () => call(nextToken));
    entries.push(...((page && entriesOf(page)) ?? []));
    nextToken = page?.NextToken;
  } while (nextToken !== undefined);
  return entries;
};
