import type { ByteSource } from './byte-source.ts';

/** What a megabyte may take on its way to the server and into its store, milliseconds: 8 Mbit/s. */
const msPerMegabyte = 1_000;

/** Time that a request has for its files, on top of what any request has, milliseconds. */
export const transferMs = (body: string | ByteSource): number =>
  typeof body === 'string' ? 0 : Math.ceil((body.size / (1024 * 1024)) * msPerMegabyte);
