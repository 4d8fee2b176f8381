/** Lets work begin as long as what is held in memory for it stays within a bound. */
export interface ByteGate {
  /** Runs the work once there is room for so many bytes; what is larger than the whole gate goes alone. */
  pass<Result>(bytes: number, work: () => Promise<Result>): Promise<Result>;
}

/** Makes a gate for so many bytes. Whoever comes first goes first, so that a large message is not overtaken for ever. */
export const createByteGate = (maxBytes: number): ByteGate => {
  let held = 0;
  const waiting: { readonly bytes: number; readonly begin: () => void }[] = [];
  const letIn = (): void => {
    for (
      let next = waiting[0];
      next !== undefined && (held === 0 || held + next.bytes <= maxBytes);
      next = waiting[0]
    ) {
      waiting.shift();
      held += next.bytes;
      next.begin();
    }
  };
  return {
    pass: async (bytes, work) => {
      await new Promise<void>((begin) => {
        waiting.push({ bytes, begin });
        letIn();
      });
      try {
        return await work();
      } finally {
        held -= bytes;
        letIn();
      }
    },
  };
};
