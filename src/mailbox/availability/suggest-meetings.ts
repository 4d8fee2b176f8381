import { Temporal } from 'temporal-polyfill';
import { EwsError } from '../../ews/errors.ts';
import type { FreeBusyStatus } from '../../ews/operations/get-user-availability.ts';
import { instantText } from '../../ews/properties/codec.ts';
import type { MailboxAddress } from '../../ews/properties/id.ts';
import { weekdays } from '../../ews/properties/weekday.ts';
import type { MailboxTimes, TimeSpan } from './read-availability.ts';
import type { ToldHours } from './told-hours.ts';
import { worstStatuses } from './worst-statuses.ts';

/** Somebody or something that is to be there, and when that could be: an error where nobody can say. */
export interface Participant {
  readonly address: MailboxAddress;
  readonly times: MailboxTimes | EwsError;
}

/** What a meeting needs. */
export interface MeetingWish {
  readonly window: TimeSpan;
  readonly minutes: number;
  readonly required: readonly Participant[];
  readonly optional: readonly Participant[];
  /** One of them is enough; empty: it needs none. */
  readonly rooms: readonly Participant[];
  /** When meetings may be; undefined: at any time. */
  readonly hours: ToldHours | undefined;
  /** IANA name of the zone on whose clock meetings begin at whole and half hours; that of `hours` goes first. */
  readonly zone: string | undefined;
  readonly most: number;
}

/** A time for a meeting. */
export interface Suggestion extends TimeSpan {
  /** 0 to 100. */
  readonly score: number;
  /** Who has something else then, or perhaps. */
  readonly conflicts: readonly MailboxAddress[];
  /** Of whom nobody can say. */
  readonly unknown: readonly MailboxAddress[];
  readonly freeRooms: readonly MailboxAddress[];
}

const minuteMs = 60_000;
/** Meetings begin at whole and half hours, short ones at quarters too. */
const stepMinutes = (minutes: number): number => (minutes <= 15 ? 15 : 30);

interface Span {
  readonly from: number;
  readonly to: number;
}

const offsetMs = (instant: number, zone: string): number =>
  Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO(zone).offsetNanoseconds / 1_000_000;

/** Every time in the window at which the meeting could begin by the clock; the window's own start where that is the only one. */
const startsIn = ({ from, to }: Span, minutes: number, zone: string): readonly number[] => {
  const stepMs = stepMinutes(minutes) * minuteMs;
  const last = to - minutes * minuteMs;
  // Zones are quarters of an hour apart, and change their clocks by whole or half hours: one look at the clock does for the whole window.
  const shift = offsetMs(from, zone);
  const starts: number[] = [];
  for (let start = Math.ceil((from + shift) / stepMs) * stepMs - shift; start <= last; start += stepMs)
    starts.push(start);
  return starts.length === 0 && from <= last ? [from] : starts;
};

const dayMinutes = 1440;

/** The hours of work in a window as instants, those that touch taken together. */
const workingSpans = ({ timeZone, periods }: ToldHours, { from, to }: Span): readonly Span[] => {
  const dateOf = (instant: number): Temporal.PlainDate =>
    Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO(timeZone).toPlainDate();
  const last = dateOf(to);
  const found: Span[] = [];
  // Work that begins in the evening ends on the next day.
  for (
    let date = dateOf(from).subtract({ days: 1 });
    Temporal.PlainDate.compare(date, last) <= 0;
    date = date.add({ days: 1 })
  ) {
    const at = (minute: number): number =>
      date.toPlainDateTime().add({ minutes: minute }).toZonedDateTime(timeZone).epochMilliseconds;
    const weekday = weekdays[date.dayOfWeek - 1];
    for (const { days, startMinute, endMinute } of periods) {
      if (weekday === undefined || !days.includes(weekday)) continue;
      const end = endMinute > startMinute ? endMinute : endMinute + dayMinutes;
      found.push({ from: at(startMinute), to: at(end) });
    }
  }
  const spans: Span[] = [];
  for (const span of found.toSorted((one, other) => one.from - other.from)) {
    const before = spans.at(-1);
    if (before !== undefined && span.from <= before.to)
      spans[spans.length - 1] = { from: before.from, to: Math.max(before.to, span.to) };
    else spans.push(span);
  }
  return spans;
};

const unknownTimes = (count: number): FreeBusyStatus[] => Array.from({ length: count }, () => 'NoData');

/** What somebody does at each of these times: the worst of what overlaps it. */
const statusesAt = (
  times: Participant['times'],
  starts: readonly number[],
  lengthMs: number,
): readonly FreeBusyStatus[] => {
  if (times instanceof EwsError) return unknownTimes(starts.length);
  const covered = times.busy.map((event) => ({
    // Starts are in order: the first meeting that is not over when the event begins, and the first that begins when it is over.
    first: firstAfter(starts, Date.parse(event.start) - lengthMs),
    end: firstAfter(starts, Date.parse(event.end) - 1),
    status: event.status,
  }));
  return worstStatuses(starts.length, 'Free', covered);
};

/** Place of the first number of an ascending list that is greater. */
const firstAfter = (numbers: readonly number[], limit: number): number => {
  let [low, high] = [0, numbers.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((numbers[middle] ?? limit) > limit) high = middle;
    else low = middle + 1;
  }
  return low;
};

/** How much of somebody is there: a half of whoever may come, or may be free for all that is known. */
const presence: Readonly<Record<FreeBusyStatus, number>> = { Free: 1, Tentative: 0.5, NoData: 0.5, Busy: 0, OOF: 0 };
const requiredWeight = 2;
const optionalWeight = 1;
/** What is left of the score of a meeting that asks for a room and has none. */
const roomless = 0.8;

const isTaken = (status: FreeBusyStatus): boolean => status !== 'Free' && status !== 'NoData';

/**
 * Times for a meeting, the best first and of equals the earliest. In working hours, unless none of these is left in the window. The score is 100 where
 * everybody is free and so is a room, if one is needed: required people count twice, whoever is tentative or unknown counts half, whoever is busy or
 * away not at all, and a fifth is lost without a room.
 */
export const suggestMeetings = (wish: MeetingWish): readonly Suggestion[] => {
  const { minutes, required, optional, rooms, hours, most } = wish;
  const window = { from: Date.parse(wish.window.start), to: Date.parse(wish.window.end) };
  const lengthMs = minutes * minuteMs;
  const all = startsIn(window, minutes, hours?.timeZone ?? wish.zone ?? 'UTC');
  const spans = hours === undefined ? [] : workingSpans(hours, window);
  const atWork = all.filter((start) => spans.some(({ from, to }) => start >= from && start + lengthMs <= to));
  const starts = atWork.length === 0 ? all : atWork;

  const withStatuses = (participants: readonly Participant[], weight: number) =>
    participants.map(({ address, times }) => ({ address, weight, statuses: statusesAt(times, starts, lengthMs) }));
  const people = [...withStatuses(required, requiredWeight), ...withStatuses(optional, optionalWeight)];
  const places = withStatuses(rooms, 0);
  const whole = people.reduce((sum, { weight }) => sum + weight, 0);

  const suggestions = starts.map((start, index): Suggestion => {
    const statusOf = ({ statuses }: (typeof people)[number]): FreeBusyStatus => statuses[index] ?? 'NoData';
    const addressesOf = (chosen: typeof people): readonly MailboxAddress[] => chosen.map(({ address }) => address);
    const there = people.reduce((sum, person) => sum + person.weight * presence[statusOf(person)], 0);
    const freeRooms = addressesOf(places.filter((place) => statusOf(place) === 'Free'));
    const share = whole === 0 ? 1 : there / whole;
    return {
      start: instantText(start),
      end: instantText(start + lengthMs),
      score: Math.round(100 * share * (rooms.length > 0 && freeRooms.length === 0 ? roomless : 1)),
      conflicts: addressesOf(people.filter((person) => isTaken(statusOf(person)))),
      unknown: addressesOf(people.filter((person) => statusOf(person) === 'NoData')),
      freeRooms,
    };
  });
  return suggestions
    .toSorted((one, other) => other.score - one.score || Date.parse(one.start) - Date.parse(other.start))
    .slice(0, most);
};
