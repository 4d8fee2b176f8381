import type { DirectoryMailbox } from '../directory/directory.ts';
import type { ExportJob, MailboxExports } from '../exports/mailbox-exports.ts';
import { ExportsError } from '../exports/mailbox-exports.ts';
import type { OpenedMailbox } from '../mailbox/open-mailbox.ts';
import type { Context } from './context.ts';
import { notFound } from './errors.ts';
import { listedMailbox } from './mailbox-source.ts';
import type { ExportJobSource } from './refs.ts';

/** The jobs of the server. Throws ExportsError `lacking` where it has none. */
export const exportsOf = ({ exports }: Pick<Context, 'exports'>): MailboxExports => {
  if (exports === undefined) throw new ExportsError('lacking', 'this server has no export jobs');
  return exports;
};

/** Every word that a job may name its mailbox by. */
const namesOf = ({ id, address }: DirectoryMailbox): readonly string[] =>
  id === undefined ? [address] : [id, address];

/** A job of this mailbox. Throws ExportsError, and NOT_FOUND when it is another one's: an address may have gone to somebody else. */
export const exportJobIn = async (
  context: Context,
  mailbox: OpenedMailbox,
  jobId: string,
): Promise<ExportJobSource> => {
  const job = await exportsOf(context).describe(jobId);
  if (!namesOf(mailbox.entry).includes(job.entityId)) throw notFound();
  return { typeName: 'MailboxExportJob', mailbox, job };
};

/** Jobs of the mailboxes of these directory entries, newest first. */
export const exportJobsOf = async (
  context: Context,
  entries: readonly DirectoryMailbox[],
  first: number,
): Promise<readonly ExportJobSource[]> => {
  const owners = new Map(entries.flatMap((entry) => namesOf(entry).map((name) => [name, entry] as const)));
  const shown = (job: ExportJob): readonly ExportJobSource[] => {
    const owner = owners.get(job.entityId);
    if (owner === undefined) return [];
    return [{ typeName: 'MailboxExportJob', mailbox: listedMailbox(context, owner).mailbox, job }];
  };
  return (await exportsOf(context).list()).flatMap(shown).slice(0, first);
};
