import fc from 'fast-check';
import PostalMime from 'postal-mime';
import { describe, expect, it } from 'vitest';
import {
  folderId,
  folderTargets,
  itemId,
  itemReference,
  itemTargets,
  mailboxAddress,
} from '../../../src/ews/properties/id.ts';
import { element, writeXml } from '../../../src/ews/xml.ts';
import { parsed } from '../parsed.ts';

const ann = mailboxAddress('ann@example.test') ?? expect.fail();

/** What separates, quotes, comments, encodes or ends an address for somebody, among ordinary letters. */
const hostilePieces = [
  ...`a|b|k|.|..|-|_|+|'|!|%|=|?|*|/|\`|{|}|~|^|$|#|&|xn--|ann|evil.test|example.test|=?utf-8?q?a=40b=2C?=|=?utf-8?b?YUBi?=|%40|&#64;`.split(
    '|',
  ),
  ...', ; : < > ( ) [ ] @ " \\ @evil.test, @evil.test; \u0000 \u0085 \u200B \u202E \uD800 \uDC00 \u212A ü 日本 😀 ＠ ，'.split(
    ' ',
  ),
  '|',
  ' ',
  '\t',
  '\r\n',
  '\r\nBcc: x@evil.test',
];
const hostileText = fc.oneof(
  fc.array(fc.constantFrom(...hostilePieces), { minLength: 1, maxLength: 6 }).map((pieces) => pieces.join('')),
  fc.string({ unit: 'binary', maxLength: 12 }),
);

describe('mailbox address', () => {
  it.each([
    ['Ann.Lee@Example.Test', 'ann.lee@example.test'],
    [' ann+news@example.test\n', 'ann+news@example.test'],
    ["o'hara@example.test", "o'hara@example.test"],
    ['jürgen@bücher.example', 'jürgen@bücher.example'],
  ])('reads %j', (written, address) => {
    expect(mailboxAddress(written)).toBe(address);
  });

  it.each([
    '',
    'ann',
    '@example.test',
    'ann@',
    'ann@b@example.test',
    'ann lee@example.test',
    'ann@example.test, bob@example.test',
    'Ann <ann@example.test>',
    'ann@example.test</t:SmtpAddress>',
    'ann\u0000@example.test',
    '/O=ORG/CN=ann',
    `${'a'.repeat(65)}@example.test`,
    `ann@${'b'.repeat(251)}`,
    'ann\u0085@example.test',
    'ann\u200B@example.test',
    'ann\u202E@example.test',
    'ann\uD800@example.test',
    'ann@example\uDC00.test',
    // No character at all, which XML cannot hold.
    'ann@\uFFFE.test',
    'ann\u{1FFFF}@example.test',
    // An encoded word, which a reader of mail headers may decode to another address: bob@evil.test, and a comma.
    '=?utf-8?q?bob=40evil.test=2C?=@example.test',
    'ann@=?utf-8?q?evil.test?=',
    // The Kelvin sign, whose lower case is the k of another address.
    'mar\u212A@example.test',
  ])('refuses %j', (written) => {
    expect(mailboxAddress(written)).toBeUndefined();
  });

  it('is read by an independent reader of mail as exactly one address, for all that pass of 10,000 hostile ones', async () => {
    const local = fc.oneof(fc.constantFrom('ann', "o'hara", 'jürgen', 'a+b'), hostileText);
    const written = fc
      .tuple(local, fc.constantFrom('@', '@', '@', '', ' @', '@@'), fc.oneof(fc.constant('example.test'), hostileText))
      .map((parts) => parts.join(''));
    let passed = 0;
    await fc.assert(
      fc.asyncProperty(written, async (text) => {
        const address = mailboxAddress(text);
        if (address === undefined) return;
        passed += 1;
        expect(address).not.toMatch(/[\r\n\0\s,;<>"]/);
        const { to = [], headers } = await PostalMime.parse(`To: ${address}\r\n\r\n`);
        expect(headers).toHaveLength(1);
        // Nor does it find a name: that would be an encoded word.
        expect(to).toEqual([{ address, name: '' }]);
        // Reading it again changes nothing, and XML can carry it.
        expect(mailboxAddress(address)).toBe(address);
        expect(parsed(writeXml(element('t:SmtpAddress', address))).text).toBe(address);
      }),
      { numRuns: 10_000 },
    );
    expect(passed).toBeGreaterThan(500);
  }, 60_000);
});

describe('references', () => {
  it('always say whose well-known folder is meant', () => {
    expect(
      writeXml(folderTargets('m:FolderIds', [{ id: folderId('a"<b') }, { distinguished: 'root', mailbox: ann }])),
    ).toBe(
      '<m:FolderIds><t:FolderId Id="a&quot;&lt;b"/><t:DistinguishedFolderId Id="root"><t:Mailbox><t:EmailAddress>ann@example.test</t:EmailAddress></t:Mailbox></t:DistinguishedFolderId></m:FolderIds>',
    );
  });

  it('name an item, an occurrence or a master', () => {
    expect(
      writeXml(
        itemTargets([
          { id: itemId('a') },
          { id: itemId('a'), changeKey: 'k' },
          { masterOf: itemId('o') },
          { occurrenceOf: itemId('m'), index: 7 },
        ]),
      ),
    ).toBe(
      '<m:ItemIds><t:ItemId Id="a"/><t:ItemId Id="a" ChangeKey="k"/><t:RecurringMasterItemId OccurrenceId="o"/><t:OccurrenceItemId RecurringMasterId="m" InstanceIndex="7"/></m:ItemIds>',
    );
  });

  it('are read with or without a change key, but never without an id', () => {
    expect(itemReference(parsed('<t:ItemId Id="A+/=" ChangeKey="k"/>'))).toEqual({ id: 'A+/=', changeKey: 'k' });
    expect(itemReference(parsed('<t:ItemId Id="A"/>'))).toEqual({ id: 'A', changeKey: undefined });
    expect(() => itemReference(parsed('<t:ItemId ChangeKey="k"/>'))).toThrow('ItemId has no attribute Id');
  });
});
