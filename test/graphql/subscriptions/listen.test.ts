import { afterEach, describe, expect, it, vi } from 'vitest';
import type { Context } from '../../../src/graphql/context.ts';
import { listen } from '../../../src/graphql/subscriptions/listen.ts';
import type { OpenedMailbox } from '../../../src/mailbox/open-mailbox.ts';
import { createEventQueue } from '../../../src/notifications/event-queue.ts';
import type { MailboxEvent } from '../../../src/notifications/mailbox-event.ts';
import { address, callerNamed } from '../../access.ts';

afterEach(() => {
  vi.useRealTimers();
});

const event: MailboxEvent = {
  change: { type: 'resync', reason: 'STARTED' },
  token: 'token',
  itemsFor: () => {
    throw new Error('nobody reads anything here');
  },
};

/** A listener in a gateway of which only what it asks for is there. */
const start = () => {
  vi.useFakeTimers();
  let mayOpen = true;
  let forbidden: Error | undefined;
  const happened: string[] = [];
  const queue = createEventQueue<MailboxEvent>(10, () => happened.push('source closed'));
  const mailbox = { address: address('alice@example.test') } as OpenedMailbox;
  const refusals: unknown[] = [];
  const context = {
    caller: callerNamed('ann'),
    policy: { mayOpen: () => mayOpen },
    hub: { listen: () => queue },
    onCall: () => undefined,
    onListening: () => undefined,
    refuse: (refusal: unknown) => void refusals.push(refusal),
    afresh: () => ({ context, ownCalls: () => 0, end: () => void happened.push('event ended') }),
    mailbox: () => Promise.resolve(mayOpen ? mailbox : undefined),
  } as unknown as Context;
  const stream = listen(context, {
    mailbox,
    after: undefined,
    demand: () => {
      if (forbidden !== undefined) throw forbidden;
    },
    tell: () => 'told',
  });
  return {
    stream,
    queue,
    happened,
    refusals,
    close: () => void (mayOpen = false),
    forbid: (error: Error) => void (forbidden = error),
  };
};

describe('a listener to whom nothing happens', () => {
  it('is sent away before long when the mailbox is closed to its caller', async () => {
    const { stream, close, happened, refusals } = start();
    const next = expect(stream.next()).rejects.toMatchObject({ extensions: { code: 'NOT_FOUND' } });
    close();
    await vi.advanceTimersByTimeAsync(15_000);
    await next;
    expect(happened).toEqual(['source closed']);
    expect(refusals).toEqual([{ reason: 'NOT_FOUND', mailbox: 'alice@example.test' }]);
    expect(vi.getTimerCount()).toBe(0);
    expect(await stream.next()).toEqual({ done: true, value: undefined });
  });

  it('is told why when nothing of the mailbox may be seen any more', async () => {
    const { stream, forbid } = start();
    const next = expect(stream.next()).rejects.toThrow('not yours');
    forbid(new Error('not yours'));
    await vi.advanceTimersByTimeAsync(15_000);
    await next;
    expect(vi.getTimerCount()).toBe(0);
  });

  it('stays as long as it may', async () => {
    const { stream, queue } = start();
    const next = stream.next();
    await vi.advanceTimersByTimeAsync(60_000);
    queue.push(event, () => event);
    expect((await next).value).toMatchObject({ token: 'token', value: 'told' });
  });

  it('leaves no timer behind when it goes, whether it has read or not', async () => {
    const { stream, happened } = start();
    await stream.return?.();
    expect(happened).toEqual(['source closed']);
    expect(vi.getTimerCount()).toBe(0);

    const reading = start();
    const next = reading.stream.next();
    await reading.stream.return?.();
    expect(await next).toEqual({ done: true, value: undefined });
    expect(vi.getTimerCount()).toBe(0);
  });
});

describe('an event', () => {
  it('frees what it has held when the next one is asked for', async () => {
    const { stream, queue, happened } = start();
    queue.push(event, () => event);
    queue.push(event, () => event);
    await stream.next();
    expect(happened).toEqual([]);
    await stream.next();
    expect(happened).toEqual(['event ended']);
    await stream.return?.();
    expect(happened.filter((what) => what === 'event ended')).toHaveLength(2);
  });
});
