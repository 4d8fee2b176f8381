import type { ItemOf } from '../../ews/properties/item-types.ts';

/** How far a task is: its status in EWS's words, and how much of it is done, 0 to 100. */
export type TaskProgress = Pick<ItemOf<'Task'>['properties'], 'status' | 'percentComplete'>;

/** What is wrong with a progress that somebody asks for: which of the two, and why; undefined when it can be. */
export const progressProblem = ({
  status,
  percentComplete: percent,
}: TaskProgress): { readonly field: 'percentComplete'; readonly message: string } | undefined => {
  const problem = (message: string) => ({ field: 'percentComplete', message }) as const;
  if (percent === undefined) return undefined;
  if (percent < 0 || percent > 100) return problem('must be from 0 to 100.');
  if (status === 'Completed' && percent < 100) return problem('must be 100 beside COMPLETED; leave it out.');
  if (status === 'NotStarted' && percent > 0) return problem('must be 0 beside NOT_STARTED; leave it out.');
  if (status !== undefined && status !== 'Completed' && percent === 100)
    return problem('of 100 goes with COMPLETED only.');
  return undefined;
};

/** What status a task gets that is done so far, and no word was said about its status. */
const statusFor = (percent: number, present: TaskProgress['status']): TaskProgress['status'] => {
  if (percent === 100) return 'Completed';
  if (percent === 0) return present === 'Completed' ? 'NotStarted' : present;
  return present === 'Completed' || present === 'NotStarted' ? 'InProgress' : present;
};

const percentFor = (status: NonNullable<TaskProgress['status']>, present: number): number => {
  if (status === 'Completed') return 100;
  return status === 'NotStarted' || present === 100 ? 0 : present;
};

/**
 * What of the progress is written, so that status and percentage agree with each other on every server: Exchange makes them follow each other, others keep
 * whatever they are told. Empty when the task is that far already. The day on which it was done is the server's to note.
 */
export const progressChanges = (present: TaskProgress, wanted: TaskProgress): TaskProgress => {
  const before = { status: present.status ?? 'NotStarted', percentComplete: present.percentComplete ?? 0 } as const;
  const status =
    wanted.status ??
    (wanted.percentComplete === undefined ? before.status : statusFor(wanted.percentComplete, before.status)) ??
    'NotStarted';
  const percentComplete =
    wanted.percentComplete ??
    (wanted.status === undefined ? before.percentComplete : percentFor(status, before.percentComplete));
  return {
    ...(status === before.status ? {} : { status }),
    ...(percentComplete === before.percentComplete ? {} : { percentComplete }),
  };
};
