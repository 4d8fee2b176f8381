import { ExportsError } from '../../exports/mailbox-exports.ts';
import { WriteRefusal } from '../../mailbox/write/write-refusal.ts';
import { builder } from '../builder.ts';
import { exportJobIn, exportsOf } from '../export-jobs.ts';
import { cost } from '../guards/cost.ts';
import { needs } from '../guards/permission.ts';
import { mailboxOf, readId } from '../ids.ts';
import { exportToken } from '../inputs/export-order.ts';
import { MailboxExportPayload } from '../refs.ts';
import { mutate } from './mutate.ts';
import { toldExport } from './told-export.ts';

/** WorkMail refuses to cancel what is nearly done. */
const tooLate = (error: unknown): unknown =>
  error instanceof ExportsError && error.failure === 'invalid'
    ? new WriteRefusal({ reason: 'CONFLICT', detail: 'The export is too far to be cancelled.' }, { cause: error })
    : error;

builder.mutationField('cancelMailboxExport', (t) =>
  t.field({
    complexity: cost('exportWrite'),
    type: MailboxExportPayload,
    nullable: false,
    permission: 'writesMailbox',
    extensions: needs('EXPORT'),
    description:
      'Stops an export that runs. One that has ended stays as it is, which is no error: the payload tells its state. What was written by then WorkMail leaves or removes as it sees fit.',
    args: { jobId: t.arg.id({ required: true, description: 'The job.' }) },
    resolve: (_root, { jobId: text }, context, info) => {
      const read = () => readId(context, 'jobId', text, ['MailboxExportJob']);
      return mutate(context, info, {
        id: text,
        open: () => mailboxOf(context, read()),
        work: async (mailbox) => {
          const { id } = read();
          const found = await exportJobIn(context, mailbox, id);
          if (found.job.state !== 'RUNNING') return { read: () => Promise.resolve(found) };
          const exporting = { action: 'CancelMailboxExportJob', mailbox: mailbox.address, jobId: id } as const;
          await toldExport(context, exporting, async () => {
            await exportsOf(context).cancel(id, exportToken(context, 'cancel', id));
            return id;
          }).catch((error: unknown) => {
            throw tooLate(error);
          });
          return { read: () => exportJobIn(context, mailbox, id) };
        },
      });
    },
  }),
);
