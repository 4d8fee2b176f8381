import type { EwsCall } from '../ews/client.ts';
import { EwsError } from '../ews/errors.ts';
import type { OpenedMailbox } from '../mailbox/open-mailbox.ts';
import type { ListenOptions } from './hub.ts';

/** Somebody in whose name others may read, as long as he listens. */
export type Lender = Pick<ListenOptions, 'open' | 'onCall'>;

/** Those of whom one may lend, in the order in which they are asked. It changes as they come and leave. */
export type Lenders<Someone> = Iterable<Someone> & Pick<ReadonlySet<Someone>, 'has'>;

/** How a mailbox is borrowed. */
export interface BorrowOptions<Someone extends Lender> {
  /** Ends the calls. */
  readonly signal: AbortSignal;
  readonly onCall: (call: EwsCall, lender: Someone) => void;
  /** Told of each who may not open the mailbox any more. */
  readonly onRefused: (lender: Someone) => void;
}

/** A mailbox, and who has lent it. */
export interface Borrowed<Someone extends Lender> {
  readonly lender: Someone;
  readonly mailbox: OpenedMailbox;
}

/** Opens the mailbox as the first of those who listen now and may; undefined when nobody is left. Throws what opening throws. */
export const borrowMailbox = async <Someone extends Lender>(
  lenders: Lenders<Someone>,
  { signal, onCall, onRefused }: BorrowOptions<Someone>,
): Promise<Borrowed<Someone> | undefined> => {
  for (const lender of lenders) {
    const mailbox = await lender.open({ signal, onCall: (call) => onCall(call, lender) });
    if (mailbox === undefined) onRefused(lender);
    // Who has left meanwhile lends nothing.
    else if (lenders.has(lender)) return { lender, mailbox };
  }
  return undefined;
};

/** Uses a borrowed mailbox, and another one if its lender leaves in the middle. Undefined when nobody is left; throws what opening and use throw. */
export const withBorrowed = async <Someone extends Lender, Result>(
  lenders: Lenders<Someone>,
  options: BorrowOptions<Someone>,
  use: (mailbox: OpenedMailbox) => Promise<Result>,
): Promise<Result | undefined> => {
  for (;;) {
    const end = await attempt(options.signal, async (signal) => {
      const borrowed = await borrowMailbox(lenders, { ...options, signal });
      if (borrowed === undefined) return { result: undefined };
      try {
        return { result: await use(borrowed.mailbox) };
      } catch (error) {
        const hasLeft = error instanceof EwsError && error.kind === 'aborted' && !lenders.has(borrowed.lender);
        if (!hasLeft || signal.aborted) throw error;
        return undefined;
      }
    });
    if (end !== undefined) return end.result;
  }
};

/**
 * Works with a signal that fires with another one, and lets go of that at the end: one that lasts for days keeps something of every signal that is
 * made of it (AbortSignal.any in Node 20.20, and whoever follows that).
 */
const attempt = async <Result>(
  lasting: AbortSignal,
  work: (signal: AbortSignal) => Promise<Result>,
): Promise<Result> => {
  const own = new AbortController();
  const fire = (): void => own.abort(lasting.reason);
  if (lasting.aborted) fire();
  else lasting.addEventListener('abort', fire, { once: true });
  try {
    return await work(own.signal);
  } finally {
    lasting.removeEventListener('abort', fire);
  }
};
