import { expect, it } from 'vitest';
import { childText } from '../../../src/ews/xml.ts';
import { itemsIn } from '../../emulator/writing.ts';
import {
  addressOf,
  startMeetingJourney,
  type MeetingJourney,
  type Person,
  type ShownEvent,
  type ShownMessage,
} from './meeting-journey.ts';

const everybody = ['alice', 'bob', 'carol', 'dave', 'lighthouse'] as const satisfies readonly Person[];

/** What a person sees: `03-18 10:00 ACCEPTED BUSY`, one line an event, with what is unusual behind it. */
type Lines = readonly string[];

const timed = (start: string, end: string) => ({ timed: { start, end, timeZone: 'Europe/Berlin' } });

const lineOf = ({ start, myResponse, showAs, type, status, location }: ShownEvent): string =>
  [
    start.local.slice(5, 16).replace('T', ' '),
    myResponse,
    showAs,
    ...(type === 'EXCEPTION' ? ['exception'] : []),
    ...(status === 'CANCELLED' ? ['off'] : []),
    ...(location === null || location === '' ? [] : [`in ${location}`]),
  ].join(' ');

const newsOf = ({ subject, from, meeting, body }: ShownMessage): string =>
  [
    `${subject} from ${from?.address.split('@')[0] ?? 'nobody'}`,
    ...((body?.content ?? '').trim() === '' ? [] : [`“${(body?.content ?? '').trim()}”`]),
    ...(meeting === null ? ['without a meeting'] : meeting.event === null ? ['without an event'] : []),
  ].join(' ');

/** Looks into everybody's mailbox, and tells what has come since the last look. */
const watch = (journey: MeetingJourney) => {
  const known = new Map<Person, ReadonlySet<string>>();
  return {
    /** Lines of the agendas of these people; all have the same lines otherwise than asked for. */
    calendars: async (...people: readonly Person[]): Promise<Partial<Record<Person, Lines>>> =>
      Object.fromEntries(
        await Promise.all(people.map(async (person) => [person, (await journey.agenda(person)).map(lineOf)] as const)),
      ),
    /** What has come into the inboxes since the last look, where something has. */
    news: async (): Promise<Partial<Record<Person, Lines>>> => {
      const news: Partial<Record<Person, Lines>> = {};
      for (const person of everybody) {
        const messages = await journey.messages(person, 'INBOX');
        const before = known.get(person) ?? new Set();
        const lines = messages.filter(({ id }) => !before.has(id)).map(newsOf);
        if (lines.length > 0) news[person] = lines.toSorted();
        known.set(person, new Set(messages.map(({ id }) => id)));
      }
      return news;
    },
    /** What the organiser knows of the answers to each occurrence. */
    answers: async (): Promise<readonly string[]> =>
      (await journey.agenda('alice')).map(
        ({ start, attendees }) =>
          `${start.local.slice(5, 10)} ${attendees.map(({ recipient, response }) => `${recipient.address.split('@')[0] ?? ''} ${response}`).join(', ')}`,
      ),
    /** Who is taken how in a stretch of time, by `availability`. */
    times: async (start: string, end: string): Promise<Readonly<Record<string, string>>> => {
      const { data, errors } = await journey.query<{
        availability: readonly {
          readonly address: string;
          readonly freeBusy: { readonly busy: readonly { readonly status: string }[] } | null;
        }[];
      }>(
        `query ($input: AvailabilityInput!) { availability(input: $input) { address freeBusy { busy { status } } } }`,
        {
          input: { addresses: everybody.map(addressOf), asMailbox: addressOf('alice'), window: { start, end } },
        },
      );
      expect(errors).toBeUndefined();
      return Object.fromEntries(
        data.availability.map(({ address, freeBusy }) => [
          address.split('@')[0] ?? '',
          freeBusy?.busy.map(({ status }) => status).join(' ') ?? 'untold',
        ]),
      );
    },
    /** An event of somebody's, by the beginning of its line. */
    event: async (person: Person, line: string): Promise<ShownEvent> => {
      const found = (await journey.agenda(person)).find((event) => lineOf(event).startsWith(line));
      if (found === undefined) throw new Error(`${person} has nothing at ${line}`);
      return found;
    },
  };
};

it('a meeting lives among four people and a room, and each of them sees all of it', async () => {
  const journey = await startMeetingJourney();
  const { done } = journey;
  const { calendars, news, answers, times, event } = watch(journey);

  // Everybody is free.
  const firstHour = ['2031-03-18T09:00:00Z', '2031-03-18T10:00:00Z'] as const;
  expect(await times(...firstHour)).toEqual({ alice: '', bob: '', carol: '', dave: '', lighthouse: '' });

  // Alice invites the others and a room to six Tuesdays at ten in Berlin, where the clocks go forward after the second.
  const made = await done('createEvent', {
    mailbox: addressOf('alice'),
    notify: 'ALL',
    event: {
      subject: 'Plan',
      timing: timed('2031-03-18T10:00:00+01:00', '2031-03-18T11:00:00+01:00'),
      recurrence: { rrule: 'FREQ=WEEKLY;COUNT=6;BYDAY=TU' },
      location: 'Lighthouse',
      attendees: [
        { address: addressOf('bob') },
        { address: addressOf('carol') },
        { address: addressOf('dave'), role: 'OPTIONAL' },
        { address: addressOf('lighthouse'), role: 'RESOURCE' },
      ],
    },
  });
  const tuesdays = ['03-18', '03-25', '04-01', '04-08', '04-15', '04-22'];
  const each = (words: string, days: Lines = tuesdays): Lines =>
    days.map((day) => `${day} 10:00 ${words} in Lighthouse`);
  expect(await calendars(...everybody)).toEqual({
    alice: each('ORGANIZER BUSY'),
    bob: each('NOT_RESPONDED TENTATIVE'),
    carol: each('NOT_RESPONDED TENTATIVE'),
    dave: each('NOT_RESPONDED TENTATIVE'),
    lighthouse: each('ACCEPTED BUSY'),
  });
  expect((await journey.agenda('bob')).map(({ start }) => start.dateTime.slice(5, 16))).toEqual([
    '03-18T09:00',
    '03-25T09:00',
    '04-01T08:00',
    '04-08T08:00',
    '04-15T08:00',
    '04-22T08:00',
  ]);
  expect(await news()).toEqual({
    alice: ['Accepted: Plan from lighthouse “Your request was accepted.”'],
    bob: ['Plan from alice'],
    carol: ['Plan from alice'],
    dave: ['Plan from alice'],
  });
  const unanswered = 'bob NONE, carol NONE, dave NONE, lighthouse ACCEPTED';
  expect(await answers()).toEqual(tuesdays.map((day) => `${day} ${unanswered}`));
  expect(await times(...firstHour)).toEqual({
    alice: 'BUSY',
    bob: 'TENTATIVE',
    carol: 'TENTATIVE',
    dave: 'TENTATIVE',
    lighthouse: 'BUSY',
  });

  // Bob accepts by the request, Carol by her calendar perhaps, each with a word. Dave says nothing.
  const [request] = await journey.messages('bob', 'INBOX');
  await done('respondToEvent', { id: request?.id, response: 'ACCEPT', sendResponse: true, comment: 'Gladly' });
  await done('respondToEvent', {
    id: (await event('carol', '03-25')).id,
    response: 'TENTATIVE',
    sendResponse: true,
    comment: 'If the train runs',
  });
  const answered = 'bob ACCEPTED, carol TENTATIVE, dave NONE, lighthouse ACCEPTED';
  expect(await calendars('bob', 'carol', 'dave')).toEqual({
    bob: each('ACCEPTED BUSY'),
    carol: each('TENTATIVE TENTATIVE'),
    dave: each('NOT_RESPONDED TENTATIVE'),
  });
  expect(await news()).toEqual({
    alice: ['Accepted: Plan from bob “Gladly”', 'Tentative: Plan from carol “If the train runs”'],
  });
  expect(await answers()).toEqual(tuesdays.map((day) => `${day} ${answered}`));
  expect(await times(...firstHour)).toMatchObject({ bob: 'BUSY', carol: 'TENTATIVE', dave: 'TENTATIVE' });

  // The room is taken on the 8th of April at half past ten, and declines; at noon it is free.
  const book = (subject: string, start: string, end: string) =>
    done('createEvent', {
      mailbox: addressOf('bob'),
      notify: 'ALL',
      event: {
        subject,
        timing: timed(start, end),
        location: null,
        attendees: [{ address: addressOf('lighthouse'), role: 'RESOURCE' }],
      },
    });
  const late = await book('Late', '2031-04-08T10:30:00+02:00', '2031-04-08T11:30:00+02:00');
  await book('Lunch', '2031-04-16T12:00:00+02:00', '2031-04-16T13:00:00+02:00');
  expect(await news()).toEqual({
    bob: [
      'Accepted: Lunch from lighthouse “Your request was accepted.”',
      'Declined: Late from lighthouse “Your request was declined because there are conflicts.”',
    ],
  });
  expect((await event('bob', '04-08 10:30')).attendees).toMatchObject([{ role: 'RESOURCE', response: 'DECLINED' }]);
  expect((await calendars('lighthouse')).lighthouse).toEqual([
    ...each('ACCEPTED BUSY', tuesdays.slice(0, 5)),
    '04-16 12:00 ACCEPTED BUSY',
    ...each('ACCEPTED BUSY', tuesdays.slice(5)),
  ]);
  await done('cancelEvent', { id: late.event?.id, notify: 'NONE' });

  // Alice moves the third occurrence to the next day at two: everybody has to answer for that one anew, the room at once.
  const third = await event('alice', '04-01');
  await done('updateEvent', {
    id: third.id,
    scope: 'THIS_OCCURRENCE',
    notify: 'ALL',
    patch: { timing: timed('2031-04-02T14:00:00+02:00', '2031-04-02T15:00:00+02:00') },
  });
  const moved = (words: string, other: string): Lines => [
    ...each(words, ['03-18', '03-25']),
    `04-02 14:00 ${other} exception in Lighthouse`,
    ...each(words, ['04-08', '04-15', '04-22']),
  ];
  expect(await calendars('alice', 'bob', 'carol', 'dave')).toEqual({
    alice: moved('ORGANIZER BUSY', 'ORGANIZER BUSY'),
    bob: [
      ...moved('ACCEPTED BUSY', 'NOT_RESPONDED TENTATIVE').slice(0, 5),
      '04-16 12:00 ORGANIZER BUSY',
      ...each('ACCEPTED BUSY', ['04-22']),
    ],
    carol: moved('TENTATIVE TENTATIVE', 'NOT_RESPONDED TENTATIVE'),
    dave: moved('NOT_RESPONDED TENTATIVE', 'NOT_RESPONDED TENTATIVE'),
  });
  expect(await news()).toEqual({
    alice: ['Accepted: Plan from lighthouse “Your request was accepted.”'],
    bob: ['Plan from alice'],
    carol: ['Plan from alice'],
    dave: ['Plan from alice'],
  });
  expect((await answers())[2]).toBe(`04-02 ${unanswered}`);
  expect(await times('2031-04-01T08:00:00Z', '2031-04-01T09:00:00Z')).toMatchObject({ alice: '', lighthouse: '' });
  expect(await times('2031-04-02T12:00:00Z', '2031-04-02T13:00:00Z')).toMatchObject({
    alice: 'BUSY',
    bob: 'TENTATIVE',
    lighthouse: 'BUSY',
  });

  // Bob accepts that occurrence, Dave declines the one after it, and nothing else.
  await done('respondToEvent', {
    id: (await event('bob', '04-02')).id,
    scope: 'THIS_OCCURRENCE',
    response: 'ACCEPT',
    sendResponse: true,
  });
  await done('respondToEvent', {
    id: (await event('dave', '04-08')).id,
    scope: 'THIS_OCCURRENCE',
    response: 'DECLINE',
    sendResponse: true,
    comment: 'Away',
  });
  expect(await news()).toEqual({ alice: ['Accepted: Plan from bob', 'Declined: Plan from dave “Away”'] });
  expect(await answers()).toEqual([
    `03-18 ${answered}`,
    `03-25 ${answered}`,
    '04-02 bob ACCEPTED, carol NONE, dave NONE, lighthouse ACCEPTED',
    '04-08 bob ACCEPTED, carol TENTATIVE, dave DECLINED, lighthouse ACCEPTED',
    `04-15 ${answered}`,
    `04-22 ${answered}`,
  ]);
  expect((await calendars('dave')).dave).toEqual(
    moved('NOT_RESPONDED TENTATIVE', 'NOT_RESPONDED TENTATIVE').filter((line) => !line.startsWith('04-08')),
  );

  // The fifth is moved into the hour for which Bob has the room: it declines this occurrence alone. At two it has time.
  const move = async (line: string, start: string, end: string) =>
    done('updateEvent', {
      id: (await event('alice', line)).id,
      scope: 'THIS_OCCURRENCE',
      notify: 'ALL',
      patch: { timing: timed(start, end) },
    });
  await move('04-15', '2031-04-16T12:30:00+02:00', '2031-04-16T13:30:00+02:00');
  expect((await news()).alice).toEqual([
    'Declined: Plan from lighthouse “Your request was declined because there are conflicts.”',
  ]);
  expect((await answers())[4]).toBe('04-16 bob NONE, carol NONE, dave NONE, lighthouse DECLINED');
  expect((await calendars('lighthouse')).lighthouse).toEqual([
    ...moved('ACCEPTED BUSY', 'ACCEPTED BUSY').filter((line) => !/^04-(?:15|22)/.test(line)),
    '04-16 12:00 ACCEPTED BUSY',
    ...each('ACCEPTED BUSY', ['04-22']),
  ]);
  await move('04-16', '2031-04-16T14:00:00+02:00', '2031-04-16T15:00:00+02:00');
  expect((await news()).alice).toEqual(['Accepted: Plan from lighthouse “Your request was accepted.”']);
  expect((await answers())[4]).toBe(`04-16 ${unanswered}`);

  // What Alice changes without telling stays with her.
  const told = await calendars('bob', 'carol', 'dave', 'lighthouse');
  await done('updateEvent', {
    id: made.event?.id,
    scope: 'ENTIRE_SERIES',
    notify: 'NONE',
    patch: { location: 'Cellar' },
  });
  expect((await calendars('alice')).alice).toEqual(
    expect.arrayContaining(['03-18 10:00 ORGANIZER BUSY in Cellar', '04-22 10:00 ORGANIZER BUSY in Cellar']),
  );
  expect(await calendars('bob', 'carol', 'dave', 'lighthouse')).toEqual(told);
  expect(await news()).toEqual({});

  // Dave is not invited any more: he is told, and nobody else.
  await done('updateEvent', {
    id: made.event?.id,
    scope: 'ENTIRE_SERIES',
    notify: 'CHANGED_ONLY',
    patch: {},
    removeAttendees: [addressOf('dave')],
  });
  expect(await news()).toEqual({ dave: ['Canceled: Plan from alice'] });
  expect((await calendars('dave')).dave?.every((line) => line.includes('FREE') && line.includes('off'))).toBe(true);
  expect((await answers())[0]).toBe('03-18 bob ACCEPTED, carol TENTATIVE, lighthouse ACCEPTED');

  // And is again, all of it as it is by now: he alone hears of it.
  await done('updateEvent', {
    id: made.event?.id,
    scope: 'ENTIRE_SERIES',
    notify: 'CHANGED_ONLY',
    patch: {},
    addAttendees: [{ address: addressOf('dave'), role: 'OPTIONAL' }],
  });
  expect(await news()).toEqual({ dave: ['Plan from alice'] });
  expect((await calendars('dave')).dave?.map((line) => line.slice(0, 40))).toEqual(
    ['03-18 10:00', '03-25 10:00', '04-02 14:00', '04-08 10:00', '04-16 14:00', '04-22 10:00'].map((start) =>
      expect.stringContaining(`${start} NOT_RESPONDED TENTATIVE`),
    ),
  );

  // From the 8th on it is at three: the series is split. What was moved before stays moved, what comes after follows the new series.
  const split = await done('updateEvent', {
    id: (await event('alice', '04-08')).id,
    scope: 'THIS_AND_FOLLOWING',
    notify: 'ALL',
    patch: { timing: timed('2031-04-08T15:00:00+02:00', '2031-04-08T16:00:00+02:00'), location: 'Lighthouse' },
  });
  expect(split.newSeries?.id).not.toBe(split.event?.id);
  const later = ['04-08 15:00', '04-15 15:00', '04-22 15:00'];
  const starts = async (person: Person): Promise<Lines> =>
    ((await calendars(person))[person] ?? [])
      .filter((line) => !line.startsWith('04-16 12:00'))
      .map((line) => line.slice(0, 11));
  for (const person of everybody)
    expect(await starts(person)).toEqual(['03-18 10:00', '03-25 10:00', '04-02 14:00', ...later]);
  expect((await calendars('lighthouse')).lighthouse?.every((line) => line.includes('ACCEPTED BUSY'))).toBe(true);
  expect(await answers()).toEqual(
    ['03-18', '03-25', '04-02', '04-08', '04-15', '04-22'].map(
      (day) => `${day} bob NONE, carol NONE, dave NONE, lighthouse ACCEPTED`,
    ),
  );
  const afterSplit = await news();
  expect(afterSplit.bob).toEqual(['Plan from alice', 'Plan from alice']);
  expect(afterSplit.alice).toEqual(Array(2).fill('Accepted: Plan from lighthouse “Your request was accepted.”'));
  await done('respondToEvent', { id: (await event('bob', '04-15')).id, response: 'ACCEPT', sendResponse: true });
  expect((await answers()).filter((line) => line.includes('bob ACCEPTED')).map((line) => line.slice(0, 5))).toEqual([
    '04-08',
    '04-15',
    '04-22',
  ]);

  // One occurrence is off, with a word to everybody.
  await done('cancelEvent', { id: (await event('alice', '04-15')).id, notify: 'ALL', comment: 'Easter' });
  expect(await starts('alice')).toEqual(['03-18 10:00', '03-25 10:00', '04-02 14:00', '04-08 15:00', '04-22 15:00']);
  expect(await starts('lighthouse')).toEqual(await starts('alice'));
  for (const person of ['bob', 'carol', 'dave'] as const)
    expect((await event(person, '04-15')).status).toBe('CANCELLED');
  expect(await news()).toEqual({
    alice: ['Accepted: Plan from bob'],
    bob: ['Canceled: Plan from alice “Easter”'],
    carol: ['Canceled: Plan from alice “Easter”'],
    dave: ['Canceled: Plan from alice “Easter”'],
  });
  expect(await times('2031-04-15T13:00:00Z', '2031-04-15T14:00:00Z')).toEqual({
    alice: '',
    bob: '',
    carol: '',
    dave: '',
    lighthouse: '',
  });

  // The rest of the old series is off after its first occurrence, then all that is left.
  await done('cancelEvent', {
    id: (await event('alice', '03-25')).id,
    scope: 'THIS_AND_FOLLOWING',
    notify: 'ALL',
  });
  for (const person of ['alice', 'lighthouse'] as const)
    expect(await starts(person)).toEqual(['03-18 10:00', '04-08 15:00', '04-22 15:00']);
  await news();
  for (const line of ['03-18', '04-22'])
    await done('cancelEvent', {
      id: (await event('alice', line)).id,
      scope: 'ENTIRE_SERIES',
      notify: 'ALL',
    });
  expect(await calendars('alice', 'lighthouse')).toEqual({
    alice: [],
    lighthouse: ['04-16 12:00 ACCEPTED BUSY'],
  });
  for (const person of ['bob', 'carol', 'dave'] as const) {
    const left = (await journey.agenda(person)).filter(({ subject }) => !subject.includes('Lunch'));
    expect(left.length).toBeGreaterThan(0);
    expect(left.filter(({ status, showAs }) => status !== 'CANCELLED' || showAs !== 'FREE')).toEqual([]);
  }
  expect(await news()).toEqual({
    bob: ['Canceled: Plan from alice', 'Canceled: Plan from alice'],
    carol: ['Canceled: Plan from alice', 'Canceled: Plan from alice'],
    dave: ['Canceled: Plan from alice', 'Canceled: Plan from alice'],
  });
  expect(await times('2031-03-17T00:00:00Z', '2031-04-16T00:00:00Z')).toEqual({
    alice: '',
    bob: '',
    carol: '',
    dave: '',
    lighthouse: '',
  });
  // As the mail server holds it: nothing of Alice's is left but what she has thrown away, and nobody has an odd draft.
  expect(await itemsIn(journey.ews, 'calendar', 'alice')).toEqual([]);
  expect((await itemsIn(journey.ews, 'deleteditems', 'alice')).map((item) => childText(item, 'Subject'))).toEqual(
    expect.arrayContaining(['Plan', 'Plan']),
  );
  for (const person of ['alice', 'bob', 'carol', 'dave'] as const)
    expect(await itemsIn(journey.ews, 'drafts', person)).toEqual([]);
}, 120_000);

it('a meeting that is planned in silence is nobody else’s business until it is told', async () => {
  const journey = await startMeetingJourney();
  const { done } = journey;
  const { calendars, news, times, event } = watch(journey);
  const hour = ['2031-03-20T09:00:00Z', '2031-03-20T10:00:00Z'] as const;
  const line = (words: string, place = 'Lighthouse'): Lines => [`03-20 10:00 ${words} in ${place}`];

  // Alice notes it, with a group and a room on the list, and moves it about.
  const made = await done('createEvent', {
    mailbox: addressOf('alice'),
    notify: 'NONE',
    event: {
      subject: 'Secret',
      timing: timed('2031-03-19T10:00:00+01:00', '2031-03-19T11:00:00+01:00'),
      location: 'Lighthouse',
      attendees: [
        { address: addressOf('bob') },
        { address: 'team@example.test', role: 'OPTIONAL' },
        { address: addressOf('lighthouse'), role: 'RESOURCE' },
      ],
    },
  });
  const id = made.event?.id;
  await done('updateEvent', {
    id,
    notify: 'NONE',
    patch: { timing: timed('2031-03-20T10:00:00+01:00', '2031-03-20T11:00:00+01:00') },
  });
  expect(await news()).toEqual({});
  expect(await calendars(...everybody)).toEqual({
    alice: line('ORGANIZER BUSY'),
    bob: [],
    carol: [],
    dave: [],
    lighthouse: [],
  });
  expect(await times(...hour)).toEqual({ alice: 'BUSY', bob: '', carol: '', dave: '', lighthouse: '' });

  // Then everybody is told, the people of the group too.
  await done('updateEvent', { id, notify: 'ALL', patch: { subject: 'Open' } });
  expect(await news()).toEqual({
    alice: ['Accepted: Open from lighthouse “Your request was accepted.”'],
    bob: ['Open from alice'],
    carol: ['Open from alice'],
    dave: ['Open from alice'],
  });
  const uids = await Promise.all(everybody.map(async (person) => (await event(person, '03-20')).iCalUid));
  expect(new Set(uids)).toEqual(new Set([made.event?.iCalUid]));
  await done('respondToEvent', { id: (await event('carol', '03-20')).id, response: 'ACCEPT', sendResponse: true });
  const listed = (await event('alice', '03-20')).attendees;
  expect(listed.map(({ recipient, role, response }) => [recipient.address, role, response])).toEqual([
    [addressOf('bob'), 'REQUIRED', 'NONE'],
    ['team@example.test', 'OPTIONAL', 'NONE'],
    [addressOf('carol'), 'OPTIONAL', 'ACCEPTED'],
    [addressOf('lighthouse'), 'RESOURCE', 'ACCEPTED'],
  ]);

  // Alice moves it in silence: Carol stays where she was told to be, and has to answer anew once she is told.
  await done('updateEvent', {
    id,
    notify: 'NONE',
    patch: { timing: timed('2031-03-21T10:00:00+01:00', '2031-03-21T11:00:00+01:00') },
  });
  expect(await calendars('carol', 'lighthouse')).toEqual({
    carol: line('ACCEPTED BUSY'),
    lighthouse: line('ACCEPTED BUSY'),
  });
  await done('updateEvent', { id, notify: 'ALL', patch: { location: 'Cellar' } });
  expect(await calendars('alice', 'carol', 'lighthouse')).toEqual({
    alice: ['03-21 10:00 ORGANIZER BUSY in Cellar'],
    carol: ['03-21 10:00 NOT_RESPONDED TENTATIVE in Cellar'],
    lighthouse: ['03-21 10:00 ACCEPTED BUSY in Cellar'],
  });
  expect((await event('alice', '03-21')).attendees.map(({ response }) => response)).toEqual([
    'NONE',
    'NONE',
    'NONE',
    'ACCEPTED',
  ]);

  // And calls it off in silence: it stays with everybody else, the room included.
  await news();
  await done('cancelEvent', { id, notify: 'NONE' });
  expect(await calendars('alice', 'bob', 'lighthouse')).toEqual({
    alice: [],
    bob: ['03-21 10:00 NOT_RESPONDED TENTATIVE in Cellar'],
    lighthouse: ['03-21 10:00 ACCEPTED BUSY in Cellar'],
  });
  expect(await news()).toEqual({});
});
