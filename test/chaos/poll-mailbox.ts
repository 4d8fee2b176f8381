import { setTimeout as sleep } from 'node:timers/promises';
import { count, noFigures, type Follower, type FollowPlan } from './follow-mailbox.ts';
import { createMailboxModel } from './mailbox-model.ts';
import { goOn, mirrorMailbox } from './mirror-mailbox.ts';
import { NotRead } from './read-snapshot.ts';

/** Begins to follow by asking for changes again and again, now at this gateway and now at that one. */
export const pollMailbox = ({
  name,
  origins,
  address,
  random,
}: Pick<FollowPlan, 'name' | 'origins' | 'address' | 'random'>): Follower => {
  const model = createMailboxModel();
  const figures = noFigures();
  const over = new AbortController();
  let token: string | undefined;
  let isSettled = false;
  let failure: string | undefined;

  const ask = async (): Promise<void> => {
    const origin = random.pick<string>(origins);
    if (!isSettled) {
      // The position first: what was there before it is read, and what comes after it is told.
      token = await mirrorMailbox(origin, address, token, model);
      isSettled = true;
      return;
    }
    const batch = await goOn(origin, address, token);
    if (batch.resyncRequired) {
      count(figures.resyncs, 'POSITION_LOST');
      isSettled = false;
      token = undefined;
      return;
    }
    figures.events += batch.changes.length;
    for (const change of batch.changes) model.apply(change);
    ({ token } = batch);
  };
  const run = async (): Promise<void> => {
    while (!over.signal.aborted) {
      figures.connections += 1;
      try {
        await ask();
      } catch (error) {
        if (!(error instanceof NotRead)) {
          failure = String(error);
          return;
        }
        count(figures.refusals, error.message);
      }
      await sleep(random.integer(20, 200), undefined, { signal: over.signal }).catch(() => undefined);
    }
  };
  const running = run();
  return {
    name,
    figures,
    isSettled: () => isSettled,
    lines: () => model.lines(),
    failure: () => failure,
    stop: async () => {
      over.abort();
      await running;
    },
  };
};
