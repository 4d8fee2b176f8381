import DataLoader from 'dataloader';
import type { EwsSession } from '../../ews/operation.ts';
import { mostMailboxes } from '../../ews/properties/availability-request.ts';
import type { MailboxAddress } from '../../ews/properties/id.ts';
import { readAvailability, type MailboxTimes, type TimeSpan } from '../../mailbox/availability/read-availability.ts';
import type { Context } from '../context.ts';
import { badUserInput } from '../errors.ts';
import { mostInRequest } from '../guards/most-in-request.ts';
import { defaultSlotMinutes } from './asked-window.ts';

const mostRooms = 200;
/** Counted for each window. */
const mayAsk = mostInRequest(mostRooms);

type LoadTimes = DataLoader<MailboxAddress, MailboxTimes>;

const loaders = new WeakMap<Context, Map<string, LoadTimes>>();

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
  const key = `${start} ${end}`;
  if (!mayAsk(context, `${key} ${address}`))
    throw badUserInput(`One request may ask when ${mostRooms} rooms are free; ask for those of one list`);
  const ofRequest = loaders.get(context) ?? new Map<string, LoadTimes>();
  loaders.set(context, ofRequest);
  const loader = ofRequest.get(key) ?? createLoadTimes(session, { start, end });
  ofRequest.set(key, loader);
  return loader.load(address);
};
