/** Longer tokens are not looked at: identity providers stay below what web servers take as a header. */
const maxTokenLength = 8_192;

/** Any number of spaces, then a b64token, and nothing after it. */
const credentials = /^bearer +([A-Za-z0-9._~+/-]+=*)$/i;

/** A JWS in compact form (RFC 7515, 3.1); whatever else a bearer may show is an API key. */
const jwtShape = /^[^.]*\.[^.]*\.[^.]*$/;

/** What a client showed to be let in. */
export type Bearer =
  | { readonly kind: 'jwt' | 'apiKey'; readonly token: string }
  | { readonly failure: 'noCredentials' | 'badCredentials' };

/**
 * Reads an Authorization header as RFC 6750, section 2.1, writes it. Other schemes count as no credentials; several at once, or a token of more
 * than 8,192 characters, as bad ones. Parameters of the address and cookies are nowhere looked at.
 */
export const readBearer = (authorization: string | null): Bearer => {
  if (authorization === null || !/^bearer(?: |$)/i.test(authorization)) return { failure: 'noCredentials' };
  if (authorization.length > maxTokenLength + 'bearer '.length) return { failure: 'badCredentials' };
  const token = credentials.exec(authorization)?.[1];
  if (token === undefined) return { failure: 'badCredentials' };
  return { kind: jwtShape.test(token) ? 'jwt' : 'apiKey', token };
};
