import { createHmac, hkdfSync } from 'node:crypto';

/** What everything of the gateway in Redis begins with: keys and channels, for the rights of an ACL user. */
export const prefix = 'workmail-graphql';

/** What Redis calls something of a kind, so that nobody who reads there learns whom or what it is about. */
export type NameInRedis = (kind: 'lease' | 'hints' | 'budget', text: string) => string;

/**
 * Names by a keyed hash: addresses can be guessed, and their plain hashes with them. The same for all gateways with this secret; while it is being
 * replaced, those with the old one and those with the new one do not see each other.
 */
export const createNameInRedis = (secret: Uint8Array): NameInRedis => {
  const key = new Uint8Array(hkdfSync('sha256', secret, '', `${prefix}/redis-names`, 32));
  return (kind, text) => `${prefix}:${kind}:${createHmac('sha256', key).update(`${kind}:${text}`).digest('base64url')}`;
};
