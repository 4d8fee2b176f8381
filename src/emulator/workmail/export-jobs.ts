import { randomUUID } from 'node:crypto';

/** What an export job was asked to do. */
export interface ExportOrder {
  /** WorkMail id of the user or resource. */
  readonly entityId: string;
  readonly description: string | undefined;
  readonly roleArn: string;
  readonly kmsKeyArn: string;
  readonly bucket: string;
  readonly prefix: string;
}

/** A mailbox export job, as it is at the moment at which it was looked at. Times in milliseconds since 1970. */
export interface ExportJob extends ExportOrder {
  readonly id: string;
  readonly clientToken: string;
  readonly state: 'RUNNING' | 'COMPLETED' | 'FAILED' | 'CANCELLED';
  /** 0 to 100. */
  readonly progress: number;
  readonly startedAt: number;
  readonly endedAt: number | undefined;
}

/** The export jobs of an organisation. They go on by the clock alone; nothing is written to any bucket. */
export interface ExportJobs {
  /** As they are now, in the order in which they were started. */
  all(): readonly ExportJob[];
  /** Those that were started within the last so many milliseconds. */
  startedWithin(ms: number): readonly ExportJob[];
  start(order: ExportOrder, clientToken: string): ExportJob;
  /** Ends a job that runs; one that has ended stays as it is. */
  cancel(jobId: string): void;
}

/** How long an export takes, milliseconds of the emulator's clock. */
const exportMs = 300_000;

/** An export to a bucket whose name begins so fails when half of it is done: that bucket cannot be written to. */
const unwritableBucket = 'missing-';

interface Started extends ExportOrder {
  readonly id: string;
  readonly clientToken: string;
  readonly startedAt: number;
  cancelledAt: number | undefined;
}

/** `now`: the emulator's clock, milliseconds since 1970. */
export const createExportJobs = (now: () => number): ExportJobs => {
  const started = new Map<string, Started>();

  const lookAt = ({ cancelledAt, ...job }: Started): ExportJob => {
    const isUnwritable = job.bucket.startsWith(unwritableBucket);
    const endsAt = job.startedAt + (isUnwritable ? exportMs / 2 : exportMs);
    const until = Math.min(cancelledAt ?? now(), endsAt);
    const progress = Math.max(0, Math.floor((100 * (until - job.startedAt)) / exportMs));
    if (cancelledAt !== undefined) return { ...job, state: 'CANCELLED', progress, endedAt: cancelledAt };
    if (now() < endsAt) return { ...job, state: 'RUNNING', progress, endedAt: undefined };
    return { ...job, state: isUnwritable ? 'FAILED' : 'COMPLETED', progress, endedAt: endsAt };
  };

  const all = (): readonly ExportJob[] => [...started.values()].map(lookAt);

  return {
    all,
    startedWithin: (ms) => all().filter(({ startedAt }) => startedAt > now() - ms),
    start: (order, clientToken) => {
      const job: Started = { ...order, id: randomUUID(), clientToken, startedAt: now(), cancelledAt: undefined };
      started.set(job.id, job);
      return lookAt(job);
    },
    cancel: (jobId) => {
      const job = started.get(jobId);
      if (job !== undefined && lookAt(job).state === 'RUNNING') job.cancelledAt = now();
    },
  };
};
