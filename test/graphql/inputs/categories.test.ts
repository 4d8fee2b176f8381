import { expect, test } from 'vitest';
import { readCategories } from '../../../src/graphql/inputs/categories.ts';
import { noted } from './noted.ts';

test('categories are kept without white space around them', () => {
  expect(noted((path, note) => readCategories([' Travel', 'R&D <Ü>', 'a'.repeat(255)], path, note))).toEqual({
    read: ['Travel', 'R&D <Ü>', 'a'.repeat(255)],
    problems: [],
  });
});

test.each([
  ['', 'must not be empty.'],
  ['  ', 'must not be empty.'],
  ['a, b', 'holds a comma or semicolon, which mail programs take for the end of a category.'],
  ['a;b', 'holds a comma or semicolon, which mail programs take for the end of a category.'],
  ['\na', 'holds a line break or another control character.'],
  ['a\nb', 'holds a line break or another control character.'],
  ['a'.repeat(256), 'is longer than 255 characters.'],
])('the category %j is refused, and its place is told', (category, problem) => {
  expect(noted((path, note) => readCategories(['ok', category], path, note)).problems).toEqual([`at.1: ${problem}`]);
});
