import { createRandom, type Random } from '../random.ts';

/** What goes wrong with one request: a name that says it all, or one of the things that the emulator can do to a request. */
export type FaultEffect = NamedFault | PlainEffect;

/** What servers that are not well answer instead of the true answer; nothing is done. Each is short for a plain effect. */
export type NamedFault =
  /** The SOAP fault ErrorServerBusy; with `backOffMs`, MessageXml carries BackOffMilliseconds. */
  | { readonly kind: 'serverBusy'; readonly backOffMs?: number }
  /** HTTP 503, with a Retry-After header when there are seconds to tell. */
  | { readonly kind: 'unavailable'; readonly retryAfterSeconds?: number }
  /** HTTP 429, with a Retry-After header when there are seconds to tell. */
  | { readonly kind: 'tooManyRequests'; readonly retryAfterSeconds?: number }
  /** HTTP 401 although the credentials are good, and they stay so: see `expireToken` for a token that does not. */
  | { readonly kind: 'unauthorized' }
  /** HTTP 403. */
  | { readonly kind: 'forbidden' };

/** What the emulator can do to a request. */
export type PlainEffect = AnsweredInstead | AnsweredBadly | Undone | Unanswered | BrokenStream | Upset;

/** Another answer than the true one; nothing is done. */
type AnsweredInstead =
  /** An HTTP answer instead of the real one. */
  | {
      readonly kind: 'status';
      readonly status: number;
      readonly headers?: Readonly<Record<string, string>>;
      readonly body?: string;
    }
  /** A SOAP fault; with `backOffMs`, MessageXml carries BackOffMilliseconds. For API actions: an AWS error of that type. */
  | { readonly kind: 'fault'; readonly responseCode: string; readonly backOffMs?: number }
  /** Any body with HTTP 200. */
  | { readonly kind: 'body'; readonly body: string; readonly contentType?: string }
  /** So many bytes (1,000 when absent) that are neither XML nor UTF-8, announced as the true answer is; the same ones every time. */
  | { readonly kind: 'garbage'; readonly bytes?: number };

/** All is done, and the true answer comes changed, in part, or slowly. */
type AnsweredBadly =
  /** The true answer, late; nothing is done for a client that has left by then. */
  | { readonly kind: 'delay'; readonly ms: number }
  /** Begun at once and done that much later, also for a client that has left meanwhile: it may have looked, and found nothing yet. */
  | { readonly kind: 'late'; readonly ms: number }
  /** The true answer up to that byte, ended so that HTTP thinks it whole. */
  | { readonly kind: 'cut'; readonly atByte: number }
  /** The true answer up to that byte; then the connection is destroyed, so that HTTP knows that something is missing. */
  | { readonly kind: 'breakAnswer'; readonly atByte: number }
  /** The true answer up to that byte, and then nothing: for so many milliseconds, or as long as the client waits. */
  | { readonly kind: 'stall'; readonly atByte: number; readonly ms?: number }
  /** The true answer, so many bytes at a time, with so many milliseconds in between. */
  | { readonly kind: 'slow'; readonly bytes: number; readonly everyMs: number }
  /** Characters that XML forbids are written as references, as Exchange does: https://github.com/mguessan/davmail/issues/150 */
  | { readonly kind: 'illegalReferences' }
  /**
   * The true answer behind a DOCTYPE, with an entity at the end of its SOAP body: one that would grow to gigabytes (`expanding`), or one that whoever resolves it
   * has to fetch from `url` (`external`; a file of the reader's own machine when absent).
   */
  | { readonly kind: 'doctype'; readonly entities: 'expanding' | 'external'; readonly url?: string }
  /**
   * One item of an answer holds what no XML reader accepts, so that the whole answer is lost with it: a reference to a character that XML forbids, or a
   * tag that nobody opened. The item is the one of that index, from 0, or the one of that id, in whatever company it is asked for.
   */
  | {
      readonly kind: 'poisonedItem';
      readonly index?: number;
      readonly itemId?: string;
      readonly poison: 'illegalReference' | 'strayTag';
    };

/** A part of what was asked is not done, and the answer says so. */
type Undone =
  /**
   * The answer's message of that index, from 0, fails, and what it would have written is not written; the others stay. With `stopsBatch` those
   * after it are not done either: each is a warning, ErrorBatchProcessingStopped.
   */
  { readonly kind: 'itemError'; readonly index: number; readonly responseCode: string; readonly stopsBatch?: boolean };

/** No answer at all. */
type Unanswered =
  /** Nothing is done, and there is no answer for as long as the client waits. */
  | { readonly kind: 'hang' }
  /** All is done, and there is no answer for as long as the client waits. */
  | { readonly kind: 'withhold' }
  /** The connection is reset (TCP RST) when the request has come in; nothing is done. */
  | { readonly kind: 'reset' }
  /**
   * The connection is destroyed while the request is still coming in, as soon as it has named its operation; nothing is done. Only requests that
   * come in one piece are read whole. For API actions: as `reset`.
   */
  | { readonly kind: 'breakOff' }
  /** All is done, and the connection is destroyed without a byte of the answer. */
  | { readonly kind: 'lose' };

/** What happens to a stream of envelopes. Answers that are no stream are the true ones. */
type BrokenStream =
  /** So many come whole, and half of the next; then the connection is destroyed. */
  | { readonly kind: 'breakStream'; readonly envelopes: number }
  /** So many come, and then nothing, while the connection stays open. */
  | { readonly kind: 'muteStream'; readonly envelopes: number }
  /** So many come; when there would be another one, the stream ends, and nothing tells why. */
  | { readonly kind: 'endStream'; readonly envelopes: number };

/** Something happens to the server when the request has come in, and the answer is the true one of a server to which it has happened. */
type Upset =
  /** The token that the request carries is expired from now on: 401, and nothing is done. */
  | { readonly kind: 'expireToken' }
  /** The request is answered; the token that it carries is expired for the next one. */
  | { readonly kind: 'expireTokenAfter' }
  /** Every state that clients of the mailbox synchronise from is worthless: ErrorInvalidSyncStateData. */
  | { readonly kind: 'loseSyncStates' }
  /** The subscriptions of the mailbox are forgotten: open streams break, push ends, ids are unknown (ErrorSubscriptionNotFound). */
  | { readonly kind: 'loseSubscriptions' }
  /** What happened in the mailbox is forgotten: watermarks are worthless, and who lags behind has missed events. */
  | { readonly kind: 'forgetEvents' }
  /** The emulator's clock is set forward, or back when negative: tokens and subscriptions expire, or live longer. */
  | { readonly kind: 'jumpClock'; readonly ms: number };

/** A fault and the requests that it hits. */
export type FaultScript = FaultEffect & {
  /**
   * EWS operation or WorkMail API action; absent: any EWS operation, and no API action. `SendNotification` is what the emulator itself asks of
   * receivers: `reset` is a request that does not reach them, `lose` one whose answer does not come back, other effects do nothing.
   */
  readonly operation?: string;
  /** Primary address of the impersonated mailbox; absent: any. */
  readonly mailbox?: string;
  /** Matching requests that pass before the first hit; 0 when absent. */
  readonly skip?: number;
  /** Requests that are hit; Infinity for all. When absent 1, or all with a probability. */
  readonly times?: number;
  /** How likely it is that a matching request is hit, above 0 and up to 1; those that are not hit pass. 1 when absent. */
  readonly probability?: number;
  /** Equal seeds hit the same requests of equal ones; when absent the number of the fault since there were none, from 1. */
  readonly seed?: number;
};

/** The faults in wait. A request is hit by the first one that matches it; each fault that it passes on the way counts it. */
export interface Faults {
  add(script: FaultScript): void;
  clear(): void;
  /** The faults in wait, in their order. */
  waiting(): readonly WaitingFault[];
  /** Whether a request that is coming in is to be broken off; a yes uses the fault up. */
  breaksOff(request: FaultTarget): boolean;
  /** The effect for a request that has come in, which is used up by asking. */
  take(request: FaultTarget): TakenFault | undefined;
}

/** What is done to a request, and the kind of the fault as it was ordered. */
export type TakenFault = PlainEffect & { readonly orderedAs: FaultEffect['kind'] };

/** A fault in wait, with the requests that it still lets pass and those that it still hits. */
export interface WaitingFault {
  readonly script: FaultScript;
  readonly skip: number;
  readonly times: number;
}

/** A request that a fault may hit. */
export interface FaultTarget {
  readonly service: 'EWS' | 'API' | 'push';
  readonly operation: string;
  readonly mailbox?: string | undefined;
}

/** No faults yet. */
export const createFaults = (): Faults => {
  let waiting: Waiting[] = [];
  let added = 0;
  const take = (request: FaultTarget): TakenFault | undefined => {
    for (const fault of waiting) {
      if (!isMeant(fault, request)) continue;
      if (fault.skip > 0) {
        fault.skip -= 1;
        continue;
      }
      const { isHit } = fault;
      fault.isHit = draw(fault);
      if (!isHit) continue;
      fault.times -= 1;
      waiting = waiting.filter(({ times }) => times > 0);
      return { ...plainEffect(fault.script), orderedAs: fault.script.kind };
    }
    return undefined;
  };
  return {
    add: (script) => {
      added += 1;
      const random = createRandom(script.seed ?? added);
      const times = script.times ?? (script.probability === undefined ? 1 : Infinity);
      waiting.push({ script, random, skip: script.skip ?? 0, times, isHit: draw({ script, random }) });
    },
    clear: () => {
      waiting = [];
      added = 0;
    },
    waiting: () => waiting.map(({ script, skip, times }) => ({ script, skip, times })),
    breaksOff: (request) => {
      const first = waiting.find((fault) => fault.skip === 0 && fault.isHit && isMeant(fault, request));
      return first?.script.kind === 'breakOff' && take(request) !== undefined;
    },
    take,
  };
};

interface Waiting {
  readonly script: FaultScript;
  readonly random: Random;
  skip: number;
  times: number;
  /** Whether the next request that it does not let pass is hit; drawn beforehand, since a request may ask twice. */
  isHit: boolean;
}

const draw = ({ script, random }: Pick<Waiting, 'script' | 'random'>): boolean =>
  random.chance(100 * (script.probability ?? 1));

const isMeant = ({ script }: Waiting, { service, operation, mailbox }: FaultTarget): boolean =>
  (script.operation === undefined ? service === 'EWS' : script.operation === operation) &&
  (script.mailbox === undefined || script.mailbox === mailbox);

/** The plain effect that a fault stands for. */
const plainEffect = (effect: FaultEffect): PlainEffect => {
  switch (effect.kind) {
    case 'serverBusy':
      return { ...effect, kind: 'fault', responseCode: 'ErrorServerBusy' };
    case 'unavailable':
      return { kind: 'status', status: 503, headers: retryAfter(effect.retryAfterSeconds) };
    case 'tooManyRequests':
      return { kind: 'status', status: 429, headers: retryAfter(effect.retryAfterSeconds) };
    case 'unauthorized':
      return { kind: 'status', status: 401, headers: { 'www-authenticate': 'Basic realm="EWS"' } };
    case 'forbidden':
      return { kind: 'status', status: 403 };
    default:
      return effect;
  }
};

const retryAfter = (seconds: number | undefined): Readonly<Record<string, string>> =>
  seconds === undefined ? {} : { 'retry-after': String(seconds) };
