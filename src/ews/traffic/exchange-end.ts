import { EwsError } from '../errors.ts';
import type { ExchangeEnd } from './traffic.ts';

/** Silence for less than this says nothing about the server: the call had waited for its turn until there was hardly any time left. */
const leastPatienceMs = 1_000;

/** Whether the server asks to be left alone for a while: https://learn.microsoft.com/exchange/client-developer/exchange-web-services/ews-throttling-in-exchange */
const isThrottling = ({ status, responseCode, retryAfterMs }: EwsError): boolean =>
  responseCode === 'ErrorServerBusy' ||
  (responseCode === undefined && (status === 429 || (status === 503 && retryAfterMs !== undefined)));

/** How an exchange that threw has ended. `ms`: how long it took. */
export const endOfFailure = (error: unknown, ms: number): ExchangeEnd => {
  if (!(error instanceof EwsError)) return { kind: 'unknown' };
  if (isThrottling(error)) return { kind: 'throttled', pauseMs: error.retryAfterMs };
  switch (error.kind) {
    case 'unreachable':
    case 'decode':
      return { kind: 'failed' };
    case 'timeout':
      return { kind: ms < leastPatienceMs && !error.isRefusal ? 'unknown' : 'failed' };
    case 'http':
      return (error.status ?? 0) >= 500 && error.status !== 501 ? { kind: 'failed' } : { kind: 'answered', ms };
    case 'fault':
    case 'response':
    case 'tooLarge':
      return { kind: 'answered', ms };
    case 'aborted':
    case 'credentials':
    case 'throttled':
    case 'suspended':
      return { kind: 'unknown' };
  }
};

/** How an exchange that was answered has ended: one id for which the server was too busy is as much of a request to wait as all of them. */
export const endOfAnswer = (outputs: readonly unknown[], ms: number): ExchangeEnd => {
  let pauseMs: number | undefined;
  let isThrottled = false;
  for (const output of outputs) {
    if (!(output instanceof EwsError) || !isThrottling(output)) continue;
    isThrottled = true;
    if (output.retryAfterMs !== undefined) pauseMs = Math.max(pauseMs ?? 0, output.retryAfterMs);
  }
  return isThrottled ? { kind: 'throttled', pauseMs } : { kind: 'answered', ms };
};
