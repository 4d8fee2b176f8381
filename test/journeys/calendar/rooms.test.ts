import { describe, expect, it, test } from 'vitest';
import { address } from '../../access.ts';
import { holding, person, startOffice, type MailboxAvailability } from './availability-office.ts';
import { apiCalls, operationsAt, problemsOf } from '../journey-of-test.ts';
import { operationsOf, type Answer } from '../start.ts';

describe('rooms', () => {
  const rooms = '{ rooms { __typename name address capacity } }';
  const lists = '{ roomLists { name address rooms { name address } } }';
  const times =
    'rooms { address availability(window: { start: "2026-03-18T08:00:00Z", end: "2026-03-18T10:00:00Z" }) { address freeBusy { merged busy { start end subject } } error { code detail } } }';

  it('are those of the directory, without equipment and without a call to the mail server', async () => {
    const journey = await startOffice();
    const answer = await journey.query(rooms);
    expect(answer).toMatchObject({
      data: { rooms: [{ __typename: 'Room', name: 'room', address: 'room@example.test', capacity: null }] },
    });
    expect(operationsOf(answer)).toEqual([]);
    expect(apiCalls(journey, 'ListResources')).toBe(1);
  });

  it('lie in lists, which are asked for by one call, and each by one', async () => {
    const journey = await startOffice();
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
    const journey = await startOffice({
      serviceAccount: account,
      access: holding({ 'alice@example.test': ['READ_METADATA'] }, 'alice@example.test'),
    });
    const answer = await journey.query('{ rooms { name address } }');
    expect(answer.errors).toBeUndefined();
    expect(answer.data).toEqual({ rooms: [{ name: 'The Room', address: 'room@example.test' }] });
    expect(operationsAt(journey)).toEqual(['GetRoomLists', 'GetRooms']);
  });

  it('can be asked for when they are free, all in one call', async () => {
    const journey = await startOffice();
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

  it('can be asked for by two hundred in one request, in two calls', async () => {
    const names = Array.from({ length: 202 }, (_, index) => `room-${index}`);
    const mailboxes = [person('alice', {}), ...names.map((name) => person(name, {}, { kind: 'ROOM' }))];
    const seed = { organizationId: 'm-00112233445566778899aabbccddeeff', mailboxes, groups: [] };
    const journey = await startOffice({ seed, config: { costLimit: 1_000_000 } });
    const answer = await journey.query<{ rooms: readonly { availability: MailboxAvailability }[] }>(`{ ${times} }`);
    expect(operationsOf(answer)).toEqual(['GetUserAvailability', 'GetUserAvailability']);
    const told = answer.data.rooms.map(({ availability }) => availability.error?.code ?? 'told');
    expect(told).toEqual(names.map((_, index) => (index < 200 ? 'told' : 'BAD_USER_INPUT')));
  });

  it('are looked up in fifty lists in one request', async () => {
    const names = Array.from({ length: 52 }, (_, index) => `list-${index}`);
    const mailboxes = [person('alice', {}), person('room', {}, { kind: 'ROOM' })];
    const groups = names.map((name) => ({
      address: `${name}@example.test`,
      displayName: name,
      members: ['room@example.test'],
    }));
    const seed = { organizationId: 'm-00112233445566778899aabbccddeeff', mailboxes, groups };
    const journey = await startOffice({ seed });
    const answer = await journey.query<{ roomLists: readonly { rooms: readonly unknown[] }[] }>(lists);
    expect(answer.data.roomLists.map(({ rooms: inIt }) => inIt.length)).toEqual(
      names.map((_, index) => (index < 50 ? 1 : 0)),
    );
    expect(problemsOf(answer)).toMatchObject(
      [50, 51].map((index) => ({ code: 'BAD_USER_INPUT', path: ['roomLists', index, 'rooms'] })),
    );
    expect(operationsAt(journey)).toHaveLength(51);
  });

  it('tell alone why their time is not known', async () => {
    const journey = await startOffice();
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
    const stranger = await startOffice({ access: holding({}) });
    expect(problemsOf(await stranger.query(`{ roomLists { name } ${times} }`))).toMatchObject([
      { code: 'BAD_USER_INPUT', path: ['roomLists'] },
      { code: 'FORBIDDEN', path: ['rooms'] },
    ]);
    const sender = await startOffice({ access: holding({ 'alice@example.test': ['SEND'] }, 'alice@example.test') });
    expect((await sender.query(`{ ${times} }`)).data).toMatchObject({
      rooms: [{ availability: { freeBusy: null, error: { code: 'FORBIDDEN' } } }],
    });
    for (const journey of [stranger, sender]) expect(operationsAt(journey)).toEqual([]);
  });

  test('lists need a mailbox to look them up as, the directory does not', async () => {
    const service = holding({ 'alice@example.test': ['READ_CALENDAR'] });
    const journey = await startOffice({ access: service });
    const answer = await journey.query(`{ roomLists { name } ${times} }`);
    expect(problemsOf(answer)).toMatchObject([{ code: 'BAD_USER_INPUT', path: ['roomLists'] }]);
    expect(answer.data).toMatchObject({
      rooms: [{ address: 'room@example.test', availability: { error: { code: 'BAD_USER_INPUT' } } }],
    });
    const chosen = await startOffice({ access: service, config: { directoryMailbox: address('carol@example.test') } });
    expect((await chosen.query(lists)).errors).toBeUndefined();
    expect(chosen.emulator.requests.map(({ mailbox }) => mailbox)).toEqual([
      'carol@example.test',
      'carol@example.test',
    ]);
  });
});
