import { EwsError } from '../errors.ts';

/** Calls that were refused unsent, by why. */
export class Refusals {
  #throttled = 0;
  #suspended = 0;

  get counts(): Readonly<Record<'throttled' | 'suspended', number>> {
    return { throttled: this.#throttled, suspended: this.#suspended };
  }

  throttled(why: string, retryAfterMs: number): EwsError {
    this.#throttled += 1;
    return new EwsError('throttled', why, { retryAfterMs: Math.ceil(retryAfterMs), isRefusal: true });
  }

  suspended(retryAfterMs: number): EwsError {
    this.#suspended += 1;
    return new EwsError('suspended', 'the server has failed so often lately that it is left alone', {
      retryAfterMs: Math.ceil(retryAfterMs),
      isRefusal: true,
    });
  }
}
