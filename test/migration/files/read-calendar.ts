import { rrulestr } from 'rrule';
import { Temporal } from 'temporal-polyfill';
import { convertIcsCalendar, type IcsDateObject, type IcsEvent } from 'ts-ics';

/** When something takes place, as a calendar program finds out. */
export interface ReadOccurrence {
  readonly uid: string;
  readonly subject: string;
  /** Instants; of whole days the first one and the one after the last, yyyy-mm-dd. */
  readonly start: string;
  readonly end: string;
  readonly event: IcsEvent;
}

/** All lines of a file as they are written; folded ones are one. */
export const unfolded = (text: string): readonly string[] => text.replaceAll('\r\n ', '').split('\r\n');

/**
 * What takes place between two instants by a file of iCalendar, earliest first. ts-ics reads it, rrule finds the days of series on the wall clock, and
 * Temporal knows the zones by their names: ts-ics' own reading of a `VTIMEZONE` is wrong before the first change of clocks in a year, and another
 * test looks at those.
 */
export const readOccurrences = (
  text: string,
  { from, to }: { readonly from: string; readonly to: string },
): readonly ReadOccurrence[] => {
  const events = convertIcsCalendar(undefined, text).events ?? [];
  const rules = rulesByUid(text);
  const occurrences = events.flatMap((event): readonly ReadOccurrence[] => {
    const { uid, start, end } = event;
    // Its type says that every event has one.
    const subject = (event.summary as string | undefined) ?? '';
    if (end === undefined || end === null) throw new Error(`An event without an end: ${uid}`);
    const rule = event.recurrenceId === undefined ? rules.get(uid) : undefined;
    if (rule === undefined) return [{ uid, subject, start: shown(start), end: shown(end), event }];
    const changed = events.filter((other) => other.uid === uid && other.recurrenceId !== undefined);
    const gone = new Set([
      ...(event.exceptionDates ?? []).map((time) => wallOf(time).toString()),
      ...changed.flatMap(({ recurrenceId }) =>
        recurrenceId === undefined ? [] : [wallOf(recurrenceId.value).toString()],
      ),
    ]);
    const length = wallOf(start).until(wallOf(end));
    const last = new Date(Date.parse(to) + 86_400_000);
    const first = new Date(Date.parse(`${wallOf(start).toString({ smallestUnit: 'second' })}Z`));
    return rrulestr(`DTSTART:${compact(first)}\nRRULE:${wallRule(rule, start)}`)
      .between(first, last, true)
      .map((date) => Temporal.PlainDateTime.from(date.toISOString().slice(0, 19)))
      .filter((wall) => !gone.has(wall.toString()))
      .map((wall) => ({
        uid,
        subject,
        start: shown(shifted(start, wall)),
        end: shown(shifted(end, wall.add(length))),
        event,
      }));
  });
  return occurrences.filter(({ start, end }) => start < to && end > from).toSorted(inOrder);
};

/** Sorts by start and then by subject. */
export const inOrder = (
  one: { readonly start: string; readonly subject: string },
  other: { readonly start: string; readonly subject: string },
): number => (`${one.start} ${one.subject}` < `${other.start} ${other.subject}` ? -1 : 1);

const shown = (time: IcsDateObject): string => {
  const wall = wallOf(time);
  return time.type === 'DATE'
    ? wall.toPlainDate().toString()
    : wall
        .toZonedDateTime(time.local?.timezone ?? 'UTC')
        .toInstant()
        .toString();
};

/** ts-ics tells a time of a zone as if it were one in UTC. */
const wallOf = ({ date, local }: Pick<IcsDateObject, 'date' | 'local'>): Temporal.PlainDateTime =>
  Temporal.PlainDateTime.from((local?.date ?? date).toISOString().slice(0, 19));

const shifted = (time: IcsDateObject, wall: Temporal.PlainDateTime): IcsDateObject => {
  const date = new Date(`${wall.toString({ smallestUnit: 'second' })}Z`);
  return { ...time, date, ...(time.local === undefined ? {} : { local: { ...time.local, date } }) };
};

const compact = (date: Date): string => `${date.toISOString().slice(0, 19).replaceAll(/[-:]/g, '')}Z`;

/** UNTIL stands in UTC, and rrule is asked for the wall clock. */
const wallRule = (rule: string, start: IcsDateObject): string =>
  rule.replace(/UNTIL=(\d{8}T\d{6})Z/, (_, until: string) => {
    const instant = Temporal.PlainDateTime.from(until).toZonedDateTime('UTC');
    const wall = instant.withTimeZone(start.local?.timezone ?? 'UTC').toPlainDateTime();
    return `UNTIL=${compact(new Date(`${wall.toString({ smallestUnit: 'second' })}Z`))}`;
  });

/** The rules as they stand in the file. */
const rulesByUid = (text: string): ReadonlyMap<string, string> => {
  const rules = new Map<string, string>();
  let uid = '';
  for (const line of unfolded(text)) {
    if (line.startsWith('UID:')) uid = line.slice(4);
    if (line.startsWith('RRULE:') && uid !== '') rules.set(uid, line.slice(6));
    if (line === 'END:VEVENT') uid = '';
  }
  return rules;
};
