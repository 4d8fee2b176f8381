import { connect, type Socket } from 'node:net';
import { text } from 'node:stream/consumers';

/** What a test sends to the GraphQL path instead of an ordinary operation. */
export interface Sent {
  readonly method?: string;
  readonly path?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array<ArrayBuffer>;
}

/** Sends it; by default a POST of `{ __typename }` as JSON. */
export const send = (
  origin: string,
  { method = 'POST', path = '/graphql', headers, body }: Sent = {},
): Promise<Response> =>
  fetch(`${origin}${path}`, {
    method,
    headers: { ...(method === 'POST' ? { 'content-type': 'application/json' } : {}), ...headers },
    ...(method === 'POST' ? { body: body ?? '{"query":"{ __typename }"}' } : {}),
  });

/** A connection without anything between: what a test writes is what the server gets. */
export const open = (origin: string): Promise<Socket> =>
  new Promise((resolve, reject) => {
    const { hostname, port } = new URL(origin);
    const socket = connect({ host: hostname, port: Number(port) }, () => resolve(socket));
    socket.once('error', reject);
  });

/** Writes these pieces and reads until the server ends the connection. */
export const exchange = async (origin: string, ...pieces: readonly string[]): Promise<string> => {
  const socket = await open(origin);
  socket.on('error', () => undefined);
  for (const piece of pieces) socket.write(piece);
  return text(socket);
};
