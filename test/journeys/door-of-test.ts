import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { onTestFinished } from 'vitest';

/** An address of gateways, as a load balancer has one, that they can be told before they have one of their own. */
export interface Door {
  readonly url: URL;
  /** Leads connections from now on to this gateway; those that are there are ended. */
  leadTo(gateway: { readonly origin: string }): void;
}

/** Opens one on loopback that ends with the test. */
export const doorOfTest = async (): Promise<Door> => {
  let target: URL | undefined;
  const sockets = new Set<Socket>();
  const keep = (socket: Socket): Socket => {
    sockets.add(socket);
    socket.on('error', () => undefined).on('close', () => sockets.delete(socket));
    return socket;
  };
  const server = createServer((near) => {
    keep(near);
    if (target === undefined) return void near.destroy();
    const far = keep(connect(Number(target.port), target.hostname));
    near.pipe(far).pipe(near);
    near.on('close', () => far.destroy());
    far.on('close', () => near.destroy());
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const endAll = (): void => {
    for (const socket of sockets) socket.destroy();
  };
  onTestFinished(async () => {
    endAll();
    server.close();
    await once(server, 'close');
  });
  return {
    url: new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}`),
    leadTo: ({ origin }) => {
      target = new URL(origin);
      endAll();
    },
  };
};
