import { describe, expect, it } from 'vitest';
import type { Permission } from '../../../src/access/caller.ts';
import type { SeedOrganization } from '../../../src/emulator/store/model.ts';
import { node } from '../../../src/emulator/xml/xml.ts';
import {
  busyAs,
  event,
  holding,
  morning,
  person,
  startOffice,
  type MailboxAvailability,
} from './availability-office.ts';
import { operationsAt, problemsOf } from '../journey-of-test.ts';
import { week } from '../operations.ts';
import { operationsOf, type Answer, type Journey } from '../start.ts';

interface Availability {
  readonly availability: readonly MailboxAvailability[];
}

const ask = (
  journey: Journey,
  addresses: readonly string[],
  more: Readonly<Record<string, unknown>> = {},
): Promise<Answer<Availability>> =>
  journey.query<Availability>(
    `query ($input: AvailabilityInput!) { availability(input: $input) { address
      freeBusy { merged busy { start end status subject location isPrivate } workingHours { timeZone periods { days startMinute endMinute } } }
      error { __typename code detail retryable upstreamCode } } }`,
    { input: { addresses, window: morning, asMailbox: 'alice@example.test', ...more } },
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
    const journey = await startOffice();
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
    const journey = await startOffice();
    const periods = [
      { days: ['MONDAY', 'TUESDAY', 'WEDNESDAY', 'THURSDAY', 'FRIDAY'], startMinute: 480, endMinute: 1020 },
    ];
    const hours = async (timeZone?: string): Promise<readonly unknown[]> =>
      (
        await ask(journey, ['alice@example.test', 'carol@example.test'], { window: { ...morning, timeZone } })
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
    const journey = await startOffice();
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
    const journey = await startOffice();
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
    const journey = await startOffice();
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
    ['no window', { window: { start: morning.end, end: morning.end } }, ['window.end must be later than window.start']],
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
      { addresses: [], slot: 'PT1S', window: { start: morning.end, end: morning.start } },
      [
        'addresses must name 1 to 100 mailboxes',
        'window.end must be later than window.start',
        'slot must be whole minutes from PT5M to P1D',
      ],
    ],
  ])('is not asked for about %s', async (_what, more, problems) => {
    const journey = await startOffice();
    const answer = await ask(journey, ['carol@example.test'], more);
    expect(problemsOf(answer)).toMatchObject([
      { code: 'BAD_USER_INPUT', path: ['availability'], message: problems.join('; ') },
    ]);
    expect(answer.data).toEqual({ availability: [] });
    expect(operationsAt(journey)).toEqual([]);
  });

  it('takes 42 days and slots of a day, and asks about 100 mailboxes but not about 101', async () => {
    const journey = await startOffice();
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
    const journey = await startOffice();
    const both = () =>
      journey.query(
        `query ($input: AvailabilityInput!) { availability(input: $input) { address } mailbox(address: "alice@example.test") { inbox { name } } }`,
        { input: { addresses: ['carol@example.test'], window: morning, asMailbox: 'alice@example.test' } },
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
      const journey = await startOffice({ access: holding({ 'alice@example.test': [permission] }) });
      const answer = await ask(journey, ['carol@example.test']);
      expect(answer.errors).toBeUndefined();
      expect(blocks(answer, 0)).toEqual([['08:15-09:05 BUSY', null, null, null]]);
    }
    const journey = await startOffice({
      access: holding({ 'alice@example.test': ['READ_MESSAGES', 'WRITE_CALENDAR'] }),
    });
    expect(problemsOf(await ask(journey, ['alice@example.test']))).toMatchObject([
      { code: 'FORBIDDEN', message: 'This needs READ_METADATA or READ_CALENDAR on this mailbox.' },
    ]);
    expect(problemsOf(await ask(journey, ['alice@example.test'], { asMailbox: 'bob@example.test' }))).toMatchObject([
      { code: 'NOT_FOUND' },
    ]);
    expect(operationsAt(journey)).toEqual([]);
  });

  it('is not who knows what they do: that takes READ_CALENDAR on the mailbox that asks', async () => {
    const journey = await startOffice({ access: holding({ 'alice@example.test': ['READ_METADATA'] }) });
    expect(problemsOf(await ask(journey, ['alice@example.test'], { detail: 'DETAILED' }))).toMatchObject([
      { code: 'FORBIDDEN', message: 'This needs READ_CALENDAR on this mailbox.' },
    ]);
  });

  it('and on each mailbox that it is asked of, though the mail server would tell more', async () => {
    const people = ['alice@example.test', 'bob@example.test', 'bob.alias@example.test'];
    const subjects = async (held: Readonly<Record<string, readonly Permission[]>>): Promise<readonly unknown[]> => {
      const journey = await startOffice({ access: holding({ 'alice@example.test': ['READ_CALENDAR'], ...held }) });
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
    const journey = await startOffice({ seed: crowd(number) });
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
