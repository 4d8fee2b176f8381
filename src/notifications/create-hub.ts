import type { MoveMemory } from '../mailbox/moves.ts';
import { createLoadItems } from '../mailbox/load-items.ts';
import type { ReadChanges } from '../mailbox/feed/read-changes.ts';
import type { Hints } from '../coordination/hints.ts';
import type { Leases } from '../coordination/leases.ts';
import type { Sealer } from '../sealer.ts';
import { createEventQueue, type EventQueue } from './event-queue.ts';
import type { Watcher } from './event-source.ts';
import type { Hub, ListenOptions } from './hub.ts';
import type { MailboxEvent } from './mailbox-event.ts';

/** What a hub stands on. */
export interface HubServices {
  readonly readChanges: ReadChanges;
  readonly moveMemory: MoveMemory;
  readonly sealer: Sealer;
  readonly watcher: Watcher;
  readonly leases: Leases;
  readonly hints: Hints;
  /** 0 to 1, like Math.random. */
  readonly random: () => number;
}

/** Makes the hub of a process. */
export const createHub = ({ readChanges }: HubServices): Hub => {
  const queues = new Set<EventQueue<MailboxEvent>>();
  const ending = new AbortController();

  const run = async (options: ListenOptions, queue: EventQueue<MailboxEvent>, signal: AbortSignal): Promise<void> => {
    let token = options.after;
    let isStarted = token !== undefined;
    while (!signal.aborted) {
      const mailbox = await options.open({ signal, onCall: options.onCall });
      if (mailbox === undefined) return queue.end();
      const batch = await readChanges(mailbox, token, { limit: 200, follows: () => true });
      token = batch.token;
      const tell = (change: MailboxEvent['change']): void => {
        const event: MailboxEvent = { change, token: batch.token, itemsFor: () => createLoadItems(mailbox.session) };
        queue.push(event, () => ({ ...event, change: { type: 'resync', reason: 'TOO_SLOW' } }));
      };
      for (const change of batch.changes) tell(change);
      if (batch.hasMore) continue;
      if (!isStarted) tell({ type: 'resync', reason: 'STARTED' });
      isStarted = true;
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, 200);
        signal.addEventListener('abort', () => {
          clearTimeout(timer);
          resolve();
        });
      });
    }
  };

  return {
    listen: (options) => {
      const leaving = new AbortController();
      const queue = createEventQueue<MailboxEvent>(256, () => {
        queues.delete(queue);
        leaving.abort();
      });
      queues.add(queue);
      run(options, queue, AbortSignal.any([leaving.signal, ending.signal])).catch((error: unknown) => queue.end(error));
      return queue;
    },
    stats: () => ({ channels: queues.size, listeners: queues.size, watches: 0 }),
    end: () => {
      ending.abort();
      for (const queue of queues) queue.end();
      return Promise.resolve();
    },
  };
};
