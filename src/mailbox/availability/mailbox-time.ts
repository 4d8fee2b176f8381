import { EwsError } from '../../ews/errors.ts';
import type { EwsSession } from '../../ews/operation.ts';
import { getUserConfiguration } from '../../ews/operations/get-user-configuration.ts';
import { windowsToIana } from '../../ews/properties/time-zone.ts';
import { learntFrom } from '../capabilities.ts';
import { readWorkingHours, type MailboxHours } from './read-working-hours.ts';
import type { ToldHours } from './told-hours.ts';
import type { ZoneMemory } from './zone-memory.ts';

/** In which zone the owner of a mailbox lives, and when that is at work; each is read once per request. */
export interface MailboxTime {
  /**
   * IANA name: what the owner chose in the web client, else the zone of the working hours, else UTC. None to three calls, then remembered for an hour.
   * A server that does not tell is no failure; throws EwsError only when the client has left.
   */
  zone(): Promise<string>;
  /** In the mailbox's own zone where that goes by the same clocks. Undefined where the server tells of no hours, or of a zone that has no name. Throws EwsError. */
  hours(): Promise<ToldHours | undefined>;
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
  const keptHours = (): Promise<MailboxHours | undefined> => (readingHours ??= readWorkingHours(session, memory));

  const readZone = async (): Promise<string> => {
    let isFinal = true;
    const orNothing = (error: unknown): undefined => {
      if (!(error instanceof EwsError) || error.kind === 'aborted') throw error;
      // A server that says no will say so again; one that could not be asked may tell next time.
      if (learntFrom(error) === 'UNKNOWN') isFinal = false;
      return undefined;
    };
    const chosen = await chosenZone(session).catch(orNothing);
    const zone = chosen ?? (await keptHours().catch(orNothing))?.zone() ?? 'UTC';
    if (isFinal) memory.set(mailbox, zone);
    return zone;
  };

  const zone = async (): Promise<string> => memory.get(mailbox) ?? (readingZone ??= readZone());
  return {
    zone,
    hours: async () => {
      const [hours, preferred] = await Promise.all([keptHours(), zone()]);
      const timeZone = hours?.zone(preferred);
      return hours === undefined || timeZone === undefined ? undefined : { timeZone, periods: hours.periods };
    },
  };
};
