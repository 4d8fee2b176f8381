import type { EwsSession } from '../../src/ews/operation.ts';
import type { FindItemInput, FindItemPage } from '../../src/ews/operations/find-item.ts';
import { folderId, itemId, mailboxAddress, type FolderTarget } from '../../src/ews/properties/id.ts';
import type { Item } from '../../src/ews/properties/item-types.ts';
import { itemProperties } from '../../src/ews/properties/item.ts';
import type { Restriction } from '../../src/ews/properties/restriction.ts';
import { createFindInFolders, type FindInFolders } from '../../src/mailbox/find-in-folders.ts';

/** A mail as the server knows it: with milliseconds, which FindItem does not tell. */
export interface StoredMail {
  readonly id: string;
  readonly subject: string;
  readonly receivedMs: number | undefined;
  readonly conversationId?: string;
}

const matches = (mail: StoredMail, restriction: Restriction | undefined): boolean => {
  if (restriction === undefined) return true;
  if ('and' in restriction) return restriction.and.every((part) => matches(mail, part));
  if ('or' in restriction) return restriction.or.some((part) => matches(mail, part));
  if ('not' in restriction) return !matches(mail, restriction.not);
  if (restriction.property !== itemProperties.receivedAt) throw new Error('the list server knows one property');
  if ('exists' in restriction) return mail.receivedMs !== undefined;
  if (mail.receivedMs === undefined || !('is' in restriction)) return false;
  const bound = Date.parse(restriction.value);
  return restriction.is === 'lessThan'
    ? mail.receivedMs < bound
    : restriction.is === 'greaterThanOrEqualTo' && mail.receivedMs >= bound;
};

const toItem = ({ id, subject, receivedMs, conversationId }: StoredMail): Item => ({
  type: 'Message',
  element: 'Message',
  id: itemId(id),
  changeKey: 'ck',
  properties: {
    subject,
    ...(conversationId === undefined ? {} : { conversationId }),
    ...(receivedMs === undefined
      ? {}
      : { receivedAt: new Date(Math.floor(receivedMs / 1000) * 1000).toISOString().replace('.000Z', 'Z') }),
  },
});

/** A session that answers FindItem from lists that the test may change between two calls, sorting by what it knows and telling what EWS tells. */
export const listServer = (
  folders: Record<string, StoredMail[]>,
  cap = 1000,
): { find: FindInFolders; targets: readonly FolderTarget[]; calls: FindItemInput[] } => {
  const calls: FindItemInput[] = [];
  const answer = (input: FindItemInput): FindItemPage[] =>
    input.parents.map((parent) => {
      const { view, sort } = input;
      const [key] = sort ?? [];
      if (!('id' in parent) || view.type !== 'indexed' || key === undefined)
        throw new Error('the list server knows lists only');
      const value = (mail: StoredMail): number | string =>
        key.property === itemProperties.receivedAt ? (mail.receivedMs ?? -1) : mail.subject.toLowerCase();
      const sign = key.direction === 'Ascending' ? 1 : -1;
      const rows = (folders[parent.id] ?? [])
        .filter((mail) => matches(mail, input.restriction))
        .toSorted((a, b) => (value(a) < value(b) ? -sign : value(a) > value(b) ? sign : 0));
      const page = rows.slice(view.offset, view.offset + Math.min(view.limit, cap));
      const next = view.offset + page.length;
      return { items: page.map(toItem), total: rows.length, isLast: next >= rows.length, nextOffset: next };
    });
  const session = {
    mailbox: mailboxAddress('ann@example.test'),
    callEach: (_operation: unknown, input: FindItemInput) => {
      calls.push(input);
      return Promise.resolve(answer(input));
    },
  } as unknown as EwsSession;
  return {
    find: createFindInFolders(session),
    calls,
    targets: Object.keys(folders).map((id) => ({ id: folderId(id) })),
  };
};
