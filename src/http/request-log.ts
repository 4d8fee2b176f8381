import type { ServerResponse } from 'node:http';
import type { Plugin } from 'graphql-yoga';
import type { Logger } from '../telemetry/logger.ts';
import { notesOf } from './request-notes.ts';

const startKey = Symbol('when this request came');

interface Timed {
  [startKey]?: number;
}

const isProbe = (pathname: string): boolean => /\/(health|ready)$/.test(pathname);

/** The path, without what follows one of the secret beginnings, which may stand in the middle where a proxy has put something in front. */
const shownPath = (pathname: string, secretBelow: readonly string[]): string => {
  const lower = pathname.toLowerCase();
  const ends = secretBelow.flatMap((path) => (lower.includes(path) ? [lower.indexOf(path) + path.length] : []));
  return pathname.slice(0, Math.min(...ends, pathname.length));
};

/**
 * Writes one line per request, when its answer begins: the id that the gateway gave it, method, path (never the query, which may hold a link), name of
 * the GraphQL operation, status, milliseconds, what it cost, calls to EWS that had ended, error codes of the answer, and where its spans are. An
 * answer that goes on after that, a download or a stream of events, has a second line when it is over, with what it came to and whether the client had
 * all of it. `nowMs` is a clock that only moves forward. `secretBelow`: beginnings of paths, in lower case, what follows which is as good as a password.
 */
export const useRequestLog = (logger: Logger, nowMs: () => number, secretBelow: readonly string[] = []): Plugin => ({
  onRequest: ({ serverContext }) => {
    (serverContext as Timed)[startKey] = nowMs();
  },
  onResponse: ({ request, response, serverContext }) => {
    const startedMs = (serverContext as Timed)[startKey];
    const { id: requestId, operation, account } = notesOf(serverContext);
    const { pathname } = new URL(request.url);
    const msSoFar = (): number | undefined =>
      startedMs === undefined ? undefined : Math.round((nowMs() - startedMs) * 10) / 10;
    // Probes come every few seconds and tell nothing.
    logger[isProbe(pathname) ? 'debug' : 'info'](
      {
        requestId,
        method: request.method,
        path: shownPath(pathname, secretBelow),
        operation: operation(),
        status: response.status,
        ms: msSoFar(),
        cost: account.cost,
        calls: account.calls,
        codes: account.codes.length === 0 ? undefined : account.codes,
        traceId: account.traceId,
      },
      'request',
    );
    if (!account.isLasting) return;
    const { res } = serverContext as { readonly res?: ServerResponse };
    res?.once('close', () =>
      logger.info(
        {
          requestId,
          ms: msSoFar(),
          calls: account.calls,
          upstreamBytes: account.bytes,
          isComplete: res.writableFinished,
          traceId: account.traceId,
        },
        'request over',
      ),
    );
  },
});
