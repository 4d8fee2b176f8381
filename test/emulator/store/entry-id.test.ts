import fc from 'fast-check';
import { expect, it } from 'vitest';
import {
  changeKey,
  derivedGuid,
  type EntryId,
  readEntryId,
  writeEntryId,
} from '../../../src/emulator/store/entry-id.ts';

const number = fc.nat({ max: 2 ** 31 });
const own = {
  organizationId: fc.constant('m-00112233445566778899aabbccddeeff'),
  directoryId: fc.string().map(derivedGuid),
  folder: number,
};
const folderIds = fc.record({ ...own, attachments: fc.constant([]) });
const itemIds = fc.record({
  ...own,
  item: number,
  attachments: fc.array(fc.nat({ max: 65_535 }), { maxLength: 3 }),
  occurrence: fc.option(fc.integer({ min: -(2 ** 45), max: 2 ** 45 }), { nil: undefined }),
});

it('an id reads back as what it was written from', () => {
  fc.assert(
    fc.property(fc.oneof(folderIds, itemIds), (entry: EntryId) => {
      expect(readEntryId(writeEntryId(entry))).toEqual({ item: undefined, occurrence: undefined, ...entry });
    }),
  );
});

it('an id that was cut anywhere is malformed', () => {
  fc.assert(
    fc.property(fc.oneof(folderIds, itemIds), fc.nat(), (entry: EntryId, at) => {
      const id = writeEntryId(entry);
      const cut = id.slice(0, 1 + (at % (id.length - 1)));
      expect(() => readEntryId(cut)).toThrow('Id is malformed.');
    }),
  );
});

it('a change key is another one for every version', () => {
  const keys = [1, 2, 3].map((version) => changeKey(derivedGuid('alice'), version));
  expect(new Set(keys).size).toBe(3);
  expect(keys[0]).toMatch(/^CQAAABYAAA/);
});
