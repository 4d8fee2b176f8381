import type { TaskDetails } from '../../mailbox/write/save-task.ts';
import { progressProblem, type TaskProgress } from '../../mailbox/write/task-progress.ts';
import type { Context } from '../context.ts';
import { lineProblem, type Note } from './checked-text.ts';
import { readBody, type BodyInputShape } from './message-body.ts';

/** What a client wants a task to say. Null clears, absence keeps. */
export interface TaskDetailsShape {
  readonly subject?: string | null | undefined;
  readonly dueDate?: string | null | undefined;
  readonly startDate?: string | null | undefined;
  readonly status?: TaskProgress['status'] | null;
  readonly percentComplete?: number | null | undefined;
  readonly body?: BodyInputShape | null | undefined;
}

/** Exchange keeps no more. */
const longestSubject = 255;

/** Reads what a task shall say; every field that is wrong is noted. `path`: where it stands in the input. */
export const readTaskDetails = async (
  { inTurn }: Pick<Context, 'inTurn'>,
  { subject, dueDate, startDate, status, percentComplete, body }: TaskDetailsShape,
  path: readonly string[],
  note: Note,
): Promise<TaskDetails> => {
  note([...path, 'subject'], lineProblem(subject ?? '', longestSubject));
  // Neither can be without a value.
  const progress: TaskProgress = {
    ...(status === undefined ? {} : { status: status ?? 'NotStarted' }),
    ...(percentComplete === undefined ? {} : { percentComplete: percentComplete ?? 0 }),
  };
  const problem = progressProblem(progress);
  if (problem !== undefined) note([...path, problem.field], problem.message);
  return {
    values: {
      ...(subject === undefined ? {} : { subject: subject === '' ? null : subject }),
      ...(dueDate === undefined ? {} : { dueDate }),
      ...(startDate === undefined ? {} : { startDate }),
      ...(await readBody(body, [...path, 'body'], note, inTurn)),
    },
    progress,
  };
};
