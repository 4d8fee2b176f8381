import { describe, expect, it } from 'vitest';
import { readEntryId, writeEntryId } from '../../../src/emulator/store/entry-id.ts';
import {
  type Occurrence,
  occurrenceAt,
  occurrenceNumber,
  occurrencesBetween,
  type Series,
  seriesElements,
} from '../../../src/emulator/calendar/recurrence.ts';
import { child, childText, node, type XmlNode } from '../../../src/emulator/xml/xml.ts';
import { element } from '../elements.ts';

const masterId = writeEntryId({
  organizationId: `m-${'0'.repeat(32)}`,
  directoryId: '00000000-0000-4000-8000-000000000000',
  folder: 1,
  item: 2,
  attachments: [],
});

interface Weekly {
  readonly start: string;
  readonly end: string;
  readonly zone?: string;
  readonly range: XmlNode;
  readonly days?: string;
  readonly exceptions?: Series['source']['exceptions'];
  readonly deleted?: readonly string[];
}

const weekly = ({ start, end, zone, range, days = 'Friday', exceptions, deleted }: Weekly): Series => ({
  id: masterId,
  element: element(
    't:CalendarItem',
    {
      't:Subject': 'Round table',
      't:UID': 'uid-1',
      't:Start': start,
      't:End': end,
      't:CalendarItemType': 'RecurringMaster',
      't:ReminderDueBy': start,
    },
    [
      node('t:ItemId', { Id: masterId, ChangeKey: 'CK==' }),
      node('t:Recurrence', [element('t:WeeklyRecurrence', { 't:Interval': '1', 't:DaysOfWeek': days }), range]),
      ...(zone === undefined ? [] : [node('t:StartTimeZone', { Id: zone })]),
    ],
  ),
  source: { exceptions, deletedOccurrences: deleted },
});
const numbered = (date: string, count: number) =>
  element('t:NumberedRecurrence', { 't:StartDate': date, 't:NumberOfOccurrences': String(count) });
const endless = (date: string) => element('t:NoEndRecurrence', { 't:StartDate': date });
const times = (occurrences: readonly Occurrence[]) =>
  occurrences.map(({ start, end }) => [start, end].map((instant) => new Date(instant).toISOString().slice(0, 16)));
const between = (series: Series, from: string, to: string) =>
  occurrencesBetween(series, Date.parse(`${from}Z`), Date.parse(`${to}Z`));

describe('the change of clocks', () => {
  it('moves the instant in Europe and keeps the hour on the wall', () => {
    const series = weekly({
      start: '2026-03-20T09:00:00.000Z',
      end: '2026-03-20T10:00:00.000Z',
      zone: 'W. Europe Standard Time',
      range: endless('2026-03-20'),
    });
    expect(times(between(series, '2026-03-20T00:00', '2026-04-04T00:00'))).toEqual([
      ['2026-03-20T09:00', '2026-03-20T10:00'],
      ['2026-03-27T09:00', '2026-03-27T10:00'],
      ['2026-04-03T08:00', '2026-04-03T09:00'],
    ]);
  });

  it('comes on another day in the United States', () => {
    const series = weekly({
      start: '2026-03-06T15:00:00Z',
      end: '2026-03-06T16:00:00Z',
      zone: 'Eastern Standard Time',
      range: numbered('2026-03-06', 2),
    });
    expect(times(between(series, '2026-03-01T00:00', '2026-04-01T00:00'))).toEqual([
      ['2026-03-06T15:00', '2026-03-06T16:00'],
      ['2026-03-13T14:00', '2026-03-13T15:00'],
    ]);
  });

  it('does not concern series without a zone, which recur in UTC', () => {
    const series = weekly({
      start: '2026-03-20T09:00:00Z',
      end: '2026-03-20T10:00:00Z',
      range: numbered('2026-03-20', 3),
    });
    expect(times(between(series, '2026-04-03T00:00', '2026-04-04T00:00'))).toEqual([
      ['2026-04-03T09:00', '2026-04-03T10:00'],
    ]);
  });

  it('leaves days whole: midnight to midnight in their own zone, west of UTC too', () => {
    const series = weekly({
      start: '2026-03-01T05:00:00Z',
      end: '2026-03-02T05:00:00Z',
      zone: 'Eastern Standard Time',
      days: 'Sunday',
      range: numbered('2026-03-01', 3),
    });
    // The clocks change on the second of the days, which has 23 hours.
    expect(times(between(series, '2026-03-01T00:00', '2026-03-20T00:00'))).toEqual([
      ['2026-03-01T05:00', '2026-03-02T05:00'],
      ['2026-03-08T05:00', '2026-03-09T04:00'],
      ['2026-03-15T04:00', '2026-03-16T04:00'],
    ]);
  });

  it('holds the day of a zone in which it is tomorrow already', () => {
    const series = weekly({
      start: '2026-03-05T23:00:00Z',
      end: '2026-03-06T00:00:00Z',
      zone: 'Tokyo Standard Time',
      range: numbered('2026-03-06', 2),
    });
    expect(times(between(series, '2026-03-01T00:00', '2026-04-01T00:00')).map(([start]) => start)).toEqual([
      '2026-03-05T23:00',
      '2026-03-12T23:00',
    ]);
  });
});

const changed = weekly({
  start: '2026-05-01T09:00:00.000Z',
  end: '2026-05-01T10:00:00.000Z',
  range: numbered('2026-05-01', 4),
  exceptions: [
    {
      originalStart: '2026-05-08T09:00:00.000Z',
      element: element('t:CalendarItem', {
        't:Subject': 'Round table, moved',
        't:Start': '2026-05-10T13:00:00.000Z',
        't:End': '2026-05-10T14:00:00.000Z',
      }),
    },
  ],
  deleted: ['2026-05-15T09:00:00.000Z'],
});

describe('a window', () => {
  it('shows what overlaps it: neither its end nor that of an event belongs to them', () => {
    const starts = (from: string, to: string) => times(between(changed, from, to)).map(([start]) => start);
    expect(starts('2026-05-01T09:59', '2026-05-01T12:00')).toEqual(['2026-05-01T09:00']);
    expect(starts('2026-05-01T10:00', '2026-05-01T12:00')).toEqual([]);
    expect(starts('2026-05-01T00:00', '2026-05-01T09:00')).toEqual([]);
  });

  it('shows moved occurrences where they are now and deleted ones not at all', () => {
    expect(times(between(changed, '2026-05-01T00:00', '2026-06-01T00:00')).map(([start]) => start)).toEqual([
      '2026-05-01T09:00',
      '2026-05-10T13:00',
      '2026-05-22T09:00',
    ]);
    expect(between(changed, '2026-05-08T00:00', '2026-05-09T00:00')).toEqual([]);
  });

  it('does not show an occurrence that was moved first and deleted then', () => {
    const series = {
      ...changed,
      source: { ...changed.source, deletedOccurrences: ['2026-05-08T09:00:00.000Z'] },
    };
    expect(between(series, '2026-05-08T00:00', '2026-05-12T00:00')).toEqual([]);
    expect(seriesElements(series).map(({ name }) => name)).not.toContain('t:ModifiedOccurrences');
  });

  it('shows occurrences as events of their own', () => {
    const [regular, moved] = between(changed, '2026-05-01T00:00', '2026-05-11T00:00').map((one) => one.element);
    expect(childText(regular, 't:CalendarItemType')).toBe('Occurrence');
    expect(childText(regular, 't:ReminderDueBy')).toBe('2026-05-01T09:00:00.000Z');
    expect(child(regular, 't:Recurrence')).toBeUndefined();
    expect(childText(moved, 't:CalendarItemType')).toBe('Exception');
    expect(childText(moved, 't:Subject')).toBe('Round table, moved');
    expect(childText(moved, 't:OriginalStart')).toBe('2026-05-08T09:00:00.000Z');
    expect(childText(moved, 't:UID')).toBe('uid-1');
    const ids = [regular, moved].map((one) => child(one, 't:ItemId')?.attributes['Id']);
    expect(new Set([...ids, masterId])).toHaveLength(3);
  });
});

it('an occurrence that differs has the attachments of its series', () => {
  const attachments = [node('t:HasAttachments', 'true'), node('t:Attachments', [node('t:FileAttachment')])];
  const series = {
    ...changed,
    element: { ...changed.element, children: [...changed.element.children, ...attachments] },
  };
  for (const { element: shown } of between(series, '2026-05-01T00:00', '2026-05-11T00:00')) {
    expect(shown.children.filter((property) => attachments.includes(property))).toEqual(attachments);
  }
});

describe('one occurrence', () => {
  it('is found by what its id says, moved or not', () => {
    for (const { element: shown } of between(changed, '2026-05-01T00:00', '2026-06-01T00:00')) {
      const { occurrence } = readEntryId(child(shown, 't:ItemId')?.attributes['Id'] ?? '');
      expect(occurrenceAt(changed, occurrence ?? Number.NaN).element).toEqual(shown);
    }
  });

  it('is found by its number, which counts deleted ones', () => {
    expect(childText(occurrenceNumber(changed, 2).element, 't:Subject')).toBe('Round table, moved');
    expect(childText(occurrenceNumber(changed, 4).element, 't:Start')).toBe('2026-05-22T09:00:00.000Z');
  });

  it('that is deleted, out of range or never was is told apart', () => {
    const failure = (responseCode: string) => expect.objectContaining({ responseCode });
    const deletedAt = Date.parse('2026-05-15T09:00:00Z');
    expect(() => occurrenceNumber(changed, 3)).toThrow(failure('ErrorCalendarOccurrenceIsDeletedFromRecurrence'));
    expect(() => occurrenceAt(changed, deletedAt)).toThrow(failure('ErrorCalendarOccurrenceIsDeletedFromRecurrence'));
    for (const number of [0, 5, -1]) {
      expect(() => occurrenceNumber(changed, number)).toThrow(
        failure('ErrorCalendarOccurrenceIndexIsOutOfRecurrenceRange'),
      );
    }
    expect(() => occurrenceAt(changed, deletedAt + 3_600_000)).toThrow(failure('ErrorItemNotFound'));
    expect(() => occurrenceAt(changed, Date.parse('2026-05-02T09:00:00Z'))).toThrow(failure('ErrorItemNotFound'));
  });
});

describe('a master', () => {
  it('tells its first and last occurrence, the moved and the deleted ones', () => {
    const [first, last, modified, deleted] = seriesElements(changed);
    expect([first?.name, childText(first, 't:Start')]).toEqual(['t:FirstOccurrence', '2026-05-01T09:00:00.000Z']);
    expect([last?.name, childText(last, 't:Start')]).toEqual(['t:LastOccurrence', '2026-05-22T09:00:00.000Z']);
    const [occurrence] = modified?.children ?? [];
    expect(occurrence?.children.map(({ name, text }) => [name, text])).toEqual([
      ['t:ItemId', ''],
      ['t:Start', '2026-05-10T13:00:00.000Z'],
      ['t:End', '2026-05-10T14:00:00.000Z'],
      ['t:OriginalStart', '2026-05-08T09:00:00.000Z'],
    ]);
    expect(deleted).toEqual(
      node('t:DeletedOccurrences', [node('t:DeletedOccurrence', [node('t:Start', '2026-05-15T09:00:00.000Z')])]),
    );
  });

  it('without an end has no last occurrence', () => {
    const series = weekly({ start: '2026-05-01T09:00:00Z', end: '2026-05-01T10:00:00Z', range: endless('2026-05-01') });
    expect(seriesElements(series).map(({ name }) => name)).toEqual(['t:FirstOccurrence']);
  });
});
