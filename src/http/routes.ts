import { Readable } from 'node:stream';
import type { ServerResponse } from 'node:http';
import type { Plugin } from 'graphql-yoga';
import { problem } from './problem.ts';
import { notesOf } from './request-notes.ts';
import type { Route, RouteAnswer } from './route.ts';
import { streams } from './streaming-answer.ts';

type ResponseClass = typeof Response;

interface RoutesOptions {
  readonly routes: readonly Route[];
  /** Told what a route threw and what broke a body under way; neither reaches the client. */
  readonly onError: (error: unknown, path: string) => void;
}

const isFor = (route: Route, path: string): boolean =>
  route.path !== '/' && route.path.endsWith('/') ? path.startsWith(route.path) : path === route.path;

const answerOf = async (
  route: Route,
  request: Request,
  url: URL,
  requestId: string,
  onError: RoutesOptions['onError'],
): Promise<RouteAnswer> => {
  const { methods } = route;
  if (!methods.some((method) => method === request.method))
    return problem(405, `Use ${methods.join(' or ')}`, { allow: methods.join(', ') });
  try {
    return await route.handle({ request, url, requestId, signal: request.signal });
  } catch (error) {
    onError(error, route.path);
    return problem(500, 'The gateway failed');
  }
};

/**
 * Serves paths beside GraphQL on the same `fetch`. The body of a stream that fails under way cannot become an error answer any more: the connection
 * is broken off, so that no client takes half a file for a whole one.
 */
export const useRoutes = ({ routes, onError }: RoutesOptions): Plugin => ({
  onRequest: async ({ request, url, serverContext, endResponse, fetchAPI }) => {
    const route = routes.find((candidate) => isFor(candidate, url.pathname));
    if (route === undefined) return;
    const { status, headers, body } = await answerOf(route, request, url, notesOf(serverContext).id, onError);
    const { Response } = fetchAPI as { readonly Response: ResponseClass };
    if (body === undefined || typeof body === 'string') {
      endResponse(new Response(request.method === 'HEAD' ? undefined : body, { status, headers: { ...headers } }));
      return;
    }
    notesOf(serverContext).account.isLasting = true;
    const stream = Readable.from(body, { objectMode: false });
    // Behind node:http, Yoga pipes a stream without looking at its errors: the client would wait for ever.
    const { res } = serverContext as { readonly res?: ServerResponse };
    streams(res);
    stream.once('error', (error) => {
      onError(error, route.path);
      res?.destroy();
    });
    // Yoga's Response takes Node's streams as they are; the type is that of the standard, which does not know them.
    endResponse(new Response(stream as unknown as ReadableStream, { status, headers: { ...headers } }));
  },
});
