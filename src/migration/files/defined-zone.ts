import { Temporal } from 'temporal-polyfill';
import { weekdays } from '../../ews/properties/weekday.ts';
import type { TimeZoneDefinition, ZoneTransition } from '../../ews/properties/time-zone-definition.ts';
import { untilPart, yearlyOn, type ZoneObservance } from './zone-observance.ts';

/** Where rules begin that say not when. */
const beginning = '1970-01-01T00:00:00';

/** The rules from one moment of the wall clock to another, without end where that is undefined. */
interface Segment {
  readonly from: Temporal.PlainDateTime;
  readonly to: Temporal.PlainDateTime | undefined;
  readonly goal: ZoneTransition['to'];
}

/**
 * How the clocks of a zone go that somebody has made up, by the rules that EWS tells of it: what a program wrote that knows no names of zones. What
 * cannot be understood in it is left out; with nothing left it goes as UTC does.
 */
export const definedObservances = (definition: TimeZoneDefinition): readonly ZoneObservance[] => {
  const offsets = new Map(definition.periods.map(({ id, bias }) => [id, offsetOf(bias)]));
  const groups = new Map(definition.groups.map(({ id, transitions }) => [id, transitions]));
  const found: ZoneObservance[] = [];
  let before = firstOffset(definition, groups, offsets);
  found.push({ offsetBefore: before, offset: before, start: Temporal.PlainDateTime.from(beginning), rule: undefined });
  for (const segment of segmentsOf(definition)) {
    const transitions = segment.goal.kind === 'Period' ? [] : (groups.get(segment.goal.id) ?? []);
    const yearly = transitions.filter((transition) => transition.type === 'weekday' || transition.type === 'date');
    if (yearly.length === 0) {
      const single = segment.goal.kind === 'Period' ? segment.goal.id : transitions[0]?.to.id;
      const offset = offsets.get(single ?? '') ?? before;
      if (offset !== before) found.push({ offsetBefore: before, offset, start: segment.from, rule: undefined });
      before = offset;
      continue;
    }
    const inYear = yearly
      .flatMap((transition) => changeOf(transition, segment.from.year, offsets))
      .toSorted((one, other) => Temporal.PlainDateTime.compare(one.at, other.at));
    inYear.forEach((change, index) => {
      // The year begins with what the last change of the year before it has left.
      const previous = inYear.at(index - 1)?.offset ?? before;
      const until = segment.to === undefined ? undefined : lastInstant(segment.to, previous);
      const isPast = Temporal.PlainDateTime.compare(change.at, segment.from) < 0;
      const start = isPast
        ? (changeOf(change.transition, segment.from.year + 1, offsets)[0]?.at ?? change.at)
        : change.at;
      if (segment.to !== undefined && Temporal.PlainDateTime.compare(start, segment.to) >= 0) return;
      found.push({ offsetBefore: previous, offset: change.offset, start, rule: change.rule(until) });
    });
    before = inYear.at(-1)?.offset ?? before;
  }
  return found;
};

/** Biases are what is added to the wall clock to have UTC. */
const offsetOf = (bias: string): number => 0 - Temporal.Duration.from(bias).total('seconds');

const segmentsOf = ({ transitions }: TimeZoneDefinition): readonly Segment[] =>
  transitions.map(({ to, ...transition }, index) => {
    const next = transitions[index + 1];
    return {
      from: Temporal.PlainDateTime.from(transition.type === 'absolute' ? transition.dateTime : beginning),
      to: next?.type === 'absolute' ? Temporal.PlainDateTime.from(next.dateTime) : undefined,
      goal: to,
    };
  });

/** The offset with which everything begins: that of the first period that is named, of a group the one that it ends a year with. */
const firstOffset = (
  { transitions, periods }: TimeZoneDefinition,
  groups: ReadonlyMap<string, readonly ZoneTransition[]>,
  offsets: ReadonlyMap<string, number>,
): number => {
  const goal = transitions[0]?.to;
  const inGroup = goal?.kind === 'Group' ? groups.get(goal.id) : undefined;
  const id = inGroup?.at(-1)?.to.id ?? goal?.id;
  return offsets.get(id ?? '') ?? offsets.get(periods[0]?.id ?? '') ?? 0;
};

interface YearlyChange {
  readonly transition: ZoneTransition;
  readonly at: Temporal.PlainDateTime;
  readonly offset: number;
  readonly rule: (until: Temporal.Instant | undefined) => string;
}

const changeOf = (
  transition: ZoneTransition,
  year: number,
  offsets: ReadonlyMap<string, number>,
): readonly YearlyChange[] => {
  const offset = offsets.get(transition.to.id);
  if (offset === undefined) return [];
  if (transition.type === 'date') {
    const { month, day, timeOffset } = transition;
    const at = Temporal.PlainDate.from({ year, month, day }).toPlainDateTime().add(Temporal.Duration.from(timeOffset));
    const rule = (until: Temporal.Instant | undefined): string =>
      `FREQ=YEARLY;BYMONTH=${at.month};BYMONTHDAY=${at.day}${untilPart(until)}`;
    return [{ transition, at, offset, rule }];
  }
  if (transition.type !== 'weekday') return [];
  const { month, occurrence, dayOfWeek, timeOffset } = transition;
  const weekday = weekdays.findIndex((name) => name === dayOfWeek) + 1;
  if (weekday === 0) return [];
  const first = Temporal.PlainDate.from({ year, month, day: 1 });
  const earliest = first.add({ days: (weekday - first.dayOfWeek + 7) % 7 });
  const order = occurrence < 0 || occurrence > 4 ? -1 : Math.max(1, occurrence);
  const last = earliest.add({ weeks: Math.floor((first.daysInMonth - earliest.day) / 7) });
  const day = order === -1 ? last : earliest.add({ weeks: order - 1 });
  const at = day.toPlainDateTime().add(Temporal.Duration.from(timeOffset));
  return [{ transition, at, offset, rule: (until) => yearlyOn({ month, weekday, order }, until) }];
};

/** The moment before a wall clock with this offset shows the time. */
const lastInstant = (wall: Temporal.PlainDateTime, offset: number): Temporal.Instant =>
  wall
    .subtract({ seconds: offset + 1 })
    .toZonedDateTime('UTC')
    .toInstant();
