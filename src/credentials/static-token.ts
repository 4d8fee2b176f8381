import type { TokenProvider } from './token-provider.ts';

/** A bearer token that somebody else renews, if anybody; rejected, it stays the only one there is. */
export const staticToken = (token: string): TokenProvider => ({
  authorization: async () => `Bearer ${token}`,
  reject: () => undefined,
});
