import fc from 'fast-check';
import { addressParser } from 'postal-mime';
import { describe, expect, test } from 'vitest';
import { mailboxAddress } from '../../../src/ews/properties/id.ts';
import { readRecipients } from '../../../src/graphql/inputs/recipients.ts';
import { noted } from './noted.ts';

const address = 'ann@example.test';

describe('a name of a recipient', () => {
  test.each([
    ['Ann Example', 'Ann Example'],
    ['  Ann  ', 'Ann'],
    ['O’Brien, "Ann" <boss@example.test>; Bob', 'O’Brien, "Ann" <boss@example.test>; Bob'],
    ['علی\u200Cرضا', 'علی\u200Cرضا'],
    ['\u200Fדנה\u200F', '\u200Fדנה\u200F'],
    ['👩\u200D🚀 Ann', '👩\u200D🚀 Ann'],
    ['x'.repeat(255), 'x'.repeat(255)],
  ])('%j is kept as %j', (name, kept) => {
    expect(noted((path, note) => readRecipients([{ address, name }], path, note))).toEqual({
      read: [{ address, name: kept }],
      problems: [],
    });
  });

  test.each(['', '   ', null, undefined])('that says nothing, %j, is none', (name) => {
    expect(noted((path, note) => readRecipients([{ address, name }], path, note)).read).toEqual([{ address }]);
  });

  test.each([
    ['\r\nBcc: eve@example.test', 'holds a line break or another control character.'],
    ['a\r\nBcc: eve@example.test', 'holds a line break or another control character.'],
    ['a\u2029b', 'holds a line break or another control character.'],
    ['a\tb', 'holds a line break or another control character.'],
    [
      'a\ud83d',
      'holds a character that mail cannot carry: a control character, U+FFFE, U+FFFF or half a surrogate pair.',
    ],
    ['Ann \u202Etset.elpmaxe@eve', 'holds a mark that overrides the direction of text.'],
    ['Ann \u2067', 'holds a mark that overrides the direction of text.'],
    ['=?utf-8?q?=22_=3Ceve@example.test=3E?=', 'holds `=?`, which begins an encoded word.'],
    ['x'.repeat(256), 'is longer than 255 characters.'],
  ])('%j is refused, and its place is told', (name, problem) => {
    const people = [{ address }, { address, name }];
    expect(noted((path, note) => readRecipients(people, path, note)).problems).toEqual([`at.1.name: ${problem}`]);
  });
});

test('null clears a list, and absence keeps it', () => {
  expect(noted((path, note) => readRecipients(null, path, note)).read).toBeNull();
  expect(noted((path, note) => readRecipients(undefined, path, note)).read).toBeUndefined();
  expect(noted((path, note) => readRecipients([], path, note)).read).toEqual([]);
});

test('10,000 addresses: what is taken for one is one for another reader too, alone and beside others', () => {
  const local = fc.oneof(
    fc.string({ unit: 'grapheme', minLength: 1, maxLength: 20 }),
    fc.constantFrom(
      'ann',
      'o’brien',
      "o'brien",
      'a+b',
      'dørte',
      '用户',
      'a..b',
      '.a',
      '"a b"',
      'a%b',
      'a!b',
      'a=b',
      '{a}',
      'a(b)',
    ),
  );
  const domain = fc.oneof(
    fc.constantFrom('example.test', 'пример.test', 'xn--e1afmkfd.test', '[127.0.0.1]', 'a_b.test', 'b'),
    fc.string({ unit: 'grapheme', minLength: 1, maxLength: 12 }),
  );
  const separators = fc.oneof(
    { weight: 12, arbitrary: fc.constant('') },
    {
      weight: 1,
      arbitrary: fc.constantFrom(' ', ',', ';', '<', '>', '"', ':', '@', '(', ')', '\\', '\n', '\u0000', '=?'),
    },
  );
  const written = fc
    .tuple(separators, local, separators, domain, separators)
    .map(([a, name, b, host, c]) => `${a}${name}${b}@${host}${c}`);
  let taken = 0;
  fc.assert(
    fc.property(written, (text) => {
      const read = mailboxAddress(text);
      if (read === undefined) return;
      taken += 1;
      expect(addressParser(read).map((one) => one.address)).toEqual([read]);
      expect(addressParser(`"Ann" <${read}>, <x@example.test>`).map((one) => one.address)).toEqual([
        read,
        'x@example.test',
      ]);
    }),
    { numRuns: 10_000, seed: 5321 },
  );
  expect(taken).toBeGreaterThan(2000);
});

test.each(['dørte@example.test', '用户@例子.测试', 'δοκιμή@παράδειγμα.δοκιμή', 'ann@xn--e1afmkfd.test'])(
  'the international address %s is one',
  (text) => {
    expect(mailboxAddress(text)).toBe(text);
  },
);
