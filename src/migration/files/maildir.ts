import { mkdir, rename, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { MessageState, PortableMessage } from '../portable/portable-message.ts';
import { emptyAside, namesIn, privateFolder, syncFolder, writeFileWhole } from './durable-file.ts';
import {
  flagSeparator,
  flagsOf,
  messageFileName,
  readMessageFileName,
  type MessageFileName,
} from './message-file-name.ts';

/** A message in a Maildir. */
export interface MaildirMessage extends MessageFileName {
  /** The file. */
  readonly path: string;
}

/** A message that is to be written. */
export interface NewMaildirMessage extends PortableMessage {
  readonly mark: string;
  readonly identity: string;
}

/** A folder of messages, each in a file of its own that is there whole or not at all. */
export interface Maildir {
  /** Makes it; drafts of an earlier process are taken away. */
  make(): Promise<void>;
  list(): Promise<readonly MaildirMessage[]>;
  /** Where a message is to be. */
  pathOf(message: NewMaildirMessage): string;
  /** Writes it there. Throws ContentError for bytes that are not those of its hash. */
  write(message: NewMaildirMessage): Promise<void>;
  /** Puts a message of another folder here, under another mark. Its flags stay. */
  take(message: MaildirMessage, mark: string): Promise<void>;
  /** Makes all of that last. */
  sync(): Promise<void>;
}

/** The Maildir in a folder. `isTop`: that of the inbox, which holds the others. https://cr.yp.to/proto/maildir.html */
export const maildirIn = (folder: string, { isTop }: { readonly isTop: boolean }): Maildir => {
  const current = join(folder, 'cur');
  const aside = join(folder, 'tmp');
  const separator = flagSeparator(process.platform);
  const pathOf = (message: NewMaildirMessage): string => {
    const seconds = Math.floor((arrival(message)?.getTime() ?? 0) / 1000);
    const { mark, identity, mime } = message;
    const name = messageFileName(seconds, { mark, identity, size: mime.size });
    return join(current, `${name}${separator}2,${flagsOf(message)}`);
  };
  return {
    make: async () => {
      for (const part of ['cur', 'new']) await mkdir(join(folder, part), privateFolder);
      await emptyAside(aside);
      // By this file programs know a folder of a Maildir++ from a Maildir.
      if (!isTop) await writeFile(join(folder, 'maildirfolder'), '', { mode: 0o600 });
      await syncFolder(folder);
    },
    list: async () =>
      (await namesIn(current)).flatMap((name) => {
        const read = readMessageFileName(name);
        return read === undefined ? [] : [{ ...read, path: join(current, name) }];
      }),
    pathOf,
    write: async (message) => {
      const { mime, sha256 } = message;
      await writeFileWhole(pathOf(message), mime.stream(), {
        aside,
        modifiedAt: arrival(message),
        expected: { bytes: mime.size, sha256 },
      });
    },
    take: async ({ path, flags, identity, size }, mark) => {
      const seconds = Number(basename(path).split('.')[0]);
      await rename(path, join(current, `${messageFileName(seconds, { mark, identity, size })}${separator}2,${flags}`));
    },
    sync: () => syncFolder(current),
  };
};

/** Programs take the time of a file for that at which its message came. */
const arrival = ({ receivedAt, sentAt }: MessageState): Date | undefined => {
  const time = receivedAt ?? sentAt;
  return time === undefined ? undefined : new Date(time);
};
