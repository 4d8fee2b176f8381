import { Agent, request } from 'node:http';

/** What a client saw of one question. */
export type Seen =
  | { readonly kind: 'answered'; readonly status: number; readonly body: string }
  /** The connection was refused, or broke before a byte of the answer came. */
  | { readonly kind: 'unheard' }
  /** It broke in the middle of the answer. */
  | { readonly kind: 'cut' };

/** Clients that ask again as soon as they are answered. */
export interface Asking {
  /** From now on they ask nothing new. */
  stop(): void;
  /** All that they saw, in order, when the last of them has stopped. */
  readonly done: Promise<readonly Seen[]>;
}

/**
 * Has so many clients ask, each one of these, in turn, over a connection of its own that it keeps for as long as it may. `isOver`: after what a client has seen it asks no more;
 * until then it asks again, a moment later if nobody heard it.
 */
export const keepAsking = (
  clients: number,
  {
    origin,
    authorization,
    bodies,
  }: { readonly origin: string; readonly authorization: string; readonly bodies: readonly string[] },
  isOver: (seen: Seen) => boolean,
): Asking => {
  const all: Seen[] = [];
  let isStopped = false;
  const client = async (body: string): Promise<void> => {
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    try {
      while (!isStopped) {
        const seen = await ask(agent, origin, authorization, body);
        all.push(seen);
        if (isOver(seen)) return;
        if (seen.kind === 'unheard') await new Promise((resolve) => setTimeout(resolve, 20));
      }
    } finally {
      agent.destroy();
    }
  };
  return {
    stop: () => void (isStopped = true),
    done: Promise.all(Array.from({ length: clients }, (_, index) => client(bodies[index % bodies.length] ?? ''))).then(
      () => all,
    ),
  };
};

const ask = (agent: Agent, origin: string, authorization: string, body: string): Promise<Seen> =>
  new Promise((resolve) => {
    const headers = { 'content-type': 'application/json', authorization, 'content-length': Buffer.byteLength(body) };
    const sent = request(`${origin}/graphql`, { method: 'POST', agent, headers }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
      response.once('error', () => resolve({ kind: 'cut' }));
      response.once('close', () =>
        resolve(
          response.complete ? { kind: 'answered', status: response.statusCode ?? 0, body: text } : { kind: 'cut' },
        ),
      );
    });
    sent.once('error', () => resolve({ kind: 'unheard' }));
    sent.end(body);
  });
