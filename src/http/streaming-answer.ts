import type { Plugin } from 'graphql-yoga';

const streamingKey = Symbol('what to do once this answer streams');

interface Marked {
  [streamingKey]?: () => void;
}

/** Has something done when the answer turns out to be a stream, whose end is its reader's business: a download, or events as they come. */
export const onceStreaming = (response: object, act: () => void): void => {
  (response as Marked)[streamingKey] = act;
};

/** Says that an answer of node's HTTP server is one; undefined where there is no such server. */
export const streams = (response: object | undefined): void => {
  (response as Marked | undefined)?.[streamingKey]?.();
};

/** Says so of answers with server-sent events. */
export const useStreamingAnswers = (): Plugin => ({
  onResponse: ({ response, serverContext }) => {
    if (response.headers.get('content-type')?.startsWith('text/event-stream') === true)
      streams((serverContext as { readonly res?: object }).res);
  },
});
