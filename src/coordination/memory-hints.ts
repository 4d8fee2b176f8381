import type { Hint, Hints } from './hints.ts';

/** Hints for one process: whoever listens has heard them when `tell` returns. */
export const createMemoryHints = (): Hints => {
  const listeners = new Map<string, Set<(hint: Hint) => void>>();
  return {
    tell: (topic, hint) => {
      for (const onHint of listeners.get(topic) ?? []) onHint(hint);
    },
    listen: (topic, onHint) => {
      // One function may listen twice, and then is told twice.
      const listener = (hint: Hint): void => onHint(hint);
      const others = listeners.get(topic) ?? new Set();
      listeners.set(topic, others.add(listener));
      return () => {
        others.delete(listener);
        if (others.size === 0 && listeners.get(topic) === others) listeners.delete(topic);
      };
    },
    close: () => {
      listeners.clear();
      return Promise.resolve();
    },
  };
};
