import { EwsError } from '../ews/errors.ts';
import { getAttachment } from '../ews/operations/get-attachment.ts';
import { getItem } from '../ews/operations/get-item.ts';
import { attachmentId, itemId, type AttachmentId, type ItemId } from '../ews/properties/id.ts';
import type { Item } from '../ews/properties/item-types.ts';
import { itemProperties } from '../ews/properties/item.ts';
import { base64Element } from '../ews/stream.ts';
import {
  attachedItemHolders,
  contentPermission,
  contentPermissions,
  holderIfAttached,
  holderPermissions,
} from '../mailbox/content-permission.ts';
import type { OpenedMailbox } from '../mailbox/open-mailbox.ts';
import { downloadRoute, notPermitted, type DownloadServices } from './download.ts';
import type { Route } from './route.ts';

const wanted = [itemProperties.mimeContent];
const named = [itemProperties.subject];

/** What MimeContent holds depends on the item: RFC 5322 for mail, iCalendar for events, vCard for contacts. */
const fileTypes: Readonly<Record<string, { readonly contentType: string; readonly extension: string }>> = {
  CalendarItem: { contentType: 'text/calendar; charset=utf-8', extension: 'ics' },
  Contact: { contentType: 'text/vcard; charset=utf-8', extension: 'vcf' },
};
const mail = { contentType: 'message/rfc822', extension: 'eml' };

/** Where the item is: in a folder, or inside an attachment. */
type Place = { readonly item: ItemId } | { readonly attachment: AttachmentId };

const openMime = ({ session }: OpenedMailbox, place: Place): Promise<AsyncIterable<Uint8Array>> =>
  'attachment' in place
    ? session.open(getAttachment, { ids: [place.attachment], wanted })
    : session.open(getItem, { ids: [{ id: place.item }], wanted });

/** The subject names the file. It stands behind the content in the answer, so it is read beside it. */
const describe = async ({ session, items }: OpenedMailbox, place: Place): Promise<Item | undefined> => {
  if ('item' in place) return items.load(place.item, named);
  const attachment = await session.call(getAttachment, { ids: [place.attachment], wanted: named });
  if (attachment.kind !== 'item') throw new EwsError('decode', 'the attachment is a file, not an item');
  return attachment.item;
};

const content = async (mailbox: OpenedMailbox, place: Place) =>
  base64Element(await openMime(mailbox, place), 'MimeContent');

/**
 * `/mime/<id>`: an item as a file that other programs open (.eml, .ics, .vcf), streamed out of GetItem. It takes the permission for the content of
 * this kind of item, and inside an attachment also that for what the attachment hangs on. Callers who may not read every kind wait until the
 * item has told which one it is.
 */
export const mimeRoute = (services: DownloadServices): Route =>
  downloadRoute('mime', services, async (mailbox, { type, id }) => {
    const holder = holderIfAttached(attachedItemHolders, type);
    if (type !== 'Item' && holder === undefined) return undefined;
    const place = holder === undefined ? { item: itemId(id) } : { attachment: attachmentId(id) };
    const refused = holder === undefined ? undefined : notPermitted(mailbox, holderPermissions[holder]);
    if (refused !== undefined) return refused;
    if (!mailbox.may(contentPermissions)) return { needs: contentPermissions };
    const describing = describe(mailbox, place);
    if (notPermitted(mailbox, contentPermissions) !== undefined) {
      const item = await describing;
      const lacking = item === undefined ? undefined : notPermitted(mailbox, [contentPermission(item)]);
      if (item === undefined || lacking !== undefined) return lacking;
    }
    const [item, mime] = await Promise.all([describing, content(mailbox, place)]);
    const { contentType, extension } = fileTypes[mime.head.name] ?? mail;
    return {
      name: `${item?.properties.subject?.trim() || 'message'}.${extension}`,
      contentType,
      content: mime.content,
    };
  });
