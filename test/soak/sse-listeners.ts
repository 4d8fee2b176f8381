import { setTimeout as sleep } from 'node:timers/promises';
import { Agent, request, type Dispatcher } from 'undici';

/** Clients that listen to subscriptions over server-sent events, each on a connection of its own. */
export interface SseListeners {
  /** Events that all of them together were told, without the first of each. */
  readonly told: () => number;
  /** Streams that have begun. */
  readonly begun: () => number;
  /** What ended streams that nobody wanted to end, and errors that were told in them. */
  readonly problems: readonly string[];
  close(): Promise<void>;
}

/** One of them. */
export interface SseListener {
  readonly authorization: string;
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
}

const mostTries = 60;

/** Begins to listen; it goes on until `close`. */
export const startListeners = (origin: string, listeners: readonly SseListener[]): SseListeners => {
  const dispatcher = new Agent({ bodyTimeout: 0, headersTimeout: 60_000 });
  const leaving = new AbortController();
  const problems: string[] = [];
  let told = 0;
  let begun = 0;

  const ask = ({ authorization, query, variables }: SseListener): Promise<Dispatcher.ResponseData> =>
    request(`${origin}/graphql`, {
      dispatcher,
      method: 'POST',
      signal: leaving.signal,
      headers: { authorization, 'content-type': 'application/json', accept: 'text/event-stream' },
      body: JSON.stringify({ query, variables }),
    });

  const listen = async (listener: SseListener): Promise<void> => {
    let answer = await ask(listener);
    // All of them come at once, as after a restart: whom the gateway sends away comes back when it says.
    for (let tries = 1; answer.statusCode === 503 && tries < mostTries; tries += 1) {
      await answer.body.dump();
      const seconds = Number(answer.headers['retry-after'] ?? 1);
      await sleep(seconds * 1_000 * (1 + Math.random()), undefined, { signal: leaving.signal });
      answer = await ask(listener);
    }
    const { statusCode, body } = answer;
    if (statusCode !== 200) {
      problems.push(`${statusCode} ${(await body.text()).slice(0, 300)}`);
      return;
    }
    let events = 0;
    let rest = '';
    for await (const chunk of body) {
      const parts = (rest + String(chunk)).split('\n\n');
      rest = parts.pop() ?? '';
      for (const part of parts) {
        if (part.includes('"errors"')) problems.push(part.slice(0, 300));
        if (!part.includes('event: next')) continue;
        if (events === 0) begun += 1;
        else told += 1;
        events += 1;
      }
    }
    problems.push('a stream has ended');
  };

  const all = listeners.map((listener) =>
    listen(listener).catch((error: unknown) => {
      if (!leaving.signal.aborted) problems.push(String(error));
    }),
  );
  return {
    told: () => told,
    begun: () => begun,
    problems,
    close: async () => {
      leaving.abort();
      await Promise.all(all);
      await dispatcher.close();
    },
  };
};
