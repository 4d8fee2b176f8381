import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { openJournal } from '../../src/migration/journal.ts';

const ends = { from: 'here', to: 'there' };
const entry = (mark: string) => ({ mark, content: `content of ${mark}`, state: '', losses: [] });

const folder = async (): Promise<string> => {
  const path = await mkdtemp(join(tmpdir(), 'journal-'));
  onTestFinished(() => rm(path, { recursive: true, force: true }));
  return join(path, 'state');
};

test('a journal remembers what it was told, also after a line that was cut off', async () => {
  const path = await folder();
  const first = await openJournal(path, ends);
  await first.add([entry('one'), entry('two')]);
  await first.close();
  const file = join(path, 'journal.jsonl');
  const whole = await readFile(file, 'utf8');
  for (let length = whole.length; length >= 0; length -= 1) {
    await writeFile(file, whole.slice(0, length));
    const torn = await openJournal(path, ends);
    // The last line counts as soon as it is whole, even without its end.
    if (length >= whole.length - 1) expect(torn.entry('two')).toEqual(entry('two'));
    else expect(torn.entry('two')).toBeUndefined();
    await torn.add([entry('three')]);
    await torn.close();
    const next = await openJournal(path, ends);
    expect(next.entry('three'), `cut off at ${length}`).toEqual(entry('three'));
    await next.close();
  }
});

test('a journal is refused to another move and to a second process, and taken over from one that has died', async () => {
  const path = await folder();
  const journal = await openJournal(path, ends);
  await journal.add([entry('one')]);
  const other = spawn(process.execPath, ['-e', 'process.stdin.resume()'], { stdio: ['pipe', 'ignore', 'ignore'] });
  onTestFinished(() => void other.kill('SIGKILL'));
  await journal.close();
  await expect(openJournal(path, { from: 'here', to: 'elsewhere' })).rejects.toThrow(
    /belongs to a move from here to there/,
  );
  const lock = join(path, 'lock');
  await writeFile(lock, JSON.stringify({ pid: other.pid, host: hostname() }));
  await expect(openJournal(path, ends)).rejects.toThrow(/another run has this folder/);
  await writeFile(lock, JSON.stringify({ pid: other.pid, host: 'another.machine' }));
  await expect(openJournal(path, ends)).rejects.toThrow(/another run has this folder/);
  other.kill('SIGKILL');
  await once(other, 'close');
  await writeFile(lock, JSON.stringify({ pid: other.pid, host: hostname() }));
  const taken = await openJournal(path, ends);
  expect(taken.entry('one')).toEqual(entry('one'));
  await taken.close();
});
