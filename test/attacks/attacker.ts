import { request as httpRequest, type OutgoingHttpHeaders } from 'node:http';
import { connect } from 'node:net';

/** What came of an attack, as the attacker sees it. */
export interface Outcome {
  /** HTTP status of the first answer; 0: the connection ended without one. */
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** How many answers came; more than were asked for means that a request was smuggled in. */
  readonly answers: number;
}

/** A request; whatever it leaves out is as in an honest one. */
export interface Attack {
  readonly method?: string;
  readonly path?: string;
  readonly headers?: OutgoingHttpHeaders;
  readonly body?: string | Uint8Array;
}

/** More than any answer may be. */
const maxAnswerBytes = 8_000_000;

const nothing: Outcome = { status: 0, headers: {}, body: '', answers: 0 };

/** Headers by lower-case name; repeated ones joined, as node does. */
const named = (headers: Readonly<Record<string, string | readonly string[] | undefined>>): Outcome['headers'] =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]));

/** Sends one request on a connection of its own, which ends with the answer. Never throws for what the server does. */
export const send = (
  origin: string,
  { method = 'POST', path = '/graphql', headers = {}, body }: Attack,
): Promise<Outcome> =>
  new Promise((resolve) => {
    const { hostname, port } = new URL(origin);
    const request = httpRequest({ hostname, port, method, path, headers, agent: false }, (response) => {
      const chunks: Buffer[] = [];
      let bytes = 0;
      const finish = (): void => {
        resolve({
          status: response.statusCode ?? 0,
          headers: named(response.headers),
          body: Buffer.concat(chunks).toString('utf8'),
          answers: 1,
        });
        request.destroy();
      };
      response.on('data', (chunk: Buffer) => {
        chunks.push(chunk);
        bytes += chunk.length;
        if (bytes > maxAnswerBytes) finish();
      });
      response.once('end', finish).once('error', finish).once('close', finish);
    });
    // A server that has answered may close while the rest of a body is still being written.
    request.on('error', () => resolve(nothing));
    request.end(body);
  });

const read = (received: string): Outcome => {
  const [head = '', body = ''] = received.split(/\r\n\r\n(.*)/s);
  const status = Number(/^HTTP\/1\.1 (\d{3})/.exec(head)?.[1] ?? 0);
  const headers = named(
    Object.fromEntries(
      head
        .split('\r\n')
        .slice(1)
        .map((line) => {
          const [name = '', value = ''] = line.split(/: (.*)/s);
          return [name.toLowerCase(), value];
        }),
    ),
  );
  return { status, headers, body, answers: received.match(/HTTP\/1\.1 \d{3} /g)?.length ?? 0 };
};

/** What an attacker does with a bare connection. */
export interface Connection {
  readonly pieces: readonly (string | Uint8Array)[];
  /** Milliseconds between pieces. */
  readonly pauseMs?: number;
  /** Takes nothing of what comes, and notices the end of the connection by what it writes. */
  readonly isDeaf?: boolean;
}

/** Writes these pieces to a bare connection and waits until the server ends it; an attacker that can wait for ever has got through. */
export const write = (origin: string, { pieces, pauseMs = 0, isDeaf = false }: Connection): Promise<Outcome> =>
  new Promise((resolve) => {
    const { hostname, port } = new URL(origin);
    const socket = connect({ host: hostname, port: Number(port), allowHalfOpen: false });
    const received: Buffer[] = [];
    let timer: NodeJS.Timeout | undefined;
    if (!isDeaf) socket.on('data', (chunk: Buffer) => void received.push(chunk));
    socket.on('error', () => undefined);
    socket.once('close', () => {
      clearTimeout(timer);
      resolve(read(Buffer.concat(received).toString('latin1')));
    });
    const writeFrom = (index: number): void => {
      const piece = pieces[index];
      if (piece === undefined || !socket.writable) return;
      socket.write(piece);
      if (pauseMs === 0) writeFrom(index + 1);
      else timer = setTimeout(writeFrom, pauseMs, index + 1);
    };
    socket.once('connect', () => writeFrom(0));
  });
