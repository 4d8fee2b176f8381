import { readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { readResults, type Results } from './interop/describe-client.ts';
import { apiTasks, mailTasks } from './interop/tasks.ts';

const pagePath = new URL('../docs/interop.md', import.meta.url);

/** Names of the files in a folder that end so, without that end. */
const named = (folder: string, end: string): readonly string[] =>
  readdirSync(new URL(folder, import.meta.url))
    .filter((file) => file.endsWith(end))
    .map((file) => file.slice(0, -end.length))
    .toSorted();

const tried = named('interop/results/', '.json');
const clients = tried.map(readResults);

/** A table of tasks and clients; what a client cannot do is told below it. */
const table = (tasks: readonly string[], columns: readonly Results[]): string => {
  const reasons: string[] = [];
  const cell = (result: string): string => {
    if (result === 'works') return 'works';
    if (!reasons.includes(result)) reasons.push(result);
    return `no (${reasons.indexOf(result) + 1})`;
  };
  const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  const rows = tasks.map((task) => row([task, ...columns.map((client) => cell(client.tasks[task] ?? 'not tried'))]));
  const head = [row(['', ...columns.map(({ client }) => client)]), row(['---', ...columns.map(() => '---')])];
  const notes = reasons.map((reason, index) => `${index + 1}. ${reason}`);
  return [...head, ...rows, '', ...(notes.length === 0 ? [] : [...notes, ''])].join('\n');
};

const knowing = (task: string): readonly Results[] => clients.filter(({ tasks }) => task in tasks);

test('the tables of clients in the documents are what the clients did', async () => {
  const page = await readFile(pagePath, 'utf8');
  const tables = `${table(mailTasks, knowing(mailTasks[0]))}\n${table(apiTasks, knowing(apiTasks[0]))}`;
  const block = /(<!-- interop, written by npm run interop -->\n)[^]*?(<!-- end of interop -->)/;
  expect(page).toMatch(block);
  const written = page.replace(block, (_, begin: string, end: string) => `${begin}\n${tables}\n${end}`);
  await expect(written).toMatchFileSnapshot(new URL(pagePath).pathname);
});

test('every client in the tables is still tried', () => {
  expect(named('interop/', '.test.ts')).toEqual(expect.arrayContaining([...tried]));
});
