import { link, mkdir, open, readFile, rm, writeFile, type FileHandle } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import type { Mark } from './portable/portable-item.ts';

/** A copy that a run has made, and what it was made of. */
export interface JournalEntry {
  readonly mark: Mark;
  /** See `itemHashes`. */
  readonly content: string;
  readonly state: string;
  /** What could not be kept as it was. */
  readonly losses: readonly string[];
}

/**
 * What runs have done, on disk. The truth is what lies at the target: a lost journal costs the hashes that it holds, which a verification then reads
 * again, and never a second copy.
 */
export interface Journal {
  /** What is known of a copy; undefined: nothing. */
  entry(mark: Mark): JournalEntry | undefined;
  /** Resolves when the entries would outlast a loss of power. */
  add(entries: readonly JournalEntry[]): Promise<void>;
  close(): Promise<void>;
}

/** The journal cannot be used. The message tells the operator why. */
export class JournalError extends Error {
  override readonly name = 'JournalError';
}

/** A journal that is not written. */
export const noJournal: Journal = {
  entry: () => undefined,
  add: () => Promise.resolve(),
  close: () => Promise.resolve(),
};

const headSchema = z.object({ journal: z.literal(1), from: z.string(), to: z.string() });
const entrySchema = z.object({
  mark: z.string(),
  content: z.string(),
  state: z.string(),
  losses: z.array(z.string()).default([]),
});

/**
 * Opens the journal of a move in a folder of its own, which is made when it is not there, for this process alone. Throws JournalError: when another process
 * has it, when it is the journal of another move, or when it cannot be read or written.
 */
export const openJournal = async (
  folder: string,
  { from, to }: { readonly from: string; readonly to: string },
): Promise<Journal> => {
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
  } catch (error) {
    throw new JournalError(`${folder}: cannot be made (${codeOf(error)})`, { cause: error });
  }
  const unlock = await lock(join(folder, 'lock'));
  try {
    const path = join(folder, 'journal.jsonl');
    const entries = new Map<Mark, JournalEntry>();
    const text = await readFile(path, 'utf8').catch((error: unknown) => {
      if (codeOf(error) === 'ENOENT') return '';
      throw new JournalError(`${path}: cannot be read (${codeOf(error)})`, { cause: error });
    });
    const lines = text.split('\n').map(parsed);
    // Behind a beginning that was cut off by a kill stands another one.
    const head = headSchema.safeParse(lines.find((line) => headSchema.safeParse(line).success));
    if (head.success && (head.data.from !== from || head.data.to !== to))
      throw new JournalError(
        `${folder}: belongs to a move from ${head.data.from} to ${head.data.to}; name another folder with --state`,
      );
    for (const line of lines) {
      // A line that was cut off by a kill says nothing.
      const entry = entrySchema.safeParse(line);
      if (entry.success) entries.set(entry.data.mark, entry.data);
    }
    const file = await open(path, 'a', 0o600);
    if (!head.success) await write(file, [{ journal: 1, from, to }], text);
    else if (!text.endsWith('\n')) await file.appendFile('\n');
    let writing = Promise.resolve();
    return {
      entry: (mark) => entries.get(mark),
      add: async (added) => {
        for (const entry of added) entries.set(entry.mark, entry);
        writing = writing.then(() => write(file, added, '\n'));
        await writing;
      },
      close: async () => {
        await writing.catch(() => undefined);
        await file.close();
        await unlock();
      },
    };
  } catch (error) {
    await unlock();
    throw error;
  }
};

/** `before`: what the file holds already; a torn line at its end is ended. */
const write = async (file: FileHandle, values: readonly unknown[], before: string): Promise<void> => {
  if (values.length === 0) return;
  const lines = values.map((value) => `${JSON.stringify(value)}\n`).join('');
  await file.appendFile(before === '' || before.endsWith('\n') ? lines : `\n${lines}`);
  await file.datasync();
};

const parsed = (line: string): unknown => {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
};

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error ? String(error.code) : String(error);

/** A file that is there as long as a process of this machine has the folder; one that a killed process has left behind is taken over. */
const lock = async (path: string): Promise<() => Promise<void>> => {
  const own = JSON.stringify({ pid: process.pid, host: hostname() });
  for (let attempt = 1; ; attempt += 1) {
    const whole = `${path}.${process.pid}`;
    try {
      // A link is made at once or not at all: nobody finds a lock that does not tell whose it is.
      await writeFile(whole, own, { mode: 0o600 });
      await link(whole, path);
      return () => rm(path, { force: true });
    } catch (error) {
      if (codeOf(error) !== 'EEXIST')
        throw new JournalError(`${path}: cannot be made (${codeOf(error)})`, { cause: error });
      if (attempt > 1 || !(await isAbandoned(path)))
        throw new JournalError(`${path}: another run has this folder; if none is running, remove the file`, {
          cause: error,
        });
      await rm(path, { force: true });
    } finally {
      await rm(whole, { force: true });
    }
  }
};

const holderSchema = z.object({ pid: z.int().positive(), host: z.string() });

const isAbandoned = async (path: string): Promise<boolean> => {
  const holder = holderSchema.safeParse(parsed(await readFile(path, 'utf8').catch(() => '')));
  if (!holder.success || holder.data.host !== hostname()) return false;
  // In a container the next process often has the same id.
  if (holder.data.pid === process.pid) return true;
  try {
    process.kill(holder.data.pid, 0);
    return false;
  } catch (error) {
    return codeOf(error) === 'ESRCH';
  }
};
