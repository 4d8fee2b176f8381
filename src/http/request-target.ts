import type { IncomingMessage } from 'node:http';

/** A name or address, perhaps with a port (RFC 9110, 7.2); the underscore because Docker's own names have it. */
const hostPattern = /^(?:[a-z0-9._-]{1,255}|\[[0-9a-f:.]{2,45}\])(?::\d{1,5})?$/i;

/** What a request says of where it goes. */
export type RequestTarget = Pick<IncomingMessage, 'httpVersion' | 'url' | 'headers'>;

/** The path that a request asks for, as it was sent. */
export const requestPath = ({ url = '' }: Pick<IncomingMessage, 'url'>): string => {
  const end = url.indexOf('?');
  return end < 0 ? url : url.slice(0, end);
};

/**
 * Whether a request goes to a path of one host, so that a proper address follows from the two: RFC 9112 (3.2) asks to refuse several hosts and
 * broken ones with 400. Addresses of other servers, as a proxy gets them, and HTTP/0.9, which has neither headers nor hosts, are refused too.
 */
export const isProperTarget = ({ httpVersion, url = '', headers: { host } }: RequestTarget): boolean =>
  /^1\.[01]$/.test(httpVersion) && url.startsWith('/') && (host === undefined || hostPattern.test(host));
