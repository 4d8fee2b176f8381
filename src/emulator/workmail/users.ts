import { z } from 'zod';
import { entityId } from '../store/directory.ts';
import { childText } from '../xml/xml.ts';
import { type ApiAction, apiAction, enabledSeconds, entityIdMember, entityNotFound } from './api-action.ts';
import { administrator, describedAccount, groupAt, groupId, nameOf, userEntry } from './directory-entries.ts';
import { filtersMember, passes } from './list-filter.ts';
import { page, pageMembers } from './page.ts';

const userPrefixes = {
  UsernamePrefix: 'Name',
  DisplayNamePrefix: 'DisplayName',
  PrimaryEmailPrefix: 'Email',
  IdentityProviderUserIdPrefix: 'IdentityProviderUserId',
};

/** What can be asked about users, and about everybody who has an address. */
export const userActions: Readonly<Record<string, ApiAction>> = {
  ListUsers: apiAction({ ...pageMembers, Filters: filtersMember(userPrefixes) }, (input, { store }) => {
    const users = [...store.accounts.values()].filter(({ kind }) => kind === 'USER').map(userEntry);
    const listed = [administrator, ...users].filter((entry) => passes(entry, input.Filters, userPrefixes));
    return page(input, 'Users', listed);
  }),
  DescribeUser: apiAction({ UserId: entityIdMember }, ({ UserId: asked }, { store }) => {
    if (asked === administrator.Id) return { ...userDescription(administrator), HiddenFromGlobalAddressList: true };
    const account = describedAccount(asked, store);
    const [first = '', ...last] = account.displayName.split(' ');
    return {
      ...userDescription(userEntry(account)),
      FirstName: first,
      LastName: last.join(' '),
      MailboxProvisionedDate: enabledSeconds,
      HiddenFromGlobalAddressList: false,
    };
  }),
  DescribeEntity: apiAction({ Email: z.string().min(1).max(254) }, (input, { store }) => {
    const address = input.Email.toLowerCase();
    const group = groupAt(address, store);
    if (group !== undefined) return { EntityId: groupId(group), Name: group.displayName, Type: 'GROUP' };
    const account = [...store.accounts.values()].find(
      (candidate) => candidate.address === address || candidate.aliases.includes(address),
    );
    if (account === undefined) throw entityNotFound();
    return { EntityId: entityId(account), Name: nameOf(account), Type: account.kind === 'USER' ? 'USER' : 'RESOURCE' };
  }),
  ListAliases: apiAction({ ...pageMembers, EntityId: entityIdMember }, (input, { store }) => {
    // A seed's groups have one address each.
    const isGroup = groupAt(input.EntityId, store) !== undefined;
    return page(input, 'Aliases', isGroup ? [] : describedAccount(input.EntityId, store).aliases);
  }),
  // The emulator shares folders, which is not told here, but no whole mailboxes.
  ListMailboxPermissions: apiAction({ ...pageMembers, EntityId: entityIdMember }, (input, { store }) => {
    if (groupAt(input.EntityId, store) === undefined) describedAccount(input.EntityId, store);
    return page(input, 'Permissions', []);
  }),
  GetMailboxDetails: apiAction({ UserId: entityIdMember }, ({ UserId: asked }, { store }) => {
    const { items } = describedAccount(asked, store).open();
    const sizes = [...items.values()].map(({ element }) => Number(childText(element, 't:Size') ?? 0));
    const bytes = sizes.reduce((sum, size) => sum + size, 0);
    return { MailboxQuota: mailboxQuotaMegabytes, MailboxSize: bytes / 1_048_576 };
  }),
};

/** https://docs.aws.amazon.com/workmail/latest/adminguide/workmail_limits.html */
const mailboxQuotaMegabytes = 51_200;

/** An entry of the list, as an answer of its own. */
const userDescription = ({ Id, ...entry }: Readonly<Record<string, unknown>>) => ({ UserId: Id, ...entry });
