import type { UpdateItemInput } from '../../../ews/operations/update-item.ts';

/** Who shall be told of a write to an event. */
export type NoticeWish = 'NONE' | 'ALL' | 'CHANGED_ONLY';

/** What the mail server is asked to send. */
export type Notices = NonNullable<UpdateItemInput['invitations']>;

/**
 * What the mail server is asked to send about a change. `isMeeting`: whether it is the owner's own meeting and somebody is or was invited; otherwise
 * there is nobody to tell. `isMoved`: that it takes place at another time concerns everybody, whatever a server thinks of it.
 */
export const noticesFor = (
  wish: NoticeWish,
  { isMeeting, isMoved }: { readonly isMeeting: boolean; readonly isMoved: boolean },
): Notices => {
  if (wish === 'NONE' || !isMeeting) return 'SendToNone';
  return wish === 'ALL' || isMoved ? 'SendToAllAndSaveCopy' : 'SendToChangedAndSaveCopy';
};
