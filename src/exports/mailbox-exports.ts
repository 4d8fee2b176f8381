/** How an export job is doing. */
export type ExportState = 'RUNNING' | 'COMPLETED' | 'FAILED' | 'CANCELLED';

/** A job that writes a whole mailbox to a bucket. */
export interface ExportJob {
  /** The server's own. */
  readonly id: string;
  /** The server's own id of the user or resource whose mailbox it is: that of `DirectoryMailbox`. */
  readonly entityId: string;
  readonly description: string | undefined;
  readonly state: ExportState;
  /** 0 to 100, as the server estimates. */
  readonly progressPercent: number | undefined;
  /** Bucket and file. */
  readonly s3Path: string | undefined;
  readonly startedAt: Date | undefined;
  readonly endedAt: Date | undefined;
  /** Why it failed, in the server's words. Lists do not tell it, `describe` does. */
  readonly error: string | undefined;
}

/** What is exported, and whereto. */
export interface ExportOrder {
  /** The server's own id of whose mailbox it is, or an address of it. */
  readonly entityId: string;
  readonly description: string | undefined;
  /** The role that the server takes on to write into the bucket. */
  readonly roleArn: string;
  /** The key that what is written is encrypted with. */
  readonly kmsKeyArn: string;
  readonly s3BucketName: string;
  readonly s3Prefix: string;
  /** Names this order, 1 to 128 visible ASCII characters: asked for under one name, it is started once. */
  readonly clientToken: string;
}

/** Jobs of a server that exports mailboxes by itself. All of these throw ExportsError. */
export interface MailboxExports {
  /** Answers the job's id. */
  start(order: ExportOrder): Promise<string>;
  /** A job that has ended stays as it is, and one that is nearly done may be completed all the same. */
  cancel(jobId: string, clientToken: string): Promise<void>;
  describe(jobId: string): Promise<ExportJob>;
  /** All that the server lists, newest first: WorkMail tells those that were started in the last seven days. */
  list(): Promise<readonly ExportJob[]>;
}

/**
 * What became of a call. `invalid`: its input was refused. `mismatch`: its client token was used for another order. `limit`: as many exports as
 * may be. `denied`: the gateway's own identity may not ask for it. `lacking`: the server has no such jobs. `refused`: for another reason.
 * `unanswered`: nobody knows whether it was done.
 */
export type ExportsFailure =
  | 'notFound'
  | 'invalid'
  | 'mismatch'
  | 'limit'
  | 'throttled'
  | 'denied'
  | 'lacking'
  | 'refused'
  | 'unanswered';

/** A call about export jobs that failed. The message says which and how, never an ARN, a bucket or a credential. */
export class ExportsError extends Error {
  override readonly name = 'ExportsError';
  readonly failure: ExportsFailure;

  constructor(failure: ExportsFailure, message: string) {
    super(message);
    this.failure = failure;
  }
}
