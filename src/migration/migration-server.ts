import { DirectoryError, type Directory } from '../directory/directory.ts';
import { EwsError } from '../ews/errors.ts';
import { createFolderMemory, createMailboxFolders } from '../mailbox/folders.ts';
import type { OpenedMailbox } from '../mailbox/open-mailbox.ts';
import { failureOf } from './item-failure.ts';
import { MailboxFailure } from './mailbox-failure.ts';
import { createPatientSession, type Patience } from './patient-session.ts';

/** A server as a migration reaches it. */
export interface MigrationServer {
  /** Names the server wherever it is reached, so that marks stay the same: an organisation's id, a host name. */
  readonly name: string;
  readonly directory: Directory;
  /** As its operator; undefined when there is no such mailbox. Throws DirectoryError. */
  readonly openMailbox: (address: string) => Promise<OpenedMailbox | undefined>;
  readonly patience: Patience;
  readonly close: () => Promise<void>;
}

/** A mailbox whose session waits as long as the server asks. */
export type MigratedMailbox = Pick<OpenedMailbox, 'address' | 'session' | 'folders'>;

/** Opens a mailbox and makes sure that it answers. Throws MailboxFailure. */
export const openToMigrate = async (
  { openMailbox, patience }: Pick<MigrationServer, 'openMailbox' | 'patience'>,
  address: string,
): Promise<MigratedMailbox> => {
  try {
    const opened = await openMailbox(address);
    if (opened === undefined) throw new MailboxFailure('there is no such mailbox, or the role may not open it');
    if (opened.entry.kind === 'GROUP') throw new MailboxFailure('a group has no mailbox');
    const session = createPatientSession(opened.session, patience);
    const folders = createMailboxFolders(session, createFolderMemory(patience.now));
    await folders.roles();
    const forget = (): void => {
      folders.forget();
      // By these the session knows its own folders.
      opened.folders.forget();
    };
    return { address: opened.address, session, folders: { ...folders, forget } };
  } catch (error) {
    if (error instanceof EwsError || error instanceof DirectoryError)
      throw new MailboxFailure(`it cannot be opened: ${failureOf(error).reason}`, { cause: error });
    throw error;
  }
};
