import { setTimeout as sleep } from 'node:timers/promises';
import type { EwsCall } from '../ews/client.ts';
import { EwsError } from '../ews/errors.ts';
import type { EwsSession, Operation } from '../ews/operation.ts';
import type { MailboxAddress } from '../ews/properties/id.ts';
import { createLoadItems, type LoadItems } from '../mailbox/load-items.ts';
import { withBorrowed, type BorrowOptions, type Lender, type Lenders } from './borrow-mailbox.ts';

/** The items of one event, read once for everybody who was told it. */
export interface SharedItems<Someone extends Lender> {
  /** What this listener reads them with. `onCall`: told of each call that has read what it was given, unless it was told as the lender. */
  for(listener: Someone, onCall: (call: EwsCall) => void): LoadItems;
}

interface SharedItemsOptions<Someone extends Lender> {
  readonly address: MailboxAddress;
  /** Those who listen now. */
  readonly lenders: ReadonlySet<Someone>;
  readonly borrowing: Pick<BorrowOptions<Someone>, 'signal' | 'onRefused'>;
}

/** How long wishes are gathered, milliseconds: hundreds who are told an event do not all get round to it at the same moment. */
const gatheringMs = 5;

type Wish = () => Promise<void>;

/**
 * Makes them. Everybody's wishes go into as few GetItems as the look-ahead of one of them would need: those that come while items are being read wait
 * until that is known, and mostly need nothing more then.
 */
export const createSharedItems = <Someone extends Lender>({
  address,
  lenders,
  borrowing,
}: SharedItemsOptions<Someone>): SharedItems<Someone> => {
  const calls: EwsCall[] = [];
  const told = new Map<Someone, Set<EwsCall>>();
  /** Who waits for items, how often. */
  const waiting = new Map<Someone, number>();
  let wishes: Wish[] = [];
  let isReading = false;

  const toldOf = (listener: Someone): Set<EwsCall> => {
    const known = told.get(listener) ?? new Set();
    told.set(listener, known);
    return known;
  };

  const onCall = (call: EwsCall, lender: Someone): void => {
    calls.push(call);
    // Who is being served himself hears of it then.
    if ((waiting.get(lender) ?? 0) > 0) return;
    toldOf(lender).add(call);
    lender.onCall(call);
  };

  /** First those who want to see the items: in the audit, nobody should seem to have read what he never asked for. */
  const interested: Lenders<Someone> = {
    has: (someone) => lenders.has(someone),
    *[Symbol.iterator]() {
      const first = new Set([...waiting].flatMap(([someone, wished]) => (wished > 0 ? [someone] : [])));
      for (const someone of first) if (lenders.has(someone)) yield someone;
      for (const someone of lenders) if (!first.has(someone)) yield someone;
    },
  };

  const callEach: EwsSession['callEach'] = async (operation, input) => {
    const answers = await withBorrowed(interested, { ...borrowing, onCall }, ({ session }) =>
      session.callEach(operation, input),
    );
    if (answers === undefined)
      throw new EwsError('aborted', `${operation.name} as ${address}: nobody listens any more`);
    return answers;
  };
  const session: EwsSession = {
    mailbox: address,
    callEach,
    call: async <Input, Output>(operation: Operation<Input, Output>, input: Input): Promise<Output> => {
      const [first] = await callEach(operation, input);
      if (first instanceof EwsError) throw first;
      // There is a first one, even if it is undefined: every id has an output or an error.
      return first as Output;
    },
    open: () => Promise.reject(new EwsError('aborted', `a stream as ${address}: items are not read in streams`)),
  };
  const loadItems = createLoadItems(session);

  const readAll = async (): Promise<void> => {
    isReading = true;
    await sleep(gatheringMs);
    while (wishes.length > 0) {
      const gathered = wishes;
      wishes = [];
      await Promise.all(gathered.map((wish) => wish()));
    }
    isReading = false;
  };

  const wish = <Result>(load: () => Promise<Result>): Promise<Result> =>
    new Promise((resolve, reject) => {
      wishes.push(() => load().then(resolve, reject));
      // A wish never rejects: whoever made it is told.
      if (!isReading) void readAll();
    });

  return {
    for: (listener, onOwnCall) => {
      const served = async <Result>(load: () => Promise<Result>): Promise<Result> => {
        waiting.set(listener, (waiting.get(listener) ?? 0) + 1);
        try {
          return await wish(load);
        } finally {
          waiting.set(listener, (waiting.get(listener) ?? 1) - 1);
          const known = toldOf(listener);
          for (const call of calls.filter((one) => !known.has(one))) {
            known.add(call);
            onOwnCall(call);
          }
        }
      };
      return {
        load: (id, wanted) => served(() => loadItems.load(id, wanted)),
        loadMaster: (occurrence, wanted) => served(() => loadItems.loadMaster(occurrence, wanted)),
        forget: loadItems.forget,
        forgetAll: loadItems.forgetAll,
      };
    },
  };
};
