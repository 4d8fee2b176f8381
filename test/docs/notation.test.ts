import { describe, expect, test } from 'vitest';
import { differences, filled, filledText, outputDifference, type Names } from './notation.ts';

const names = (): Names => new Map();

describe('an answer on a page', () => {
  test.each<readonly [why: string, shown: unknown, value: unknown]>([
    ['is the same', { a: [1, 'x', null, true] }, { a: [1, 'x', null, true] }],
    ['leaves a text open', 'from … to …', 'from here to there'],
    ['leaves any value open', ['…', { a: '…' }], [3, { a: { b: 1 } }]],
    ['leaves the end of a list open', [1, '…'], [1, 2, 3]],
    ['leaves the end of a list open that has no more', [1, '…'], [1]],
    ['leaves other keys open', { a: 1, '…': '…' }, { a: 1, b: 2 }],
    ['shows a Message-ID as it is', '<1@example.test>', '<1@example.test>'],
  ])('%s', (_why, shown, value) => {
    expect(differences(shown, value, names())).toEqual([]);
  });

  test.each<readonly [why: string, shown: unknown, value: unknown, difference: string]>([
    ['another text', 'abc', 'abcd', 'answer is "abcd" instead of "abc"'],
    ['another text, with characters of patterns', 'a.c', 'abc', 'answer is "abc" instead of "a.c"'],
    ['a text for a number', '1', 1, 'answer is 1 instead of "1"'],
    ['another number', { a: 1 }, { a: 2 }, 'answer.a is 2 instead of 1'],
    ['a key too few', { a: 1, b: 2 }, { a: 1 }, 'answer.b is missing'],
    ['a key too many', { a: 1 }, { a: 1, b: 2 }, 'answer.b is not shown: 2'],
    ['an element too many', [1], [1, 2], 'answer has 2 elements instead of 1: [1,2]'],
    ['an element too few', [1, 2, '…'], [1], 'answer has 1 elements instead of 2: [1]'],
    ['null for a list', [], null, 'answer is null and no list'],
    ['null for an object', {}, null, 'answer is null and no object'],
    [
      'another Message-ID',
      '<1@example.test>',
      '<2@example.test>',
      'answer is "<2@example.test>" instead of "<1@example.test>"',
    ],
  ])('is not %s', (_why, shown, value, difference) => {
    expect(differences(shown, value, names())).toEqual([difference]);
  });

  test('gives names to what later blocks use, and holds them to it', () => {
    const known = names();
    expect(differences({ id: '<the offer>' }, { id: 'AAA' }, known)).toEqual([]);
    expect(differences(['<the offer>', '<another>'], ['AAA', 'BBB'], known)).toEqual([]);
    expect(differences('<the offer>', 'CCC', known)).toEqual(['answer is "CCC" and not <the offer>, "AAA"']);
    expect(filled({ ids: ['<the offer>', '<p>'], text: 'open <another>' }, known)).toEqual({
      ids: ['AAA', '<p>'],
      text: 'open BBB',
    });
    expect(filledText('curl <the offer>', known)).toBe('curl AAA');
  });
});

describe('an output on a page', () => {
  test.each<readonly [why: string, shown: string, output: string]>([
    ['is the same', 'a\nb\n', 'a\nb\n'],
    ['leaves spaces at the end of lines out', 'a\n', 'a  \n\n'],
    ['leaves a part of a line open', 'at … in Berlin', 'at 09:00 in Berlin'],
    ['leaves lines open', 'a\n…\nd', 'a\nb\nc\nd'],
    ['leaves no lines open', 'a\n…\nd', 'a\nd'],
    ['shows what stands in angle brackets in it', '--port <port>', '--port <port>'],
  ])('%s', (_why, shown, output) => {
    expect(outputDifference(shown, output, names())).toBeUndefined();
  });

  test.each<readonly [why: string, shown: string, output: string]>([
    ['another word', 'a.c', 'abc'],
    ['a line too many', 'a', 'a\nb'],
    ['a line too few', 'a\nb', 'a'],
    ['two lines where one is left open', 'a …', 'a b\nc'],
  ])('is not %s', (_why, shown, output) => {
    expect(outputDifference(shown, output, names())).toContain('instead of');
  });

  test('gives names to words', () => {
    const known = names();
    expect(outputDifference('key <the key> made', 'key abc made', known)).toBeUndefined();
    expect(known.get('the key')).toBe('abc');
    expect(outputDifference('key <the key> made', 'key xyz made', known)).toContain('"xyz"');
  });
});
