import { builder } from '../builder.ts';
import { exportJobIn, exportsOf } from '../export-jobs.ts';
import { cost } from '../guards/cost.ts';
import { needs } from '../guards/permission.ts';
import { readExportOrder, StartMailboxExportInput } from '../inputs/export-order.ts';
import { mailboxAt } from '../mailbox-source.ts';
import { MailboxExportPayload } from '../refs.ts';
import { mutate } from './mutate.ts';
import { toldExport } from './told-export.ts';

builder.mutationField('startMailboxExport', (t) =>
  t.field({
    complexity: cost('exportWrite'),
    type: MailboxExportPayload,
    nullable: false,
    permission: 'writesMailbox',
    extensions: needs('EXPORT'),
    description:
      'Lets WorkMail write a whole mailbox to a bucket; it takes minutes to hours, and `mailboxExport` tells how far it is. WorkMail does ten mailboxes of an organisation at a time and each once in 24 hours: more is a QuotaExceededError.',
    args: { input: t.arg({ type: StartMailboxExportInput, required: true, description: 'What, and where to.' }) },
    resolve: (_root, { input }, context, info) =>
      mutate(context, info, {
        open: () => mailboxAt(context, input.mailbox),
        work: async (mailbox) => {
          const exports = exportsOf(context);
          const order = readExportOrder(context, mailbox, input);
          const { address } = mailbox;
          const exporting = {
            action: 'StartMailboxExportJob',
            mailbox: address,
            bucket: order.s3BucketName,
          } as const;
          const jobId = await toldExport(context, exporting, () => exports.start(order));
          return { read: () => exportJobIn(context, mailbox, jobId) };
        },
      }),
  }),
);
