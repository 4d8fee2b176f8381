import { expect, test } from 'vitest';
import { readBlocks } from './block.ts';

const page = (...lines: readonly string[]): string => lines.join('\n');

test('a block has its language, its words, what comments say above it, and its line', () => {
  const [block, ...others] = readBlocks(
    'page.md',
    page('# Page', '', '<!-- needs: aws -->', '<!-- exit: 3 -->', '', '```json answer', '{', '}', '```'),
  );
  expect(others).toEqual([]);
  expect(block).toMatchObject({ page: 'page.md', line: 6, language: 'json', words: ['answer'], code: '{\n}\n' });
  expect([...(block?.notes ?? [])]).toEqual([
    ['exit', '3'],
    ['needs', 'aws'],
  ]);
});

test('comments speak of the next block only', () => {
  const blocks = readBlocks('page.md', page('<!-- needs: aws -->', '```sh', 'a', '```', '', '```sh', 'b', '```'));
  expect(blocks.map(({ notes }) => notes.size)).toEqual([1, 0]);
});

test('blocks in lists and quotes are read without what indents them', () => {
  const blocks = readBlocks(
    'page.md',
    page('- Then:', '', '  ```sh', '  a', '    b', '  ```', '', '> ```sh', '> c', '> ```'),
  );
  expect(blocks.map(({ code }) => code)).toEqual(['a\n  b\n', 'c\n']);
});

test('code that only its indentation tells is refused, because it would never be run', () => {
  expect(() => readBlocks('page.md', page('Run this:', '', '    npm start'))).toThrow(
    '1 blocks of code, 0 of them fenced',
  );
});

test('a fence that is never closed is refused', () => {
  expect(() => readBlocks('page.md', page('```sh', 'npm start'))).toThrow('page.md:1 a fence is never closed');
});
