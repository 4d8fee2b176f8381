import type { DayPlan } from './simulate-day.ts';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;

/** `npm run soak` lives through it, and docs/capacity.md tells what happened. */
export const wholeDay: DayPlan = {
  mailboxes: 10_000,
  fromHour: 0,
  toHour: 24,
  storms: 30,
  outage: { fromMs: 14.5 * hourMs, toMs: 14.5 * hourMs + 2 * minuteMs },
  seed: 10_000,
};

/** The end of a night and the morning of fewer mailboxes, for `npm test`. */
export const morning: DayPlan = {
  mailboxes: 700,
  fromHour: 5,
  toHour: 12,
  storms: 10,
  outage: { fromMs: 11.5 * hourMs, toMs: 11.5 * hourMs + 2 * minuteMs },
  seed: 700,
};
