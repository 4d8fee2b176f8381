import { callerKey, type Caller } from './caller.ts';

/** Memory for files on their way through the gateway. */
export interface HeldMemory {
  /** Sets so many bytes aside and gives what frees them, once; undefined when this caller, or all together, hold too much. */
  hold(caller: Caller, bytes: number): (() => void) | undefined;
}

/** Makes it. Bytes are set aside before they come: what has been let in is not refused half-way. */
export const createHeldMemory = ({
  maxBytes,
  maxBytesPerCaller,
}: {
  readonly maxBytes: number;
  readonly maxBytesPerCaller: number;
}): HeldMemory => {
  const held = new Map<string, number>();
  let total = 0;
  return {
    hold: (caller, bytes) => {
      const key = callerKey(caller);
      const own = held.get(key) ?? 0;
      if (total + bytes > maxBytes || own + bytes > maxBytesPerCaller) return undefined;
      total += bytes;
      held.set(key, own + bytes);
      let isHeld = true;
      return () => {
        if (!isHeld) return;
        isHeld = false;
        total -= bytes;
        const rest = (held.get(key) ?? bytes) - bytes;
        if (rest === 0) held.delete(key);
        else held.set(key, rest);
      };
    },
  };
};
