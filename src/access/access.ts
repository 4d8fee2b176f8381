import type { Caller } from './caller.ts';
import type { AccessRules } from './policy.ts';

/** Why nobody could be made of a request's credentials; `unavailable`: they could not be examined at the moment. */
export type AuthenticationFailure = 'noCredentials' | 'badCredentials' | 'unavailable';

/** WWW-Authenticate of a 401. RFC 6750, section 3: no error code for a request that tried nothing. */
export const challenges: Readonly<Record<Exclude<AuthenticationFailure, 'unavailable'>, string>> = {
  noCredentials: 'Bearer realm="workmail-graphql"',
  badCredentials: 'Bearer realm="workmail-graphql", error="invalid_token"',
};

/** Who sent a request, or why that is not known. */
export type Authentication = { readonly caller: Caller } | { readonly failure: AuthenticationFailure };

/** How callers are told apart, and what each may do. */
export interface Access {
  /** Examines the credentials of a request. Reads headers only, so the body stays untouched. Never throws for what a client sent. */
  authenticate(request: Request): Promise<Authentication>;
  readonly rules: AccessRules;
}
