import type { ExportState } from '../../exports/mailbox-exports.ts';
import { builder } from '../builder.ts';
import type { Context } from '../context.ts';
import { emptyBeside } from '../empty-beside.ts';
import { badUserInput } from '../errors.ts';
import { exportJobIn, exportJobsOf, exportsOf } from '../export-jobs.ts';
import { cost } from '../guards/cost.ts';
import { demandAll, forbidden } from '../guards/permission.ts';
import { idText, mailboxOf, readId } from '../ids.ts';
import { mailboxAt } from '../mailbox-source.ts';
import { MailboxExportJob, MailboxExportPayload, Node } from '../refs.ts';
import { userErrorsField } from './user-errors-field.ts';

const MailboxExportState = builder.enumType('MailboxExportState', {
  description: 'How an export is doing.',
  values: {
    RUNNING: { description: 'WorkMail is writing.' },
    COMPLETED: { description: 'Everything is in the bucket.' },
    FAILED: { description: 'It ended before everything was written; `error` says why.' },
    CANCELLED: { description: 'Somebody stopped it.' },
  } satisfies Record<ExportState, { description: string }>,
});

MailboxExportJob.implement({
  // A function, because the root gives these, which has no mailbox to ask.
  permission: () => [['EXPORT']],
  description:
    'A job that writes a whole mailbox to a bucket: a zip file of its messages and events in MIME form, without contacts and tasks. WorkMail does it, and only it sees the mail.',
  interfaces: [Node],
  fields: (t) => ({
    id: t.id({
      nullable: false,
      description: 'Stable id of the job.',
      resolve: ({ mailbox: { address }, job }, _args, context) =>
        idText(context, { type: 'MailboxExportJob', mailbox: address, id: job.id }),
    }),
    mailbox: t.field({
      type: 'EmailAddress',
      nullable: false,
      description: 'Primary address of the mailbox that is exported.',
      resolve: ({ mailbox }) => mailbox.address,
    }),
    state: t.field({
      type: MailboxExportState,
      nullable: false,
      description: 'How it is doing.',
      resolve: ({ job }) => job.state,
    }),
    description: t.string({
      description: 'What whoever started it noted.',
      resolve: ({ job }) => job.description,
    }),
    progressPercent: t.int({
      description: 'How much of it is done, 0 to 100, as WorkMail estimates.',
      resolve: ({ job }) => job.progressPercent,
    }),
    s3Path: t.string({
      description: 'Bucket and file that it is written to.',
      resolve: ({ job }) => job.s3Path,
    }),
    startedAt: t.field({
      type: 'DateTime',
      description: 'When it began.',
      resolve: ({ job }) => job.startedAt?.toISOString(),
    }),
    endedAt: t.field({
      type: 'DateTime',
      description: 'When it ended, however it did; null while it runs.',
      resolve: ({ job }) => job.endedAt?.toISOString(),
    }),
    error: t.string({
      complexity: cost('exportError'),
      description: 'Why it failed, in the words of AWS; null for all others. In a list a call for each that failed.',
      resolve: async ({ job }, _args, context) => {
        if (job.state !== 'FAILED' || job.error !== undefined) return job.error;
        return (await exportsOf(context).describe(job.id)).error;
      },
    }),
  }),
});

MailboxExportPayload.implement({
  permission: 'writesMailbox',
  description: 'What became of an export.',
  fields: (t) => ({
    job: t.field({
      complexity: cost('exportJob'),
      type: MailboxExportJob,
      description: 'The job as it is now, read when you ask for it. Null on failure.',
      resolve: ({ done }) => done?.read(),
    }),
    userErrors: t.field(userErrorsField),
  }),
});

/** As many as a page of WorkMail's. */
const mostJobs = 100;

/** Directory entries of all mailboxes that the caller may export. Throws FORBIDDEN when that is none at all. */
const exportable = async (context: Context, field: string) => {
  const { caller, policy, directory } = context;
  if (!policy.permissionsOf(caller).has('EXPORT'))
    throw forbidden(context, { anyOf: ['EXPORT'], mailbox: undefined, field });
  const entries = await directory.list();
  return entries.filter(({ address }) => policy.permissionsOn(caller, address).has('EXPORT'));
};

builder.queryFields((t) => ({
  mailboxExports: t.field({
    complexity: cost('exportJobs'),
    type: [MailboxExportJob],
    nullable: false,
    permission: 'opensMailbox',
    description: `Export jobs that were started in the last seven days, newest first: of one mailbox, or of all that you have the permission EXPORT on. Whoever started them, with this gateway or without. first: 1 to ${mostJobs}.`,
    args: {
      mailbox: t.arg({
        type: 'EmailAddress',
        description: 'Any address of the mailbox. Absent: of all that you may export.',
      }),
      first: t.arg.int({ defaultValue: 50, description: 'How many at most.' }),
    },
    resolve: (_root, { mailbox: address, first }, context, info) => {
      const read = async () => {
        const limit = first ?? 50;
        if (limit < 1 || limit > mostJobs) throw badUserInput(`first must be from 1 to ${mostJobs}`);
        if (address === null || address === undefined)
          return [...(await exportJobsOf(context, await exportable(context, 'Query.mailboxExports'), limit))];
        const mailbox = await mailboxAt(context, address);
        demandAll(context, mailbox, info, ['EXPORT']);
        return [...(await exportJobsOf(context, [mailbox.entry], limit))];
      };
      return read().catch(emptyBeside(context, info));
    },
  }),
  mailboxExport: t.field({
    complexity: cost('exportJob'),
    type: MailboxExportJob,
    permission: 'opensMailbox',
    description:
      'One export job, also one that is older than lists go back. Needs the permission EXPORT on its mailbox.',
    args: { id: t.arg.id({ required: true, description: 'The job.' }) },
    resolve: async (_root, { id: text }, context, info) => {
      const id = readId(context, 'id', text, ['MailboxExportJob']);
      const mailbox = await mailboxOf(context, id);
      demandAll(context, mailbox, info, ['EXPORT']);
      return exportJobIn(context, mailbox, id.id);
    },
  }),
}));
