/** The time that a call has. */
export interface Deadline {
  /** When it is over, by the clock that it was started with, milliseconds. */
  readonly dueMs: number;
  /** Fires then, with a DOMException `TimeoutError`. */
  readonly signal: AbortSignal;
  /** The time does not matter any more. */
  stop(): void;
}

/** Starts the time until then; one that is over has fired already. */
export const startDeadline = (dueMs: number, now: () => number): Deadline => {
  const limit = new AbortController();
  const leftMs = dueMs - now();
  const fire = (): void => limit.abort(new DOMException('The time for the call is over', 'TimeoutError'));
  if (leftMs <= 0) fire();
  const timer = leftMs <= 0 ? undefined : setTimeout(fire, leftMs);
  return { dueMs, signal: limit.signal, stop: () => clearTimeout(timer) };
};

/** Whether a signal fired because the time was over, and not because somebody left. */
export const isTimeout = ({ reason }: AbortSignal): boolean =>
  reason instanceof Error && reason.name === 'TimeoutError';
