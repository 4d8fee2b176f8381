import { describe, expect, it } from 'vitest';
import { writeEntryId } from '../../../src/emulator/store/entry-id.ts';
import { mailboxNamedIn } from '../../../src/ews/properties/id-owner.ts';

const entry = {
  organizationId: 'm-00112233445566778899aabbccddeeff',
  directoryId: '0b0e5d5c-3f57-4a4e-8f10-7c1d5f8f0c11',
  folder: 7,
  attachments: [],
};
const name =
  '/o=m-00112233445566778899aabbccddeeff/ou=amazon workmail/cn=recipients/cn=0b0e5d5c-3f57-4a4e-8f10-7c1d5f8f0c11';

describe('the mailbox that an id names', () => {
  it('is told by WorkMail’s ids of folders, items, occurrences and attachments alike', () => {
    const ids = [
      entry,
      { ...entry, item: 12 },
      { ...entry, item: 12, occurrence: Date.parse('2026-03-16T09:00:00Z') },
      { ...entry, item: 12, attachments: [0, 3] },
    ].map(writeEntryId);
    expect(new Set(ids).size).toBe(4);
    expect(ids.map(mailboxNamedIn)).toEqual([name, name, name, name]);
  });

  it.each([
    ['nothing', ''],
    ['an id of Exchange', 'AAMkADU3OTdlNzI4LTgxZGMtNDNhYi04ZDBhLWYyYzg1MmYxMTJmZgAuAAAAAAD8'],
    ['a compressed id of Exchange', 'AQMkADU3OTdlNzI4LTgxZGMtNDNhYi04ZDBhLWYyYzg1MmYxMTJmZgAuAAAD'],
    ['text that is no base64', '%%%%'],
    ['an id that was cut short', writeEntryId(entry).slice(0, 100)],
    ['two zeros and something else', Buffer.from('\0\0\x05hello').toString('base64')],
  ])('is not told by %s', (_what, id) => {
    expect(mailboxNamedIn(id)).toBeUndefined();
  });
});
