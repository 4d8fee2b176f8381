import { Temporal } from 'temporal-polyfill';
import { ianaZone } from './time-zone.ts';

/**
 * The VTIMEZONE of a Windows zone, by whose id Exchange names it, for times from an instant (milliseconds since 1970) on: the offset that holds then,
 * and every change of it within ten years, each as an observance of its own. RFC 5545 section 3.6.5. What Exchange writes:
 * https://github.com/mguessan/davmail/issues/375; DavMail sends the name back as its TimeZoneContext.
 */
export const zoneLines = (zoneId: string, from: number): readonly string[] => {
  const zone = ianaZone(zoneId);
  const until = from + tenYearsMs;
  const lines: string[] = [];
  let at: Temporal.ZonedDateTime | null = Temporal.Instant.fromEpochMilliseconds(from).toZonedDateTimeISO(zone);
  const began: Temporal.ZonedDateTime | null = at.getTimeZoneTransition('previous');
  if (began === null) lines.push(...observance(at.with({ year: 1970 }), at));
  for (at = began ?? at.getTimeZoneTransition('next'); at !== null && at.epochMilliseconds < until;) {
    lines.push(...observance(at, at.subtract({ seconds: 1 })));
    at = at.getTimeZoneTransition('next');
  }
  return ['BEGIN:VTIMEZONE', `TZID:${zoneId}`, ...lines, 'END:VTIMEZONE'];
};

const tenYearsMs = 10 * 365 * 86_400_000;

/** An offset and the one before it. Its first moment is told by the clock that showed the earlier one. */
const observance = (begins: Temporal.ZonedDateTime, earlier: Temporal.ZonedDateTime): readonly string[] => {
  const shown = begins.toInstant().toZonedDateTimeISO(earlier.offset).toPlainDateTime();
  const kind = begins.offsetNanoseconds > earlier.offsetNanoseconds ? 'DAYLIGHT' : 'STANDARD';
  return [
    `BEGIN:${kind}`,
    `DTSTART:${shown.toString({ smallestUnit: 'second' }).replaceAll(/[-:]/g, '')}`,
    `TZOFFSETFROM:${earlier.offset.replace(':', '')}`,
    `TZOFFSETTO:${begins.offset.replace(':', '')}`,
    `END:${kind}`,
  ];
};
