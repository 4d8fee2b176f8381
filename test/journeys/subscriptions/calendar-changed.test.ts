import { describe, expect, it } from 'vitest';
import { mail } from '../../emulator/small-organization.ts';
import { journeyOfTest, problemsOf } from '../journey-of-test.ts';
import { operationsOf, type Journey } from '../start.ts';
import { listening, subscribe } from './subscribing.ts';

const alice = 'alice@example.test';
const week = ', window: { start: "2026-06-01T00:00:00Z", end: "2026-06-08T00:00:00Z" }';

interface Told {
  readonly calendarChanged: {
    readonly change: {
      readonly __typename: string;
      readonly kind?: string;
      readonly id?: string;
      readonly event?: { readonly id: string; readonly subject: string } | null;
    };
  };
}

const changed = (args = ''): string =>
  `subscription { calendarChanged(mailbox: "${alice}"${args}) { token change { __typename
    ... on CalendarEventChanged { kind event { id subject } } ... on ItemRemoved { id } } } }`;

const create = async (journey: Journey, subject: string, start: string, more = ''): Promise<string> => {
  const end = start.replace('T09', 'T10');
  const { data, errors } = await journey.query<{ createEvent: { event: { id: string } } }>(
    `mutation { createEvent(input: { mailbox: "${alice}", notify: NONE, event: { subject: "${subject}",
      timing: { timed: { start: "${start}", end: "${end}", timeZone: "Europe/Berlin" } }${more} } }) { event { id } userErrors { detail } } }`,
  );
  expect(errors).toBeUndefined();
  return data.createEvent.event.id;
};

const reschedule = async (journey: Journey, id: string, start: string): Promise<void> => {
  const end = start.replace('T09', 'T10');
  const { errors } = await journey.query(
    `mutation ($id: ID!) { updateEvent(input: { id: $id, notify: NONE, scope: ENTIRE_SERIES, patch: {
      timing: { timed: { start: "${start}", end: "${end}", timeZone: "Europe/Berlin" } } } }) { event { id } userErrors { detail } } }`,
    { id },
  );
  expect(errors).toBeUndefined();
};

const nextChange = async (stream: ReturnType<typeof subscribe<Told>>): Promise<Told['calendarChanged']['change']> => {
  const { data, errors } = await stream.next();
  expect(errors).toBeUndefined();
  return data.calendarChanged.change;
};

describe('calendarChanged', () => {
  it('tells events that come, change and go, and nothing of mail', async () => {
    const journey = await journeyOfTest();
    const stream = await listening<Told>(journey, changed());
    journey.emulator.deliver(alice, 'inbox', mail('No event'));
    const id = await create(journey, 'Review', '2026-06-02T09:00:00+02:00');
    expect(await nextChange(stream)).toEqual({
      __typename: 'CalendarEventChanged',
      kind: 'CREATED',
      event: { id, subject: 'Review' },
    });
    await journey.query(
      'mutation ($ids: [ID!]!) { deleteItems(mailbox: "alice@example.test", ids: $ids) { succeeded } }',
      {
        ids: [id],
      },
    );
    // Moved to the deleted items, which is out of the calendars.
    let change = await nextChange(stream);
    while (change.__typename === 'CalendarEventChanged') change = await nextChange(stream);
    expect(change).toEqual({ __typename: 'ItemRemoved', id });
  });

  it('leaves out new events outside its window, of series too', async () => {
    const journey = await journeyOfTest();
    const stream = await listening<Told>(journey, changed(week));
    const weekly = (rest: string): string => `, recurrence: { rrule: "FREQ=WEEKLY${rest}" }`;
    await create(journey, 'Before', '2026-05-20T09:00:00+02:00');
    await create(journey, 'After', '2026-06-20T09:00:00+02:00');
    await create(journey, 'Ended before', '2026-05-01T09:00:00+02:00', weekly(';COUNT=3'));
    await create(journey, 'Begins after', '2026-07-01T09:00:00+02:00', weekly(''));
    await create(journey, 'Endless', '2026-05-01T09:00:00+02:00', weekly(''));
    await create(journey, 'Inside', '2026-06-03T09:00:00+02:00');
    const told = new Set<string | undefined>();
    while (!told.has('Inside')) told.add((await nextChange(stream)).event?.subject);
    expect([...told].toSorted()).toEqual(['Endless', 'Inside']);
  });

  it('tells what is moved out of its window, which the client may show', async () => {
    const journey = await journeyOfTest();
    const id = await create(journey, 'Shown', '2026-06-02T09:00:00+02:00');
    const stream = await listening<Told>(journey, changed(week));
    await reschedule(journey, id, '2026-09-02T09:00:00+02:00');
    expect(await nextChange(stream)).toMatchObject({ kind: 'UPDATED', event: { id } });
  });

  it('looks at the window and shows the event with one GetItem', async () => {
    const journey = await journeyOfTest();
    const stream = await listening<Told>(journey, changed(week));
    await create(journey, 'Inside', '2026-06-03T09:00:00+02:00');
    const answer = await stream.next();
    expect(answer.data.calendarChanged.change.event?.subject).toBe('Inside');
    expect(operationsOf(answer)).toEqual(['GetItem']);
  });

  it('shows times in the zone of its window, and else in that of the event', async () => {
    const journey = await journeyOfTest();
    const shown = (args: string): string =>
      `subscription { calendarChanged(mailbox: "${alice}"${args}) { change { ... on CalendarEventChanged { event { start { local timeZone } } } } } }`;
    const zoned = week.replace(' }', ', timeZone: "Asia/Tokyo" }');
    const [plain, abroad] = await Promise.all(
      [shown(''), shown(zoned)].map((query) => listening<Told>(journey, query)),
    );
    await create(journey, 'Call', '2026-06-03T09:00:00+02:00');
    const startOf = async (stream: ReturnType<typeof subscribe<Told>> | undefined): Promise<unknown> =>
      (await stream?.next())?.data.calendarChanged.change.event;
    expect(await startOf(plain)).toEqual({ start: { local: '2026-06-03T09:00:00', timeZone: 'Europe/Berlin' } });
    expect(await startOf(abroad)).toEqual({ start: { local: '2026-06-03T16:00:00', timeZone: 'Asia/Tokyo' } });
  });

  it('refuses a window that ends before it begins', async () => {
    const journey = await journeyOfTest();
    const stream = subscribe(
      journey,
      changed(', window: { start: "2026-06-08T00:00:00Z", end: "2026-06-01T00:00:00Z" }'),
    );
    expect(problemsOf(await stream.next())).toEqual([expect.objectContaining({ code: 'BAD_USER_INPUT' })]);
    expect(await stream.over).toBeUndefined();
  });
});
