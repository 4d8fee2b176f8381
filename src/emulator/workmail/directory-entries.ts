import { entityId } from '../store/directory.ts';
import { derivedGuid } from '../store/entry-id.ts';
import type { SeedGroup } from '../store/model.ts';
import type { Account, Owner, Store } from '../store/store.ts';
import { type ApiObject, enabledSeconds, entityNotFound } from './api-action.ts';

/**
 * A system user, which every organisation has: WorkMail lists it with the others, and it has no mailbox.
 * https://docs.aws.amazon.com/workmail/latest/APIReference/API_User.html
 */
export const administrator = {
  Id: derivedGuid('Administrator'),
  Name: 'Administrator',
  DisplayName: 'Administrator',
  State: 'DISABLED',
  UserRole: 'SYSTEM_USER',
};

/** What the directory calls the owner of a mailbox: the first half of the address. */
export const nameOf = ({ address }: Pick<Owner, 'address'>): string => address.slice(0, address.indexOf('@'));

/** WorkMail id of a group: an address has the same one in every run. */
export const groupId = ({ address }: Pick<SeedGroup, 'address'>): string => derivedGuid(address);

/** A user, room or piece of equipment in ListUsers. https://docs.aws.amazon.com/workmail/latest/APIReference/API_User.html */
export const userEntry = (owner: Owner): ApiObject => ({
  Id: entityId(owner),
  Email: owner.address,
  Name: nameOf(owner),
  DisplayName: owner.displayName,
  State: 'ENABLED',
  UserRole: owner.kind === 'USER' ? 'USER' : 'RESOURCE',
  EnabledDate: enabledSeconds,
});

/** A room or piece of equipment in ListResources. https://docs.aws.amazon.com/workmail/latest/APIReference/API_Resource.html */
export const resourceEntry = (owner: Owner): ApiObject => ({
  Id: entityId(owner),
  Email: owner.address,
  Name: nameOf(owner),
  Type: owner.kind,
  State: 'ENABLED',
  EnabledDate: enabledSeconds,
  Description: owner.displayName,
});

/** A group in ListGroups. https://docs.aws.amazon.com/workmail/latest/APIReference/API_Group.html */
export const groupEntry = (group: SeedGroup): ApiObject => ({
  Id: groupId(group),
  Email: group.address,
  Name: group.displayName,
  State: 'ENABLED',
  EnabledDate: enabledSeconds,
});

/** The user or resource of this WorkMail id or primary address. Throws EmulatorError EntityNotFoundException. */
export const describedAccount = (id: string, store: Store): Account => {
  const found = [...store.accounts.values()].find(
    (account) => entityId(account) === id || account.address === id.toLowerCase(),
  );
  if (found === undefined) throw entityNotFound();
  return found;
};

/** The group of this WorkMail id or address; undefined when there is none. */
export const groupAt = (id: string, store: Store): SeedGroup | undefined =>
  store.groups.find((group) => groupId(group) === id || group.address.toLowerCase() === id.toLowerCase());
