import { createClient, NetworkError } from 'graphql-sse';
import type { SubscriptionForwarder } from 'urql';

/** Whether changes reach the page: not yet, all of them from now on, or not any more, so that it tries again. */
export type LiveState = 'connecting' | 'live' | 'cut';

/** The line on which the gateway tells what happens. */
export interface Live {
  /** For urql's subscriptionExchange. */
  readonly forward: SubscriptionForwarder;
  readonly state: () => LiveState;
  /** Whether everything that happens in this mailbox from now on will be told, sooner or later: a position in its changes is known. */
  readonly follows: (mailbox: string) => boolean;
  /** Calls back whenever one of these answers differently. Ends with what it returns. */
  readonly onState: (listener: () => void) => () => void;
}

interface Token {
  readonly token?: unknown;
}

const firstPauseMs = 500;
const longestPauseMs = 30_000;

const tokenIn = (data: Readonly<Record<string, Token>> | null | undefined): string | undefined => {
  const token = Object.values(data ?? {})[0]?.token;
  return typeof token === 'string' ? token : undefined;
};

const isRefusal = (error: unknown): boolean =>
  error instanceof NetworkError && (error.response as Response | undefined)?.status === 400;

/**
 * Subscriptions over server-sent events that outlive their connection. Each event brings a token; after a cut the next connection asks with the last
 * one for everything `after` it, so nothing is missed. So does a mailbox that is opened again.
 */
export const createLive = (url: string): Live => {
  const sse = createClient({ url, retryAttempts: 0 });
  const tokens = new Map<string, string>();
  const listeners = new Set<() => void>();
  let state: LiveState = 'connecting';
  const tell = (): void => {
    for (const listener of listeners) listener();
  };
  const become = (next: LiveState): void => {
    if (next === state) return;
    state = next;
    tell();
  };
  const keep = (mailbox: string, token: string): void => {
    const isFirst = !tokens.has(mailbox);
    tokens.set(mailbox, token);
    if (isFirst) tell();
  };

  const forward: SubscriptionForwarder = ({ query = '', variables = {} }) => ({
    subscribe: (observer) => {
      const mailbox = String(variables['mailbox']);
      let isOver = false;
      let failures = 0;
      let stop = (): void => undefined;
      let waking: ReturnType<typeof setTimeout> | undefined;

      const again = (error: unknown): void => {
        if (isOver) return;
        // A position that the gateway cannot read is worth nothing: without it, it says where to begin.
        if (isRefusal(error)) tokens.delete(mailbox);
        become('cut');
        const pauseMs = Math.min(longestPauseMs, firstPauseMs * 2 ** failures);
        failures += 1;
        waking = setTimeout(connect, pauseMs * (0.5 + Math.random() / 2));
      };
      const connect = (): void => {
        clearTimeout(waking);
        stop();
        const after = tokens.get(mailbox);
        let isCurrent = true;
        const dispose = sse.subscribe<Record<string, Token>>(
          { query, variables: { ...variables, ...(after === undefined ? {} : { after }) } },
          {
            next: ({ data, ...rest }) => {
              const token = tokenIn(data);
              // First what it means for the lists, then that more can be read.
              observer.next({ data, ...rest } as Parameters<typeof observer.next>[0]);
              if (token === undefined) return;
              failures = 0;
              keep(mailbox, token);
              become('live');
            },
            error: (error) => isCurrent && again(error),
            complete: () => isCurrent && again(undefined),
          },
          // Without a position, only the first event tells it.
          { connected: () => isCurrent && tokens.has(mailbox) && become('live') },
        );
        stop = () => {
          isCurrent = false;
          dispose();
        };
      };
      const wake = (): void => {
        if (state === 'cut') connect();
      };

      become('connecting');
      globalThis.addEventListener('online', wake);
      connect();
      return {
        unsubscribe: () => {
          isOver = true;
          clearTimeout(waking);
          globalThis.removeEventListener('online', wake);
          stop();
        },
      };
    },
  });

  return {
    forward,
    state: () => state,
    follows: (mailbox) => tokens.has(mailbox),
    onState: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
};
