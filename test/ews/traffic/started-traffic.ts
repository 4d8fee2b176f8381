import { getEventListeners } from 'node:events';
import type { BreakerEvent } from '../../../src/ews/traffic/breaker.ts';
import { createTraffic } from '../../../src/ews/traffic/create-traffic.ts';
import { usualTrafficLimits, type TrafficLimits } from '../../../src/ews/traffic/traffic-limits.ts';
import type { ExchangeEnd, Traffic, Turn, Urgency } from '../../../src/ews/traffic/traffic.ts';
import type { MailboxAddress } from '../../../src/ews/properties/id.ts';
import { VirtualTime } from './virtual-time.ts';

/** A call that waits for the test's word. */
export interface TestCall {
  readonly result: Promise<void>;
  /** Its exchange goes on. */
  readonly hasBegun: boolean;
  readonly isOver: boolean;
  /** How often it was let through to the server. */
  readonly exchanges: number;
  /** The exchange ends, and the call with it. */
  answer(ms?: number): void;
  /** The exchange ends so, and another begins when it may. */
  again(end: ExchangeEnd): void;
  /** The exchange ends so, and the call with it. */
  end(end: ExchangeEnd): void;
  leave(reason: Error): void;
  /** Listeners at its signal. */
  listeners(): number;
}

/** Traffic by a clock that stands still. */
export interface StartedTraffic {
  readonly traffic: Traffic;
  readonly time: VirtualTime;
  readonly events: readonly BreakerEvent[];
  call(mailbox: string, urgency?: Urgency, dueInMs?: number): TestCall;
}

export const startTraffic = (limits: Partial<TrafficLimits> = {}): StartedTraffic => {
  const time = new VirtualTime();
  const events: BreakerEvent[] = [];
  const traffic = createTraffic({
    now: time.now,
    delay: time.delay,
    onEvent: (event) => events.push(event),
    limits: { ...usualTrafficLimits, ...limits },
  });
  const call = (mailbox: string, urgency: Urgency = 'interactive', dueInMs = 15_000): TestCall => {
    const caller = new AbortController();
    const told = { hasBegun: false, isOver: false, exchanges: 0 };
    let tell: (step: { readonly end: ExchangeEnd; readonly isLast: boolean }) => void = () => {};
    const work = async (turn: Turn): Promise<void> => {
      for (let isLast = false; !isLast;) {
        await turn.ready();
        told.hasBegun = true;
        told.exchanges += 1;
        const step = await new Promise<Parameters<typeof tell>[0]>((resolve) => (tell = resolve));
        told.hasBegun = false;
        turn.ended(step.end);
        ({ isLast } = step);
      }
    };
    const passage = { mailbox: mailbox as MailboxAddress, urgency, signal: caller.signal, dueMs: time.now() + dueInMs };
    const result = traffic.pass(passage, work).finally(() => (told.isOver = true));
    result.catch(() => {});
    return {
      result,
      get hasBegun() {
        return told.hasBegun;
      },
      get isOver() {
        return told.isOver;
      },
      get exchanges() {
        return told.exchanges;
      },
      answer: (ms = 20) => tell({ end: { kind: 'answered', ms }, isLast: true }),
      again: (end) => tell({ end, isLast: false }),
      end: (end) => tell({ end, isLast: true }),
      leave: (reason) => caller.abort(reason),
      listeners: () => getEventListeners(caller.signal, 'abort').length,
    };
  };
  return { traffic, time, events, call };
};
