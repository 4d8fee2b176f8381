import { expect, it } from 'vitest';
import { repliesAt } from '../../src/mailbox/automatic-replies.ts';

const period = { start: '2026-12-20T08:00:00Z', end: '2027-01-02T08:00:00Z' };

it.each([
  ['Disabled', period, '2026-12-24T00:00:00Z', false],
  ['Enabled', undefined, '2026-12-24T00:00:00Z', true],
  // What period a server keeps does not matter then.
  ['Enabled', period, '2028-01-01T00:00:00Z', true],
  ['Scheduled', period, '2026-12-20T07:59:59.999Z', false],
  ['Scheduled', period, '2026-12-20T08:00:00Z', true],
  ['Scheduled', period, '2027-01-02T07:59:59.999Z', true],
  ['Scheduled', period, '2027-01-02T08:00:00Z', false],
  ['Scheduled', undefined, '2026-12-24T00:00:00Z', false],
] as const)('mail is answered by %s replies of %j at %s: %s', (state, ofPeriod, instant, isAnswered) => {
  expect(repliesAt({ state, period: ofPeriod }, new Date(instant))).toBe(isAnswered);
});
