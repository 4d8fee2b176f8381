import type { Plugin } from 'graphql-yoga';
import type { Logger } from '../telemetry/logger.ts';
import { notesOf } from './request-notes.ts';

const startKey = Symbol('when this request came');

interface Timed {
  [startKey]?: number;
}

const isProbe = ({ url }: Request): boolean => /\/(health|ready)$/.test(new URL(url).pathname);

/**
 * Writes one line per request, when its answer begins: the id that the gateway gave it, method, path (never the query, which may hold a link), name of
 * the GraphQL operation, status, milliseconds. `nowMs` is a clock that only moves forward.
 */
export const useRequestLog = (logger: Logger, nowMs: () => number): Plugin => ({
  onRequest: ({ serverContext }) => {
    (serverContext as Timed)[startKey] = nowMs();
  },
  onResponse: ({ request, response, serverContext }) => {
    const startedMs = (serverContext as Timed)[startKey];
    const { id, operation } = notesOf(serverContext);
    // Probes come every few seconds and tell nothing.
    logger[isProbe(request) ? 'debug' : 'info'](
      {
        requestId: id,
        method: request.method,
        path: new URL(request.url).pathname,
        operation: operation(),
        status: response.status,
        ms: startedMs === undefined ? undefined : Math.round((nowMs() - startedMs) * 10) / 10,
      },
      'request',
    );
  },
});
