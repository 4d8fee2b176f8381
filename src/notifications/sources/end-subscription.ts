import { unsubscribe } from '../../ews/operations/unsubscribe.ts';
import type { OpenedMailbox } from '../../mailbox/open-mailbox.ts';
import { pause } from '../pause.ts';

/** How long a farewell may take, milliseconds: whoever ends a watch may be waiting for it. */
const farewellMs = 2_000;

/**
 * Ends a streaming or pull subscription as far as that can be told: one that is not ended so expires by itself, and counts against the mailbox's quota
 * until then. Never throws.
 */
export const endSubscription = async (
  { session }: Pick<OpenedMailbox, 'session'>,
  subscriptionId: string,
): Promise<void> => {
  const waiting = new AbortController();
  await Promise.race([
    session.call(unsubscribe, { subscriptionId }).catch(() => undefined),
    pause(farewellMs, waiting.signal),
  ]);
  waiting.abort();
};
