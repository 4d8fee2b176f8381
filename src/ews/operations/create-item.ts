import { defineOperation } from '../operation.ts';
import { isContactGroup, newContactGroup, type NewContactGroup } from '../properties/contact-group.ts';
import { folderTarget, type FolderTarget } from '../properties/id.ts';
import { newItem } from '../properties/item-element.ts';
import type { itemTypes, ItemType } from '../properties/item-types.ts';
import { isMeetingResponse, meetingResponse, type MeetingResponse } from '../properties/meeting-response.ts';
import type { Settable } from '../properties/property.ts';
import { responseObject, type ResponseObject } from '../properties/response-object.ts';
import type { Assignment } from '../properties/written-rows.ts';
import { element, type XmlElement } from '../xml.ts';
import { madeItems, type MadeItem } from './written-references.ts';

/** An item to be made, of one kind. Files may hang on it at once. */
export type NewItem = {
  readonly [Type in ItemType]: {
    readonly type: Type;
    readonly properties: Settable<(typeof itemTypes)[Type], 'create'>;
    /** Extended properties that stand in no table. */
    readonly named?: readonly Assignment[];
  };
}[ItemType];

/** What happens to a message besides being made. */
export type MessageDisposition = 'SaveOnly' | 'SendOnly' | 'SendAndSaveCopy';

/** What is made, what is sent of it, and where it is kept. */
export interface CreateItemInput {
  /** One answer per item, in this order. */
  readonly items: readonly (NewItem | NewContactGroup | ResponseObject | MeetingResponse)[];
  /** Events take no notice of it. */
  readonly disposition: MessageDisposition;
  /** Needed for events (ErrorSendMeetingInvitationsRequired), and for nothing else. */
  readonly invitations?: 'SendToNone' | 'SendOnlyToAll' | 'SendToAllAndSaveCopy';
  /** Absent: Drafts, Sent Items, or the default folder of the kind. Not with SendOnly. */
  readonly saveIn?: FolderTarget;
}

/**
 * https://learn.microsoft.com/exchange/client-developer/web-service-reference/createitem-operation
 * Answers the ids of what was kept; none where Exchange sends and does not tell (SendOnly, SendAndSaveCopy). Doing it twice makes and sends two.
 */
export const createItem = defineOperation<CreateItemInput, readonly MadeItem[]>({
  name: 'CreateItem',
  access: 'write',
  names: { field: 'items', kind: 'content', place: { field: 'saveIn', kind: 'folder' } },
  idempotent: false,
  encode: ({ items, disposition, invitations, saveIn }) =>
    element('m:CreateItem', { MessageDisposition: disposition, SendMeetingInvitations: invitations }, [
      saveIn === undefined ? undefined : element('m:SavedItemFolderId', [folderTarget(saveIn)]),
      element('m:Items', items.map(itemToMake)),
    ]),
  decode: madeItems,
  keys: ({ items }) => items.length,
});

function itemToMake(item: CreateItemInput['items'][number]): XmlElement {
  if (isContactGroup(item)) return newContactGroup(item);
  if (!('response' in item)) return newItem(item.type, item.properties, item.named);
  return isMeetingResponse(item) ? meetingResponse(item) : responseObject(item);
}
