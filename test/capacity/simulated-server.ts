import { EwsError } from '../../src/ews/errors.ts';
import type { MailboxAddress } from '../../src/ews/properties/id.ts';
import type { VirtualTime } from '../ews/traffic/virtual-time.ts';
import { timeMs, type OperationName } from './habits.ts';

/** A time in which the server asks to leave a mailbox alone again and again. */
export interface Storm {
  readonly mailbox: MailboxAddress;
  readonly fromMs: number;
  readonly toMs: number;
}

/** A time in which the server fails everybody: in its first half nobody takes the connection, in the second nobody answers. */
export interface Outage {
  readonly fromMs: number;
  readonly toMs: number;
}

const refusedAfterMs = 2;
const busyAfterMs = 10;
/** Of the calls in a storm, how many are told to come later. */
const busyShare = 0.7;
/** What the server asks for, milliseconds; the gateway waits for a minute at most. */
const leastPauseMs = 1_000;
const mostPauseMs = 40_000;

/** The mail server of the simulation, which remembers what it asked for. */
export class SimulatedServer {
  /** Calls that are being answered. */
  running = 0;
  mostRunning = 0;
  mostOfOneMailbox = 0;
  exchanges = 0;
  sentInOutage = 0;
  /** Calls that came for a mailbox although the server had asked to leave it alone. */
  sentInPause = 0;
  pauses = 0;
  /** Calls times milliseconds for which they were being answered. */
  runningMs = 0;
  readonly #time: VirtualTime;
  readonly #random: () => number;
  readonly #storms = new Map<MailboxAddress, Storm>();
  readonly #outage: Outage;
  readonly #pausedUntilMs = new Map<MailboxAddress, number>();
  readonly #runningOf = new Map<MailboxAddress, number>();

  constructor(time: VirtualTime, random: () => number, storms: readonly Storm[], outage: Outage) {
    this.#time = time;
    this.#random = random;
    this.#outage = outage;
    for (const storm of storms) this.#storms.set(storm.mailbox, storm);
  }

  /** Answers after a while. Throws EwsError as the transport and the reading of an answer do. */
  async answer(mailbox: MailboxAddress, operation: OperationName, signal: AbortSignal): Promise<void> {
    const startedMs = this.#time.now();
    this.exchanges += 1;
    if (startedMs < (this.#pausedUntilMs.get(mailbox) ?? 0)) this.sentInPause += 1;
    const count = (this.#runningOf.get(mailbox) ?? 0) + 1;
    this.#runningOf.set(mailbox, count);
    this.running += 1;
    this.mostRunning = Math.max(this.mostRunning, this.running);
    this.mostOfOneMailbox = Math.max(this.mostOfOneMailbox, count);
    try {
      await this.#answer(mailbox, operation, signal);
    } finally {
      this.running -= 1;
      this.runningMs += this.#time.now() - startedMs;
      const left = (this.#runningOf.get(mailbox) ?? 1) - 1;
      if (left === 0) this.#runningOf.delete(mailbox);
      else this.#runningOf.set(mailbox, left);
    }
  }

  async #answer(mailbox: MailboxAddress, operation: OperationName, signal: AbortSignal): Promise<void> {
    const nowMs = this.#time.now();
    const { fromMs, toMs } = this.#outage;
    if (nowMs >= fromMs && nowMs < toMs) {
      this.sentInOutage += 1;
      if (nowMs >= (fromMs + toMs) / 2) return this.#wait(Infinity, signal);
      await this.#wait(refusedAfterMs, signal);
      throw new EwsError('unreachable', 'nobody took the connection', { isRefusal: true });
    }
    const storm = this.#storms.get(mailbox);
    if (storm !== undefined && nowMs >= storm.fromMs && nowMs < storm.toMs && this.#random() < busyShare) {
      const pauseMs = Math.round(leastPauseMs + this.#random() * (mostPauseMs - leastPauseMs));
      await this.#wait(busyAfterMs, signal);
      const untilMs = this.#time.now() + pauseMs;
      this.#pausedUntilMs.set(mailbox, Math.max(this.#pausedUntilMs.get(mailbox) ?? 0, untilMs));
      this.pauses += 1;
      throw new EwsError('response', 'busy', { responseCode: 'ErrorServerBusy', retryAfterMs: pauseMs });
    }
    const answerMs = timeMs(operation, this.#random());
    // A connection breaks with its server.
    if (nowMs < fromMs && nowMs + answerMs > fromMs) {
      await this.#wait(fromMs - nowMs, signal);
      throw new EwsError('unreachable', 'the connection broke');
    }
    return this.#wait(answerMs, signal);
  }

  #wait(ms: number, signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const leave = (): void => reject(new EwsError('timeout', 'no answer in time', { cause: signal.reason }));
      if (signal.aborted) return leave();
      signal.addEventListener('abort', leave, { once: true });
      if (ms === Infinity) return;
      this.#time.at(this.#time.now() + ms, () => {
        signal.removeEventListener('abort', leave);
        resolve();
      });
    });
  }
}
