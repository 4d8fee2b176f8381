import { openRelay } from '../relay.ts';

/** What stands between one gateway and Redis, and can be troubled without troubling the others. */
export interface RedisRelay {
  readonly url: URL;
  /** Ends all connections, and takes no new ones that live. */
  cut(): void;
  /** Says nothing more and hears nothing more, on connections that are there and that come: a machine that is gone, a firewall that forgot. */
  silence(): void;
  /** Is a good relay for connections that come from now on; those that fell silent stay so. */
  restore(): void;
}

/** A relay to this Redis, at an address of this machine, that ends with the test. */
export const relayOfTest = async (redis: URL, address?: string): Promise<RedisRelay> => {
  let state: 'good' | 'drop' | 'hold' = 'good';
  const { port, sockets, endAll } = await openRelay(() => (state === 'good' ? redis : state), address);
  const url = new URL(redis);
  url.hostname = address ?? '127.0.0.1';
  url.port = String(port);
  return {
    url,
    cut: () => {
      state = 'drop';
      endAll();
    },
    silence: () => {
      state = 'hold';
      for (const socket of sockets) socket.unpipe().pause();
    },
    restore: () => {
      state = 'good';
    },
  };
};
