/** What goes wrong with one request. */
export type FaultEffect =
  /** An HTTP answer instead of the real one. */
  | {
      readonly kind: 'status';
      readonly status: number;
      readonly headers?: Readonly<Record<string, string>>;
      readonly body?: string;
    }
  /** A SOAP fault; with `backOffMs`, MessageXml carries BackOffMilliseconds. For API actions: an AWS error of that type. */
  | { readonly kind: 'fault'; readonly responseCode: string; readonly backOffMs?: number }
  /**
   * The answer's message of that index, from 0, fails, and what it would have written is not written; the others stay. With `stopsBatch` those
   * after it are not done either: each is a warning, ErrorBatchProcessingStopped.
   */
  | { readonly kind: 'itemError'; readonly index: number; readonly responseCode: string; readonly stopsBatch?: boolean }
  /** The true answer, late; nothing is done for a client that has left by then. */
  | { readonly kind: 'delay'; readonly ms: number }
  /** Begun at once and done that much later, also for a client that has left meanwhile: it may have looked, and found nothing yet. */
  | { readonly kind: 'late'; readonly ms: number }
  /** Nothing is done, and there is no answer for as long as the client waits. */
  | { readonly kind: 'hang' }
  /** All is done, and there is no answer for as long as the client waits. */
  | { readonly kind: 'withhold' }
  /** The connection is destroyed when the request has come in; nothing is done. */
  | { readonly kind: 'reset' }
  /**
   * The connection is destroyed while the request is still coming in, as soon as it has named its operation; nothing is done. Only requests that
   * come in one piece are read whole. For API actions: as `reset`.
   */
  | { readonly kind: 'breakOff' }
  /** All is done, and the connection is destroyed without a byte of the answer. */
  | { readonly kind: 'lose' }
  /** The true answer up to that byte, ended so that HTTP thinks it whole. */
  | { readonly kind: 'cut'; readonly atByte: number }
  /** Any body with HTTP 200. */
  | { readonly kind: 'body'; readonly body: string; readonly contentType?: string }
  /** Characters that XML forbids are written as references, as Exchange does: https://github.com/mguessan/davmail/issues/150 */
  | { readonly kind: 'illegalReferences' }
  /**
   * Of a stream of envelopes so many come whole, and half of the next; then the connection is destroyed. Answers that are no stream are the true
   * ones.
   */
  | { readonly kind: 'breakStream'; readonly envelopes: number }
  /** Of a stream of envelopes so many come, and then nothing, while the connection stays open. Answers that are no stream are the true ones. */
  | { readonly kind: 'muteStream'; readonly envelopes: number }
  /** The token that the request carries is expired from now on: 401. */
  | { readonly kind: 'expireToken' };

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
  /** Requests that are hit, one after the other; 1 when absent, Infinity for all. */
  readonly times?: number;
};

/** The faults in wait. A request is hit by the first one that matches it; each fault that it passes on the way counts it. */
export interface Faults {
  add(script: FaultScript): void;
  clear(): void;
  /** Whether a request that is coming in is to be broken off; a yes uses the fault up. */
  breaksOff(request: FaultTarget): boolean;
  /** The effect for a request that has come in, which is used up by asking. */
  take(request: FaultTarget): FaultEffect | undefined;
}

/** A request that a fault may hit. */
export interface FaultTarget {
  readonly service: 'EWS' | 'API' | 'push';
  readonly operation: string;
  readonly mailbox?: string | undefined;
}

/** A fault in wait, with the requests that it still lets pass and those that it still hits. */
interface Waiting {
  readonly script: FaultScript;
  skip: number;
  times: number;
}

const isMeant = ({ script }: Waiting, { service, operation, mailbox }: FaultTarget): boolean =>
  (script.operation === undefined ? service === 'EWS' : script.operation === operation) &&
  (script.mailbox === undefined || script.mailbox === mailbox);

export const createFaults = (): Faults => {
  let waiting: Waiting[] = [];
  const take = (request: FaultTarget): FaultEffect | undefined => {
    for (const fault of waiting) {
      if (!isMeant(fault, request)) continue;
      if (fault.skip > 0) {
        fault.skip -= 1;
        continue;
      }
      fault.times -= 1;
      waiting = waiting.filter(({ times }) => times > 0);
      return fault.script;
    }
    return undefined;
  };
  return {
    add: (script) => void waiting.push({ script, skip: script.skip ?? 0, times: script.times ?? 1 }),
    clear: () => void (waiting = []),
    breaksOff: (request) => {
      const first = waiting.find((fault) => fault.skip === 0 && isMeant(fault, request));
      return first?.script.kind === 'breakOff' && take(request) !== undefined;
    },
    take,
  };
};
