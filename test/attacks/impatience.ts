import type { ConnectionTimes } from '../../src/http/serve.ts';

/** Patience of fractions of a second, so that attacks on it take no minutes. */
export const impatience: ConnectionTimes = {
  headersMs: 400,
  requestMs: 800,
  uploadMs: 3_000,
  stalledMs: 400,
  checkMs: 50,
  keepAliveMs: 1_000,
};
