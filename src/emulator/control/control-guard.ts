import type { IncomingMessage } from 'node:http';
import { ControlProblem } from './control-problem.ts';

/**
 * Lets pass what a program on this machine sends on purpose, and no web page: not one of another origin, whose browser tells so, and not one whose
 * name somebody has let point to this machine (DNS rebinding). Throws ControlProblem.
 */
export const checkCaller = ({ headers, method, socket }: IncomingMessage): void => {
  if (!isLoopbackAddress(socket.remoteAddress ?? '') || !loopbackHost.test(headers.host ?? '')) {
    throw new ControlProblem('not-loopback', 'Ask 127.0.0.1, localhost or [::1], by one of these names.');
  }
  const site = headers['sec-fetch-site'];
  if (headers.origin !== undefined || (site !== undefined && site !== 'none')) {
    throw new ControlProblem('from-web-page', 'A request with an Origin, or for a page, is not answered.');
  }
  if (method === 'GET') return;
  // No page can send this type to another origin without asking first, and nobody answers its question.
  if (!/^application\/json\s*(?:;|$)/i.test(headers['content-type'] ?? '')) {
    throw new ControlProblem('wrong-content-type', 'Send content-type: application/json, also without a body.');
  }
};

const loopbackHost = /^(?:localhost|127\.0\.0\.1|\[::1\])(?::\d{1,5})?$/i;

const isLoopbackAddress = (address: string): boolean => /^(?:::ffff:)?127\.|^::1$/.test(address);
