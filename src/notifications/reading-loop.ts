import { createPatience, type PatienceOptions } from './patience.ts';
import { pause } from './pause.ts';

/** How often is read, milliseconds. */
export interface ReadingTimes {
  /** From a hint to the reading: those that come together are one. */
  readonly gatherMs: number;
  /** From the beginning of one reading to that of the next. */
  readonly gapMs: number;
  /** Until is read though nobody hinted at anything. */
  readonly safetyMs: number;
  /** After a reading that failed; as with other watches where absent. */
  readonly retry?: Pick<PatienceOptions, 'firstMs' | 'mostMs'>;
}

/** What came of a hint. */
export type HintOutcome = 'changed' | 'same' | 'failed';

/** Reads when something may have happened. */
export interface ReadingLoop {
  /** Wants a reading that begins from now on; one does for all hints before it. Answers what came of it. */
  hint(): Promise<HintOutcome>;
  /**
   * Reads whenever it is wanted, and now and then without that, until the signal fires or `readOn` answers undefined: there is nothing to read on from.
   * What passes is tried again; throws what does not.
   */
  run(readOn: () => Promise<HintOutcome | undefined>, signal: AbortSignal): Promise<void>;
  /** Nobody reads any more: whoever waits hears that it failed. */
  giveUp(): void;
}

/** A reading that somebody waits for: however many hints come, it takes no more room. */
interface WantedReading {
  readonly outcome: Promise<HintOutcome>;
  settle(outcome: HintOutcome): void;
}

const createWantedReading = (): WantedReading => {
  let settle = (_outcome: HintOutcome): void => undefined;
  const outcome = new Promise<HintOutcome>((resolve) => (settle = resolve));
  return { outcome, settle: (value) => settle(value) };
};

/** Makes one. `random`: 0 to 1, like Math.random. */
export const createReadingLoop = (times: ReadingTimes, random: () => number): ReadingLoop => {
  let wanted: WantedReading | undefined;
  let wake = (): void => undefined;

  const take = (): WantedReading | undefined => {
    const taken = wanted;
    wanted = undefined;
    return taken;
  };

  const hint: ReadingLoop['hint'] = () => {
    wanted ??= createWantedReading();
    const { outcome } = wanted;
    wake();
    return outcome;
  };

  const untilWanted = (signal: AbortSignal): Promise<void> =>
    new Promise((resolve) => {
      const over = (): void => {
        clearTimeout(timer);
        signal.removeEventListener('abort', over);
        if (wake === over) wake = () => undefined;
        resolve();
      };
      const timer = setTimeout(over, times.safetyMs * (0.8 + random() * 0.4));
      signal.addEventListener('abort', over, { once: true });
      wake = over;
      if (wanted !== undefined || signal.aborted) over();
    });

  return {
    hint,
    giveUp: () => take()?.settle('failed'),
    run: async (readOn, signal) => {
      const patience = createPatience({ random, ...times.retry });
      for (let gap = Promise.resolve(); ;) {
        await untilWanted(signal);
        await pause(times.gatherMs, signal);
        await gap;
        if (signal.aborted) return;
        gap = pause(times.gapMs, signal);
        const reading = take();
        try {
          const outcome = await readOn();
          reading?.settle(outcome ?? 'failed');
          if (outcome === undefined) {
            // Those who have hinted meanwhile wait for a reading that nobody will make.
            if (!signal.aborted) take()?.settle('failed');
            return;
          }
          patience.succeed();
        } catch (error) {
          reading?.settle('failed');
          if (signal.aborted) return;
          await pause(patience.afterFailure(error), signal);
          void hint();
        }
      }
    },
  };
};
