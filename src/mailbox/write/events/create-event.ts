import type { FolderTarget } from '../../../ews/properties/id.ts';
import { makeItem, type Made, type MakingOnce } from '../make-item.ts';
import { newEventProperties, type EventContent } from './event-content.ts';

/** An event to be made, once. */
export interface EventToCreate extends MakingOnce {
  readonly event: EventContent;
  /** The calendar that it stands in. */
  readonly saveIn: FolderTarget;
  /** Whether those who are invited are told; otherwise nobody knows of it but this calendar. */
  readonly invites: boolean;
}

/** Makes an event, as `makeItem`; when nothing was made, nobody was told either. */
export const createEvent = ({ event, saveIn, invites, ...making }: EventToCreate): Promise<Made> =>
  makeItem(making, {
    item: () => ({ type: 'CalendarItem', properties: newEventProperties(event) }),
    saveIn,
    invitations: invites ? 'SendToAllAndSaveCopy' : 'SendToNone',
  });
