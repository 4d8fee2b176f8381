import { expect } from 'vitest';
import { usualTrafficLimits } from '../../src/ews/traffic/traffic-limits.ts';
import { modelOf } from './model.ts';
import type { DayPlan, DayResult } from './simulate-day.ts';

/** What must be true of any day. */
export const expectKeptPromises = ({ mailboxes }: DayPlan, result: DayResult): void => {
  const { calm, storms, outage, peakHour } = result;
  // Every call ends, and in time.
  expect(result.lost).toBe(0);
  expect(result.late).toBe(0);
  // Whoever has nothing to do with storms and outages does not notice them.
  expect(calm.failed).toEqual({});
  expect(calm.waits.interactive.p99Ms).toBe(0);
  expect(result.mostOfOneMailbox).toBeLessThanOrEqual(usualTrafficLimits.mostPlaces);
  // The server is never asked in a pause.
  expect(storms.pauses).toBeGreaterThan(0);
  expect(storms.sentInPause).toBe(0);
  expect(result.mostPausedLanes).toBeGreaterThan(0);
  // The breaker opens in the outage and at no other time, tries every two seconds, and closes when the server is back.
  const { openMs } = usualTrafficLimits.breaker;
  expect(outage.opensElsewhere).toBe(0);
  expect(outage.opened).toBe(1);
  expect(outage.openedAfterMs).toBeLessThan(usualTrafficLimits.breaker.windowMs);
  expect(outage.closedAfterMs).toBeGreaterThan(0);
  expect(outage.closedAfterMs).toBeLessThan(2 * openMs);
  expect(outage.failed['suspended']).toBeGreaterThan(outage.sent);
  // What the simulation lives through is what the model reckons with.
  const model = modelOf(mailboxes);
  for (const [seen, reckoned] of [
    [peakHour.requests / 3_600, model.requestsPerSecond],
    [peakHour.calls / 3_600, model.callsPerSecond],
    [peakHour.meanRunning, model.meanRunning],
  ] as const) {
    expect(seen / reckoned).toBeGreaterThan(0.95);
    expect(seen / reckoned).toBeLessThan(1.1);
  }
};
