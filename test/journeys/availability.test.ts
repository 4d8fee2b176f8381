import { describe, expect, it, test } from 'vitest';
import type { Permission } from '../../src/access/caller.ts';
import type { SeedItem, SeedMailbox, SeedOrganization } from '../../src/emulator/model.ts';
import { mailboxRoot, type Contents } from '../../src/emulator/seed/folders.ts';
import { node, type XmlNode } from '../../src/emulator/xml.ts';
import { accessOf, address, callerNamed } from '../access.ts';
import { element } from '../emulator/elements.ts';
import { apiCalls, journeyOfTest, operationsAt, problemsOf } from './journey-of-test.ts';
import { week } from './operations.ts';
import { operationsOf, type Answer, type Journey, type JourneyOptions } from './start.ts';

const day = { start: '2026-03-18T08:00:00Z', end: '2026-03-18T12:00:00Z' };

interface Block {
  readonly start: string;
  readonly end: string;
  readonly status: string;
  readonly subject?: string | null;
  readonly location?: string | null;
  readonly isPrivate?: boolean | null;
}

interface MailboxAvailability {
  readonly address: string;
  readonly freeBusy: {
    readonly merged: readonly string[];
    readonly busy: readonly Block[];
    readonly workingHours: unknown;
  } | null;
  readonly error: { readonly __typename: string; readonly code: string; readonly [field: string]: unknown } | null;
}

interface Availability {
  readonly availability: readonly MailboxAvailability[];
}

const event = (
  subject: string,
  start: string,
  end: string,
  more: Readonly<Record<string, string>> = {},
  parts: readonly XmlNode[] = [],
): SeedItem => ({
  element: element('t:CalendarItem', { 't:ItemClass': 'IPM.Appointment', 't:Subject': subject, ...more }, [
    node('t:Start', `2026-03-${start}:00.000Z`),
    node('t:End', `2026-03-${end}:00.000Z`),
    node('t:Location', 'Vault room'),
    node('t:CalendarItemType', 'Single'),
    ...parts,
  ]),
  attachments: [],
});

const person = (name: string, contents: Contents, more: Partial<SeedMailbox> = {}): SeedMailbox => ({
  address: `${name}@example.test`,
  aliases: [`${name}.alias@example.test`],
  displayName: name,
  kind: 'USER',
  password: 'not used',
  root: () => mailboxRoot(contents),
  ...more,
});

const berlin = [
  { name: 'OWA.UserOptions', folder: 'root', dictionary: { timezone: 'W. Europe Standard Time' } },
] as const;

const busyAs = (status: string, start = '18T09:00', end = '18T10:00'): SeedItem =>
  event(`Secret ${status}`, start, end, { 't:LegacyFreeBusyStatus': status });

/** Alice and Bob, who shares his calendar with her; Carol, who does not; a room; and two groups. */
const office = (): SeedOrganization => ({
  organizationId: 'm-00112233445566778899aabbccddeeff',
  mailboxes: [
    person(
      'alice',
      { calendar: [busyAs('Tentative'), event('Doctor', '18T10:30', '18T10:45', { 't:Sensitivity': 'Private' })] },
      { configurations: berlin },
    ),
    person('bob', {
      calendar: [
        busyAs('OOF', '18T11:30', '18T13:00'),
        event('Hidden', '18T08:00', '18T08:30', { 't:Sensitivity': 'Private' }),
      ],
      sharedWith: { calendar: ['alice@example.test'] },
    }),
    person('carol', { calendar: [busyAs('Busy', '18T08:15', '18T09:05'), busyAs('Free', '18T11:00', '18T11:30')] }),
    person('room', { calendar: [busyAs('Busy', '18T08:00', '18T09:00')] }, { kind: 'ROOM', displayName: 'The Room' }),
    person('projector', {}, { kind: 'EQUIPMENT' }),
  ],
  groups: [
    { address: 'team@example.test', displayName: 'Team', members: ['alice@example.test', 'carol@example.test'] },
    { address: 'house@example.test', displayName: 'The House', members: ['room@example.test'] },
  ],
});

const start = (options: JourneyOptions = {}): Promise<Journey> => journeyOfTest({ seed: office(), ...options });

/** Somebody who holds these permissions on some mailboxes, and nothing on others. */
const holding = (held: Readonly<Record<string, readonly Permission[]>>, own?: string) =>
  accessOf(callerNamed('ann', { mailbox: own === undefined ? undefined : address(own) }), {
    permissionsOn: (_caller, mailbox) => new Set(held[mailbox] ?? []),
    permissionsOf: () => new Set(Object.values(held).flat()),
  });

const ask = (
  journey: Journey,
  addresses: readonly string[],
  more: Readonly<Record<string, unknown>> = {},
): Promise<Answer<Availability>> =>
  journey.query<Availability>(
    `query ($input: AvailabilityInput!) { availability(input: $input) { address
      freeBusy { merged busy { start end status subject location isPrivate } workingHours { timeZone periods { days startMinute endMinute } } }
      error { __typename code detail retryable upstreamCode } } }`,
    { input: { addresses, window: day, asMailbox: 'alice@example.test', ...more } },
  );

const blocks = (answer: Answer<Availability>, index: number): readonly unknown[] =>
  answer.data.availability[index]?.freeBusy?.busy.map(({ start: from, end, status, subject, location, isPrivate }) => [
    `${from.slice(11, 16)}-${end.slice(11, 16)} ${status}`,
    subject,
    location,
    isPrivate,
  ]) ?? [];

describe('availability', () => {
  it('tells of each mailbox, by any address and as often as it is asked for, in one call', async () => {
    const journey = await start();
    const asked = ['carol@example.test', 'bob.alias@example.test', 'carol@example.test', 'Room@example.test'];
    const answer = await ask(journey, asked, { slot: 'PT1H' });
    expect(answer.errors).toBeUndefined();
    expect(operationsOf(answer)).toEqual(['GetUserAvailability']);
    expect(answer.extensions?.upstream?.calls[0]).toMatchObject({ keys: 3, mailbox: 'alice@example.test' });
    expect(answer.data.availability.map((told) => [told.address, told.freeBusy?.merged])).toEqual([
      ['carol@example.test', ['BUSY', 'BUSY', 'FREE', 'FREE']],
      ['bob.alias@example.test', ['BUSY', 'FREE', 'FREE', 'OUT_OF_OFFICE']],
      ['carol@example.test', ['BUSY', 'BUSY', 'FREE', 'FREE']],
      ['room@example.test', ['BUSY', 'FREE', 'FREE', 'FREE']],
    ]);
    // What leaves Carol free is not among what takes her time.
    expect(blocks(answer, 0)).toEqual([['08:15-09:05 BUSY', null, null, null]]);
  });

  it('tells working hours in the zone of whoever works, and by a name that the window asks for where that fits', async () => {
    const journey = await start();
    const periods = [
      { days: ['MONDAY', 'TUESDAY', 'WEDNESDAY', 'THURSDAY', 'FRIDAY'], startMinute: 480, endMinute: 1020 },
    ];
    const hours = async (timeZone?: string): Promise<readonly unknown[]> =>
      (
        await ask(journey, ['alice@example.test', 'carol@example.test'], { window: { ...day, timeZone } })
      ).data.availability.map(({ freeBusy }) => freeBusy?.workingHours);
    expect(await hours()).toEqual([
      { timeZone: 'Europe/Berlin', periods },
      { timeZone: 'UTC', periods },
    ]);
    expect(await hours('Europe/Paris')).toEqual([
      { timeZone: 'Europe/Paris', periods },
      { timeZone: 'UTC', periods },
    ]);
  });

  it('lets each fail alone, with the same words for whoever does not exist and whose time may not be seen', async () => {
    const journey = await start();
    const people = ['nobody@example.test', 'carol@example.test', 'somebody@elsewhere.example'];
    const unknown = await ask(journey, people);
    expect(unknown.errors).toBeUndefined();
    expect(unknown.data.availability.map(({ freeBusy, error }) => [freeBusy === null, error?.code])).toEqual([
      [true, 'NOT_FOUND'],
      [false, undefined],
      [true, 'NOT_FOUND'],
    ]);
    const body = (code: string): string =>
      `<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body><GetUserAvailabilityResponse xmlns="http://schemas.microsoft.com/exchange/services/2006/messages"><FreeBusyResponseArray><FreeBusyResponse><ResponseMessage ResponseClass="Error"><MessageText>no</MessageText><ResponseCode>${code}</ResponseCode></ResponseMessage></FreeBusyResponse></FreeBusyResponseArray></GetUserAvailabilityResponse></s:Body></s:Envelope>`;
    const told = async (code: string): Promise<unknown> => {
      journey.emulator.faults.add({ kind: 'body', operation: 'GetUserAvailability', body: body(code) });
      return (await ask(journey, ['nobody@example.test'])).data.availability[0];
    };
    for (const code of ['ErrorNoFreeBusyAccess', 'ErrorCannotFindUser', 'ErrorMailRecipientNotFound'])
      expect(await told(code)).toEqual(unknown.data.availability[0]);
    expect(await told('ErrorFreeBusyGenerationFailed')).toMatchObject({
      freeBusy: null,
      error: { code: 'MAILBOX_UNAVAILABLE', retryable: true, upstreamCode: 'ErrorFreeBusyGenerationFailed' },
    });
  });

  it('tells of a group when any of its members is busy', async () => {
    const journey = await start();
    const answer = await ask(journey, ['team@example.test'], { slot: 'PT1H' });
    expect(answer.data.availability[0]?.freeBusy).toEqual({
      merged: ['BUSY', 'BUSY', 'BUSY', 'FREE'],
      busy: [
        {
          start: '2026-03-18T08:00:00Z',
          end: '2026-03-18T11:00:00Z',
          status: 'BUSY',
          subject: null,
          location: null,
          isPrivate: null,
        },
      ],
      workingHours: null,
    });
  });

  it('says no more than times unless it is asked for details, and those as far as the mail server tells them', async () => {
    const journey = await start();
    const everybody = ['alice@example.test', 'bob@example.test', 'carol@example.test'];
    expect(JSON.stringify((await ask(journey, everybody)).data)).not.toContain('Secret');
    const answer = await ask(journey, everybody, { detail: 'DETAILED' });
    expect(blocks(answer, 0)).toEqual([
      ['09:00-10:00 TENTATIVE', 'Secret Tentative', 'Vault room', false],
      ['10:30-10:45 BUSY', 'Doctor', 'Vault room', true],
    ]);
    // Bob shares his calendar with alice, except for what is private.
    expect(blocks(answer, 1)).toEqual([
      ['08:00-08:30 BUSY', null, null, true],
      ['11:30-13:00 OUT_OF_OFFICE', 'Secret OOF', 'Vault room', false],
    ]);
    expect(blocks(answer, 2)).toEqual([['08:15-09:05 BUSY', null, null, null]]);
  });

  it.each<[string, Readonly<Record<string, unknown>>, readonly string[]]>([
    ['nobody', { addresses: [] }, ['addresses must name 1 to 100 mailboxes']],
    ['no window', { window: { start: day.end, end: day.end } }, ['window.end must be later than window.start']],
    [
      '43 days',
      { window: { start: '2026-03-01T00:00:00Z', end: '2026-04-12T00:00:01Z' } },
      ['window may be 42 days long at most'],
    ],
    ['slots of four minutes', { slot: 'PT4M' }, ['slot must be whole minutes from PT5M to P1D']],
    ['slots of over a day', { slot: 'P1DT1M' }, ['slot must be whole minutes from PT5M to P1D']],
    ['slots of half minutes', { slot: 'PT5M30S' }, ['slot must be whole minutes from PT5M to P1D']],
    [
      'everything that is wrong',
      { addresses: [], slot: 'PT1S', window: { start: day.end, end: day.start } },
      [
        'addresses must name 1 to 100 mailboxes',
        'window.end must be later than window.start',
        'slot must be whole minutes from PT5M to P1D',
      ],
    ],
  ])('is not asked for about %s', async (_what, more, problems) => {
    const journey = await start();
    const answer = await ask(journey, ['carol@example.test'], more);
    expect(problemsOf(answer)).toMatchObject([
      { code: 'BAD_USER_INPUT', path: ['availability'], message: problems.join('; ') },
    ]);
    expect(answer.data).toEqual({ availability: [] });
    expect(operationsAt(journey)).toEqual([]);
  });

  it('takes 42 days and slots of a day, and asks about 100 mailboxes but not about 101', async () => {
    const journey = await start();
    const long = await ask(journey, ['carol@example.test'], {
      window: { start: '2026-03-01T00:00:00Z', end: '2026-04-12T00:00:00Z' },
      slot: 'P1D',
    });
    expect(long.data.availability[0]?.freeBusy?.merged).toHaveLength(42);
    const crowd = Array.from({ length: 101 }, (_, index) => `p${index}@example.test`);
    expect(problemsOf(await ask(journey, crowd))).toMatchObject([
      { message: 'addresses must name 1 to 100 mailboxes' },
    ]);
    expect((await ask(journey, [...crowd.slice(1), 'p1@example.test'])).data.availability).toHaveLength(101);
  });

  it('leaves the rest of the operation alone when the mail server cannot tell it', async () => {
    const journey = await start();
    const both = () =>
      journey.query(
        `query ($input: AvailabilityInput!) { availability(input: $input) { address } mailbox(address: "alice@example.test") { inbox { name } } }`,
        { input: { addresses: ['carol@example.test'], window: day, asMailbox: 'alice@example.test' } },
      );
    journey.emulator.serverOptions.withoutOperations.push('GetUserAvailability');
    const answer = await both();
    expect(problemsOf(answer)).toMatchObject([{ code: 'UNSUPPORTED', path: ['availability'] }]);
    expect(answer.data).toEqual({ availability: [], mailbox: { inbox: { name: 'Inbox' } } });
  });
});

describe('who may know when people have time', () => {
  it('is who sees the calendar of the mailbox that asks; its owner knows it of everybody', async () => {
    for (const permission of ['READ_METADATA', 'READ_CALENDAR'] as const) {
      const journey = await start({ access: holding({ 'alice@example.test': [permission] }) });
      const answer = await ask(journey, ['carol@example.test']);
      expect(answer.errors).toBeUndefined();
      expect(blocks(answer, 0)).toEqual([['08:15-09:05 BUSY', null, null, null]]);
    }
    const journey = await start({ access: holding({ 'alice@example.test': ['READ_MESSAGES', 'WRITE_CALENDAR'] }) });
    expect(problemsOf(await ask(journey, ['alice@example.test']))).toMatchObject([
      { code: 'FORBIDDEN', message: 'This needs READ_METADATA or READ_CALENDAR on this mailbox.' },
    ]);
    expect(problemsOf(await ask(journey, ['alice@example.test'], { asMailbox: 'bob@example.test' }))).toMatchObject([
      { code: 'NOT_FOUND' },
    ]);
    expect(operationsAt(journey)).toEqual([]);
  });

  it('is not who knows what they do: that takes READ_CALENDAR on the mailbox that asks', async () => {
    const journey = await start({ access: holding({ 'alice@example.test': ['READ_METADATA'] }) });
    expect(problemsOf(await ask(journey, ['alice@example.test'], { detail: 'DETAILED' }))).toMatchObject([
      { code: 'FORBIDDEN', message: 'This needs READ_CALENDAR on this mailbox.' },
    ]);
  });

  it('and on each mailbox that it is asked of, though the mail server would tell more', async () => {
    const people = ['alice@example.test', 'bob@example.test', 'bob.alias@example.test'];
    const subjects = async (held: Readonly<Record<string, readonly Permission[]>>): Promise<readonly unknown[]> => {
      const journey = await start({ access: holding({ 'alice@example.test': ['READ_CALENDAR'], ...held }) });
      const answer = await ask(journey, people, { detail: 'DETAILED' });
      expect(answer.errors).toBeUndefined();
      return answer.data.availability.map(({ freeBusy }) => freeBusy?.busy.at(-1)?.subject);
    };
    expect(await subjects({})).toEqual(['Doctor', null, null]);
    expect(await subjects({ 'bob@example.test': ['READ_METADATA'] })).toEqual(['Doctor', null, null]);
    expect(await subjects({ 'bob@example.test': ['READ_CALENDAR'] })).toEqual(['Doctor', 'Secret OOF', null]);
    // An alias alone opens nothing: the mailbox itself must be granted too.
    expect(await subjects({ 'bob.alias@example.test': ['READ_CALENDAR'] })).toEqual(['Doctor', null, null]);
    const both = { 'bob@example.test': ['READ_CALENDAR'], 'bob.alias@example.test': ['READ_CALENDAR'] } as const;
    expect(await subjects(both)).toEqual(['Doctor', 'Secret OOF', 'Secret OOF']);
  });
});

describe('a week with people’s time', () => {
  const crowd = (number: number): SeedOrganization => {
    const people = Array.from({ length: number }, (_, index) => `p${index}@example.test`);
    const invited = node(
      't:RequiredAttendees',
      people.slice(0, 5).map((one) => node('t:Attendee', [node('t:Mailbox', [node('t:EmailAddress', one)])])),
    );
    const meetings = Array.from({ length: number }, (_, index) =>
      event(
        `Meeting ${index}`,
        `18T${String(8 + (index % 10)).padStart(2, '0')}:00`,
        `18T${String(9 + (index % 10)).padStart(2, '0')}:00`,
        {},
        [invited],
      ),
    );
    return {
      organizationId: 'm-00112233445566778899aabbccddeeff',
      mailboxes: [
        person('alice', { calendar: meetings }),
        ...people.map((one, index) =>
          person(one.replace('@example.test', ''), {
            calendar: [busyAs('Busy', `18T${String(8 + (index % 3)).padStart(2, '0')}:00`, '18T12:00')],
          }),
        ),
      ],
      groups: [],
    };
  };

  it.each([5, 100])('costs three calls, four the first time, with %i people and as many events', async (number) => {
    const journey = await start({ seed: crowd(number) });
    const ofWeek = () =>
      journey.query<Availability & { mailbox: { agenda: { nodes: readonly { attendees: readonly unknown[] }[] } } }>(
        week,
        {
          address: 'alice@example.test',
          w: { start: '2026-03-16T00:00:00Z', end: '2026-03-23T00:00:00Z' },
          people: Array.from({ length: number }, (_, index) => `p${index}@example.test`),
        },
      );
    const [first, second] = [await ofWeek(), await ofWeek()];
    expect(first.errors).toBeUndefined();
    expect(first.data.mailbox.agenda.nodes.map(({ attendees }) => attendees.length)).toEqual(
      Array.from({ length: number }, () => 5),
    );
    expect(first.data.availability.map(({ freeBusy }) => freeBusy?.busy.length)).toEqual(
      Array.from({ length: number }, () => 1),
    );
    expect(operationsOf(first).toSorted()).toEqual(['FindFolder', 'FindItem', 'GetItem', 'GetUserAvailability']);
    expect(operationsOf(second).toSorted()).toEqual(['FindItem', 'GetItem', 'GetUserAvailability']);
    expect(second.data).toEqual(first.data);
  });
});

describe('suggestions for a meeting', () => {
  interface Suggestions {
    readonly meetingSuggestions: readonly {
      readonly start: string;
      readonly end: string;
      readonly score: number;
      readonly conflicts: readonly string[];
      readonly unknown: readonly string[];
      readonly freeRooms: readonly { readonly name: string; readonly address: string }[];
    }[];
  }
  const suggest = (journey: Journey, input: Readonly<Record<string, unknown>>): Promise<Answer<Suggestions>> =>
    journey.query<Suggestions>(
      'query ($input: MeetingSuggestionInput!) { meetingSuggestions(input: $input) { start end score conflicts unknown freeRooms { name address } } }',
      {
        input: {
          attendees: ['bob@example.test', 'carol@example.test'],
          window: day,
          duration: 'PT1H',
          asMailbox: 'alice@example.test',
          ...input,
        },
      },
    );

  it('are found in one call from the time of everybody and of the rooms', async () => {
    const journey = await start();
    const answer = await suggest(journey, {
      attendees: ['bob@example.test', 'alice@example.test'],
      optionalAttendees: ['bob@example.test', 'carol@example.test', 'x@elsewhere.example'],
      rooms: ['room@example.test'],
      maxResults: 3,
    });
    expect(answer.errors).toBeUndefined();
    expect(operationsOf(answer)).toEqual(['GetUserAvailability']);
    const room = { name: 'room', address: 'room@example.test' };
    const unknown = ['x@elsewhere.example'];
    expect(answer.data.meetingSuggestions).toEqual([
      // Of six, alice counts two and is tentative, x counts one and is not known.
      {
        start: '2026-03-18T09:30:00Z',
        end: '2026-03-18T10:30:00Z',
        score: 75,
        conflicts: ['alice@example.test'],
        unknown,
        freeRooms: [room],
      },
      {
        start: '2026-03-18T09:00:00Z',
        end: '2026-03-18T10:00:00Z',
        score: 58,
        conflicts: ['alice@example.test', 'carol@example.test'],
        unknown,
        freeRooms: [room],
      },
      {
        start: '2026-03-18T10:00:00Z',
        end: '2026-03-18T11:00:00Z',
        score: 58,
        conflicts: ['alice@example.test'],
        unknown,
        freeRooms: [room],
      },
    ]);
  });

  it('keep to the working hours of whoever invites', async () => {
    const journey = await start();
    // Berlin works until five, which is four o'clock in UTC in March.
    const evening = { start: '2026-03-18T14:00:00Z', end: '2026-03-19T00:00:00Z' };
    const answer = await suggest(journey, { window: evening, attendees: ['carol@example.test'] });
    expect(answer.data.meetingSuggestions.map(({ start: from }) => from.slice(11, 16))).toEqual([
      '14:00',
      '14:30',
      '15:00',
    ]);
    const other = await suggest(journey, {
      window: evening,
      asMailbox: 'carol@example.test',
      attendees: ['bob@example.test'],
    });
    expect(other.data.meetingSuggestions.at(-1)?.start).toBe('2026-03-18T16:00:00Z');
  });

  it.each<[string, Readonly<Record<string, unknown>>, string]>([
    ['nobody to meet', { attendees: [] }, 'attendees must name somebody'],
    ['more time than there is', { duration: 'PT5H' }, 'duration must fit into window'],
    ['a moment', { duration: 'PT4M' }, 'duration must be whole minutes from PT5M to P1D'],
    ['nothing', { maxResults: 0 }, 'maxResults must be from 1 to 100'],
    ['too much', { maxResults: 101 }, 'maxResults must be from 1 to 100'],
    [
      'a hundred people besides whoever invites',
      { attendees: Array.from({ length: 100 }, (_, index) => `p${index}@example.test`) },
      'at most 100 addresses may be named',
    ],
    [
      'several impossible things',
      { attendees: [], duration: 'P2D', window: { start: day.end, end: day.start } },
      'attendees must name somebody; window.end must be later than window.start; duration must be whole minutes from PT5M to P1D',
    ],
  ])('are not made for %s', async (_what, input, message) => {
    const journey = await start();
    const answer = await suggest(journey, input);
    expect(problemsOf(answer)).toMatchObject([{ code: 'BAD_USER_INPUT', path: ['meetingSuggestions'], message }]);
    expect(operationsAt(journey)).toEqual([]);
  });

  it('need somebody who sees the calendar of whoever invites', async () => {
    const journey = await start({ access: holding({ 'alice@example.test': ['WRITE_CALENDAR'] }) });
    expect(problemsOf(await suggest(journey, {}))).toMatchObject([{ code: 'FORBIDDEN' }]);
    expect(operationsAt(journey)).toEqual([]);
  });
});

describe('rooms', () => {
  const rooms = '{ rooms { __typename name address capacity } }';
  const lists = '{ roomLists { name address rooms { name address } } }';
  const times =
    'rooms { address availability(window: { start: "2026-03-18T08:00:00Z", end: "2026-03-18T10:00:00Z" }) { address freeBusy { merged busy { start end subject } } error { code detail } } }';

  it('are those of the directory, without equipment and without a call to the mail server', async () => {
    const journey = await start();
    const answer = await journey.query(rooms);
    expect(answer).toMatchObject({
      data: { rooms: [{ __typename: 'Room', name: 'room', address: 'room@example.test', capacity: null }] },
    });
    expect(operationsOf(answer)).toEqual([]);
    expect(apiCalls(journey, 'ListResources')).toBe(1);
  });

  it('lie in lists, which are asked for by one call, and each by one', async () => {
    const journey = await start();
    const all = await journey.query(lists);
    const room = { name: 'The Room', address: 'room@example.test' };
    expect(all.data).toEqual({ roomLists: [{ name: 'The House', address: 'house@example.test', rooms: [room] }] });
    expect(operationsOf(all)).toEqual(['GetRoomLists', 'GetRooms']);
    const one = await journey.query('{ rooms(list: "House@example.test") { name address } }');
    expect(one.data).toEqual({ rooms: [room] });
    expect(operationsOf(one)).toEqual(['GetRooms']);
    const none = await journey.query('{ rooms(list: "team@example.test") { name } viewer { subject } }');
    expect(none.data).toMatchObject({ rooms: [], viewer: {} });
    expect(problemsOf(none)).toMatchObject([{ code: 'NOT_FOUND', path: ['rooms'] }]);
  });

  it('come from the lists where no directory can be listed', async () => {
    const account = { username: 'service', password: 'of the gateway' };
    const journey = await start({
      serviceAccount: account,
      access: holding({ 'alice@example.test': ['READ_METADATA'] }, 'alice@example.test'),
    });
    const answer = await journey.query('{ rooms { name address } }');
    expect(answer.errors).toBeUndefined();
    expect(answer.data).toEqual({ rooms: [{ name: 'The Room', address: 'room@example.test' }] });
    expect(operationsAt(journey)).toEqual(['GetRoomLists', 'GetRooms']);
  });

  it('can be asked for when they are free, all in one call', async () => {
    const journey = await start();
    const again = times.replace('rooms {', 'again: rooms {');
    const answer = await journey.query<{ rooms: readonly { availability: MailboxAvailability }[] }>(
      `{ ${times} ${again} }`,
    );
    expect(answer.errors).toBeUndefined();
    expect(operationsOf(answer)).toEqual(['GetUserAvailability']);
    expect(answer.data.rooms[0]?.availability).toEqual({
      address: 'room@example.test',
      freeBusy: {
        merged: ['BUSY', 'BUSY', 'FREE', 'FREE'],
        busy: [{ start: '2026-03-18T08:00:00Z', end: '2026-03-18T09:00:00Z', subject: null }],
      },
      error: null,
    });
  });

  it('tell alone why their time is not known', async () => {
    const journey = await start();
    const errorOf = (answer: Answer<unknown>): unknown => {
      const { data } = answer as Answer<{ rooms: readonly { availability: MailboxAvailability }[] }>;
      return data.rooms[0]?.availability;
    };
    const long = await journey.query(
      `{ ${times.replace('18T10:00', '31T10:00').replace('2026-03-31', '2026-05-31')} }`,
    );
    expect(errorOf(long)).toMatchObject({
      error: { code: 'BAD_USER_INPUT', detail: 'window may be 42 days long at most' },
    });
    journey.emulator.faults.add({
      kind: 'fault',
      operation: 'GetUserAvailability',
      responseCode: 'ErrorInternalServerError',
    });
    expect(errorOf(await journey.query(`{ ${times} }`))).toMatchObject({
      freeBusy: null,
      error: { code: 'UPSTREAM_ERROR' },
    });
  });

  it('are told to callers who may do something, and their time to those who see a calendar', async () => {
    const stranger = await start({ access: holding({}) });
    expect(problemsOf(await stranger.query(`{ roomLists { name } ${times} }`))).toMatchObject([
      { code: 'BAD_USER_INPUT', path: ['roomLists'] },
      { code: 'FORBIDDEN', path: ['rooms'] },
    ]);
    const sender = await start({ access: holding({ 'alice@example.test': ['SEND'] }, 'alice@example.test') });
    expect((await sender.query(`{ ${times} }`)).data).toMatchObject({
      rooms: [{ availability: { freeBusy: null, error: { code: 'FORBIDDEN' } } }],
    });
    for (const journey of [stranger, sender]) expect(operationsAt(journey)).toEqual([]);
  });

  test('lists need a mailbox to look them up as, the directory does not', async () => {
    const service = holding({ 'alice@example.test': ['READ_CALENDAR'] });
    const journey = await start({ access: service });
    const answer = await journey.query(`{ roomLists { name } ${times} }`);
    expect(problemsOf(answer)).toMatchObject([{ code: 'BAD_USER_INPUT', path: ['roomLists'] }]);
    expect(answer.data).toMatchObject({
      rooms: [{ address: 'room@example.test', availability: { error: { code: 'BAD_USER_INPUT' } } }],
    });
    const chosen = await start({ access: service, config: { directoryMailbox: address('carol@example.test') } });
    expect((await chosen.query(lists)).errors).toBeUndefined();
    expect(chosen.emulator.requests.map(({ mailbox }) => mailbox)).toEqual([
      'carol@example.test',
      'carol@example.test',
    ]);
  });
});
