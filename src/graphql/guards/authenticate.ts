import type { Plugin } from 'graphql-yoga';
import { challenges, type Access, type AuthenticationFailure } from '../../access/access.ts';
import type { Caller } from '../../access/caller.ts';
import { clientError } from '../errors.ts';

const callerKey = Symbol('the caller of this request');

/** What stands in Yoga's server context, and so in the GraphQL context, from the moment the caller is known. */
interface Authenticated {
  [callerKey]?: Caller;
}

const unknownCaller = (failure: AuthenticationFailure): Error =>
  failure === 'unavailable'
    ? clientError(
        'UPSTREAM_UNAVAILABLE',
        'Credentials cannot be examined at the moment.',
        {},
        {
          extensions: { http: { status: 503 } },
        },
      )
    : clientError(
        'UNAUTHENTICATED',
        undefined,
        {},
        {
          extensions: { http: { status: 401, headers: { 'www-authenticate': challenges[failure] } } },
        },
      );

/**
 * Finds out who calls before the body of a GraphQL request is read: nobody who is unknown can make the gateway parse, validate or execute anything.
 * The caller is kept in the server context and not beside the Request, which Yoga replaces by another one.
 */
export const useAuthentication = (
  access: Access,
  onFailure: (failure: AuthenticationFailure, serverContext: object) => void,
): Plugin => ({
  onRequestParse: async ({ request, serverContext }) => {
    const authentication = await access.authenticate(request);
    if ('failure' in authentication) {
      onFailure(authentication.failure, serverContext);
      throw unknownCaller(authentication.failure);
    }
    (serverContext as Authenticated)[callerKey] = authentication.caller;
  },
});

/** The caller that `useAuthentication` found. Throws UNAUTHENTICATED where it has not run: nothing is executed for nobody. */
export const callerOf = (serverContext: object): Caller => {
  const caller = (serverContext as Authenticated)[callerKey];
  if (caller === undefined) throw unknownCaller('noCredentials');
  return caller;
};
