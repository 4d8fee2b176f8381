import type { Plugin } from 'graphql-yoga';
import { clientError } from '../errors.ts';

const eventStream = 'text/event-stream';
const accepted: ReadonlySet<string | undefined> = new Set([eventStream, 'text/*', '*/*']);

const acceptsEvents = (accept: string | null): boolean =>
  accept === null || accept.split(',').some((range) => accepted.has(range.split(';')[0]?.trim().toLowerCase()));

const notAccepted = (): Error =>
  clientError(
    'BAD_USER_INPUT',
    'A subscription is answered as a stream of events: send the header accept: text/event-stream.',
    {},
    { extensions: { http: { status: 406 } } },
  );

/**
 * Refuses subscriptions of clients that do not take server-sent events, before anything is listened to, and keeps what stands between from holding
 * events back: caches, and proxies that gather answers before they pass them on.
 * https://nginx.org/en/docs/http/ngx_http_proxy_module.html#proxy_buffering
 */
export const useEventStreams = (): Plugin => ({
  onSubscribe: ({ args }) => {
    const { request } = args.contextValue as { readonly request: Request };
    if (!acceptsEvents(request.headers.get('accept'))) throw notAccepted();
  },
  onResponse: ({ response: { headers } }) => {
    if (headers.get('content-type')?.startsWith(eventStream) !== true) return;
    // Who may transform may compress, and gathers for that.
    headers.set('cache-control', 'no-store, no-transform');
    headers.set('x-accel-buffering', 'no');
    // Yoga's word against compression, which is no coding: https://www.rfc-editor.org/rfc/rfc9110#section-8.4.1
    headers.delete('content-encoding');
  },
});
