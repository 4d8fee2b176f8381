import DataLoader from 'dataloader';
import type { EwsSession } from '../../ews/operation.ts';
import { mostMailboxes } from '../../ews/properties/availability-request.ts';
import type { MailboxAddress } from '../../ews/properties/id.ts';
import { readAvailability, type MailboxTimes, type TimeSpan } from '../../mailbox/read-availability.ts';
import type { Context } from '../context.ts';
import { defaultSlotMinutes } from './asked-window.ts';

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

/** Free and busy times of a room, without what takes them: one call for all rooms that one request asks about in the same window. Throws EwsError. */
export const roomTimes = async (
  context: Context,
  session: EwsSession,
  address: MailboxAddress,
  { start, end }: TimeSpan,
): Promise<MailboxTimes> => {
  const ofRequest = loaders.get(context) ?? new Map<string, LoadTimes>();
  loaders.set(context, ofRequest);
  const key = `${start} ${end}`;
  const loader = ofRequest.get(key) ?? createLoadTimes(session, { start, end });
  ofRequest.set(key, loader);
  return loader.load(address);
};
