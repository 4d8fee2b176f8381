import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { compileCommand, type CompiledCommand } from '../cli/compiled-command.ts';

const page = new URL('../../docs/commands.md', import.meta.url);

let command: CompiledCommand;
beforeAll(async () => {
  command = await compileCommand();
});
afterAll(() => command.remove());

/** What a command prints when it is asked how it is used. */
const helpOf = async (...words: readonly string[]): Promise<string> => {
  const run = command.run([...words, '--help']);
  expect(await run.ended).toBe(0);
  return run.output().trimEnd();
};

/** The commands that the help of all names, in its order. */
const namedIn = (help: string): readonly string[] =>
  [...help.slice(help.indexOf('Commands:')).matchAll(/^ {2}(\w+) /gm)]
    .flatMap(([, name]) => name ?? [])
    .filter((name) => name !== 'help');

test('the page of commands shows what each prints with --help', async () => {
  const all = await helpOf();
  const names = namedIn(all);
  expect(names).toEqual(expect.arrayContaining(['start', 'emulator']));
  const sections = await Promise.all(
    names.map(async (name) => ({ name, title: `workmail-graphql ${name}`, help: await helpOf(name) })),
  );
  const section = ({ title, words, help }: { title: string; words: string; help: string }): string =>
    `## ${title}\n\n\`\`\`sh\nnpx workmail-graphql ${words}--help\n\`\`\`\n\n\`\`\`text output\n${help}\n\`\`\`\n`;
  const written = [
    section({ title: 'All commands', words: '', help: all }),
    ...sections.map(({ name, title, help }) => section({ title, words: `${name} `, help })),
  ].join('\n');
  const text = await readFile(page, 'utf8');
  const block = /(<!-- help, written by npm run docs -->\n)[^]*?(<!-- end of help -->)/;
  expect(text).toMatch(block);
  const whole = text.replace(block, (_, begin: string, end: string) => `${begin}\n${written}\n${end}`);
  await expect(whole).toMatchFileSnapshot(fileURLToPath(page));
});
