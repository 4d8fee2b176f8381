import { mailboxAddress, type MailboxAddress } from '../ews/properties/id.ts';

/** What a verified token says, as its issuer wrote it. */
export type TokenClaims = Readonly<Record<string, unknown>>;

/**
 * The values of a claim: a text, or a list of nothing but texts; everything else counts as none. A name with dots that no claim has leads into
 * objects: `realm_access.roles`.
 */
export const claimValues = (claims: TokenClaims, name: string): readonly string[] => {
  const value = claimNamed(claims, name);
  if (typeof value === 'string') return [value];
  return Array.isArray(value) && value.every((part): part is string => typeof part === 'string') ? value : [];
};

/**
 * The caller's own mailbox, when the claim is an address. An `email` that the issuer itself calls unverified is none: whoever may type it could
 * type another's. Nor is one with letters beyond ASCII, some of which turn into other people's letters in lower case (the Kelvin sign into k).
 */
export const claimedMailbox = (claims: TokenClaims, name: string): MailboxAddress | undefined => {
  const value = claimNamed(claims, name);
  if (typeof value !== 'string' || !/^[\x21-\x7E]+$/.test(value)) return undefined;
  if (name === 'email' && Object.hasOwn(claims, 'email_verified') && claims['email_verified'] !== true)
    return undefined;
  return mailboxAddress(value);
};

const isObject = (value: unknown): value is TokenClaims =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const claimNamed = (claims: TokenClaims, name: string): unknown => {
  if (Object.hasOwn(claims, name)) return claims[name];
  let value: unknown = claims;
  for (const part of name.split('.')) {
    if (!isObject(value) || !Object.hasOwn(value, part)) return undefined;
    value = value[part];
  }
  return value;
};
