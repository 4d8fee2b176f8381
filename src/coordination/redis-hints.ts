import { randomUUID } from 'node:crypto';
import type { Redis } from 'ioredis';
import { z } from 'zod';
import { createBackground } from './background.ts';
import type { Hints } from './hints.ts';
import { createMemoryHints } from './memory-hints.ts';
import { openRedisClient, probe, reasonOf, type RedisConnection } from './redis-connection.ts';
import type { NameInRedis } from './redis-names.ts';

/** What hints over Redis are made of. */
export interface RedisHintsOptions {
  /** Where hints are told; a connection that listens can do nothing else. */
  readonly redis: RedisConnection;
  /** For the connection that listens. */
  readonly url: URL;
  readonly nameOf: NameInRedis;
  /** Told when Redis is there and does not let this user listen, or tell. */
  readonly onRefused: (reason: string) => void;
}

/** What gateways send each other. Everybody who may write to Redis can: what is not of this shape is nobody's. */
const message = z.object({
  /** Which gateway: it has told its own listeners itself. */
  from: z.string(),
  fence: z.int().nonnegative(),
  moves: z.string().optional(),
});
type Message = z.infer<typeof message>;

const readMessage = (text: string): Message | null => {
  try {
    return message.parse(JSON.parse(text));
  } catch {
    return null;
  }
};

/** How often the listening connection, which says nothing by itself, is asked whether anybody is at the other end. */
const probeIntervalMs = 20_000;

/**
 * Hints between all gateways that share a Redis. The event target leaves the promises of its clients alone and would subscribe once only: what is handed
 * to it never fails, and subscribes again to everything after each connecting.
 */
export const createRedisHints = ({ redis, url, nameOf, onRefused }: RedisHintsOptions): Hints => {
  const self = randomUUID();
  const local = createMemoryHints();
  const background = createBackground();
  const channels = new Set<string>();
  let isClosed = false;

  const open = async () => {
    const [{ createRedisEventTarget }, client] = await Promise.all([
      import('@graphql-yoga/redis-event-target'),
      // The other connection tells how Redis is doing.
      openRedisClient(url, () => undefined),
    ]);
    const subscribe = (...names: readonly string[]): void => {
      if (client.status !== 'ready' || names.length === 0) return;
      background.run(async () => {
        try {
          await client.subscribe(...names);
        } catch (error) {
          if (isRefusal(error)) return onRefused(reasonOf(error));
          // An answer that is only late comes before that to the probe.
          if ((await probe(client)) !== undefined) return;
        }
        for (const name of names) local.tell(name, { fence: 0 });
      });
    };
    client.on('ready', () => subscribe(...channels));
    const target = createRedisEventTarget<CustomEvent<Message | null>>({
      publishClient: {
        publish: (name: string, text: string) =>
          background.run(async () => {
            if (redis.isAway()) return;
            await redis.publish(name, text).catch((error: unknown) => {
              if (!isRefusal(error)) throw error;
              onRefused(reasonOf(error));
            });
          }),
      } as unknown as Redis,
      subscribeClient: {
        on: (event: 'message', listener: (name: string, text: string) => void) => client.on(event, listener),
        subscribe: (name: string) => {
          channels.add(name);
          subscribe(name);
        },
        unsubscribe: (name: string) => {
          channels.delete(name);
          // What still comes finds nobody.
          client.unsubscribe(name).catch(() => undefined);
        },
      } as unknown as Redis,
      serializer: { stringify: (value) => JSON.stringify(value), parse: readMessage },
    });
    const probing = setInterval(() => {
      if (client.status === 'ready') background.run(async () => void (await probe(client)));
    }, probeIntervalMs);
    return {
      target,
      close: () => {
        clearInterval(probing);
        client.disconnect();
      },
    };
  };
  const opened = open();
  // Nothing but the installation can be at fault; hints are heard in this process all the same.
  opened.catch((error: unknown) => onRefused(reasonOf(error)));

  const withTarget = (use: (target: Awaited<typeof opened>['target']) => void): void =>
    void opened.then(
      ({ target }) => isClosed || use(target),
      () => undefined,
    );

  return {
    tell: (topic, hint) => {
      const name = nameOf('hints', topic);
      local.tell(name, hint);
      withTarget((target) => target.dispatchEvent(new CustomEvent(name, { detail: { from: self, ...hint } })));
    },
    listen: (topic, onHint) => {
      const name = nameOf('hints', topic);
      const stopLocal = local.listen(name, onHint);
      const onEvent = ({ detail }: CustomEvent<Message | null>): void => {
        if (detail === null || detail.from === self) return;
        onHint({ fence: detail.fence, ...(detail.moves === undefined ? {} : { moves: detail.moves }) });
      };
      withTarget((target) => target.addEventListener(name, onEvent));
      return () => {
        stopLocal();
        withTarget((target) => target.removeEventListener(name, onEvent));
      };
    },
    close: async () => {
      isClosed = true;
      await local.close();
      await opened.then(
        ({ close }) => close(),
        () => undefined,
      );
      await background.done();
    },
  };
};

/** What an ACL forbids: new users may use no channel unless they are given some. https://redis.io/docs/latest/operate/oss_and_stack/management/security/acl/ */
const isRefusal = (error: unknown): boolean => reasonOf(error).includes('NOPERM');
