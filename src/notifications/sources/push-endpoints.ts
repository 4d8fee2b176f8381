import { randomBytes } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import type { Hints } from '../../coordination/hints.ts';
import type { Leases } from '../../coordination/leases.ts';
import type { MailboxAddress } from '../../ews/properties/id.ts';
import type { NotificationEvent } from '../../ews/properties/notification-event.ts';
import type { Sealer } from '../../sealer.ts';
import { startClaim, type Claim } from './claim.ts';

/** What somebody who knew the path has sent. Nothing of it is true because it says so. */
export type Push =
  /** A sign of life. */
  | { readonly type: 'status' }
  /** Something has happened; without events also whatever could not be understood. */
  | { readonly type: 'changed'; readonly events: readonly NotificationEvent[] }
  /** The server has given the subscription up. */
  | { readonly type: 'lost' };

/** Whose pushes are awaited. */
export interface PushAbout {
  readonly address: MailboxAddress;
}

/** An address that one push subscription sends to. */
export interface PushEndpoint {
  /** Nobody can guess it; whoever knows it can cause a reading. */
  readonly url: URL;
  /** For how long it is sure to be answered, milliseconds from its opening. */
  readonly lifeMs: number;
  /** From now on everything that is sent there is answered Unsubscribe, which is the only way to end a push subscription. */
  close(): void;
}

/** A path that a gateway has made. */
export interface PushPath {
  /** What was sent need not be read: it will be answered Unsubscribe. */
  readonly isOver: boolean;
  /** Passes on what was sent, and says what to answer. Never throws. */
  take(push: Push): Promise<'OK' | 'Unsubscribe'>;
}

/** The addresses that push subscriptions send to, of this process and of the others that share its secret. */
export interface PushEndpoints {
  /** Opens one. `onPush` is told of everything that arrives there, at whichever gateway, as far as the gateways reach each other. */
  open(about: PushAbout, onPush: (push: Push) => void): PushEndpoint;
  /** What follows `pushPath` in a path; undefined: no gateway with this secret, or the one before it, has made it. */
  find(path: string): PushPath | undefined;
  /** Closes all that are open; fulfils when the other gateways can tell that they are, and those that were closed before. */
  end(): Promise<void>;
}

/** Where a mail server sends what happens, and behind it what nobody can guess. */
export const pushPath = '/ews/notifications/';

interface PushEndpointsOptions {
  /** The public address of the gateways. */
  readonly origin: string;
  readonly sealer: Sealer;
  /** What happens in a mailbox is told under its address. */
  readonly hints: Pick<Hints, 'tell' | 'listen'>;
  /** By which gateways tell what is open at another one; not used where the address is not shared. */
  readonly leases: Leases;
  /** Whether other gateways have the same address, so that any of them is sent what is meant for another one. */
  readonly isShared: boolean;
  /** The wall clock, milliseconds since 1970. */
  readonly now: () => number;
  /** How long a path is good for, milliseconds; an hour when absent. */
  readonly lifeMs?: number | undefined;
}

/** A path's content: its end in seconds since 1970, what makes it unguessable, and the mailbox. */
type SealedPath = readonly [endsAt: number, nonce: string, address: MailboxAddress];

const purpose = 'push';
const nonceBytes = 32;
const defaultLifeMs = 3_600_000;
const remembered = 20_000;

/** What the opener is told of what arrived elsewhere. Neither is 0, which a gateway tells itself when it has found Redis. */
const openerFence = { heard: 1, ended: 2 };

/** What the opener is told under, and what is leased. */
const nameOf = (nonce: string): string => `push ${nonce}`;

/** An endpoint that is open here. */
interface Opened {
  readonly onPush: (push: Push) => void;
  readonly close: () => void;
}

/**
 * Makes them. A path is sealed, so that every gateway can tell one that none has made before it reads a byte of what is sent there, and without asking
 * anybody. What is meant for another gateway is told to everybody who listens to the mailbox, and its opener hears that its subscription lives.
 * Unsubscribe is answered where nobody can be waiting any more: on paths that have been closed or whose time is over, on those that nobody has opened
 * where there is one process, and on those that no gateway has a lease on. Whoever opens one of several holds a lease on it until it is closed, so that
 * what was closed elsewhere ends with the next push, and what a killed gateway left behind when its leases do. A gateway that holds on to a path all the
 * same, but had just lost its lease, is told that its subscription ends.
 */
export const createPushEndpoints = (options: PushEndpointsOptions): PushEndpoints => {
  const { origin, sealer, hints, leases, isShared, now, lifeMs = defaultLifeMs } = options;
  const open = new Map<string, Opened>();
  const closed = new LRUCache<string, true>({ max: remembered });
  /** Leases on closed paths that are still being given back. */
  const releasing = new Set<Promise<void>>();

  const isOver = ([endsAt, nonce]: SealedPath): boolean =>
    !open.has(nonce) && (!isShared || closed.has(nonce) || now() >= endsAt * 1000);

  const tellOthers = ([, nonce, address]: SealedPath, { type }: Push): void => {
    hints.tell(nameOf(nonce), { fence: openerFence.heard });
    if (type !== 'status') hints.tell(address, { fence: 0 });
  };

  const isOpenElsewhere = async ([, nonce]: SealedPath): Promise<boolean> => {
    const taken = await leases.take(nameOf(nonce));
    if (typeof taken !== 'object') return true;
    closed.set(nonce, true);
    await taken.release();
    hints.tell(nameOf(nonce), { fence: openerFence.ended });
    return false;
  };

  /** Shows the other gateways that a path is open here. */
  const share = (nonce: string, onPush: (push: Push) => void): Claim => {
    const claim = startClaim(leases, nameOf(nonce));
    const stopListening = hints.listen(nameOf(nonce), ({ fence }) => {
      if (fence === openerFence.heard) onPush({ type: 'status' });
      if (fence === openerFence.ended) onPush({ type: 'lost' });
    });
    return {
      end: () => {
        stopListening();
        return claim.end();
      },
    };
  };

  return {
    open: ({ address }, onPush) => {
      const nonce = randomBytes(nonceBytes).toString('base64url');
      // A life longer than was promised, for replicas whose clocks differ.
      const endsAt = Math.ceil((now() + lifeMs * 1.25) / 1000);
      const content: SealedPath = [endsAt, nonce, address];
      const shared = isShared ? share(nonce, onPush) : undefined;
      const close = (): void => {
        if (!open.delete(nonce)) return;
        closed.set(nonce, true);
        const released = shared?.end();
        if (released === undefined) return;
        releasing.add(released);
        void released.finally(() => releasing.delete(released));
      };
      open.set(nonce, { onPush, close });
      return { url: new URL(pushPath + sealer.seal(purpose, JSON.stringify(content)), origin), lifeMs, close };
    },

    find: (path) => {
      const text = sealer.open(purpose, path);
      if (text === undefined) return undefined;
      const content = JSON.parse(text) as SealedPath;
      const [, nonce] = content;
      return {
        isOver: isOver(content),
        take: async (push) => {
          if (isOver(content)) return 'Unsubscribe';
          const opened = open.get(nonce);
          if (opened !== undefined) opened.onPush(push);
          else if (await isOpenElsewhere(content)) tellOthers(content, push);
          else return 'Unsubscribe';
          return 'OK';
        },
      };
    },

    end: async () => {
      for (const { close } of open.values()) close();
      await Promise.all(releasing);
    },
  };
};
