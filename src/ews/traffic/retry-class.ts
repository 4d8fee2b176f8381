import type { EwsError } from '../errors.ts';
import type { Operation } from '../operation.ts';
import { isPassingCode, isSurelyUndone } from '../outcome.ts';

/**
 * What may be tried again after a failure that may pass. `read`: anything that only looks. `repeatable`: a write that ends in the same state when it is
 * done twice. `once`: everything else, and that only after a failure before which it was surely not done.
 */
export type RetryClass = 'read' | 'repeatable' | 'once';

/** How often each is tried again at most. */
export const mostRepeats: Readonly<Record<RetryClass, number>> = { read: 2, repeatable: 1, once: 1 };

/** The class of a call: what its operation says of itself, and of this input. What lasts is opened again by who reads it, in his own time. */
export const retryClassOf = <Input>(
  { access, idempotent, isLasting = false }: Pick<Operation<Input, unknown>, 'access' | 'idempotent' | 'isLasting'>,
  input: Input,
): RetryClass => {
  if (isLasting) return 'once';
  const isIdempotent = typeof idempotent === 'function' ? idempotent(input) : idempotent;
  if (!isIdempotent) return 'once';
  return access === 'read' ? 'read' : 'repeatable';
};

/** No connection, a broken one, an answer that cannot be read, a server that says that it is busy or ill: the next try may find it otherwise. */
const mayPass = ({ kind, status = 0, responseCode, isRefusal, lacking }: EwsError): boolean => {
  if (lacking !== undefined) return false;
  switch (kind) {
    case 'unreachable':
    case 'decode':
      return true;
    // Nobody took the connection. A server that has it and is silent is not asked the same again.
    case 'timeout':
      return isRefusal;
    case 'http':
      return status === 429 || status >= 500;
    case 'fault':
    case 'response':
      return responseCode !== undefined && isPassingCode(responseCode);
    case 'aborted':
    case 'tooLarge':
    case 'credentials':
    case 'throttled':
    case 'suspended':
      return false;
  }
};

/** Whether a call of this class may be tried again after this failure. */
export const mayRepeat = (retryClass: RetryClass, failure: EwsError): boolean =>
  mayPass(failure) && (retryClass !== 'once' || isSurelyUndone(failure));

const leastDelayMs = 50;
const firstDelayMs = 250;
const mostDelayMs = 1_000;

/** How long to wait before trying again for the nth time, from 1: somewhere between 50 ms and a limit that grows to a second. `random`: 0 to 1. */
export const retryDelayMs = (repeat: number, random: () => number): number =>
  leastDelayMs + random() * (Math.min(mostDelayMs, firstDelayMs * 4 ** (repeat - 1)) - leastDelayMs);
