/** Those who wait for the same key in this process, in the order in which they came. */
export interface Queues {
  /** Waits until everybody before has left, `waitMs` at most. Answers how to leave, which counts once; undefined when the time is over. */
  enter(key: string, waitMs: number): Promise<(() => void) | undefined>;
}

/** Makes them. A key costs memory only as long as somebody is at it. */
export const createQueues = (): Queues => {
  /** Who waits behind the one whose turn it is. */
  const waiting = new Map<string, Set<() => void>>();

  const leaving = (key: string): (() => void) => {
    let hasLeft = false;
    return () => {
      if (hasLeft) return;
      hasLeft = true;
      const [next] = waiting.get(key) ?? [];
      if (next === undefined) waiting.delete(key);
      else next();
    };
  };

  return {
    enter: (key, waitMs) => {
      const behind = waiting.get(key);
      if (behind === undefined) {
        waiting.set(key, new Set());
        return Promise.resolve(leaving(key));
      }
      return new Promise((resolve) => {
        const leave = (isTurn: boolean): void => {
          clearTimeout(timer);
          behind.delete(enter);
          resolve(isTurn ? leaving(key) : undefined);
        };
        const enter = (): void => leave(true);
        const timer = setTimeout(() => leave(false), waitMs);
        behind.add(enter);
      });
    },
  };
};
