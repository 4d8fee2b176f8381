import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { expect, onTestFinished, test, vi } from 'vitest';
import { openRedisClient } from '../../src/coordination/redis-connection.ts';

test('a socket that fails twice, as one with TLS may, ends no process', async () => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const heard: unknown[] = [];
  const { port } = server.address() as AddressInfo;
  const client = await openRedisClient(new URL(`redis://127.0.0.1:${port}`), (error) => void heard.push(error));
  onTestFinished(() => {
    client.disconnect();
    server.close();
  });
  await vi.waitFor(() => expect(client.status).toBe('connect'));
  const [first, second] = [new Error('the first'), new Error('the second')];
  client.stream.emit('error', first);
  expect(() => client.stream.emit('error', second)).not.toThrow();
  expect(heard).toEqual([first]);
});
