import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

/** One address in front of several processes, as a load balancer's: each connection goes to the next one that is there. */
export interface Balancer {
  readonly origin: string;
  /** The ports behind it; until then it takes connections and drops them. */
  leadTo(ports: readonly number[]): void;
  close(): Promise<void>;
}

/** Starts one on loopback. */
export const startBalancer = async (): Promise<Balancer> => {
  const open = new Set<Socket>();
  let ports: readonly number[] = [];
  let turn = 0;

  const lead = (client: Socket, left: number): void => {
    turn += 1;
    const port = ports[turn % ports.length];
    if (port === undefined || left === 0) {
      client.destroy();
      return;
    }
    const behind = connect(port, '127.0.0.1');
    open.add(behind);
    behind.once('connect', () => {
      client.pipe(behind).pipe(client);
      client.once('close', () => behind.destroy());
    });
    behind.once('error', () =>
      behind.connecting || behind.bytesRead === 0 ? lead(client, left - 1) : client.destroy(),
    );
    behind.once('close', () => open.delete(behind));
  };
  const server = createServer((client) => {
    open.add(client);
    client.on('error', () => client.destroy());
    client.once('close', () => open.delete(client));
    lead(client, ports.length);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    leadTo: (next) => {
      ports = next;
    },
    close: async () => {
      for (const socket of open) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
};
