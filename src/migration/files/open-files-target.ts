import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { MailboxFailure } from '../mailbox-failure.ts';
import type { Target } from '../target.ts';
import { emptyAside, namesIn, privateFolder } from './durable-file.ts';
import { exportStorage } from './export-storage.ts';
import { fileMailbox } from './file-mailbox.ts';
import { openRegister } from './folder-register.ts';
import { messageLogIn } from './message-log.ts';

/** Where an export keeps what it needs to go on; the export itself does not need it. */
const stateFolder = '.export';
const registerFile = 'folders.json';

/**
 * Files in a folder, one folder for each mailbox: mail as EML in a Maildir++, calendars and tasks as iCalendar, contacts as vCard. Programs that know nothing
 * of mail servers read them. Folders are made for their owner alone (0700), files too (0600).
 */
export const openFilesTarget = ({ root }: { readonly root: string }): Target => ({
  open: async (address, { isDryRun }) => {
    const folder = join(root, addressFolder(address));
    const aside = join(folder, stateFolder, 'tmp');
    try {
      const names = await namesIn(folder);
      if (!names.includes(registerFile) && names.some((name) => name !== stateFolder))
        throw new MailboxFailure(`${folder} holds files that are no export`);
      if (!isDryRun) {
        await mkdir(folder, privateFolder);
        await emptyAside(aside);
      }
      const register = await openRegister(join(folder, registerFile), { mailbox: address, aside });
      const storage = exportStorage(folder, { state: stateFolder, aside, register });
      const log = messageLogIn(join(folder, 'messages.jsonl'), aside);
      return fileMailbox({ address, folder, state: stateFolder, aside, register, storage, log });
    } catch (error) {
      if (error instanceof MailboxFailure) throw error;
      throw new MailboxFailure(`${folder} cannot be used: ${reasonOf(error)}`, { cause: error });
    }
  },
  close: () => Promise.resolve(),
});

/** An address as a name that is safe on every system and stays one name for one address. */
const addressFolder = (address: string): string =>
  address
    .replace(/[^\p{L}\p{N}@._+-]/gu, (character) => encodeURIComponent(character).replace(/[*'()!~]/g, hex))
    .replace(/^\.|\.$/g, hex);

const hex = (character: string): string => `%${character.charCodeAt(0).toString(16).toUpperCase()}`;

const reasonOf = (error: unknown): string => {
  if (!(error instanceof Error)) return 'unknown reason';
  const { code } = error as NodeJS.ErrnoException;
  return code === undefined ? `${registerFile} is not what an export has written` : code;
};
