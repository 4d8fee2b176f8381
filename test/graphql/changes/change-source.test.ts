import { describe, expect, it } from 'vitest';
import type { Permission } from '../../../src/access/caller.ts';
import { folderId, itemId } from '../../../src/ews/properties/id.ts';
import type { ItemType } from '../../../src/ews/properties/item-types.ts';
import { changeSource } from '../../../src/graphql/changes/change-source.ts';
import type { ItemMoved } from '../../../src/mailbox/feed/mailbox-change.ts';
import type { FolderKind } from '../../../src/mailbox/folder-tree.ts';
import type { OpenedMailbox } from '../../../src/mailbox/open-mailbox.ts';

const mailboxWith = (...held: readonly Permission[]): OpenedMailbox =>
  ({ may: (anyOf: readonly Permission[]) => anyOf.some((one) => held.includes(one)) }) as unknown as OpenedMailbox;

const moved = (itemType: ItemType, from: FolderKind, to: FolderKind): ItemMoved => ({
  type: 'itemMoved',
  itemType,
  isPeopleList: false,
  id: itemId('new'),
  folderId: folderId('to'),
  folderKind: to,
  previousId: itemId('old'),
  previousFolder: { folderId: folderId('from'), folderKind: from },
});

describe('a move that the feed names', () => {
  const all: readonly Permission[] = ['READ_MESSAGES', 'READ_CALENDAR', 'READ_CONTACTS'];
  const move = { kind: 'MOVED', id: 'new', folderId: 'to', previousId: 'old' };
  const removal = { typeName: 'ItemRemoved', id: 'old', folderId: 'from' };
  const arrival = { kind: 'CREATED', id: 'new', folderId: 'to', previousId: undefined };

  it.each<readonly [string, ItemMoved, readonly Permission[], object | undefined]>([
    ['of mail is a move', moved('Message', 'MAIL', 'MAIL'), ['READ_METADATA'], { typeName: 'MessageChanged', ...move }],
    ['of mail is nothing to whoever sees no mail', moved('Message', 'MAIL', 'MAIL'), ['READ_CALENDAR'], undefined],
    ['of a contact to other contacts is a move', moved('Contact', 'CONTACTS', 'CONTACTS'), all, move],
    ['of a contact to Deleted Items is its removal', moved('Contact', 'CONTACTS', 'MAIL'), all, removal],
    ['of a task to Deleted Items is its removal', moved('Task', 'TASKS', 'MAIL'), ['READ_CALENDAR'], removal],
    ['of an event back from there is something new', moved('CalendarItem', 'MAIL', 'CALENDAR'), all, arrival],
    ['of an event between others’ folders is nothing', moved('CalendarItem', 'CONTACTS', 'MAIL'), ['SEND'], undefined],
    [
      'of mail to where its reader sees nothing is its removal',
      moved('Message', 'MAIL', 'CALENDAR'),
      ['READ_MESSAGES'],
      removal,
    ],
    [
      'of mail from where its reader sees nothing is something new',
      moved('Message', 'CALENDAR', 'MAIL'),
      ['READ_MESSAGES'],
      arrival,
    ],
  ])('%s', (_name, change, held, told) => {
    const source = changeSource(mailboxWith(...held), change);
    if (told === undefined) expect(source).toBeUndefined();
    else expect(source).toMatchObject(told);
  });

  it('of a list of people is one only to whoever may read contacts', () => {
    const change = { ...moved('Message', 'MAIL', 'MAIL'), isPeopleList: true };
    expect(changeSource(mailboxWith(...all), change)).toMatchObject(move);
    // As anything that leaves a folder: what it was, a removal does not tell.
    expect(changeSource(mailboxWith('READ_MESSAGES'), change)).toMatchObject(removal);
  });
});

describe('anything else', () => {
  it('that lies where no list shows it is left out, and so is what the caller may not see', () => {
    const change = { ...moved('Contact', 'CONTACTS', 'MAIL'), type: 'item', what: 'created' } as const;
    const all = mailboxWith('READ_METADATA', 'READ_MESSAGES', 'READ_CALENDAR', 'READ_CONTACTS');
    expect(changeSource(all, change)).toBeUndefined();
    expect(changeSource(all, { ...change, folderKind: 'CONTACTS' })).toMatchObject({ typeName: 'ContactChanged' });
    expect(changeSource(mailboxWith('READ_METADATA'), { ...change, folderKind: 'CONTACTS' })).toBeUndefined();
  });

  it('is a resync to everybody, with its reason', () => {
    const mailbox = mailboxWith('READ_CONTACTS');
    expect(changeSource(mailbox, { type: 'resync', reason: 'TOO_SLOW' })).toEqual({
      typeName: 'ResyncRequired',
      mailbox,
      reason: 'TOO_SLOW',
    });
  });
});
