import { readdir, readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { expect, test } from 'vitest';

const root = new URL('../../', import.meta.url);

test('what is made of the examples, and holds secrets, is kept out of version control and of images', async () => {
  const made = (await readdir(new URL('deploy/', root), { recursive: true }))
    .filter((name) => name.endsWith('.example'))
    .map((name) => basename(name, '.example'));
  expect(new Set(made)).toEqual(new Set(['gateway.env', 'policy.json', 'secrets.env']));
  const ignored = (await readFile(new URL('.gitignore', root), 'utf8')).split('\n');
  const isIgnored = (name: string): boolean =>
    ignored.some((line) => line === name || (line.startsWith('*.') && name.endsWith(line.slice(1))));
  expect([...made, 'workmail.env', '.env'].filter((name) => !isIgnored(name))).toEqual([]);
  // An image takes what is named and nothing else.
  expect((await readFile(new URL('.dockerignore', root), 'utf8')).split('\n')[0]).toBe('*');
});
