/** Waits for a value no longer than until the signal fires: undefined then, and what becomes of the wait is not heard of any more. */
export const whileWanted = async <Value>(wait: Promise<Value>, signal: AbortSignal): Promise<Value | undefined> => {
  let leave = (): void => undefined;
  const left = new Promise<undefined>((resolve) => {
    leave = () => resolve(undefined);
    if (signal.aborted) leave();
    signal.addEventListener('abort', leave, { once: true });
  });
  try {
    return await Promise.race([wait, left]);
  } finally {
    signal.removeEventListener('abort', leave);
  }
};
