import { EwsError } from '../../../ews/errors.ts';
import { updateItem } from '../../../ews/operations/update-item.ts';
import type { ItemId } from '../../../ews/properties/id.ts';
import type { OpenedMailbox } from '../../open-mailbox.ts';
import { WriteRefusal } from '../write-refusal.ts';
import type { Event } from './event-standing.ts';

/**
 * Sends the attendees of a meeting what it is now, after several quiet writes: an UpdateItem that sets what is so already. Throws WriteRefusal CONFLICT
 * when they were not told, and EwsError when nobody knows.
 */
export const tellAttendees = async (
  { session }: Pick<OpenedMailbox, 'session'>,
  id: ItemId,
  showAs: Event['properties']['showAs'] = 'Busy',
): Promise<void> => {
  try {
    await session.call(updateItem, {
      changes: [{ id, type: 'CalendarItem', changes: { showAs } }],
      conflictResolution: 'AlwaysOverwrite',
      disposition: 'SaveOnly',
      invitations: 'SendToAllAndSaveCopy',
    });
  } catch (error) {
    if (!(error instanceof EwsError) || error.mayBeDone) throw error;
    throw new WriteRefusal(
      { reason: 'CONFLICT', detail: 'The calendar was changed, but the attendees could not be told.' },
      { cause: error },
    );
  }
};
