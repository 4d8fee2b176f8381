import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Breaker } from '../../../src/ews/traffic/breaker.ts';
import { usualTrafficLimits } from '../../../src/ews/traffic/traffic-limits.ts';
import type { MailboxAddress } from '../../../src/ews/properties/id.ts';

type End = 'answered' | 'failed' | 'unknown';

/** What happened, and when; everything else is worked out from it anew each time. */
interface Past {
  readonly second: number;
  readonly mailbox: string;
  readonly end: End;
}

const counted = (failures: readonly Past[]): number => {
  const mailboxes = new Set(failures.map(({ mailbox }) => mailbox));
  return [...mailboxes].reduce(
    (sum, mailbox) => sum + Math.min(5, failures.filter((past) => past.mailbox === mailbox).length),
    0,
  );
};

const tellsDown = (past: readonly Past[], second: number): boolean => {
  if (counted(past.slice(past.findLastIndex(({ end }) => end === 'answered') + 1)) >= 10) return true;
  const window = past.filter((each) => each.second > second - 10);
  const failures = counted(window.filter(({ end }) => end === 'failed'));
  const calls = failures + window.filter(({ end }) => end === 'answered').length;
  return calls >= 20 && failures >= calls / 2;
};

const steps = fc.array(
  fc.record({
    afterMs: fc.oneof(fc.constant(0), fc.nat(300), fc.nat(4_000)),
    mailbox: fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f'),
    end: fc.constantFrom<End>('answered', 'failed', 'failed', 'failed', 'unknown'),
  }),
  { maxLength: 300, size: 'max' },
);

test('a breaker does what a full record of the past tells', () => {
  let opened = 0;
  fc.assert(
    fc.property(steps, (happenings) => {
      let nowMs = 0;
      let past: Past[] = [];
      let openUntilMs: number | undefined;
      let lastTried: string | undefined;
      const breaker = new Breaker(
        () => nowMs,
        usualTrafficLimits.breaker,
        () => {},
      );
      for (const { afterMs, mailbox, end } of happenings) {
        nowMs += afterMs;
        const trial = breaker.begin(mailbox as MailboxAddress);
        if (openUntilMs === undefined) {
          expect(trial).toBeDefined();
          past.push({ second: Math.floor(nowMs / 1_000), mailbox, end });
          past = past.filter((each) => each.end !== 'unknown');
          if (end === 'failed' && tellsDown(past, Math.floor(nowMs / 1_000))) {
            openUntilMs = nowMs + 2_000;
            lastTried = undefined;
            opened += 1;
          }
        } else {
          const mayTryMs = openUntilMs + (mailbox === lastTried ? 2_000 : 0);
          expect(trial !== undefined).toBe(nowMs >= mayTryMs);
          if (trial !== undefined) {
            openUntilMs = end === 'answered' ? undefined : nowMs + (end === 'failed' ? 2_000 : 0);
            lastTried = end === 'failed' ? mailbox : undefined;
            if (end === 'answered') past = [];
          }
        }
        if (trial !== undefined) breaker.end(trial, end);
        expect(breaker.state).toBe(openUntilMs === undefined ? 'closed' : 'open');
      }
    }),
    { numRuns: 300 },
  );
  expect(opened).toBeGreaterThan(100);
});
