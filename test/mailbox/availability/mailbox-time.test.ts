import { describe, expect, it } from 'vitest';
import { EwsError } from '../../../src/ews/errors.ts';
import type { EwsSession } from '../../../src/ews/operation.ts';
import type { FreeBusyView } from '../../../src/ews/operations/get-user-availability.ts';
import type { UserConfiguration } from '../../../src/ews/operations/get-user-configuration.ts';
import { rulesOfZone } from '../../../src/ews/properties/time-zone-rules.ts';
import { createMailboxTime, type MailboxTime } from '../../../src/mailbox/availability/mailbox-time.ts';
import { createZoneMemory } from '../../../src/mailbox/availability/zone-memory.ts';
import { address } from '../../access.ts';

interface Told {
  /** The zone that was chosen in the web client; absent: no settings are kept. */
  readonly chosen?: string | Error;
  /** The zone of the hours that availability tells; absent: it tells none. */
  readonly available?: string | Error;
  /** The document that Outlook keeps; absent: none. */
  readonly outlook?: string | Error;
}

const periods = [{ days: ['Monday', 'Friday'], startMinute: 540, endMinute: 1020 }] as const;

const orThrow = <Value>(value: Value | Error): Value => {
  if (value instanceof Error) throw value;
  return value;
};

const kept = (settings: Partial<UserConfiguration>): UserConfiguration => ({
  xml: undefined,
  dictionary: new Map(),
  ...settings,
});

/** A server that tells this of ann's time, and what it was asked. */
const sessionWith = ({
  chosen,
  available,
  outlook,
}: Told): { readonly session: EwsSession; readonly asked: string[] } => {
  const asked: string[] = [];
  const answer = (name: string): unknown => {
    if (name === 'OWA.UserOptions')
      return chosen === undefined ? undefined : kept({ dictionary: new Map([['timezone', orThrow(chosen)]]) });
    if (name === 'WorkHours') return outlook === undefined ? undefined : kept({ xml: orThrow(outlook) });
    const hours = available === undefined ? undefined : { zone: rulesOfZone(orThrow(available), 2026), periods };
    return { events: [], merged: undefined, workingHours: hours, isTold: true } satisfies FreeBusyView;
  };
  const session = {
    mailbox: address('ann@example.test'),
    call: async ({ name }: { readonly name: string }, { name: settings }: { readonly name?: string }) => {
      asked.push(settings ?? name);
      return answer(settings ?? name);
    },
  } as unknown as EwsSession;
  return { session, asked };
};

const start = () => {
  let time = 1000;
  const memory = createZoneMemory({ now: () => new Date('2026-03-18T00:00:00Z'), monotonicMs: () => time });
  /** The zone as one more request finds it. */
  const zoneBy = async (told: Told): Promise<{ readonly zone: string; readonly asked: readonly string[] }> => {
    const { session, asked } = sessionWith(told);
    const zone = await createMailboxTime(session, memory).zone();
    return { zone, asked };
  };
  const timeBy = (told: Told): MailboxTime => createMailboxTime(sessionWith(told).session, memory);
  return { zoneBy, timeBy, advance: (ms: number) => void (time += ms) };
};

const document = (zone: string): string =>
  `<?xml version="1.0"?><Root xmlns="WorkingHours.xsd"><WorkHoursVersion1><TimeZone><Bias>-60</Bias>${zone}</TimeZone><TimeSlot><Start>08:30:00</Start><End>16:45:00</End></TimeSlot><WorkDays>Monday Tuesday</WorkDays></WorkHoursVersion1></Root>`;
const tokyo = document('<Name>Tokyo Standard Time</Name>');

const lacks = new EwsError('fault', 'no', { lacking: 'operation' });
const busy = new EwsError('fault', 'no', { responseCode: 'ErrorServerBusy' });

describe('the zone of a mailbox', () => {
  it.each<[string, Told, string, readonly string[]]>([
    ['was chosen in the web client', { chosen: 'Romance Standard Time' }, 'Europe/Paris', ['OWA.UserOptions']],
    [
      'is that of the working hours',
      { available: 'America/New_York' },
      'America/New_York',
      ['OWA.UserOptions', 'GetUserAvailability'],
    ],
    [
      'is that of the working hours where nobody knows the one that was chosen',
      { chosen: 'Customized Time Zone', available: 'America/New_York' },
      'America/New_York',
      ['OWA.UserOptions', 'GetUserAvailability'],
    ],
    [
      'is the one that Outlook keeps',
      { outlook: tokyo },
      'Asia/Tokyo',
      ['OWA.UserOptions', 'GetUserAvailability', 'WorkHours'],
    ],
    ['is UTC where nothing is told', {}, 'UTC', ['OWA.UserOptions', 'GetUserAvailability', 'WorkHours']],
    [
      'is UTC where the server can tell nothing',
      { chosen: lacks, available: lacks, outlook: lacks },
      'UTC',
      ['OWA.UserOptions', 'GetUserAvailability', 'WorkHours'],
    ],
  ])('%s, and is asked for once an hour', async (_name, told, zone, asked) => {
    const { zoneBy, advance } = start();
    expect(await zoneBy(told)).toEqual({ zone, asked });
    expect(await zoneBy(told)).toEqual({ zone, asked: [] });
    advance(3_600_001);
    expect(await zoneBy(told)).toEqual({ zone, asked });
  });

  it('is not remembered to be unknown because a server could not be asked', async () => {
    const { zoneBy } = start();
    expect((await zoneBy({ chosen: busy, available: busy, outlook: busy })).zone).toBe('UTC');
    expect((await zoneBy({ chosen: 'Tokyo Standard Time' })).zone).toBe('Asia/Tokyo');
  });

  it('is not told to a client that has left', async () => {
    const { timeBy } = start();
    const aborted = new EwsError('aborted', 'the client has left');
    await expect(timeBy({ chosen: aborted }).zone()).rejects.toBe(aborted);
    await expect(timeBy({ available: aborted }).zone()).rejects.toBe(aborted);
  });

  it('is read once by all who ask in a request', async () => {
    const { session, asked } = sessionWith({ chosen: 'Tokyo Standard Time' });
    const time = createMailboxTime(session, createZoneMemory({ now: () => new Date(0), monotonicMs: () => 0 }));
    expect(await Promise.all([time.zone(), time.zone(), time.zone()])).toEqual(Array(3).fill('Asia/Tokyo'));
    expect(asked).toEqual(['OWA.UserOptions']);
  });
});

describe('working hours', () => {
  it.each<[string, Told, string]>([
    [
      'in the zone of the mailbox where the clocks go alike',
      { chosen: 'Romance Standard Time', available: 'Europe/Berlin' },
      'Europe/Paris',
    ],
    [
      'in a zone of their own where they do not',
      { chosen: 'Tokyo Standard Time', available: 'Europe/Berlin' },
      'Europe/Berlin',
    ],
    ['in a zone of their own where there is no other', { available: 'Europe/Berlin' }, 'Europe/Berlin'],
  ])('are those of free and busy times, %s', async (_name, told, timeZone) => {
    expect(await start().timeBy(told).hours()).toEqual({ timeZone, periods });
  });

  it.each<[string, Told]>([
    ['tell no hours', { chosen: 'Romance Standard Time', outlook: tokyo }],
    ['cannot be asked for', { chosen: 'Romance Standard Time', available: lacks, outlook: tokyo }],
  ])('are those that Outlook keeps where free and busy times %s', async (_name, told) => {
    expect(await start().timeBy(told).hours()).toEqual({
      timeZone: 'Asia/Tokyo',
      periods: [{ days: ['Monday', 'Tuesday'], startMinute: 510, endMinute: 1005 }],
    });
  });

  it('that Outlook keeps without a zone are in that of the mailbox', async () => {
    const hours = await start()
      .timeBy({ chosen: 'Romance Standard Time', outlook: document('') })
      .hours();
    expect(hours?.timeZone).toBe('Europe/Paris');
  });

  it('are none where nobody has set any', async () => {
    expect(await start().timeBy({}).hours()).toBeUndefined();
  });

  it.each<[string, Told, EwsError]>([
    ['that of free and busy times', { available: lacks }, lacks],
    ['that of free and busy times, whatever comes after it', { available: busy, outlook: lacks }, busy],
    ['that of the settings where there was no other', { outlook: busy }, busy],
  ])('fail with one failure: %s', async (_name, told, failure) => {
    await expect(start().timeBy(told).hours()).rejects.toBe(failure);
  });
});
