import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { onTestFinished } from 'vitest';

/** What stands between one gateway and Redis, and can be troubled without troubling the others. */
export interface Relay {
  readonly url: URL;
  /** Ends all connections, and takes no new ones that live. */
  cut(): void;
  /** Says nothing more and hears nothing more, on connections that are there and that come: a machine that is gone, a firewall that forgot. */
  silence(): void;
  /** Is a good relay for connections that come from now on; those that fell silent stay so. */
  restore(): void;
}

/** A relay to this Redis, at an address of this machine, that ends with the test. */
export const relayOfTest = async (redis: URL, address = '127.0.0.1'): Promise<Relay> => {
  let state: 'good' | 'cut' | 'silent' = 'good';
  const sockets = new Set<Socket>();
  const keep = (socket: Socket): Socket => {
    sockets.add(socket);
    socket.on('error', () => undefined).on('close', () => sockets.delete(socket));
    return socket;
  };
  const server = createServer((near) => {
    keep(near);
    if (state === 'cut') near.destroy();
    if (state !== 'good') return;
    const far = keep(connect(Number(redis.port), redis.hostname));
    near.pipe(far).pipe(near);
    near.on('close', () => far.destroy());
    far.on('close', () => near.destroy());
  }).listen(0, address);
  await once(server, 'listening');
  onTestFinished(async () => {
    for (const socket of sockets) socket.destroy();
    server.close();
    await once(server, 'close');
  });
  const url = new URL(redis);
  url.hostname = address;
  url.port = String((server.address() as AddressInfo).port);
  return {
    url,
    cut: () => {
      state = 'cut';
      for (const socket of sockets) socket.destroy();
    },
    silence: () => {
      state = 'silent';
      for (const socket of sockets) socket.unpipe().pause();
    },
    restore: () => {
      state = 'good';
    },
  };
};
