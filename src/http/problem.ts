import { DirectoryError } from '../directory/directory.ts';
import { EwsError } from '../ews/errors.ts';
import type { RouteAnswer } from './route.ts';

/** An error as a side route answers it (RFC 9457): `title` for people who read logs, `status` for programs; nothing about the cause leaks. */
export const problem = (
  status: number,
  title: string,
  headers: Readonly<Record<string, string>> = {},
): RouteAnswer => ({
  status,
  headers: { 'content-type': 'application/problem+json', 'cache-control': 'no-store', ...headers },
  body: JSON.stringify({ type: 'about:blank', title, status }),
});

/** The caller has spent its budget. */
export const tooMany = (retryAfterMs: number): RouteAnswer =>
  problem(429, 'You have spent your budget for this minute', {
    'retry-after': String(Math.ceil(retryAfterMs / 1000)),
  });

/** Nothing there, or not this caller's: both look the same. */
export const missing = (): RouteAnswer => problem(404, 'There is no such download, or it is not yours');

/** Response codes of an EWS server that mean: there is no such thing, or the role may not see that there is. */
const missingCodes = new Set([
  'ErrorItemNotFound',
  'ErrorInvalidIdMalformed',
  'ErrorInvalidId',
  'ErrorInvalidIdEmpty',
  'ErrorInvalidAttachmentId',
  'ErrorCannotOpenFileAttachment',
  'ErrorFileNotFound',
  'ErrorFolderNotFound',
  'ErrorNonExistentMailbox',
  'ErrorImpersonateUserDenied',
]);
const deniedCodes = new Set(['ErrorAccessDenied', 'ErrorImpersonationDenied']);
const denied = (): RouteAnswer => problem(403, 'The gateway may not read this');

const unavailable = (retryAfterMs: number | undefined): RouteAnswer =>
  problem(
    503,
    'The mail server cannot answer now',
    retryAfterMs === undefined ? {} : { 'retry-after': String(Math.ceil(retryAfterMs / 1000)) },
  );

/** What went wrong at the mail server or the directory, as an answer; undefined for everything that is our own failure. */
export const upstreamProblem = (error: unknown): RouteAnswer | undefined => {
  if (error instanceof DirectoryError) return unavailable(error.retryAfterMs);
  if (!(error instanceof EwsError)) return undefined;
  switch (error.kind) {
    case 'timeout':
    case 'aborted':
      return problem(504, 'The mail server did not answer in time');
    case 'credentials':
    case 'throttled':
    case 'suspended':
      return unavailable(error.retryAfterMs);
    case 'fault':
    case 'response':
      if (missingCodes.has(error.responseCode ?? '')) return missing();
      if (deniedCodes.has(error.responseCode ?? '')) return denied();
      return error.responseCode === 'ErrorServerBusy'
        ? unavailable(error.retryAfterMs)
        : problem(502, 'The mail server answered with an error');
    case 'http':
      if (error.status === 403) return denied();
      return error.status === 503 || error.status === 429
        ? unavailable(error.retryAfterMs)
        : problem(502, 'The mail server answered with an error');
    case 'unreachable':
    case 'decode':
    case 'tooLarge':
      return problem(502, 'The mail server could not be reached or understood');
  }
};
