import { EwsError } from '../../src/ews/errors.ts';
import type { EwsSession } from '../../src/ews/operation.ts';

/** A session whose process is killed at one of its writes. */
export interface DyingSession {
  readonly session: EwsSession;
  /** Writes that were begun. */
  readonly writes: () => number;
}

/** Like SIGKILL: the write of that number, from 1, is done or not, nobody hears of it, and nothing comes after it. */
export const dyingSession = (session: EwsSession, at: number, isDone: boolean): DyingSession => {
  let writes = 0;
  const dead = (): EwsError => new EwsError('unreachable', 'the process was killed', { mayBeDone: true });
  const live = async <Result>(access: 'read' | 'write', call: () => Promise<Result>): Promise<Result> => {
    if (writes >= at) throw dead();
    if (access === 'read') return call();
    writes += 1;
    if (writes < at) return call();
    if (isDone) await call();
    throw dead();
  };
  return {
    session: {
      mailbox: session.mailbox,
      call: (operation, input) => live(operation.access, () => session.call(operation, input)),
      callEach: (operation, input) => live(operation.access, () => session.callEach(operation, input)),
      open: (operation, input) => live(operation.access, () => session.open(operation, input)),
    },
    writes: () => writes,
  };
};
