import { longestWindowMs } from '../../ews/properties/availability-request.ts';
import { durationMs } from '../duration.ts';

const mostDays = longestWindowMs / 86_400_000;
const minuteMs = 60_000;

/** Slots of `merged` unless the caller wants others. */
export const defaultSlotMinutes = 30;

/** What is wrong with a window for availability; undefined: nothing is. */
export const windowProblem = ({ start, end }: { readonly start: string; readonly end: string }): string | undefined => {
  const length = Date.parse(end) - Date.parse(start);
  if (length <= 0) return 'window.end must be later than window.start';
  return length > longestWindowMs ? `window may be ${mostDays} days long at most` : undefined;
};

/** Minutes of a duration that is a whole number of them, within these bounds; undefined for any other. */
export const wholeMinutes = (duration: string, least: number, most: number): number | undefined => {
  const minutes = (durationMs(duration) ?? NaN) / minuteMs;
  return Number.isInteger(minutes) && minutes >= least && minutes <= most ? minutes : undefined;
};
