import { randomBytes } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import type { Hints } from '../../coordination/hints.ts';
import type { MailboxAddress } from '../../ews/properties/id.ts';
import type { NotificationEvent } from '../../ews/properties/notification-event.ts';
import type { Sealer } from '../../sealer.ts';

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
  /** Of the lease under which the mailbox is watched; 0: under none. */
  readonly fence: number;
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
  /** Passes on what was sent, and says what to answer. */
  take(push: Push): 'OK' | 'Unsubscribe';
}

/** The addresses that push subscriptions send to, of this process and of the others that share its secret. */
export interface PushEndpoints {
  /** Opens one. `onPush` is told of everything that arrives there, at whichever gateway, as far as the gateways reach each other. */
  open(about: PushAbout, onPush: (push: Push) => void): PushEndpoint;
  /** What follows `pushPath` in a path; undefined: no gateway with this secret, or the one before it, has made it. */
  find(path: string): PushPath | undefined;
}

/** Where a mail server sends what happens, and behind it what nobody can guess. */
export const pushPath = '/ews/notifications/';

interface PushEndpointsOptions {
  /** The public address of the gateways. */
  readonly origin: string;
  readonly sealer: Sealer;
  /** What happens in a mailbox is told under its address. */
  readonly hints: Pick<Hints, 'tell' | 'listen'>;
  /** Whether other gateways have the same address, so that any of them is sent what is meant for another one. */
  readonly isShared: boolean;
  /** The wall clock, milliseconds since 1970. */
  readonly now: () => number;
  /** How long a path is good for, milliseconds; an hour when absent. */
  readonly lifeMs?: number | undefined;
}

/** A path's content: its end in seconds since 1970, the fence, what makes it unguessable, and the mailbox. */
type SealedPath = readonly [endsAt: number, fence: number, nonce: string, address: MailboxAddress];

const purpose = 'push';
const nonceBytes = 32;
const defaultLifeMs = 3_600_000;
const remembered = 20_000;

/** Any but 0, which a gateway tells itself when it has found Redis. */
const heardFence = 1;

const heardTopic = (nonce: string): string => `push ${nonce}`;

/**
 * Makes them. A path is sealed, so that every gateway can tell one that none has made before it reads a byte of what is sent there, and without asking
 * anybody. What is meant for another gateway is told to everybody who listens to the mailbox, and its opener hears that its subscription lives.
 * Unsubscribe is answered where nobody can be waiting any more: on paths that have been closed or whose time is over, on those that nobody has opened
 * where there is one process, and on those of an older lease than the last one here, whose gateway was killed.
 */
export const createPushEndpoints = (options: PushEndpointsOptions): PushEndpoints => {
  const { origin, sealer, hints, isShared, now, lifeMs = defaultLifeMs } = options;
  const open = new Map<string, (push: Push) => void>();
  const closed = new LRUCache<string, true>({ max: remembered });
  /** The last lease under which each mailbox was watched here. */
  const fences = new LRUCache<MailboxAddress, number>({ max: remembered });

  const isOver = ([endsAt, fence, nonce, address]: SealedPath): boolean => {
    if (open.has(nonce)) return false;
    if (!isShared || closed.has(nonce) || now() >= endsAt * 1000) return true;
    return fence > 0 && fence < (fences.get(address) ?? 0);
  };

  const tellOthers = ([, , nonce, address]: SealedPath, { type }: Push): void => {
    hints.tell(heardTopic(nonce), { fence: heardFence });
    if (type !== 'status') hints.tell(address, { fence: 0 });
  };

  return {
    open: ({ address, fence }, onPush) => {
      const nonce = randomBytes(nonceBytes).toString('base64url');
      // A life longer than was promised, for replicas whose clocks differ.
      const endsAt = Math.ceil((now() + lifeMs * 1.25) / 1000);
      const content: SealedPath = [endsAt, fence, nonce, address];
      open.set(nonce, onPush);
      fences.set(address, Math.max(fence, fences.get(address) ?? 0));
      const stopListening = isShared
        ? hints.listen(heardTopic(nonce), (hint) => {
            if (hint.fence === heardFence) onPush({ type: 'status' });
          })
        : () => undefined;
      return {
        url: new URL(pushPath + sealer.seal(purpose, JSON.stringify(content)), origin),
        lifeMs,
        close: () => {
          if (!open.delete(nonce)) return;
          closed.set(nonce, true);
          stopListening();
        },
      };
    },

    find: (path) => {
      const text = sealer.open(purpose, path);
      if (text === undefined) return undefined;
      const content = JSON.parse(text) as SealedPath;
      const [, , nonce] = content;
      return {
        isOver: isOver(content),
        take: (push) => {
          if (isOver(content)) return 'Unsubscribe';
          const onPush = open.get(nonce);
          if (onPush === undefined) tellOthers(content, push);
          else onPush(push);
          return 'OK';
        },
      };
    },
  };
};
