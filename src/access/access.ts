import type { Caller } from './caller.ts';
import type { Policy } from './policy.ts';

/** How callers are told apart, and what each may do. */
export interface Access {
  /** Who sent this request; undefined when it proves nobody. Reads headers only, so the body stays untouched. */
  authenticate(request: Request): Promise<Caller | undefined>;
  readonly policy: Policy;
}
