import { EwsError } from '../errors.ts';
import { folderReference, itemReference, type FolderReference, type ItemReference } from '../properties/id.ts';
import { child, required, type XmlElement } from '../xml.ts';

/** The ids in a message's `m:Items`; none where the server kept nothing or does not tell (what was sent, what went to another mailbox). */
export const writtenItems = (message: XmlElement): readonly ItemReference[] =>
  (child(message, 'Items')?.children ?? []).flatMap((item) => {
    const identity = child(item, 'ItemId');
    return identity === undefined ? [] : [itemReference(identity)];
  });

/** An item that a write has made or changed, with the element that tells what it is: an answer to an invitation changes several of different kinds. */
export interface MadeItem extends ItemReference {
  /** Without prefix: `CalendarItem`, `MeetingRequest`, `MeetingResponse`. */
  readonly element: string;
}

/** As `writtenItems`, with what they are. */
export const madeItems = (message: XmlElement): readonly MadeItem[] =>
  (child(message, 'Items')?.children ?? []).flatMap((item) => {
    const identity = child(item, 'ItemId');
    return identity === undefined ? [] : [{ ...itemReference(identity), element: item.name }];
  });

/** The id of the one folder in a message. Throws EwsError `decode` when there is none. */
export const writtenFolder = (message: XmlElement): FolderReference => {
  const [folder] = required(message, 'Folders').children;
  if (folder === undefined) throw new EwsError('decode', `${message.name} succeeded without a folder`);
  return folderReference(required(folder, 'FolderId'));
};
