import { callerKey, type Caller } from './caller.ts';

/** Places that each caller has, for what lasts. */
export interface Places {
  /** How many each caller has. */
  readonly perCaller: number;
  /** Whether this caller has one left. */
  isFree(caller: Caller): boolean;
  /** Takes a place and gives what gives it back, once; undefined when all are taken. */
  take(caller: Caller): (() => void) | undefined;
}

/** Makes the places; memory is held only for callers who have taken one. */
export const createPlaces = (perCaller: number): Places => {
  const taken = new Map<string, number>();
  const isFree = (caller: Caller): boolean => (taken.get(callerKey(caller)) ?? 0) < perCaller;
  return {
    perCaller,
    isFree,
    take: (caller) => {
      if (!isFree(caller)) return undefined;
      const key = callerKey(caller);
      taken.set(key, (taken.get(key) ?? 0) + 1);
      let isHeld = true;
      return () => {
        if (!isHeld) return;
        isHeld = false;
        const rest = (taken.get(key) ?? 1) - 1;
        if (rest === 0) taken.delete(key);
        else taken.set(key, rest);
      };
    },
  };
};
