import { InvalidArgumentError } from 'commander';

/** Reads a TCP port, 0 for any free one. Throws InvalidArgumentError, as all readers here. */
export const portOption = (text: string): number => {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN;
  if (port <= 65_535) return port;
  throw new InvalidArgumentError('It must be a whole number from 0 to 65535.');
};

/** Reads an instant, `2026-03-02T08:00:00Z`, or the day that begins then in UTC, as milliseconds since 1970. */
export const clockOption = (text: string): number => {
  const [, date, time = 'T00:00', seconds = ':00', zone = 'Z'] = clockPattern.exec(text) ?? [];
  const instant = Date.parse(`${date}${time}${seconds}${zone}`);
  // Date.parse takes 30 February for a day of March.
  const isDay = date !== undefined && new Date(`${date}T00:00Z`).toJSON()?.startsWith(date);
  if (isDay === true && !Number.isNaN(instant)) return instant;
  throw new InvalidArgumentError('It must be a day or an instant such as 2026-03-02 or 2026-03-02T08:00:00Z.');
};

const clockPattern = /^(\d{4}-\d\d-\d\d)(?:(T\d\d:\d\d)(:\d\d(?:\.\d{1,3})?)?(Z|[+-]\d\d:\d\d))?$/;

/** How long requests wait, milliseconds; both ends included. */
export interface Latency {
  readonly leastMs: number;
  readonly mostMs: number;
}

/** Reads `250` or `50-400`, up to ten minutes. */
export const latencyOption = (text: string): Latency => {
  const [, least, most = least] = /^(\d{1,6})(?:-(\d{1,6}))?$/.exec(text) ?? [];
  const latency = { leastMs: Number(least), mostMs: Number(most) };
  if (latency.leastMs <= latency.mostMs && latency.mostMs <= longestMs) return latency;
  throw new InvalidArgumentError('It must be milliseconds such as 250, or from and to such as 50-400; at most 600000.');
};

const longestMs = 600_000;
