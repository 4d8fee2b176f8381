import { EwsError } from '../../../ews/errors.ts';
import type { ItemId } from '../../../ews/properties/id.ts';
import { calendarItemProperties as rows } from '../../../ews/properties/calendar-item.ts';
import type { AnyProperty } from '../../../ews/properties/property.ts';
import type { OpenedMailbox } from '../../open-mailbox.ts';
import type { Once } from '../once.ts';
import { wantsVersion } from '../wants-version.ts';
import { invalidField, WriteRefusal } from '../write-refusal.ts';
import { attendeeRows } from './attendees.ts';
import { changeEvent } from './change-event.ts';
import { changedSeriesRows, changeSeries, demandSameDay, type NamedSeries } from './change-series.ts';
import { saysSomething, wrongTiming, type EventPatch, type Patched, type Patching } from './event-patch.ts';
import { isOccurrence, isOwnEvent, standingRows, type Event, type OccurrenceScope } from './event-standing.ts';
import type { EventTimes } from './event-times.ts';
import { demandFit } from './series-fit.ts';
import { placeInSeries, recurrenceOf, restFrom, seriesRows, zoneless, type SeriesPlace } from './series-place.ts';
import { onDay, timesOf, timesRows } from './series-times.ts';
import { splitSeries, splitSeriesRows } from './split-series.ts';
import { noticesOf, patchedPeople } from './write-event.ts';

/** An event that is there now: a single one, an occurrence or a series, and the series that was split off it. */
export interface WrittenEvents {
  readonly id: ItemId;
  readonly newSeries?: ItemId | undefined;
}

/** An event that is to change. */
export interface EventToUpdate extends Patching {
  readonly id: ItemId;
  /** The version that is meant; undefined: whichever it is. */
  readonly ifChangeKey: string | undefined;
  readonly scope: OccurrenceScope;
  readonly once: Once;
  /** What a conflict tells of the event as it is now. */
  readonly shown: readonly AnyProperty[];
  /** Told what there is to be shown, also when something fails afterwards. */
  readonly onWritten: (events: WrittenEvents | undefined) => void;
}

const eventRows: readonly AnyProperty[] = [...standingRows, ...timesRows, ...attendeeRows, rows.originalStart];

const masterRows = (scope: OccurrenceScope): readonly AnyProperty[] => [
  ...standingRows,
  ...seriesRows,
  ...attendeeRows,
  ...changedSeriesRows,
  ...(scope === 'THIS_AND_FOLLOWING' ? splitSeriesRows : []),
];

const asEvent = (item: { readonly type: string }): Event => {
  if (item.type !== 'CalendarItem') throw new WriteRefusal({ reason: 'NOT_FOUND' });
  return item as Event;
};

/** Why there is no series: the id need not be one of an occurrence. */
const noMaster = (error: unknown): EwsError => {
  if (error instanceof EwsError && error.kind === 'response') return error;
  throw error;
};

/** Reads the event, and the series that it belongs to when that is meant: one GetItem for both. */
const read = async (
  { items }: OpenedMailbox,
  { id, scope }: EventToUpdate,
): Promise<{ readonly event: Event; readonly master: Event | EwsError | undefined }> => {
  items.forgetAll();
  if (scope === 'THIS_OCCURRENCE') return { event: asEvent(await items.load(id, eventRows)), master: undefined };
  const wanted = [...eventRows, ...masterRows(scope)];
  const [event, master] = await Promise.all([
    items.load(id, wanted),
    items.loadMaster(id, wanted).then(asEvent, noMaster),
  ]);
  return { event: asEvent(event), master };
};

/** Throws WriteRefusal INVALID with all that only the organiser of the meeting may change. */
const demandOwn = (event: Event, { patch: { organizersPaths }, scope }: EventToUpdate): void => {
  if (isOwnEvent(event)) return;
  const message = 'belongs to the organiser of the meeting; here it would change nobody else’s calendar.';
  if (organizersPaths.length > 0)
    throw new WriteRefusal({ reason: 'INVALID', fields: organizersPaths.map((path) => ({ path, message })) });
  if (scope === 'THIS_AND_FOLLOWING')
    throw invalidField(['input', 'scope'], 'can be THIS_AND_FOLLOWING for the organiser of the meeting only.');
};

const demandOccurrence = ({ properties: { itemType } }: Event, scope: OccurrenceScope): void => {
  if (itemType !== 'RecurringMaster' || scope === 'ENTIRE_SERIES') return;
  throw invalidField(
    ['input', 'id'],
    `names a whole series; ${scope} takes the id of one of its occurrences, ENTIRE_SERIES that of the series.`,
  );
};

const timesOfRest = (
  { master, occurrence }: NamedSeries,
  place: SeriesPlace,
  { times, recurrence }: EventPatch,
): EventTimes => {
  if (times === undefined) return onDay(timesOf(master, zoneless), place.day);
  if (recurrence !== undefined) return times;
  demandSameDay(times, master, occurrence);
  demandFit(recurrenceOf(master).pattern, times);
  return onDay(times, place.day);
};

const changeRest = async (
  mailbox: OpenedMailbox,
  series: NamedSeries & { readonly occurrence: Event },
  update: EventToUpdate,
): Promise<Patched> => {
  const { master, occurrence } = series;
  const { patch, once, onWritten } = update;
  const place = placeInSeries(master, occurrence);
  if (place.isFirst) {
    const patched = await changeSeries(mailbox, series, update);
    onWritten({ id: master.id });
    return patched;
  }
  if (patch.recurrence === null)
    throw invalidField(
      ['input', 'scope'],
      'is THIS_AND_FOLLOWING, and what follows goes on repeating; end the series with cancelEvent, or give another recurrence.',
    );
  const times = timesOfRest(series, place, patch);
  const recurrence = patch.recurrence ? patch.recurrence(times) : restFrom(recurrenceOf(master), place);
  const people = patchedPeople(master, update);
  return splitSeries(mailbox, {
    master,
    place,
    words: patch.words,
    times,
    recurrence,
    invited: people.after,
    isTold: noticesOf(update, people, true) !== 'SendToNone',
    once,
    onNewSeries: (newSeries) => onWritten(newSeries === undefined ? undefined : { id: master.id, newSeries }),
  });
};

const updateOnce = async (mailbox: OpenedMailbox, update: EventToUpdate): Promise<Patched> => {
  const { ifChangeKey, scope, onWritten } = update;
  const { event, master } = await read(mailbox, update);
  if (ifChangeKey !== undefined && event.changeKey !== ifChangeKey)
    throw new EwsError('response', 'the event is of another version', { responseCode: 'ErrorIrresolvableConflict' });
  demandOwn(event, update);
  demandOccurrence(event, scope);
  if (
    scope === 'THIS_OCCURRENCE' ||
    event.properties.itemType === 'Single' ||
    event.properties.itemType === undefined
  ) {
    await changeEvent(mailbox, event, update);
    onWritten({ id: event.id });
    return { problem: undefined };
  }
  const series = isOccurrence(event) ? master : event;
  if (series instanceof EwsError) throw series;
  if (series === undefined) throw new WriteRefusal({ reason: 'NOT_FOUND' });
  const occurrence = isOccurrence(event) ? event : undefined;
  if (scope === 'THIS_AND_FOLLOWING' && occurrence !== undefined)
    return changeRest(mailbox, { master: series, occurrence }, update);
  const patched = await changeSeries(mailbox, { master: series, occurrence }, update);
  onWritten({ id: series.id });
  return patched;
};

/**
 * Whether the event is of another version than was read. A write that tells nobody is repeated when its answer was lost, and is then in its own way: what
 * a patch asks for it can ask for once more.
 */
const isStale = (error: unknown): error is EwsError => error instanceof EwsError && wantsVersion(error);

const changed = async ({ items }: OpenedMailbox, { id, shown }: EventToUpdate): Promise<WriteRefusal> => {
  items.forgetAll();
  const current = await items.load(id, shown).catch((error: unknown) => {
    if (error instanceof EwsError) return undefined;
    throw error;
  });
  return new WriteRefusal({ reason: 'CHANGED', current });
};

/** In a mail user's words. */
const inWords = (error: unknown): unknown => {
  if (!(error instanceof EwsError)) return error;
  if (error.responseCode === 'ErrorOccurrenceCrossingBoundary')
    return wrongTiming('would put this occurrence onto or past a neighbouring one of its series.');
  if (error.responseCode === 'ErrorCalendarCannotUpdateDeletedItem')
    return new WriteRefusal({
      reason: 'CONFLICT',
      detail: 'This meeting lies in Deleted Items: nobody can be told of it.',
    });
  return error;
};

/**
 * Changes what is given of an event, an occurrence, the rest of a series or all of it, and nothing else: one GetItem, then what `changeEvent`, `changeSeries`
 * and `splitSeries` need. All of it once more when somebody changed it in between and no version was named. Throws WriteRefusal: INVALID for what an event
 * of its kind cannot be, CHANGED, CONFLICT when something could not be done after the event itself was written; and EwsError.
 */
export const updateEvent = async (mailbox: OpenedMailbox, update: EventToUpdate): Promise<void> => {
  if (!saysSomething(update.patch)) throw invalidField(['input', 'patch'], 'says nothing that is to change.');
  try {
    const { problem } = await updateOnce(mailbox, update).catch(async (error: unknown) => {
      if (!isStale(error)) throw error;
      // Of its own doing, perhaps.
      if (update.ifChangeKey !== undefined) throw error.mayBeDone ? error : await changed(mailbox, update);
      return updateOnce(mailbox, update).catch(async (again: unknown) => {
        throw isStale(again) ? await changed(mailbox, update) : again;
      });
    });
    if (problem !== undefined) throw problem;
  } catch (error) {
    throw inWords(error);
  } finally {
    mailbox.items.forgetAll();
  }
};
