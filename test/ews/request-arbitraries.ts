import fc from 'fast-check';
import { expect } from 'vitest';
import {
  folderId,
  itemId,
  mailboxAddress,
  type DistinguishedFolderId,
  type FolderTarget,
  type ItemTarget,
} from '../../src/ews/properties/id.ts';

/** Whose folders the requests name. */
export const ann = mailboxAddress('ann@example.test') ?? expect.fail();

/** Text of any kind that XML can hold (all else is refused, see xml.test.ts): what ends elements, what is escaped, nothing at all. */
export const text = fc.oneof(
  fc.string({ unit: 'binary' }).map((value) =>
    // oxlint-disable-next-line no-control-regex
    value.replace(/[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF\uD800-\uDFFF]/gu, ''),
  ),
  fc.constantFrom('', ']]>', '</t:Constant>', '"/><evil', '&amp;', '\r\n\t', '日本 😀'),
);
/** A text that is not empty. */
export const filled = text.map((value) => `x${value}`);
/** A number of rows to skip. */
export const count = fc.integer({ min: 0, max: 2_000_000 });
/** A number of things wanted. */
export const oneOrMore = fc.integer({ min: 1, max: 1000 });
/** A moment that EWS can keep. */
export const instant = fc
  .date({ min: new Date('1601-01-01T00:00:00Z'), max: new Date('4501-01-01T00:00:00Z'), noInvalidDate: true })
  .map((moment) => moment.toISOString());

const wellKnown: readonly DistinguishedFolderId[] = [
  'msgfolderroot',
  'root',
  'inbox',
  'drafts',
  'sentitems',
  'deleteditems',
  'junkemail',
  'outbox',
  'calendar',
  'contacts',
  'tasks',
  'notes',
  'journal',
  'searchfolders',
  'recoverableitemsroot',
  'recoverableitemsdeletions',
];
/** A folder by id or by its well-known name. */
export const folder: fc.Arbitrary<FolderTarget> = fc.oneof(
  fc.record({ id: text.map(folderId) }),
  fc.record({ distinguished: fc.constantFrom(...wellKnown), mailbox: fc.constant(ann) }),
);
/** One folder or more. */
export const folders = fc.array(folder, { minLength: 1, maxLength: 4 });
/** An item, an occurrence, or a master. */
export const item: fc.Arbitrary<ItemTarget> = fc.oneof(
  fc.record({ id: text.map(itemId) }),
  fc.record({ id: text.map(itemId), changeKey: text }),
  fc.record({ masterOf: text.map(itemId) }),
  fc.record({ occurrenceOf: text.map(itemId), index: oneOrMore }),
);
