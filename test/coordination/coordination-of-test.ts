import { onTestFinished } from 'vitest';
import {
  openCoordination,
  type Coordination,
  type CoordinationOptions,
} from '../../src/coordination/open-coordination.ts';

/** What names in Redis are hashed with; the same for all replicas of a test. */
export const coordinationSecret = new Uint8Array(32).fill(3);

/** A replica's view of what all agree on, which ends with the test, and what it was told of Redis. */
export const coordinationOfTest = (
  url: URL | undefined,
  differences: Partial<CoordinationOptions> = {},
): Coordination & { readonly events: readonly string[] } => {
  const events: string[] = [];
  const coordination = openCoordination({
    url,
    secret: coordinationSecret,
    settleMs: 0,
    budget: { limit: 100, windowSeconds: 60 },
    now: () => performance.now(),
    random: Math.random,
    onEvent: (event) => void events.push('reason' in event ? `${event.kind}: ${event.reason}` : event.kind),
    ...differences,
  });
  let isClosed = false;
  const close = async (): Promise<void> => {
    if (isClosed) return;
    isClosed = true;
    await coordination.close();
  };
  onTestFinished(close);
  return { ...coordination, close, events };
};
