import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { progressChanges, progressProblem, type TaskProgress } from '../../../src/mailbox/write/task-progress.ts';

const statuses = ['NotStarted', 'InProgress', 'Completed', 'WaitingOnOthers', 'Deferred'] as const;

describe('what cannot be', () => {
  it.each<[TaskProgress, string]>([
    [{ percentComplete: -1 }, 'must be from 0 to 100.'],
    [{ percentComplete: 101 }, 'must be from 0 to 100.'],
    [{ status: 'Completed', percentComplete: 99 }, 'must be 100 beside COMPLETED; leave it out.'],
    [{ status: 'NotStarted', percentComplete: 1 }, 'must be 0 beside NOT_STARTED; leave it out.'],
    [{ status: 'Deferred', percentComplete: 100 }, 'of 100 goes with COMPLETED only.'],
  ])('%j is told', (progress, message) => {
    expect(progressProblem(progress)).toEqual({ field: 'percentComplete', message });
  });
});

describe('the progress of a task', () => {
  it.each<[TaskProgress, TaskProgress, TaskProgress]>([
    [{}, { status: 'Completed' }, { status: 'Completed', percentComplete: 100 }],
    [{}, { percentComplete: 100 }, { status: 'Completed', percentComplete: 100 }],
    [{}, { percentComplete: 30 }, { status: 'InProgress', percentComplete: 30 }],
    [{ status: 'WaitingOnOthers', percentComplete: 20 }, { percentComplete: 30 }, { percentComplete: 30 }],
    [{ status: 'Completed', percentComplete: 100 }, { status: 'Deferred' }, { status: 'Deferred', percentComplete: 0 }],
    [
      { status: 'Completed', percentComplete: 100 },
      { percentComplete: 0 },
      { status: 'NotStarted', percentComplete: 0 },
    ],
    [
      { status: 'Completed', percentComplete: 100 },
      { percentComplete: 60 },
      { status: 'InProgress', percentComplete: 60 },
    ],
    [{ status: 'InProgress', percentComplete: 40 }, { status: 'Deferred' }, { status: 'Deferred' }],
    [
      { status: 'InProgress', percentComplete: 40 },
      { status: 'NotStarted' },
      { status: 'NotStarted', percentComplete: 0 },
    ],
    [{ status: 'Completed', percentComplete: 100 }, { status: 'Completed' }, {}],
    [{ status: 'InProgress', percentComplete: 40 }, {}, {}],
  ])('from %j by %j changes in %j', (present, wanted, changes) => {
    expect(progressChanges(present, wanted)).toEqual(changes);
  });

  it('agrees with itself after every change that can be, and is what was asked for', () => {
    const progress = fc
      .record(
        { status: fc.constantFrom(...statuses), percentComplete: fc.integer({ min: 0, max: 100 }) },
        { requiredKeys: [] },
      )
      .filter((wanted) => progressProblem(wanted) === undefined);
    fc.assert(
      fc.property(progress, progress, (first, wanted) => {
        const present = { status: 'NotStarted', percentComplete: 0, ...progressChanges({}, first) } as const;
        const after = { ...present, ...progressChanges(present, wanted) };
        expect(progressProblem(after)).toBeUndefined();
        expect(after).toMatchObject(wanted);
        expect(progressChanges(after, wanted)).toEqual({});
      }),
    );
  });
});
