import { z } from 'zod';
import { EmulatorError } from '../emulator-error.ts';
import { entityId } from '../store/directory.ts';
import type { Account, Store } from '../store/store.ts';
import { type ApiAction, type ApiObject, apiAction } from './api-action.ts';
import { describedAccount, nameOf } from './directory-entries.ts';
import type { ExportJob, ExportJobs, ExportOrder } from './export-jobs.ts';
import { page, pageMembers } from './page.ts';

/** https://docs.aws.amazon.com/workmail/latest/adminguide/mail-export.html, Considerations */
const mostRunning = 10;
const pauseMs = 24 * 3_600_000;

/** https://docs.aws.amazon.com/workmail/latest/APIReference/API_ListMailboxExportJobs.html */
const listedMs = 7 * 24 * 3_600_000;

const clientTokenMember = z.string().regex(/^[\x21-\x7e]{1,128}$/);
const jobIdMember = z.string().regex(/^[A-Za-z0-9-]{1,63}$/);

/**
 * Mailbox export jobs: how long they take and which of them fail stands in export-jobs.ts. A mailbox is exported once in 24 hours, exports that
 * failed or were cancelled not counted. https://docs.aws.amazon.com/workmail/latest/APIReference/API_StartMailboxExportJob.html
 */
export const mailboxExportActions: Readonly<Record<string, ApiAction>> = {
  StartMailboxExportJob: apiAction(
    {
      ClientToken: clientTokenMember,
      EntityId: z.string().regex(/^[a-zA-Z0-9._%+@-]{1,256}$/),
      Description: z.string().max(1023).optional(),
      RoleArn: z.string().min(20).max(2048),
      KmsKeyArn: z
        .string()
        .min(20)
        .regex(/^arn:aws:kms:[a-z0-9-]*:[a-z0-9-]+:[A-Za-z0-9][A-Za-z0-9:_/+=,@.-]{0,1023}$/),
      S3BucketName: z.string().regex(/^[A-Za-z0-9.-]{1,63}$/),
      S3Prefix: z.string().regex(/^[A-Za-z0-9!_.*'()/-]{1,1023}$/),
    },
    (input, { store, exports }) => {
      const order: ExportOrder = {
        entityId: entityId(exportedAccount(input.EntityId, store)),
        description: input.Description,
        roleArn: input.RoleArn,
        kmsKeyArn: input.KmsKeyArn,
        bucket: input.S3BucketName,
        prefix: input.S3Prefix,
      };
      const made = exports.all().find(({ clientToken }) => clientToken === input.ClientToken);
      if (made === undefined) {
        demandRoom(exports, order.entityId);
        return { JobId: exports.start(order, input.ClientToken).id };
      }
      if (!isSame(made, order)) {
        throw new EmulatorError('InvalidParameterException', 'ClientToken: was used with other parameters.');
      }
      return { JobId: made.id };
    },
  ),
  CancelMailboxExportJob: apiAction(
    { ClientToken: clientTokenMember, JobId: jobIdMember },
    ({ JobId: id }, { exports }) => {
      exports.cancel(describedJob(id, exports).id);
      return {};
    },
  ),
  DescribeMailboxExportJob: apiAction({ JobId: jobIdMember }, ({ JobId: id }, { exports }) => {
    const job = describedJob(id, exports);
    return {
      ...jobFacts(job),
      RoleArn: job.roleArn,
      KmsKeyArn: job.kmsKeyArn,
      S3Prefix: job.prefix,
      ErrorInfo: job.state === 'FAILED' ? 'The bucket does not exist, or the role may not write to it.' : undefined,
    };
  }),
  ListMailboxExportJobs: apiAction(pageMembers, (input, { exports }) => {
    const jobs = exports.startedWithin(listedMs).map((job) => ({ JobId: job.id, ...jobFacts(job) }));
    return page(input, 'Jobs', jobs);
  }),
};

/** By id or address, or by name as the directory has it. */
const exportedAccount = (named: string, store: Store): Account =>
  [...store.accounts.values()].find((account) => nameOf(account) === named.toLowerCase()) ??
  describedAccount(named, store);

const demandRoom = (exports: ExportJobs, owner: string): void => {
  if (exports.all().filter(({ state }) => state === 'RUNNING').length >= mostRunning) {
    throw new EmulatorError('LimitExceededException', `${mostRunning} mailbox export jobs run already.`);
  }
  const lately = exports.startedWithin(pauseMs).filter((job) => job.entityId === owner);
  if (lately.some(({ state }) => state === 'RUNNING' || state === 'COMPLETED')) {
    throw new EmulatorError('LimitExceededException', 'The mailbox has been exported within 24 hours.');
  }
};

const isSame = (job: ExportJob, order: ExportOrder): boolean =>
  Object.entries(order).every(([name, value]) => Reflect.get(job, name) === value);

/** Throws EmulatorError EntityNotFoundException for a job that there is not. */
const describedJob = (id: string, exports: ExportJobs): ExportJob => {
  const job = exports.all().find((one) => one.id === id);
  if (job === undefined) throw new EmulatorError('EntityNotFoundException', 'The job could not be found.');
  return job;
};

/** https://docs.aws.amazon.com/workmail/latest/APIReference/API_MailboxExportJob.html */
const jobFacts = (job: ExportJob): ApiObject => ({
  EntityId: job.entityId,
  Description: job.description,
  S3BucketName: job.bucket,
  S3Path: `${job.bucket}/${job.prefix.replace(/\/+$/, '')}/${job.id}.zip`,
  EstimatedProgress: job.progress,
  State: job.state,
  StartTime: Math.floor(job.startedAt / 1000),
  EndTime: job.endedAt === undefined ? undefined : Math.floor(job.endedAt / 1000),
});
