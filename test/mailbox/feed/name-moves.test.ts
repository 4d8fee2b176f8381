import { describe, expect, it } from 'vitest';
import { folderId, itemId } from '../../../src/ews/properties/id.ts';
import { hasUnmet, nameMoves } from '../../../src/mailbox/feed/name-moves.ts';
import type { ToldItemChange } from '../../../src/mailbox/feed/read-folders.ts';
import { createMoveMemory } from '../../../src/mailbox/moves.ts';
import { address } from '../../access.ts';

const moves = createMoveMemory().of(address('ann@example.test'));
moves.note(itemId('old'), itemId('between'));
moves.note(itemId('between'), itemId('new'));

const inFolder = (folder: string) => ({ folderId: folderId(folder), folderKind: 'MAIL' }) as const;

const changed = (what: 'created' | 'updated', id: string, folder: string): ToldItemChange => ({
  type: 'item',
  what,
  itemType: 'Message',
  isPeopleList: false,
  id: itemId(id),
  ...inFolder(folder),
});
const removed = (id: string, folder: string): ToldItemChange => ({
  type: 'itemRemoved',
  id: itemId(id),
  ...inFolder(folder),
});
const read = (id: string, folder: string): ToldItemChange => ({
  type: 'readState',
  id: itemId(id),
  ...inFolder(folder),
  isRead: true,
});
const moved = (id: string, folder: string, previousId: string, previousFolder = 'A') => ({
  type: 'itemMoved',
  itemType: 'Message',
  isPeopleList: false,
  id: itemId(id),
  ...inFolder(folder),
  previousId: itemId(previousId),
  previousFolder: inFolder(previousFolder),
});

describe('a move', () => {
  it('is told where the item appears, over as many moves as were made, and ends what was told of it before', () => {
    const told = [
      changed('created', 'new', 'B'),
      read('new', 'B'),
      changed('updated', 'old', 'A'),
      removed('old', 'A'),
    ];
    expect(nameMoves(told, moves)).toEqual([moved('new', 'B', 'old'), read('new', 'B')]);
  });

  it('of an item that keeps its id is told as one, so that its removal does not come after its appearance', () => {
    const told = [changed('created', 'kept', 'B'), removed('kept', 'A'), read('kept', 'B')];
    expect(nameMoves(told, moves)).toEqual([moved('kept', 'B', 'kept'), read('kept', 'B')]);
  });

  it('has one beginning: whatever else has gone was removed', () => {
    const told = [removed('old', 'A'), removed('between', 'C'), changed('created', 'new', 'B')];
    expect(nameMoves(told, moves)).toEqual([removed('between', 'C'), moved('new', 'B', 'old')]);
  });

  it.each([
    ['the item has not appeared', [removed('old', 'A'), changed('created', 'other', 'B')]],
    ['it has only changed where it is', [removed('old', 'A'), changed('updated', 'new', 'B')]],
    ['it was told twice in one folder', [removed('same', 'A'), changed('created', 'same', 'A')]],
  ])('is not told when %s', (_, told) => {
    expect(nameMoves(told, moves)).toEqual(told);
  });
});

describe('a move of which only the end was seen', () => {
  it.each([
    [true, 'has not appeared', [removed('old', 'A')]],
    [false, 'has appeared', [removed('old', 'A'), changed('created', 'new', 'B')]],
    [false, 'is where it was said to be', [removed('old', 'A'), changed('updated', 'new', 'B')]],
    [false, 'was not moved as far as is known', [removed('other', 'A')]],
  ])('is one (%s) where the item %s', (isOne, _, told) => {
    expect(hasUnmet(told, moves)).toBe(isOne);
  });
});
