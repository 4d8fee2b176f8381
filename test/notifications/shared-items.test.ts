import { describe, expect, it } from 'vitest';
import type { EwsCall } from '../../src/ews/client.ts';
import { EwsError } from '../../src/ews/errors.ts';
import type { GetItemInput } from '../../src/ews/operations/get-item.ts';
import { itemId } from '../../src/ews/properties/id.ts';
import { itemProperties } from '../../src/ews/properties/item.ts';
import type { Lender } from '../../src/notifications/borrow-mailbox.ts';
import { createSharedItems, type SharedItems } from '../../src/notifications/shared-items.ts';
import { alice, mailboxWith } from './hub-of-test.ts';

const { subject, itemClass, size } = itemProperties;
const item = itemId('the one');

/** Listeners of one mailbox, and what they read of it. */
class Listeners {
  readonly #lenders = new Set<Lender>();
  readonly calls: GetItemInput[] = [];
  /** Who was told of a call in whose name it was made, one word for each. */
  readonly lent: string[] = [];
  readonly items: SharedItems<Lender>;
  failNext: Error | undefined;
  /** Happens while a call is under way. */
  meanwhile: () => Promise<void> = () => Promise.resolve();

  constructor() {
    this.items = createSharedItems({
      address: alice,
      lenders: this.#lenders,
      borrowing: {
        signal: new AbortController().signal,
        onRefused: (lender) => void this.#lenders.delete(lender),
      },
    });
  }

  add(name: string): Lender {
    const lender: Lender = {
      open: ({ onCall }) =>
        Promise.resolve(
          mailboxWith({
            callEach: async (operation, input) => {
              const asked = input as unknown as GetItemInput;
              this.calls.push(asked);
              await this.meanwhile();
              const failure = this.failNext;
              this.failNext = undefined;
              onCall({ operation: operation.name, keys: this.calls.length } as EwsCall);
              if (failure !== undefined) throw failure;
              return asked.ids.map(() => ({ type: 'Message', id: item, properties: {} })) as never;
            },
          }),
        ),
      onCall: () => void this.lent.push(name),
    };
    this.#lenders.add(lender);
    return lender;
  }

  leave(lender: Lender): void {
    this.#lenders.delete(lender);
  }
}

describe('the items of an event', () => {
  it('are read once for everybody, with all that any of them wants', async () => {
    const listeners = new Listeners();
    const all = Array.from({ length: 20 }, (_, index) => listeners.add(String(index)));
    const heard: number[] = [];
    const rows = [[subject], [itemClass], [subject, size]];
    await Promise.all(
      all.map((lender, index) =>
        listeners.items.for(lender, () => void heard.push(index)).load(item, rows[index % 3] ?? []),
      ),
    );
    expect(listeners.calls).toHaveLength(1);
    expect(new Set(listeners.calls[0]?.wanted)).toEqual(new Set([subject, itemClass, size]));
    // Each has it in its audit, and the lender not twice.
    expect(heard.toSorted((a, b) => a - b)).toEqual(all.map((_, index) => index));
    expect(listeners.lent).toEqual([]);
  });

  it('are not read again for those who come while they are being read, or afterwards', async () => {
    const listeners = new Listeners();
    const [one, other] = [listeners.add('one'), listeners.add('other')];
    let late: Promise<unknown> | undefined;
    const heard: string[] = [];
    listeners.meanwhile = () => {
      late = listeners.items.for(other, () => void heard.push('late')).load(item, [subject]);
      return Promise.resolve();
    };
    await listeners.items.for(one, () => void heard.push('first')).load(item, [subject]);
    await late;
    await listeners.items.for(other, () => void heard.push('once more')).load(item, [subject]);
    expect(listeners.calls).toHaveLength(1);
    expect(heard).toEqual(['first', 'late']);
  });

  it('are read in the name of another when the lender leaves meanwhile', async () => {
    const listeners = new Listeners();
    const [leaving, staying] = [listeners.add('leaving'), listeners.add('staying')];
    listeners.meanwhile = () => {
      listeners.meanwhile = () => Promise.resolve();
      listeners.leave(leaving);
      listeners.failNext = new EwsError('aborted', 'GetItem as alice: the caller left');
      return Promise.resolve();
    };
    const heard: string[] = [];
    await Promise.all(
      [leaving, staying].map((lender, index) =>
        listeners.items.for(lender, ({ keys }) => void heard.push(`${index} ${keys}`)).load(item, [subject]),
      ),
    );
    expect(listeners.calls).toHaveLength(2);
    // Both had a part in both: each wanted the items when they were read, as whomever.
    expect(heard.toSorted()).toEqual(['0 1', '0 2', '1 1', '1 2']);
  });

  it('are read in the name of somebody who wants to see them, not of whoever came first', async () => {
    const listeners = new Listeners();
    listeners.add('sees calendars only');
    const wants = listeners.add('wants it');
    const heard: number[] = [];
    await listeners.items.for(wants, ({ keys }) => void heard.push(keys)).load(item, [subject]);
    expect(heard).toEqual([1]);
    expect(listeners.lent).toEqual([]);
  });

  it('are read in the name of anybody for who was told the event and has been sent away since', async () => {
    const listeners = new Listeners();
    listeners.add('other');
    const gone = listeners.add('gone');
    listeners.leave(gone);
    const heard: number[] = [];
    await listeners.items.for(gone, ({ keys }) => void heard.push(keys)).load(item, [subject]);
    expect([heard, listeners.lent]).toEqual([[1], ['other']]);
  });

  it('fail for those who asked, and are read anew for who asks again', async () => {
    const listeners = new Listeners();
    const one = listeners.add('one');
    listeners.failNext = new EwsError('timeout', 'GetItem as alice: no answer');
    const items = listeners.items.for(one, () => undefined);
    await expect(items.load(item, [subject])).rejects.toThrow(EwsError);
    await expect(items.load(item, [subject])).resolves.toMatchObject({ id: item });
  });

  it('cannot be read when nobody listens any more', async () => {
    const listeners = new Listeners();
    const one = listeners.add('one');
    listeners.leave(one);
    await expect(listeners.items.for(one, () => undefined).load(item, [subject])).rejects.toThrow('nobody listens');
  });
});
