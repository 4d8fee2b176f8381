import type { TokenProvider } from './token-provider.ts';

/**
 * User and password of a service account that may impersonate (Exchange Server and other EWS servers), sent as UTF-8 (RFC 7617). A user name
 * cannot hold a colon.
 */
export const basicCredentials = (username: string, password: string): TokenProvider => {
  const authorization = `Basic ${Buffer.from(`${username}:${password}`, 'utf8').toString('base64')}`;
  return { authorization: async () => authorization, reject: () => undefined };
};
