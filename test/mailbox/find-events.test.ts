import { describe, expect, it } from 'vitest';
import { EwsError } from '../../src/ews/errors.ts';
import type { EwsSession } from '../../src/ews/operation.ts';
import type { FindItemInput, FindItemPage } from '../../src/ews/operations/find-item.ts';
import { calendarItemProperties } from '../../src/ews/properties/calendar-item.ts';
import { folderId, itemId, mailboxAddress, type ItemTarget } from '../../src/ews/properties/id.ts';
import type { Item } from '../../src/ews/properties/item-types.ts';
import type { AnyProperty } from '../../src/ews/properties/property.ts';
import { findEvents, type Event } from '../../src/mailbox/find-events.ts';
import { createLoadItems } from '../../src/mailbox/load-items.ts';
import type { OpenedMailbox } from '../../src/mailbox/open-mailbox.ts';

type ItemKind = 'Single' | 'Occurrence' | 'Exception' | 'RecurringMaster';
const event = (id: string, start: string, end: string, itemType: ItemKind = 'Single', uid = id): Event => ({
  type: 'CalendarItem',
  element: 'CalendarItem',
  id: itemId(id),
  changeKey: 'ck',
  properties: { subject: `subject of ${id}`, start, end, itemType, uid },
});

interface GetInput {
  readonly ids: readonly ItemTarget[];
  readonly wanted: readonly AnyProperty[];
}

/** A calendar that expands nothing: what overlaps a view is in it, at most `cap` events. */
const calendarServer = (
  events: readonly Event[],
  cap = 1000,
  gone: readonly string[] = [],
  busy: readonly string[] = [],
) => {
  const views: FindItemInput[] = [];
  const gets: GetInput[] = [];
  const find = (input: FindItemInput): FindItemPage[] => {
    views.push(input);
    const { view } = input;
    return input.parents.map(() => {
      const inside =
        view.type === 'calendar'
          ? events.filter(({ properties: { start = '', end = '' } }) => start < view.end && end > view.start)
          : events;
      return { items: inside.slice(0, cap), total: inside.length, isLast: inside.length <= cap, nextOffset: undefined };
    });
  };
  const get = (input: GetInput): (Item | EwsError)[] => {
    gets.push(input);
    return input.ids.map((target) => {
      const id = 'id' in target ? target.id : 'masterOf' in target ? target.masterOf : target.occurrenceOf;
      if (gone.includes(id)) return new EwsError('response', 'gone', { responseCode: 'ErrorItemNotFound' });
      if (busy.includes(id)) return new EwsError('response', 'busy', { responseCode: 'ErrorServerBusy' });
      const found =
        'masterOf' in target
          ? event(`master-${id}`, '2026-01-01T09:00:00Z', '2026-01-01T10:00:00Z', 'RecurringMaster')
          : event(id, '', '');
      return {
        ...found,
        properties: {
          location: `place of ${found.id}`,
          ...(found.properties.itemType === 'RecurringMaster' ? { itemType: 'RecurringMaster' } : {}),
        },
      };
    });
  };
  const session = {
    mailbox: mailboxAddress('ann@example.test'),
    callEach: (_operation: unknown, input: FindItemInput | GetInput) =>
      Promise.resolve('parents' in input ? find(input) : get(input)),
  } as unknown as EwsSession;
  return { mailbox: { session, items: createLoadItems(session) } as unknown as OpenedMailbox, views, gets };
};

const calendars = [{ id: folderId('calendar') }];
const week = { start: '2026-11-16T00:00:00Z', end: '2026-11-23T00:00:00Z' };
const { subject, requiredAttendees, recurrence } = calendarItemProperties;
const day = (number: number): string => `2026-11-${String(number).padStart(2, '0')}`;

describe('finding events', () => {
  it('costs one FindItem over all calendars and one GetItem, in which each series travels once', async () => {
    const occurrences = [16, 17, 18].map((number) =>
      event(`o${number}`, `${day(number)}T09:00:00Z`, `${day(number)}T10:00:00Z`, 'Occurrence', 'series'),
    );
    const { mailbox, views, gets } = calendarServer([
      ...occurrences,
      event('single', '2026-11-17T12:00:00Z', '2026-11-17T13:00:00Z'),
    ]);
    const page = await findEvents(mailbox, {
      calendars,
      window: week,
      wanted: [subject, requiredAttendees],
      wantedOfMaster: [recurrence],
      expand: true,
      page: { limit: 10 },
    });
    expect(page.rows.map(({ event: { id }, master }) => [id, master?.id])).toEqual([
      ['o16', 'master-o16'],
      ['o17', 'master-o16'],
      ['single', undefined],
      ['o18', 'master-o16'],
    ]);
    expect(views).toHaveLength(1);
    expect(gets.map(({ ids }) => ids.length)).toEqual([5]);
  });

  it('splits a window that is longer than the server allows and tells what overlaps the seam once', async () => {
    const long = event('long', '2026-01-01T00:00:00Z', '2029-12-31T00:00:00Z');
    const { mailbox, views } = calendarServer([long]);
    const page = await findEvents(mailbox, {
      calendars,
      window: { start: '2026-01-01T00:00:00Z', end: '2030-12-31T00:00:00Z' },
      wanted: [subject],
      expand: true,
      page: { limit: 10 },
    });
    expect(page.total).toBe(1);
    expect(views.length).toBeGreaterThanOrEqual(3);
    for (const { view } of views) {
      if (view.type !== 'calendar') throw new Error('not a view');
      expect(Date.parse(view.end) - Date.parse(view.start)).toBeLessThanOrEqual(2 * 365 * 86_400_000);
    }
  });

  it('reads a view that was cut short again in halves, so that no event is missing', async () => {
    const events = Array.from({ length: 60 }, (_, index) =>
      event(
        `e${index}`,
        new Date(Date.parse(week.start) + index * 10_000_000).toISOString(),
        new Date(Date.parse(week.start) + index * 10_000_000 + 60_000).toISOString(),
      ),
    );
    const { mailbox } = calendarServer(events, 10);
    const page = await findEvents(mailbox, {
      calendars,
      window: week,
      wanted: [subject],
      expand: true,
      page: { limit: 100 },
    });
    expect(page.rows.map(({ event: { id } }) => id)).toEqual(events.map(({ id }) => id));
  });

  it('pages by start and finds its place when the last event of a page is gone', async () => {
    const events = [16, 17, 18, 19].map((number) =>
      event(`e${number}`, `${day(number)}T09:00:00Z`, `${day(number)}T10:00:00Z`),
    );
    const input = { calendars, window: week, wanted: [subject], expand: true };
    const first = await findEvents(calendarServer(events).mailbox, { ...input, page: { limit: 2 } });
    expect([first.rows.length, first.total, first.hasNext, first.hasPrevious]).toEqual([2, 4, true, false]);
    const after = first.rows[1]?.cursor;
    const second = await findEvents(calendarServer(events).mailbox, { ...input, page: { limit: 2, after } });
    expect(second.rows.map(({ event: { id } }) => id)).toEqual(['e18', 'e19']);
    const without = await findEvents(calendarServer(events.filter(({ id }) => id !== 'e17')).mailbox, {
      ...input,
      page: { limit: 2, after },
    });
    expect(without.rows.map(({ event: { id } }) => id)).toEqual(['e18', 'e19']);
  });

  it('keeps what FindItem told of an event that cannot be read any more, beside the reason', async () => {
    const { mailbox } = calendarServer([event('e1', '2026-11-16T09:00:00Z', '2026-11-16T10:00:00Z')], 1000, ['e1']);
    const { rows } = await findEvents(mailbox, {
      calendars,
      window: week,
      wanted: [subject, requiredAttendees],
      expand: true,
      page: { limit: 2 },
    });
    expect(rows[0]?.event.properties.subject).toBe('subject of e1');
    expect(rows[0]?.failure).toMatchObject({ responseCode: 'ErrorItemNotFound' });
  });

  it('keeps an event that could not be read for the filter and tells why, and drops one that is gone', async () => {
    const events = ['read', 'gone', 'busy'].map((id) => event(id, '2026-11-16T09:00:00Z', '2026-11-16T10:00:00Z'));
    const { mailbox } = calendarServer(events, 1000, ['gone'], ['busy']);
    const { rows, total, failures } = await findEvents(mailbox, {
      calendars,
      window: week,
      wanted: [subject],
      expand: true,
      filter: { wanted: [requiredAttendees], matches: ({ id }) => id !== 'busy' },
      page: { limit: 5 },
    });
    expect(rows.map(({ event: { id } }) => id)).toEqual(['busy', 'read']);
    expect(total).toBe(2);
    expect(failures).toMatchObject([{ responseCode: 'ErrorServerBusy' }]);
  });

  it('fails as a whole when a calendar cannot be read', async () => {
    const session = {
      callEach: () => Promise.resolve([new EwsError('response', 'no', { responseCode: 'ErrorAccessDenied' })]),
    } as unknown as EwsSession;
    const mailbox = { session, items: createLoadItems(session) } as unknown as OpenedMailbox;
    await expect(
      findEvents(mailbox, { calendars, window: week, wanted: [subject], expand: true, page: { limit: 2 } }),
    ).rejects.toMatchObject({ responseCode: 'ErrorAccessDenied' });
  });
});
