import type { OpenedMailbox } from '../../open-mailbox.ts';
import { invalidField } from '../write-refusal.ts';
import type { Patching } from './event-patch.ts';
import { isOccurrence, type Event } from './event-standing.ts';
import { timingProperties, type EventTimes } from './event-times.ts';
import { zoneless } from './series-place.ts';
import { inZone, isSameTime, timesOf, zoneOf } from './series-times.ts';
import { noticesOf, patchedPeople, writeEvent, type EventChanges } from './write-event.ts';

/**
 * An occurrence keeps the zone of its series, whatever zone its new time was given in. `times`: undefined where they are what they were.
 */
const occurrenceTiming = (event: Event, times: EventTimes | undefined): EventChanges => {
  if (times === undefined) return {};
  const { start, end, isAllDay } = times;
  return { start, end, ...(isAllDay === (event.properties.isAllDay ?? false) ? {} : { isAllDay }) };
};

/** When an event shall take place that is to become a series: every series needs a zone to repeat in. */
const timesOfNewSeries = async (mailbox: OpenedMailbox, event: Event, times: EventTimes | undefined) =>
  times ?? timesOf(event, zoneOf(event) ?? (await mailbox.time.zone()));

/**
 * Changes a single event, which may become a series by it, or one occurrence of a series: one UpdateItem. Throws WriteRefusal INVALID when one
 * occurrence is to repeat, and EwsError.
 */
export const changeEvent = async (mailbox: OpenedMailbox, event: Event, patching: Patching): Promise<void> => {
  const { words, times: asked, recurrence: repeated } = patching.patch;
  const isOne = isOccurrence(event);
  if (isOne && repeated !== undefined)
    throw invalidField(
      ['input', 'scope'],
      'is THIS_OCCURRENCE, and a single occurrence does not repeat; ENTIRE_SERIES or THIS_AND_FOLLOWING can change that.',
    );
  const before = timesOf(event, zoneless);
  const wanted = asked === undefined || !isOne ? asked : inZone(asked, before.zone);
  const compared = wanted && isOne ? { ...wanted, zone: before.zone } : wanted;
  const moved = compared === undefined || isSameTime(compared, before) ? undefined : wanted;
  const people = patchedPeople(event, patching);
  const repeating = repeated ? await timesOfNewSeries(mailbox, event, wanted) : undefined;
  const timing = (): EventChanges => {
    if (isOne) return occurrenceTiming(event, moved);
    const times = moved ?? repeating;
    return times === undefined ? {} : timingProperties(times);
  };
  const changes: EventChanges = {
    ...words,
    ...timing(),
    ...(repeated && repeating ? { recurrence: repeated(repeating) } : {}),
    ...people.changes,
  };
  const isMoved = moved !== undefined || repeating !== undefined;
  await writeEvent(mailbox.session, event, changes, noticesOf(patching, people, isMoved));
};
