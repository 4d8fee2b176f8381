import { once } from 'node:events';

/** Waits until a signal fires, or the one that ends the waiting does; lets go of both then. Never throws. */
export const fired = async (signal: AbortSignal, ending: AbortSignal): Promise<void> => {
  if (signal.aborted || ending.aborted) return;
  await once(signal, 'abort', { signal: ending }).catch(() => undefined);
};
