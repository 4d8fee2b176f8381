import { callerKey, type Caller } from './caller.ts';

/** How many there are. */
export interface PlaceNumbers {
  /** For each caller. */
  readonly perCaller: number;
  /** For all callers together. */
  readonly inAll: number;
}

/** Places that callers have, for what lasts. */
export interface Places {
  readonly numbers: PlaceNumbers;
  /** Whose places are all taken, so that this caller gets none; undefined: there is one. */
  lacking(caller: Caller): keyof PlaceNumbers | undefined;
  /** Takes a place and gives what gives it back, once; undefined when there is none. */
  take(caller: Caller): (() => void) | undefined;
}

/** Makes the places; memory is held only for callers who have taken one. */
export const createPlaces = (numbers: PlaceNumbers): Places => {
  const taken = new Map<string, number>();
  let total = 0;
  const lacking = (caller: Caller): keyof PlaceNumbers | undefined => {
    if ((taken.get(callerKey(caller)) ?? 0) >= numbers.perCaller) return 'perCaller';
    return total >= numbers.inAll ? 'inAll' : undefined;
  };
  return {
    numbers,
    lacking,
    take: (caller) => {
      if (lacking(caller) !== undefined) return undefined;
      const key = callerKey(caller);
      taken.set(key, (taken.get(key) ?? 0) + 1);
      total += 1;
      let isHeld = true;
      return () => {
        if (!isHeld) return;
        isHeld = false;
        total -= 1;
        const rest = (taken.get(key) ?? 1) - 1;
        if (rest === 0) taken.delete(key);
        else taken.set(key, rest);
      };
    },
  };
};
