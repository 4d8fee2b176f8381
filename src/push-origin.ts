import { loopbackHosts } from './config-values.ts';

/**
 * The public address as one that a mail server can send to: over TLS, or on the machine that both run on. Undefined: it cannot.
 */
export const pushOrigin = (publicUrl: URL | undefined, ewsUrl: URL): string | undefined => {
  if (publicUrl === undefined) return undefined;
  const isOnLoopback = loopbackHosts.test(publicUrl.hostname);
  const canReach = isOnLoopback ? loopbackHosts.test(ewsUrl.hostname) : publicUrl.protocol === 'https:';
  return canReach ? publicUrl.origin : undefined;
};
