import { open, readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';
import type { Message } from './gateway.ts';

/** Everything that is known of the mailbox, and how far it is known. The two are never written apart. */
export interface State {
  /** Where to go on from. */
  readonly token: string;
  /** By id. */
  readonly messages: ReadonlyMap<string, Message>;
}

/** Keeps the state, and what was told to others. */
export interface Store {
  /** Undefined before the first time. */
  load(): Promise<State | undefined>;
  /** All of it or nothing, whatever happens to this process or its machine. */
  save(state: State): Promise<void>;
  /** Tells the world of a message that has arrived: at least once, so under an id that whoever reads it can know it by. */
  tell(arrivals: readonly Message[]): Promise<void>;
}

/**
 * A store of two files in a folder: `state.json`, and `arrivals.jsonl`, which stands for a queue, a webhook or a table. A database does the same with one
 * transaction around the rows and the token.
 */
export const openStore = async (folder: string): Promise<Store> => {
  const statePath = join(folder, 'state.json');
  const arrivalsPath = join(folder, 'arrivals.jsonl');
  const told = new Set(idsIn(await textOf(arrivalsPath)));
  await mendLastLine(arrivalsPath);

  return {
    load: async () => {
      const text = await textOf(statePath);
      if (text === '') return undefined;
      const { token, messages } = JSON.parse(text) as { readonly token: string; readonly messages: readonly Message[] };
      return { token, messages: new Map(messages.map((message) => [message.id, message])) };
    },
    save: async ({ token, messages }) => {
      // Written beside it and put in its place: a reader sees the old one or the new one, never half of one.
      await write(`${statePath}.new`, 'w', JSON.stringify({ token, messages: [...messages.values()] }));
      await rename(`${statePath}.new`, statePath);
    },
    tell: async (arrivals) => {
      // After a kill between telling and saving the same arrivals come again: who was told is not told again.
      const lines = arrivals
        .filter(({ id }) => !told.has(id))
        .map(({ id, subject }) => JSON.stringify({ id, subject }));
      if (lines.length > 0) await write(arrivalsPath, 'a', `${lines.join('\n')}\n`);
      for (const { id } of arrivals) told.add(id);
    },
  };
};

const write = async (path: string, flags: 'a' | 'w', text: string): Promise<void> => {
  // It holds subjects of mail: nobody else on this machine is to read it.
  const file = await open(path, flags, 0o600);
  try {
    await file.writeFile(text);
    // In the hands of the disk, and not of a machine that may lose power.
    await file.sync();
  } finally {
    await file.close();
  }
};

const textOf = async (path: string): Promise<string> => {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return '';
    throw error;
  }
};

/** Ids of the lines that are whole. */
const idsIn = (lines: string): readonly string[] =>
  lines
    .split('\n')
    .slice(0, -1)
    .map((line) => (JSON.parse(line) as { readonly id: string }).id);

/** A process that was killed while it wrote has left half a line, which nobody counts as told. */
const mendLastLine = async (path: string): Promise<void> => {
  const text = await textOf(path);
  const whole = text.slice(0, text.lastIndexOf('\n') + 1);
  if (whole === text) return;
  const file = await open(path, 'r+');
  try {
    await file.truncate(Buffer.byteLength(whole));
  } finally {
    await file.close();
  }
};
