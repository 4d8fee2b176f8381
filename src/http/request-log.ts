import { getOperationAST } from 'graphql';
import type { Plugin } from 'graphql-yoga';
import type { Logger } from '../telemetry/logger.ts';

interface RequestNotes {
  readonly startedMs: number;
  operation?: string | undefined;
}

const notesKey = Symbol('notes for the request log');

interface Noted {
  [notesKey]?: RequestNotes;
}

const isProbe = ({ url }: Request): boolean => /\/(health|ready)$/.test(new URL(url).pathname);

/**
 * Writes one line per request, when its answer begins: method, path (never the query, which may hold a link), name of the GraphQL operation, status,
 * milliseconds. `nowMs` is a clock that only moves forward.
 */
export const useRequestLog = (logger: Logger, nowMs: () => number): Plugin => ({
  // Kept in the server context, which becomes part of the GraphQL context: Yoga's body limit replaces the Request object.
  onRequest: ({ serverContext }) => {
    (serverContext as Noted)[notesKey] = { startedMs: nowMs() };
  },
  onExecute: ({ args, context }) => {
    const notes = (context as Noted)[notesKey];
    if (notes !== undefined) notes.operation = getOperationAST(args.document, args.operationName)?.name?.value;
  },
  onResponse: ({ request, response, serverContext }) => {
    const notes = (serverContext as Noted)[notesKey];
    const ms = notes === undefined ? undefined : Math.round((nowMs() - notes.startedMs) * 10) / 10;
    // Probes come every few seconds and tell nothing.
    logger[isProbe(request) ? 'debug' : 'info'](
      {
        method: request.method,
        path: new URL(request.url).pathname,
        operation: notes?.operation,
        status: response.status,
        ms,
      },
      'request',
    );
  },
});
