import { describe, expect, it } from 'vitest';
import { createEventQueue } from '../../src/notifications/event-queue.ts';

const queueOf = (capacity: number, onReturn: () => void = () => undefined) =>
  createEventQueue<string>(capacity, onReturn);
const taken = async (queue: AsyncIterable<string>): Promise<readonly string[]> => {
  const events: string[] = [];
  for await (const event of queue) events.push(event);
  return events;
};

describe('a queue of events', () => {
  it('hands them out in order, also to those who waited before they came', async () => {
    const queue = queueOf(10);
    const early = [queue.next(), queue.next()];
    for (const event of ['one', 'two', 'three']) queue.push(event, () => 'overflow');
    expect(await Promise.all(early)).toEqual([
      { done: false, value: 'one' },
      { done: false, value: 'two' },
    ]);
    queue.end();
    expect(await taken(queue)).toEqual(['three']);
  });

  it('drops everything for one event that says so when it is full, and goes on behind that', async () => {
    const queue = queueOf(3);
    for (const event of ['1', '2', '3', '4', '5']) queue.push(event, () => `instead of ${event}`);
    expect(queue.length).toBe(2);
    queue.end();
    expect(await taken(queue)).toEqual(['instead of 4', '5']);
  });

  it('ends after what waits has been taken, with an error if there is one, and that once', async () => {
    const queue = queueOf(3);
    queue.push('last', () => '');
    queue.end(new Error('gone'));
    queue.end();
    queue.push('too late', () => '');
    expect(await queue.next()).toEqual({ done: false, value: 'last' });
    await expect(queue.next()).rejects.toThrow('gone');
    expect(await queue.next()).toEqual({ done: true, value: undefined });
  });

  it('tells those who wait of the end: one of an error, the others that it is over', async () => {
    const queue = queueOf(3);
    const steps = Promise.allSettled([queue.next(), queue.next()]);
    queue.end(new Error('gone'));
    expect((await steps).map(({ status }) => status)).toEqual(['rejected', 'fulfilled']);
  });

  it('lets go of everything when whoever takes has enough, while he waits too, and says so once', async () => {
    let returns = 0;
    const queue = queueOf(3, () => (returns += 1));
    const waiting = queue.next();
    await queue.return?.();
    expect(await waiting).toEqual({ done: true, value: undefined });
    queue.push('too late', () => '');
    await queue.return?.();
    expect([await queue.next(), queue.length, returns]).toEqual([{ done: true, value: undefined }, 0, 1]);
  });

  it('says when nothing waits any more: when the last one was taken, and when nobody will take it', async () => {
    const queue = queueOf(3);
    queue.push('one', () => '');
    let isEmpty = false;
    const emptied = queue.emptied().then(() => (isEmpty = true));
    await new Promise(setImmediate);
    expect(isEmpty).toBe(false);
    await queue.next();
    await emptied;
    queue.push('two', () => '');
    const left = queue.emptied();
    await queue.return?.();
    await left;
  });
});
