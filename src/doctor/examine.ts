import { scrub } from '../telemetry/logger.ts';
import type { Check, Examination, Facts, Finding } from './check.ts';

/** What a check came to. */
export interface Result extends Omit<Finding, 'learnt'> {
  readonly check: string;
  readonly title: string;
  /** How long it took, milliseconds. */
  readonly ms: number;
}

/** Who looks on, and what the world is like. */
export interface ExamineOptions
  extends Pick<Examination, 'environment' | 'monotonicMs' | 'now' | 'nodeVersion'>, Partial<Pick<Facts, 'mailbox'>> {
  /** Told before each check that is not skipped. */
  readonly onBegin?: (title: string) => void;
  /** Told of each result. */
  readonly onResult?: (result: Result) => void;
  /** The longest that a check may take, milliseconds; 60,000 when absent. */
  readonly patienceMs?: number;
}

const defaultPatienceMs = 60_000;

/**
 * Makes the checks one after the other. What a check needs and nobody could find out makes it skipped, with the reason; one that takes too long has
 * failed. Rejects with nothing: what a check throws is its failure.
 */
export const examine = async (checks: readonly Check[], options: ExamineOptions): Promise<readonly Result[]> => {
  const { monotonicMs, now, mailbox, onBegin, onResult, patienceMs = defaultPatienceMs } = options;
  const facts: Partial<Facts> = mailbox === undefined ? {} : { mailbox };
  const closers: (() => Promise<void>)[] = [];
  const clocks = new Map<string, number>();
  const results: Result[] = [];
  let version: string | undefined;

  const reasonWithout = (fact: keyof Facts): string => {
    const teacher = checks.findIndex(({ teaches }) => teaches?.includes(fact));
    const result = results[teacher];
    if (result === undefined) return 'it was not given what it needs';
    return result.status === 'skipped' ? result.found : `it needs what "${result.title}" did not find`;
  };

  const findingOf = async (check: Check): Promise<Finding> => {
    const lack = check.needs.find((fact) => facts[fact] === undefined);
    if (lack !== undefined) return { status: 'skipped', found: reasonWithout(lack) };
    onBegin?.(check.title);
    const signal = AbortSignal.timeout(patienceMs);
    const late = new Promise<Finding>((resolve) => {
      signal.addEventListener('abort', () => resolve(lateFinding(patienceMs)), { once: true });
    });
    const examination: Examination = {
      ...options,
      signal,
      onEnd: (close) => void closers.push(close),
      noteClock: (whose, date) => {
        const theirs = Date.parse(date ?? '');
        if (!Number.isNaN(theirs) && !clocks.has(whose)) clocks.set(whose, theirs - now().getTime());
      },
      clocks: () => clocks,
      noteVersion: (noted) => void (version ??= noted),
      version: () => version,
    };
    try {
      // What is needed is there: that was asked a few lines above.
      return await Promise.race([check.run(facts as Facts, examination), late]);
    } catch (error) {
      return unexpected(error);
    }
  };

  try {
    for (const check of checks) {
      const begun = monotonicMs();
      const { learnt, ...finding } = await findingOf(check);
      Object.assign(facts, learnt);
      const { name, title } = check;
      const result = { check: name, title, ...finding, ms: Math.round(monotonicMs() - begun) };
      results.push(result);
      onResult?.(result);
    }
  } finally {
    await Promise.allSettled(closers.toReversed().map((close) => close()));
  }
  return results;
};

const lateFinding = (patienceMs: number): Finding => ({
  status: 'failed',
  found: `there was no answer for ${Math.round(patienceMs / 1000)} seconds`,
  advice: ['Look for a firewall, a proxy or a security group that swallows packets.'],
});

const unexpected = (error: unknown): Finding => ({
  status: 'failed',
  found: error instanceof Error ? `${error.name}: ${scrub(error.message)}` : 'it failed for an unknown reason',
});
