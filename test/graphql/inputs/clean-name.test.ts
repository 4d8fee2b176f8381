import { expect, test } from 'vitest';
import { cleanFolderName } from '../../../src/graphql/inputs/clean-name.ts';
import { refusalOf } from './refusal.ts';

const path = ['input', 'name'];

test.each([
  ['Clients', 'Clients'],
  ['  Clients ', 'Clients'],
  ['2026/Q1 & Q2 <draft>', '2026/Q1 & Q2 <draft>'],
  ['אבגד', 'אבגד'],
  ['x'.repeat(255), 'x'.repeat(255)],
])('a folder called %j is kept as %j', (name, expected) => {
  expect(cleanFolderName(name, path)).toBe(expected);
});

test.each([
  ['', 'must not be empty.'],
  [' \t ', 'must not be empty.'],
  ['a\n', 'holds a line break or another control character.'],
  ['a\nb', 'holds a line break or another control character.'],
  ['a\u0000b', 'holds a line break or another control character.'],
  ['a\u2028b', 'holds a line break or another control character.'],
  [
    'a\ud83d',
    'holds a character that mail cannot carry: a control character, U+FFFE, U+FFFF or half a surrogate pair.',
  ],
  [
    'a\uffff',
    'holds a character that mail cannot carry: a control character, U+FFFE, U+FFFF or half a surrogate pair.',
  ],
  ['x'.repeat(256), 'is longer than 255 characters.'],
])('a folder called %j is refused', async (name, message) => {
  expect(await refusalOf(() => cleanFolderName(name, path))).toEqual({
    reason: 'INVALID',
    fields: [{ path, message }],
  });
});
