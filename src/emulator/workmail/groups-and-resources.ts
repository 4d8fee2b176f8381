import { z } from 'zod';
import { entityId } from '../store/directory.ts';
import type { SeedGroup } from '../store/model.ts';
import type { Account, Store } from '../store/store.ts';
import {
  type ApiAction,
  apiAction,
  type ApiObject,
  enabledSeconds,
  entityIdMember,
  entityNotFound,
} from './api-action.ts';
import { describedAccount, groupAt, groupEntry, groupId, nameOf, resourceEntry } from './directory-entries.ts';
import { filtersMember, passes } from './list-filter.ts';
import { page, pageMembers } from './page.ts';

const prefixes = { NamePrefix: 'Name', PrimaryEmailPrefix: 'Email' };

/** What can be asked about groups, and about rooms and equipment. */
export const groupAndResourceActions: Readonly<Record<string, ApiAction>> = {
  ListGroups: apiAction({ ...pageMembers, Filters: filtersMember(prefixes) }, (input, { store }) => {
    const groups = store.groups.map(groupEntry);
    return page(
      input,
      'Groups',
      groups.filter((entry) => passes(entry, input.Filters, prefixes)),
    );
  }),
  DescribeGroup: apiAction({ GroupId: entityIdMember }, ({ GroupId: asked }, { store }) => {
    const { Id, ...entry } = groupEntry(describedGroup(asked, store));
    return { GroupId: Id, ...entry, HiddenFromGlobalAddressList: false };
  }),
  ListGroupMembers: apiAction({ ...pageMembers, GroupId: entityIdMember }, (input, { store }) =>
    page(
      input,
      'Members',
      describedGroup(input.GroupId, store).members.flatMap((address) => member(address, store) ?? []),
    ),
  ),
  ListGroupsForEntity: apiAction(
    {
      ...pageMembers,
      EntityId: entityIdMember,
      Filters: z.strictObject({ GroupNamePrefix: z.string().max(256).optional() }).optional(),
    },
    (input, { store }) => {
      const { address } = groupAt(input.EntityId, store) ?? describedAccount(input.EntityId, store);
      const groups = store.groups
        .filter(({ members }) => members.some((one) => one.toLowerCase() === address.toLowerCase()))
        .map((group) => ({ GroupId: groupId(group), GroupName: group.displayName }))
        .filter((entry) => passes(entry, input.Filters, { GroupNamePrefix: 'GroupName' }));
      return page(input, 'Groups', groups);
    },
  ),
  ListResources: apiAction({ ...pageMembers, Filters: filtersMember(prefixes) }, (input, { store }) => {
    const resources = [...store.accounts.values()].filter(({ kind }) => kind !== 'USER').map(resourceEntry);
    return page(
      input,
      'Resources',
      resources.filter((entry) => passes(entry, input.Filters, prefixes)),
    );
  }),
  DescribeResource: apiAction({ ResourceId: entityIdMember }, ({ ResourceId: asked }, { store }) => {
    const { Id, ...entry } = resourceEntry(describedResource(asked, store));
    return { ResourceId: Id, ...entry, BookingOptions: bookingOptions, HiddenFromGlobalAddressList: false };
  }),
  // Rooms answer invitations themselves here, and have nobody who would do it for them.
  ListResourceDelegates: apiAction({ ...pageMembers, ResourceId: entityIdMember }, (input, { store }) => {
    describedResource(input.ResourceId, store);
    return page(input, 'Delegates', []);
  }),
};

/** What calendar/resource-booking.ts does with an invitation. */
const bookingOptions = {
  AutoAcceptRequests: true,
  AutoDeclineRecurringRequests: false,
  AutoDeclineConflictingRequests: true,
};

const describedGroup = (id: string, store: Store): SeedGroup => {
  const group = groupAt(id, store);
  if (group === undefined) throw entityNotFound();
  return group;
};

const describedResource = (id: string, store: Store): Account => {
  const account = describedAccount(id, store);
  if (account.kind === 'USER') throw entityNotFound();
  return account;
};

/** A member as the API tells it: a user or a group. Members whose address is not of the organisation are in its directory as nothing. */
const member = (address: string, store: Store): ApiObject | undefined => {
  const enabled = { State: 'ENABLED', EnabledDate: enabledSeconds };
  const account = store.accounts.get(address.toLowerCase());
  if (account !== undefined) return { Id: entityId(account), Name: nameOf(account), Type: 'USER', ...enabled };
  const group = groupAt(address, store);
  return group && { Id: groupId(group), Name: group.displayName, Type: 'GROUP', ...enabled };
};
