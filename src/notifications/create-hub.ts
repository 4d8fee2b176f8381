import { LRUCache } from 'lru-cache';
import type { MailboxAddress } from '../ews/properties/id.ts';
import type { EventTokens } from '../mailbox/feed/event-tokens.ts';
import type { ReadChanges } from '../mailbox/feed/read-changes.ts';
import type { MoveMemory } from '../mailbox/moves.ts';
import type { Sealer } from '../sealer.ts';
import { borrowMailbox } from './borrow-mailbox.ts';
import { createChannel, type Channel, type ChannelTimes } from './channel.ts';
import { createEventQueue } from './event-queue.ts';
import type { NoticedMove } from './event-source.ts';
import { NoRoomError, type Hub, type ListenOptions } from './hub.ts';
import type { MailboxEvent } from './mailbox-event.ts';
import { createMoveSeal } from './move-seal.ts';
import type { Listener, ToldEvent } from './told-event.ts';
import { startUpstreamWatch, type UpstreamWatch, type WatchServices } from './upstream-watch.ts';

/** How long a hub takes over things, milliseconds. */
export interface HubTimes extends ChannelTimes {
  /** For which a mailbox is watched on when the last listener has left: who reloads a page is back in a moment. */
  readonly lingerMs: number;
  /** For which is remembered how far a mailbox to which nobody listens was read. */
  readonly keepMs: number;
}

/** What a hub stands on. */
export interface HubServices extends WatchServices {
  readonly readChanges: ReadChanges;
  readonly eventTokens: EventTokens;
  readonly moveMemory: MoveMemory;
  readonly sealer: Sealer;
  /** The usual ones where absent. */
  readonly times?: Partial<HubTimes> | undefined;
}

const usualTimes: HubTimes = {
  gatherMs: 10,
  gapMs: 200,
  safetyMs: 60_000,
  slowMs: 10_000,
  warmMs: 10_000,
  lingerMs: 5_000,
  keepMs: 600_000,
};

/** Events that a listener holds, and listeners of one mailbox; how many there are in all is for those who let them in. */
const mostEvents = 256;
const mostOfMailbox = 1_000;

/** Characters of the tokens that are kept for mailboxes to which nobody listens. */
const mostKept = 16_000_000;

/** A mailbox that is listened to, or was a moment ago. */
interface Station {
  readonly channel: Channel;
  readonly watch: UpstreamWatch;
  /** Runs while nobody listens. */
  linger: NodeJS.Timeout | undefined;
}

/** The hub of a process, for those who make it. */
export interface ProcessHub extends Hub {
  /** Something was written to a mailbox: whoever listens to it here need not wait until the server says so. */
  hint(address: MailboxAddress): void;
  /** Tells all gateways what became of items that this one has moved. */
  tellMoves(address: MailboxAddress, moves: readonly NoticedMove[]): void;
}

/** Makes it. */
export const createHub = (services: HubServices): ProcessHub => {
  const { readChanges, eventTokens, random, moveMemory, sealer, hints } = services;
  const times = { ...usualTimes, ...services.times };
  const stations = new Map<MailboxAddress, Station>();
  const ending = new Set<Promise<void>>();
  const kept = new LRUCache<MailboxAddress, string>({
    maxSize: mostKept,
    sizeCalculation: (token) => token.length,
    ttl: times.keepMs,
  });
  let isEnded = false;

  const close = (address: MailboxAddress, station: Station): void => {
    clearTimeout(station.linger);
    if (stations.get(address) === station) stations.delete(address);
    const { position } = station.channel;
    if (position !== undefined) kept.set(address, position);
    const ended = station.watch.end().finally(() => ending.delete(ended));
    ending.add(ended);
  };

  const openStation = (address: MailboxAddress): Station => {
    const moves = createMoveSeal(sealer, moveMemory, address);
    const channel = createChannel({
      address,
      kept: kept.get(address),
      readChanges,
      eventTokens,
      random,
      times,
      onEmpty: () => {
        if (isEnded) return;
        station.linger ??= setTimeout(() => close(address, station), times.lingerMs);
      },
    });
    const watch = startUpstreamWatch({
      ...services,
      address,
      moves,
      open: async (signal) => {
        const borrowed = await borrowMailbox(channel.listeners, {
          signal,
          onCall: (call, lender) => lender.onCall(call),
          onRefused: channel.refuse,
        });
        return borrowed?.mailbox;
      },
      onHint: channel.hint,
    });
    const station: Station = { channel, watch, linger: undefined };
    stations.set(address, station);
    return station;
  };

  const countListeners = (): number =>
    [...stations.values()].reduce((sum, { channel }) => sum + channel.listeners.size, 0);

  const admit = (options: ListenOptions, station: Station): Listener => {
    const listener: Listener = {
      ...options,
      queue: createEventQueue<ToldEvent>(mostEvents, () => station.channel.remove(listener)),
    };
    return listener;
  };

  const eventFor = (listener: Listener, { change, token, items }: ToldEvent): MailboxEvent => ({
    change,
    token: token(),
    itemsFor: (onCall) => items().for(listener, onCall),
  });

  const eventsOf = (listener: Listener): AsyncIterableIterator<MailboxEvent> => {
    const { queue } = listener;
    const own = async (step: Promise<IteratorResult<ToldEvent>>): Promise<IteratorResult<MailboxEvent>> => {
      const { done, value } = await step;
      return done === true ? { done, value: undefined } : { done: false, value: eventFor(listener, value) };
    };
    const events: AsyncIterableIterator<MailboxEvent> = {
      next: () => own(queue.next()),
      return: () => own(queue.return?.() ?? queue.next()),
      [Symbol.asyncIterator]: () => events,
    };
    return events;
  };

  return {
    listen: (options) => {
      const { address } = options;
      const station = stations.get(address);
      if (isEnded) return emptyStream();
      if ((station?.channel.listeners.size ?? 0) >= mostOfMailbox)
        return emptyStream(new NoRoomError('Too many listen already'));
      const open = station ?? openStation(address);
      clearTimeout(open.linger);
      open.linger = undefined;
      const listener = admit(options, open);
      open.channel.add(listener);
      return eventsOf(listener);
    },
    hint: (address) => void stations.get(address)?.channel.hint(),
    tellMoves: (address, moves) =>
      hints.tell(address, { fence: 0, moves: createMoveSeal(sealer, moveMemory, address).seal(moves) }),
    stats: () => ({
      channels: [...stations.values()].filter(({ channel }) => channel.listeners.size > 0).length,
      listeners: countListeners(),
      watches: [...stations.values()].filter(({ watch }) => watch.isOurs).length,
    }),
    end: async () => {
      isEnded = true;
      for (const [address, station] of stations) {
        station.channel.end();
        close(address, station);
      }
      await Promise.all(ending);
    },
  };
};

const emptyStream = (error?: Error): AsyncIterableIterator<MailboxEvent> => {
  const queue = createEventQueue<MailboxEvent>(1, () => undefined);
  queue.end(error);
  return queue;
};
