import DataLoader from 'dataloader';
import type { EwsSession } from '../../ews/operation.ts';
import { mostMailboxes } from '../../ews/properties/availability-request.ts';
import type { MailboxAddress } from '../../ews/properties/id.ts';
import { readAvailability, type MailboxTimes, type TimeSpan } from '../../mailbox/availability/read-availability.ts';
import type { Context } from '../context.ts';
import { badUserInput } from '../errors.ts';
import { defaultSlotMinutes } from './asked-window.ts';

/** Rooms of one request, counted for each window: nobody knows how many there are when the price is made. */
const mostRooms = 200;

type LoadTimes = DataLoader<MailboxAddress, MailboxTimes>;

/** What one request has asked about. */
interface Asked {
  readonly loaders: Map<string, LoadTimes>;
  /** A room and a window each. */
  readonly rooms: Set<string>;
}

const askedIn = new WeakMap<Context, Asked>();

const createLoadTimes = (session: EwsSession, window: TimeSpan): LoadTimes =>
  new DataLoader<MailboxAddress, MailboxTimes>(
    async (addresses) => {
      const asked = { addresses, window, slotMinutes: defaultSlotMinutes, isDetailed: false };
      // A failure of the whole call is everybody's: DataLoader hands it to each.
      return readAvailability(session, asked);
    },
    { maxBatchSize: mostMailboxes },
  );

/**
 * Free and busy times of a room, without what takes them: one call for a hundred rooms that one request asks about in the same window. Throws BAD_USER_INPUT
 * for more rooms than one request may ask about, and EwsError.
 */
export const roomTimes = async (
  context: Context,
  session: EwsSession,
  address: MailboxAddress,
  { start, end }: TimeSpan,
): Promise<MailboxTimes> => {
  const asked = askedIn.get(context) ?? { loaders: new Map<string, LoadTimes>(), rooms: new Set<string>() };
  askedIn.set(context, asked);
  const key = `${start} ${end}`;
  const room = `${key} ${address}`;
  if (!asked.rooms.has(room) && asked.rooms.size >= mostRooms)
    throw badUserInput(`One request may ask when ${mostRooms} rooms are free; ask for those of one list`);
  asked.rooms.add(room);
  const loader = asked.loaders.get(key) ?? createLoadTimes(session, { start, end });
  asked.loaders.set(key, loader);
  return loader.load(address);
};
