import { setTimeout as sleep } from 'node:timers/promises';
import type { OpenedMailbox } from '../../mailbox/open-mailbox.ts';
import type { MailboxEvent } from '../../notifications/mailbox-event.ts';
import { noteBadToken } from '../changes/note-bad-token.ts';
import type { Context } from '../context.ts';
import { notFound } from '../errors.ts';
import { callCost } from '../guards/cost.ts';

/** What a field of Subscription gives for each event: the value of the field, and all that it is read with. */
export interface ShownEvent<Value> {
  /** Lives as long as this event: its loaders, calls and errors are not those of other events. */
  readonly context: Context;
  /** Of this event's context: opened anew through the policy, with the loader that everybody shares who was told the event. */
  readonly mailbox: OpenedMailbox;
  readonly token: string;
  readonly value: Value;
}

/** Who listens to what. */
export interface Listening<Value> {
  /** As this caller has opened it. */
  readonly mailbox: OpenedMailbox;
  readonly after: string | null | undefined;
  /** Asked again before each event, and now and then. Throws FORBIDDEN when the caller may see nothing of this any more. */
  readonly demand: (context: Context, mailbox: OpenedMailbox) => void;
  /** What the caller is told of an event; undefined: nothing, it does not want it or may not see it. */
  readonly tell: (
    event: MailboxEvent,
    mailbox: OpenedMailbox,
    context: Context,
  ) => Promise<Value | undefined> | Value | undefined;
}

/** How often a stream that nothing happens in is looked at, milliseconds: whoever may not listen any more should not seem to. */
const quietCheckMs = 15_000;

/** Spends what calls cost; 0, or in how many milliseconds there may be something to spend again. */
const pay = async ({ budget, caller }: Context, calls: number): Promise<number> => {
  const spending = await budget.spend(caller, Math.min(calls * callCost, budget.limit));
  return 'remaining' in spending ? 0 : spending.retryAfterMs;
};

/**
 * Spends what an event has cost beyond what it costs everybody who is told it. Waits where the budget is spent: events that come meanwhile wait in the
 * hub, which takes only so many.
 */
const payOrWait = async (context: Context, calls: number, signal: AbortSignal): Promise<void> => {
  while (calls > 0 && !signal.aborted) {
    const waitMs = await pay(context, calls);
    if (waitMs === 0) return;
    // Who leaves waits no longer.
    await sleep(waitMs, undefined, { signal, ref: false }).catch(() => undefined);
  }
};

/**
 * What happens in a mailbox, as far as this caller wants it and may know it when it happens. Each event spends what its payload makes of calls of its
 * own. Ends when the hub does; throws NOT_FOUND or FORBIDDEN when rights are withdrawn, InvalidInputError for a bad token, EwsError when the mailbox
 * cannot be read for good. Can be returned while it waits.
 */
export const listen = <Value>(
  context: Context,
  { mailbox: opened, after, demand, tell }: Listening<Value>,
): AsyncIterableIterator<ShownEvent<Value>> => {
  const { address } = opened;
  /** Why the caller may not listen any more. */
  let refusal: unknown;
  const leaving = new AbortController();
  const source = context.hub.listen({
    address,
    after: after ?? undefined,
    onCall: context.onCall,
    pay: (calls) => pay(context, calls),
    open: async (scope) => {
      const lent = await context.afresh({ scope }).context.mailbox(address);
      refusal = lent === undefined ? noLongerOpen() : undefined;
      return lent;
    },
  });

  let count = 0;
  let hasEnded = false;
  context.onListening({ mailbox: address, state: 'begun', told: count });
  const end = (): void => {
    if (hasEnded) return;
    hasEnded = true;
    clearInterval(looking);
    context.onListening({ mailbox: address, state: 'ended', told: count });
  };

  const lookAgain = (): void => {
    try {
      if (!context.policy.mayOpen(context.caller, address)) {
        context.refuse({ reason: 'NOT_FOUND', mailbox: address });
        throw noLongerOpen();
      }
      demand(context, opened);
    } catch (error) {
      refusal = error;
      void source.return?.();
    }
  };
  const looking = setInterval(lookAgain, quietCheckMs).unref();

  async function* told(): AsyncGenerator<ShownEvent<Value>, void, void> {
    try {
      for await (const event of source) {
        const answer = context.afresh({ items: { mailbox: address, load: event.itemsFor } });
        const { context: own } = answer;
        try {
          const mailbox = await own.mailbox(address);
          if (mailbox === undefined) throw noLongerOpen();
          demand(own, mailbox);
          const value = await tell(event, mailbox, own);
          if (value !== undefined) {
            count += 1;
            // Whoever asks for the next event is done with this one.
            yield { context: own, mailbox, token: event.token, value };
          }
        } finally {
          answer.end();
        }
        await payOrWait(own, answer.ownCalls(), leaving.signal);
      }
    } catch (error) {
      noteBadToken(context, error);
      throw error;
    } finally {
      end();
    }
    if (refusal !== undefined) throw refusal;
  }

  const events = told();
  return {
    [Symbol.asyncIterator]() {
      return this;
    },
    next: () => events.next(),
    // A generator that waits cannot be returned: what it waits for is.
    return: async () => {
      leaving.abort();
      end();
      await source.return?.();
      return events.return();
    },
  };
};

const noLongerOpen = (): Error => notFound('There is no mailbox with this address any more that you may open.');
