import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { onTestFinished } from 'vitest';

/** An address that leads connections elsewhere. */
export interface Relay {
  readonly port: number;
  /** Both ends of all connections that are there. */
  readonly sockets: ReadonlySet<Socket>;
  /** Ends all connections. */
  endAll(): void;
}

/** Where a connection goes; `drop`: it ends at once, `hold`: it stays and nothing comes of it. */
export type Route = URL | 'drop' | 'hold';

/** Opens a relay at an address of this machine that ends with the test. `route` is asked with each connection. */
export const openRelay = async (route: () => Route, address = '127.0.0.1'): Promise<Relay> => {
  const sockets = new Set<Socket>();
  const keep = (socket: Socket): Socket => {
    sockets.add(socket);
    socket.on('error', () => undefined).on('close', () => sockets.delete(socket));
    return socket;
  };
  const server = createServer((near) => {
    keep(near);
    const target = route();
    if (target === 'drop') near.destroy();
    if (!(target instanceof URL)) return;
    const far = keep(connect(Number(target.port), target.hostname));
    near.pipe(far).pipe(near);
    near.on('close', () => far.destroy());
    far.on('close', () => near.destroy());
  }).listen(0, address);
  await once(server, 'listening');
  const endAll = (): void => {
    for (const socket of sockets) socket.destroy();
  };
  onTestFinished(async () => {
    endAll();
    server.close();
    await once(server, 'close');
  });
  return { port: (server.address() as AddressInfo).port, sockets, endAll };
};
