import { setTimeout as sleep } from 'node:timers/promises';
import { createClient, type Client } from 'graphql-sse';
import { onTestFinished } from 'vitest';
import type { Answer, Journey } from '../start.ts';

/** A client of graphql-sse on one subscription. */
export interface Subscribed<Data> {
  /** Everything that has come so far. */
  readonly answers: readonly Answer<Data>[];
  /** The answer after those that this has given. Rejects when the stream is over. */
  next(): Promise<Answer<Data>>;
  /** When it is over: undefined for a clean completion, else what the client was told. */
  readonly over: Promise<unknown>;
  leave(): void;
}

/** A client of graphql-sse, in its mode of one connection for each subscription. */
const sseClient = (
  { origin }: Pick<Journey, 'origin'>,
  headers: Readonly<Record<string, string>>,
  comesBack: boolean,
): Client =>
  createClient({
    url: `${origin}/graphql`,
    headers: { ...headers },
    retryAttempts: comesBack ? Infinity : 0,
    // The client does not know Retry-After: this is what the gateway says there.
    retry: () => sleep(1_000 + 2_000 * Math.random()),
  });

/** Subscribes until the test ends. `comesBack`: when the gateway turns it away, as it does with some of many who come at once; absent: it does not. */
export const subscribe = <Data>(
  journey: Pick<Journey, 'origin'>,
  query: string,
  variables: Readonly<Record<string, unknown>> = {},
  headers: Readonly<Record<string, string>> = {},
  { comesBack = false }: { readonly comesBack?: boolean } = {},
): Subscribed<Data> => {
  const client = sseClient(journey, headers, comesBack);
  const answers: Answer<Data>[] = [];
  const waiting: (() => void)[] = [];
  let given = 0;
  let isOver = false;
  let end = (_reason: unknown): void => undefined;
  const over = new Promise<unknown>((resolve) => (end = resolve));
  const wake = (): void => {
    for (const resolve of waiting.splice(0)) resolve();
  };
  const finish = (reason: unknown): void => {
    isOver = true;
    end(reason);
    wake();
  };
  const leave = client.subscribe<Data>(
    { query, variables: { ...variables } },
    {
      next: (answer) => {
        answers.push(answer as Answer<Data>);
        wake();
      },
      error: finish,
      complete: () => finish(undefined),
    },
  );
  onTestFinished(() => {
    leave();
    client.dispose();
  });
  return {
    answers,
    next: async () => {
      while (answers.length <= given) {
        if (isOver) throw new Error('the stream is over');
        await new Promise<void>((resolve) => waiting.push(resolve));
      }
      given += 1;
      return answers[given - 1]!;
    },
    over,
    leave,
  };
};

/** A subscription of the embedded demo's caller, whose stream has begun: what happens from now on is told. */
export const listening = async <Data>(
  journey: Pick<Journey, 'origin'>,
  query: string,
  variables: Readonly<Record<string, unknown>> = {},
): Promise<Subscribed<Data>> => {
  const subscribed = subscribe<Data>(journey, query, variables);
  const { errors } = await subscribed.next();
  if (errors !== undefined) throw new Error(`the stream began with ${errors[0]?.message}`);
  return subscribed;
};
