import { LRUCache } from 'lru-cache';
import { EwsError } from '../ews/errors.ts';
import type { EwsSession } from '../ews/operation.ts';
import { getUserConfiguration } from '../ews/operations/get-user-configuration.ts';
import type { MailboxAddress } from '../ews/properties/id.ts';
import { zoneByRules } from '../ews/properties/time-zone-rules.ts';
import { windowsToIana } from '../ews/properties/time-zone.ts';
import { learntFrom } from './capabilities.ts';
import type { OpenedMailbox } from './open-mailbox.ts';
import { readWorkingHours, type HoursReading, type MailboxHours } from './working-hours.ts';

/** The zones of mailboxes, remembered for an hour. */
export interface ZoneMemory extends HoursReading {
  get(mailbox: MailboxAddress): string | undefined;
  set(mailbox: MailboxAddress, zone: string): void;
}

const mailboxesRemembered = 10_000;
const rememberMs = 3_600_000;
/** Most people live in a few zones; to find one among all takes up to a tenth of a second. */
const rulesRemembered = 500;

/** Makes the memory of one process. `monotonicMs`: milliseconds of a clock that only moves forward. */
export const createZoneMemory = ({
  now,
  monotonicMs,
}: {
  readonly now: () => Date;
  readonly monotonicMs: () => number;
}): ZoneMemory => {
  const memory = new LRUCache<MailboxAddress, string>({
    max: mailboxesRemembered,
    ttl: rememberMs,
    perf: { now: monotonicMs },
    ttlResolution: 0,
  });
  const byRules = new LRUCache<string, { readonly zone: string | undefined }>({ max: rulesRemembered });
  return {
    get: (mailbox) => memory.get(mailbox),
    set: (mailbox, zone) => void memory.set(mailbox, zone),
    now,
    zoneByRules: (rules, preferred) => {
      const year = now().getUTCFullYear();
      const key = JSON.stringify([year, preferred, rules]);
      const found = byRules.get(key) ?? { zone: zoneByRules(rules, year, preferred) };
      byRules.set(key, found);
      return found.zone;
    },
  };
};

/** In which zone the owner of a mailbox lives, and when that is at work; each is read once per request. */
export interface MailboxTime {
  /** IANA name; UTC where the server tells none. Throws EwsError only when the client has left. */
  zone(): Promise<string>;
  /** Undefined where the server tells of no hours. Throws EwsError. */
  hours(): Promise<MailboxHours | undefined>;
}

/** What somebody chose in the web client of Exchange. Undefined: nothing, or a zone that nobody knows. */
const chosenZone = async (session: EwsSession): Promise<string | undefined> => {
  const options = await session.call(getUserConfiguration, {
    name: 'OWA.UserOptions',
    folder: { distinguished: 'root', mailbox: session.mailbox },
    part: 'Dictionary',
  });
  return windowsToIana(options?.dictionary.get('timezone') ?? '');
};

/** Makes the times of one mailbox for one request. */
export const createMailboxTime = (session: EwsSession, memory: ZoneMemory): MailboxTime => {
  const { mailbox } = session;
  let readingHours: Promise<MailboxHours | undefined> | undefined;
  let readingZone: Promise<string> | undefined;
  const hours = (): Promise<MailboxHours | undefined> => (readingHours ??= readWorkingHours(session, memory));

  const readZone = async (): Promise<string> => {
    let isFinal = true;
    const orNothing = (error: unknown): undefined => {
      if (!(error instanceof EwsError) || error.kind === 'aborted') throw error;
      // A server that says no will say so again; one that could not be asked may tell next time.
      if (learntFrom(error) === 'UNKNOWN') isFinal = false;
      return undefined;
    };
    const chosen = await chosenZone(session).catch(orNothing);
    const zone = chosen ?? (await hours().catch(orNothing))?.zone() ?? 'UTC';
    if (isFinal) memory.set(mailbox, zone);
    return zone;
  };

  return { hours, zone: async () => memory.get(mailbox) ?? (readingZone ??= readZone()) };
};

/**
 * IANA name of the zone that the owner of a mailbox lives in: what they chose in the web client, else that of their working hours, else UTC. None
 * to three calls, then remembered for an hour. A server that does not tell is no failure; throws EwsError only when the client has left.
 */
export const mailboxZone = ({ time }: Pick<OpenedMailbox, 'time'>): Promise<string> => time.zone();
