import type { Plugin } from 'graphql-yoga';

/** Pages of which origins may call: exactly as browsers name themselves, or `*` for any page that has an origin. */
export type CorsOrigins = readonly string[] | '*';

/** Seconds for which a browser need not ask again; Chromium keeps no answer longer than this. */
const maxAgeSeconds = 7_200;

const answerHeaders = 'retry-after, x-request-id, www-authenticate, content-disposition';
const requestHeaders =
  'authorization, content-type, x-upstream-trace, x-deadline-ms, priority, apollo-require-preflight';

/** What `Access-Control-Allow-Origin` says to this origin; undefined: nothing at all. */
const allowedOrigin = (origins: CorsOrigins, origin: string | null): string | undefined => {
  // The origin `null` is that of sandboxed and local pages, that is, of anybody.
  if (origin === null || origin === 'null') return undefined;
  if (origins === '*') return '*';
  return origins.includes(origin) ? origin : undefined;
};

/** The headers of an answer that tell a browser whether a page of this origin may read it. */
export const sharedHeaders = (origins: CorsOrigins, origin: string | null): Readonly<Record<string, string>> => {
  const allowed = allowedOrigin(origins, origin);
  return {
    // An answer for one origin must not be taken for that of another by a cache.
    ...(origins !== '*' && origins.length > 0 ? { vary: 'Origin' } : {}),
    ...(allowed === undefined
      ? {}
      : { 'access-control-allow-origin': allowed, 'access-control-expose-headers': answerHeaders }),
  };
};

const isPreflight = ({ method, headers }: Request): boolean =>
  method === 'OPTIONS' && headers.has('origin') && headers.has('access-control-request-method');

const isBelow = ({ url }: Request, paths: readonly string[]): boolean => {
  const { pathname } = new URL(url);
  return paths.some((path) => pathname.startsWith(path));
};

/**
 * Lets pages of these origins call from a browser, without cookies: callers prove themselves by a header that no browser adds by itself. Pages of
 * other origins get answers that browsers keep from them. https://fetch.spec.whatwg.org/#http-cors-protocol
 * `notBelow`: beginnings of paths that are no page's business.
 */
export const useCors = (origins: CorsOrigins, notBelow: readonly string[] = []): Plugin => ({
  onRequest: ({ request, endResponse, fetchAPI }) => {
    // Safari waits for a body unless it is told that there is none.
    if (isPreflight(request) && !isBelow(request, notBelow))
      endResponse(new fetchAPI.Response(null, { status: 204, headers: { 'content-length': '0' } }));
  },
  onResponse: ({ request, response }) => {
    if (isBelow(request, notBelow)) return;
    const { headers } = response;
    const shared = sharedHeaders(origins, request.headers.get('origin'));
    for (const [name, value] of Object.entries(shared)) headers.append(name, value);
    if (!('access-control-allow-origin' in shared)) return;
    if (!isPreflight(request)) return;
    headers.set('access-control-allow-methods', 'GET, HEAD, POST');
    headers.set('access-control-allow-headers', requestHeaders);
    headers.set('access-control-max-age', String(maxAgeSeconds));
  },
});
