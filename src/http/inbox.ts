import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { extname } from 'node:path';
import type { Route, RouteAnswer } from './route.ts';

/** Where `npm run build -w examples/inbox` puts the inbox; the same place seen from `src/http` and from `dist/http`. */
export const inboxFolder = new URL('../../dist/inbox/', import.meta.url);

const contentTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
};

/**
 * What the pages may load: themselves, and pictures of the gateway. Mail is shown in a frame that inherits this. Its style attributes have been
 * sanitised; no style sheet and no script of a mail is let in, whatever the sanitiser may have overlooked.
 */
const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "style-src-attr 'unsafe-inline'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** Names of these files change with their content. */
const immutableBelow = '/assets/';

interface File {
  readonly path: string;
  readonly contentType: string;
  readonly text: string;
}

/** Every file that is of a known type; nothing when the inbox has not been built, or is being built just now. */
const filesIn = (folder: URL): readonly File[] => {
  try {
    return readdirSync(folder, { recursive: true, encoding: 'utf8' }).flatMap((name) => {
      const contentType = contentTypes[extname(name)];
      if (contentType === undefined) return [];
      const path = `/${name.replaceAll('\\', '/')}`;
      return [
        {
          path: path === '/index.html' ? '/' : path,
          contentType,
          text: readFileSync(new URL(`.${path}`, folder), 'utf8'),
        },
      ];
    });
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw error;
  }
};

const routeOf = ({ path, contentType, text }: File): Route => {
  const etag = `"${createHash('sha256').update(text).digest('base64url')}"`;
  const headers = {
    'content-type': contentType,
    etag,
    'cache-control': path.startsWith(immutableBelow) ? 'public, max-age=31536000, immutable' : 'no-cache',
    'content-security-policy': contentSecurityPolicy,
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cross-origin-opener-policy': 'same-origin',
  };
  const known = (request: Request): boolean =>
    (request.headers.get('if-none-match') ?? '').split(',').some((tag) => tag.trim().replace(/^W\//, '') === etag);
  return {
    path,
    methods: ['GET', 'HEAD'],
    handle: ({ request }): Promise<RouteAnswer> =>
      Promise.resolve(known(request) ? { status: 304, headers } : { status: 200, headers, body: text }),
  };
};

/**
 * One route for each file of the inbox, its page at `/`; all of them are read into memory here, so that no path of a request ever reaches the file
 * system. No routes when it has not been built.
 */
export const inboxRoutes = (folder: URL = inboxFolder): readonly Route[] => filesIn(folder).map(routeOf);
