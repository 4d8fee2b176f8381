import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EwsError } from '../../../src/ews/errors.ts';
import type { EwsSession, Operation } from '../../../src/ews/operation.ts';
import type {
  BusyEvent,
  FreeBusyStatus,
  FreeBusyView,
  GetUserAvailabilityInput,
} from '../../../src/ews/operations/get-user-availability.ts';
import { rulesOfZone, utcRules } from '../../../src/ews/properties/time-zone-rules.ts';
import {
  readAvailability,
  type AskedTimes,
  type MailboxTimes,
} from '../../../src/mailbox/availability/read-availability.ts';
import { address } from '../../access.ts';

const [alice, bob] = [address('alice@example.test'), address('bob@example.test')];

const view = (differences: Partial<FreeBusyView> = {}): FreeBusyView => ({
  isTold: true,
  events: [],
  merged: undefined,
  workingHours: undefined,
  ...differences,
});

const event = (start: string, end: string, status: FreeBusyStatus = 'Busy'): BusyEvent => ({
  start: `2026-03-18T${start}:00Z`,
  end: `2026-03-18T${end}:00Z`,
  status,
  details: undefined,
});

/** A session whose server answers with these views, and what it was asked. */
const answering = (...answers: readonly (FreeBusyView | EwsError)[]) => {
  const asked: GetUserAvailabilityInput[] = [];
  const session: EwsSession = {
    mailbox: alice,
    callEach: async <Input, Output>(_operation: Operation<Input, Output>, input: Input) => {
      asked.push(input as GetUserAvailabilityInput);
      return answers as readonly (Output | EwsError)[];
    },
    call: () => Promise.reject(new Error('not used')),
    open: () => Promise.reject(new Error('not used')),
  };
  return { session, asked };
};

const twoHours = { start: '2026-03-18T09:00:00Z', end: '2026-03-18T11:00:00Z' };

const read = async (answer: FreeBusyView, differences: Partial<AskedTimes> = {}): Promise<MailboxTimes> => {
  const asked = { addresses: [alice], window: twoHours, slotMinutes: 30, isDetailed: false, ...differences };
  const [times] = await readAvailability(answering(answer).session, asked);
  if (times === undefined || times instanceof EwsError) throw new Error('no times');
  return times;
};

const spans = ({ busy }: MailboxTimes): readonly unknown[] =>
  busy.map(({ start, end, status }) => [start.slice(11, 16), end.slice(11, 16), status]);

describe('availability', () => {
  it('is asked about each address once, and told for each as often as it was asked for', async () => {
    const failure = new EwsError('response', 'no', { responseCode: 'ErrorMailRecipientNotFound' });
    const { session, asked } = answering(view({ merged: ['Free', 'Busy'] }), failure);
    const answers = await readAvailability(session, {
      addresses: [bob, alice, bob],
      window: { start: '2026-03-18T09:00:00Z', end: '2026-03-18T10:00:00Z' },
      slotMinutes: 30,
      isDetailed: true,
    });
    expect(asked).toMatchObject([{ mailboxes: [bob, alice], slotMinutes: 30, isDetailed: true }]);
    expect(answers.map((answer) => (answer instanceof EwsError ? 'error' : answer.merged))).toEqual([
      ['Free', 'Busy'],
      'error',
      ['Free', 'Busy'],
    ]);
  });

  it('is merged from events where the server merges nothing, and leaves out what is not in the window', async () => {
    const times = await read(
      view({
        events: [
          event('10:50', '12:00', 'OOF'),
          event('08:00', '09:00'),
          event('11:00', '11:30'),
          event('08:30', '09:10', 'Tentative'),
          event('09:05', '09:15'),
          event('10:00', '10:10', 'Free'),
          event('10:15', '10:15'),
        ],
      }),
    );
    expect(times.merged).toEqual(['Busy', 'Free', 'Free', 'OOF']);
    expect(spans(times)).toEqual([
      ['08:30', '09:10', 'Tentative'],
      ['09:05', '09:15', 'Busy'],
      ['10:50', '12:00', 'OOF'],
    ]);
  });

  it('has blocks made of slots where the server tells slots alone', async () => {
    const slots = await read(view({ merged: ['Busy', 'Busy', 'Free', 'OOF'] }));
    expect(spans(slots)).toEqual([
      ['09:00', '10:00', 'Busy'],
      ['10:30', '11:00', 'OOF'],
    ]);
    // The last slot goes beyond the window, the block does not.
    const long = await read(view({ merged: ['Free', 'Tentative'] }), { slotMinutes: 90 });
    expect(spans(long)).toEqual([['10:30', '11:00', 'Tentative']]);
    expect(spans(await read(view({ merged: ['Free', 'Free', 'Free', 'Free'] })))).toEqual([]);
  });

  it('has as many slots as the window, whatever the server makes of a window that is no multiple of slots', async () => {
    const events = [event('10:40', '11:00')];
    const told = await read(view({ merged: ['Free'], events }), { slotMinutes: 90 });
    expect(told.merged).toEqual(['Free', 'Busy']);
    const alone = await read(view({ merged: ['Busy'] }), { slotMinutes: 90 });
    expect(alone.merged).toEqual(['Busy', 'NoData']);
    expect((await read(view({ merged: ['Busy', 'Free', 'Free', 'Free', 'Free'] }))).merged).toHaveLength(4);
  });

  it('is not free time where the server knows nothing', async () => {
    const times = await read(view({ isTold: false }));
    expect(times.merged).toEqual(['NoData', 'NoData', 'NoData', 'NoData']);
    expect(spans(times)).toEqual([['09:00', '11:00', 'NoData']]);
  });

  it('names the zone of working hours, the wanted one where it fits, and tells none of a zone that it cannot name', async () => {
    const periods = [{ days: ['Monday'] as const, startMinute: 540, endMinute: 1020 }];
    const hours = async (zone: typeof utcRules, preferredZone?: string): Promise<unknown> =>
      (await read(view({ workingHours: { zone, periods } }), { preferredZone })).workingHours();
    const berlin = rulesOfZone('Europe/Berlin', 2026);
    expect(await hours(berlin)).toEqual({ timeZone: 'Europe/Berlin', periods });
    expect(await hours(berlin, 'Europe/Madrid')).toEqual({ timeZone: 'Europe/Madrid', periods });
    expect(await hours(berlin, 'Asia/Tokyo')).toEqual({ timeZone: 'Europe/Berlin', periods });
    expect(await hours({ ...utcRules, bias: 7 })).toBeUndefined();
    expect((await read(view())).workingHours()).toBeUndefined();
    // Hours of today, in a window of long ago or far ahead: clocks went otherwise then.
    for (const year of ['1601', '1943', '9998']) {
      const window = { start: `${year}-03-18T09:00:00Z`, end: `${year}-03-18T11:00:00Z` };
      const told = (await read(view({ workingHours: { zone: berlin, periods } }), { window })).workingHours();
      expect([year, told?.timeZone]).toEqual([year, 'Europe/Berlin']);
    }
  });

  it('merges any events as a look at every minute would', async () => {
    const minute = (at: number): string => new Date(Date.parse(twoHours.start) + at * 60_000).toISOString();
    const weights: readonly FreeBusyStatus[] = ['Free', 'NoData', 'Tentative', 'Busy', 'OOF'];
    const anyEvent = fc
      .tuple(fc.integer({ min: -90, max: 200 }), fc.integer({ min: 0, max: 90 }), fc.constantFrom(...weights))
      .map(([from, length, status]) => ({ from, to: from + length, status }));
    await fc.assert(
      fc.asyncProperty(
        fc.array(anyEvent, { maxLength: 6 }),
        fc.integer({ min: 5, max: 130 }),
        async (made, slotMinutes) => {
          const events = made.map(({ from, to, status }) => ({
            start: minute(from),
            end: minute(to),
            status,
            details: undefined,
          }));
          const statusAt = (at: number): number =>
            Math.max(0, ...made.map(({ from, to, status }) => (from <= at && at < to ? weights.indexOf(status) : 0)));
          const expected = Array.from({ length: Math.ceil(120 / slotMinutes) }, (_, index) => {
            const minutes = Array.from({ length: slotMinutes }, (_unused, offset) =>
              statusAt(index * slotMinutes + offset),
            );
            return weights[Math.max(...minutes)];
          });
          // The slot that ends after the window is judged by what begins in the window.
          const times = await read(view({ events }), { slotMinutes });
          const inside = expected.map((status, index) =>
            (index + 1) * slotMinutes <= 120 ? status : times.merged[index],
          );
          expect(times.merged).toEqual(inside);
        },
      ),
    );
  });
});
