import { LRUCache } from 'lru-cache';
import pLimit from 'p-limit';
import type { DescribeMailboxExportJobResponse, MailboxExportJob, WorkMail } from '@aws-sdk/client-workmail';
import { ExportsError, type ExportJob, type ExportsFailure, type MailboxExports } from './mailbox-exports.ts';

interface WorkmailExportsOptions {
  /** Called when jobs are first asked about, so that the AWS SDK need not be loaded before. */
  readonly connect: () => Promise<WorkMail>;
  readonly organizationId: string;
}

const pageSize = 100;

/** Pages of a list that are read. WorkMail runs ten jobs at a time and lists those of a week: a full one has a job every minute of it. */
const mostPages = 100;

/** Jobs that are asked about at a time: the quota of the API is small. */
const mostAtOnce = 4;

/** Jobs that have ended and are known whole. */
const rememberedJobs = 1_000;

const failures: Readonly<Record<string, ExportsFailure>> = {
  EntityNotFoundException: 'notFound',
  InvalidParameterException: 'invalid',
  ValidationException: 'invalid',
  LimitExceededException: 'limit',
  TooManyRequestsException: 'throttled',
  ThrottlingException: 'throttled',
  AccessDeniedException: 'denied',
  UnrecognizedClientException: 'denied',
  InvalidSignatureException: 'denied',
  ExpiredTokenException: 'denied',
  UnknownOperationException: 'lacking',
  UnsupportedOperationException: 'lacking',
};

/** AWS has no type of its own for a client token that comes with another order. */
const isAboutToken = ({ message }: Error): boolean => /client ?token|idempoten/i.test(message);

/** AWS's messages hold ARNs: what is thrown names the failure only. */
const failureOf = (action: string, error: unknown): ExportsError => {
  if (!(error instanceof Error)) return new ExportsError('unanswered', `WorkMail ${action}: unknown`);
  const known = failures[error.name];
  const isRefused = '$fault' in error && error.$fault === 'client';
  const failure = known ?? (isRefused ? 'refused' : 'unanswered');
  const told = failure === 'invalid' && isAboutToken(error) ? 'mismatch' : failure;
  return new ExportsError(told, `WorkMail ${action}: ${error.name}`);
};

const ask = async <Answer>(action: string, call: () => Promise<Answer>): Promise<Answer> => {
  try {
    return await call();
  } catch (error) {
    throw failureOf(action, error);
  }
};

/** Undefined for what does not tell whose it is or how it is doing. */
const jobOf = (
  id: string | undefined,
  told: MailboxExportJob & Pick<DescribeMailboxExportJobResponse, 'ErrorInfo'>,
): ExportJob | undefined => {
  const { EntityId: entityId, State: state } = told;
  if (id === undefined || entityId === undefined || state === undefined) return undefined;
  return {
    id,
    entityId,
    description: told.Description === '' ? undefined : told.Description,
    state,
    progressPercent: told.EstimatedProgress,
    s3Path: told.S3Path,
    startedAt: told.StartTime,
    endedAt: told.EndTime,
    error: told.ErrorInfo,
  };
};

/**
 * The mailbox export jobs of a WorkMail organisation. What has ended is asked about once.
 * https://docs.aws.amazon.com/workmail/latest/adminguide/mail-export.html
 */
export const workmailExports = ({ connect, organizationId }: WorkmailExportsOptions): MailboxExports => {
  const organization = { OrganizationId: organizationId };
  const inTurn = pLimit(mostAtOnce);
  const ended = new LRUCache<string, ExportJob>({ max: rememberedJobs });

  return {
    start: async ({ entityId, description, roleArn, kmsKeyArn, s3BucketName, s3Prefix, clientToken }) => {
      const api = await connect();
      const action = 'StartMailboxExportJob';
      const { JobId: id } = await ask(action, () =>
        api.startMailboxExportJob({
          ...organization,
          EntityId: entityId,
          Description: description,
          RoleArn: roleArn,
          KmsKeyArn: kmsKeyArn,
          S3BucketName: s3BucketName,
          S3Prefix: s3Prefix,
          ClientToken: clientToken,
        }),
      );
      if (id === undefined) throw new ExportsError('unanswered', `WorkMail ${action}: no job in the answer`);
      return id;
    },
    cancel: async (jobId, clientToken) => {
      const api = await connect();
      await ask('CancelMailboxExportJob', () =>
        api.cancelMailboxExportJob({ ...organization, JobId: jobId, ClientToken: clientToken }),
      );
    },
    describe: async (jobId) => {
      const known = ended.get(jobId);
      if (known !== undefined) return known;
      const api = await connect();
      const action = 'DescribeMailboxExportJob';
      const job = jobOf(
        jobId,
        await inTurn(() => ask(action, () => api.describeMailboxExportJob({ ...organization, JobId: jobId }))),
      );
      if (job === undefined) throw new ExportsError('refused', `WorkMail ${action}: an answer without a state`);
      if (job.state !== 'RUNNING') ended.set(jobId, job);
      return job;
    },
    list: async () => {
      const api = await connect();
      const jobs: ExportJob[] = [];
      let nextToken: string | undefined;
      for (let page = 0; page < mostPages; page += 1) {
        const input = { ...organization, MaxResults: pageSize, NextToken: nextToken };
        const answer = await ask('ListMailboxExportJobs', () => api.listMailboxExportJobs(input));
        jobs.push(...(answer.Jobs ?? []).flatMap((job) => jobOf(job.JobId, job) ?? []));
        nextToken = answer.NextToken;
        if (nextToken === undefined) break;
      }
      return jobs.toSorted((a, b) => (b.startedAt?.getTime() ?? 0) - (a.startedAt?.getTime() ?? 0));
    },
  };
};
