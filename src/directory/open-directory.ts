import type { Directory } from './directory.ts';

/**
 * The directory of an EWS server that has no directory API: every address may exist, and the server itself says which do when it is impersonated.
 * Nothing can be listed, and aliases and quotas are unknown.
 */
export const openDirectory = (): Directory => ({
  find: (address) => Promise.resolve({ address, displayName: undefined, kind: 'USER' }),
  list: () => Promise.resolve([]),
  aliases: () => Promise.resolve([]),
  quota: () => Promise.resolve(undefined),
});
