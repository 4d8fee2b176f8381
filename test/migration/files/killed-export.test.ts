import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readdir, readFile, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { compileCommand, type CompiledCommand } from '../../cli/compiled-command.ts';

const script = fileURLToPath(new URL('export-samples.mjs', import.meta.url));
const mailbox = 'alice@example.test';

/** What is on the disk, by path: sizes of messages, whole calendars and address books, the lists. What the export keeps for itself is left out. */
const contentOf = async (folder: string): Promise<Readonly<Record<string, string>>> => {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const found: [string, string][] = [];
  for (const entry of entries) {
    const path = join(entry.parentPath, entry.name);
    const name = path.slice(folder.length + 1);
    if (entry.isFile() && !name.startsWith('.export')) found.push([name, await readFile(path, 'latin1')]);
  }
  return Object.fromEntries(found.toSorted(([one], [other]) => (one < other ? -1 : 1)));
};

describe('an export that is killed', () => {
  let command: CompiledCommand;
  beforeAll(async () => {
    command = await compileCommand();
  }, 240_000);
  afterAll(() => (command as CompiledCommand | undefined)?.remove());

  /** Exports to the end, or until it says so: `h` in the middle of writing files, `f` when it begins to put everything together. */
  const exportInto = async (
    root: string,
    killed?: { readonly when: string; readonly mayBegin?: number },
  ): Promise<void> => {
    const parameters = [script, join(command.folder, 'dist'), root, String(killed?.mayBegin ?? 'all')];
    const child = spawn(process.execPath, parameters, { stdio: ['ignore', 'pipe', 'inherit'] });
    onTestFinished(() => void child.kill('SIGKILL'));
    let told = '';
    child.stdout.on('data', (chunk: Buffer) => {
      told += chunk.toString();
      if (killed !== undefined && told.includes(killed.when)) child.kill('SIGKILL');
    });
    const [code] = (await once(child, 'close')) as [number | null];
    expect([code, told]).toEqual(
      killed === undefined ? [0, expect.stringMatching(/^\.*f!$/)] : [code, expect.stringContaining(killed.when)],
    );
  };

  it('goes on where it stood, and ends as one that was never killed: nothing twice, nothing torn', async () => {
    const [whole, killed] = [join(command.folder, 'whole'), join(command.folder, 'killed')];
    await mkdir(whole);
    await mkdir(killed);
    await exportInto(whole);
    // In mail, in mail again, in the calendar, among the contacts: 34 batches in all.
    for (const mayBegin of [3, 1, 12, 6, 4, 5]) {
      await exportInto(killed, { when: 'h', mayBegin });
      const folder = join(killed, mailbox);
      const names = await readdir(folder, { recursive: true });
      expect(names).not.toContain('manifest.json');
      for (const name of names.filter((one) => /[/\\]cur[/\\]/.test(one))) {
        expect((await stat(join(folder, name))).size).toBe(Number(/,S=(\d+)/.exec(basename(name))?.[1]));
      }
    }
    // While everything is put together.
    await exportInto(killed, { when: 'f' });
    await exportInto(killed);

    const expected = await contentOf(join(whole, mailbox));
    expect(Object.keys(expected).length).toBeGreaterThan(65);
    expect(await contentOf(join(killed, mailbox))).toEqual(expected);
  }, 240_000);
});
