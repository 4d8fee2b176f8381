import { open, readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { z } from 'zod';
import type { MessageState } from '../portable/portable-message.ts';
import { syncFolder, writeFileWhole } from './durable-file.ts';

const optionalTime = z.string().optional();

const loggedMessage = z.object({
  mark: z.string(),
  /** Path from the mailbox's folder. */
  file: z.string(),
  bytes: z.number(),
  sha256: z.string(),
  itemClass: z.string(),
  isRead: z.boolean(),
  isDraft: z.boolean(),
  receivedAt: optionalTime,
  sentAt: optionalTime,
  flag: z
    .object({
      status: z.enum(['flagged', 'complete']),
      startAt: optionalTime,
      dueAt: optionalTime,
      completedAt: optionalTime,
    })
    .optional(),
  categories: z.array(z.string()),
  /** Recipients of blind copies whom the file does not name. */
  hiddenRecipients: z.array(z.object({ name: z.string().optional(), address: z.string().optional() })).optional(),
  answered: z.object({ how: z.enum(['replied', 'repliedToAll', 'forwarded']), at: optionalTime }).optional(),
});

/** What a mailbox knows of a message beside its bytes, of which Maildir holds a part only. */
export type LoggedMessage = Readonly<z.infer<typeof loggedMessage>>;

/** The state in a line of the log, as messages have it. */
export const stateOf = ({
  isRead,
  isDraft,
  receivedAt,
  sentAt,
  flag,
  categories,
  answered,
}: LoggedMessage): MessageState => ({
  isRead,
  isDraft,
  receivedAt,
  sentAt,
  flag:
    flag === undefined
      ? undefined
      : { status: flag.status, startAt: flag.startAt, dueAt: flag.dueAt, completedAt: flag.completedAt },
  categories,
  answered: answered === undefined ? undefined : { how: answered.how, at: answered.at },
});

/** `messages.jsonl`: a line of JSON for each message. Lines are added before their messages are there, and the last one of a message counts. */
export interface MessageLog {
  /** By their marks. A line that was torn by the end of a process is left out. */
  read(): Promise<ReadonlyMap<string, LoggedMessage>>;
  /** When it answers, the lines are on the disk. */
  add(messages: readonly LoggedMessage[]): Promise<void>;
  /** Writes it anew. */
  replace(messages: Iterable<LoggedMessage>): Promise<void>;
}

/** The log in a file. `aside`: where it is drafted when it is written anew. */
export const messageLogIn = (file: string, aside: string): MessageLog => ({
  read: async () => new Map((await linesIn(file)).map((message) => [message.mark, message])),
  add: async (messages) => {
    const log = await open(file, 'a', 0o600);
    try {
      // A line that was torn ends here.
      await log.writeFile(`\n${messages.map((message) => JSON.stringify(message)).join('\n')}\n`);
      await log.sync();
    } finally {
      await log.close();
    }
  },
  replace: async (messages) => {
    await writeFileWhole(file, jsonLines(messages), { aside });
    await syncFolder(dirname(file));
  },
});

function* jsonLines(messages: Iterable<LoggedMessage>): Generator<string> {
  for (const message of messages) yield `${JSON.stringify(message)}\n`;
}

const linesIn = async (file: string): Promise<readonly LoggedMessage[]> => {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
  return text.split('\n').flatMap((line) => {
    const read = line === '' ? undefined : loggedMessage.safeParse(parsed(line));
    return read?.success === true ? [read.data] : [];
  });
};

const parsed = (line: string): unknown => {
  try {
    return JSON.parse(line);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
};
