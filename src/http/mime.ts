import { EwsError } from '../ews/errors.ts';
import { getAttachment } from '../ews/operations/get-attachment.ts';
import { getItem } from '../ews/operations/get-item.ts';
import { attachmentId, itemId } from '../ews/properties/id.ts';
import { itemProperties } from '../ews/properties/item.ts';
import { base64Element } from '../ews/stream.ts';
import type { GlobalId } from '../global-id.ts';
import type { OpenedMailbox } from '../mailbox/open-mailbox.ts';
import { downloadRoute, type DownloadServices } from './download.ts';
import type { Route } from './route.ts';

const wanted = [itemProperties.mimeContent];
const named = [itemProperties.subject];

/** What MimeContent holds depends on the item: RFC 5322 for mail, iCalendar for events, vCard for contacts. */
const fileTypes: Readonly<Record<string, { readonly contentType: string; readonly extension: string }>> = {
  CalendarItem: { contentType: 'text/calendar; charset=utf-8', extension: 'ics' },
  Contact: { contentType: 'text/vcard; charset=utf-8', extension: 'vcf' },
};
const mail = { contentType: 'message/rfc822', extension: 'eml' };

const openMime = ({ session }: OpenedMailbox, { type, id }: GlobalId): Promise<AsyncIterable<Uint8Array>> =>
  type === 'AttachedItem'
    ? session.open(getAttachment, { ids: [attachmentId(id)], wanted })
    : session.open(getItem, { ids: [{ id: itemId(id) }], wanted });

/** The subject names the file. It stands behind the content in the answer, so it is read beside it. */
const subjectOf = async ({ session, items }: OpenedMailbox, { type, id }: GlobalId): Promise<string | undefined> => {
  if (type !== 'AttachedItem') return (await items.load(itemId(id), named)).properties.subject;
  const attachment = await session.call(getAttachment, { ids: [attachmentId(id)], wanted: named });
  if (attachment.kind !== 'item') throw new EwsError('decode', 'the attachment is a file, not an item');
  return attachment.item?.properties.subject;
};

/** `/mime/<id>`: an item as a file that other programs open (.eml, .ics, .vcf), streamed out of GetItem. */
export const mimeRoute = (services: DownloadServices): Route =>
  downloadRoute('mime', services, async (mailbox, id) => {
    if (id.type !== 'Item' && id.type !== 'AttachedItem') return undefined;
    const [subject, { head, content }] = await Promise.all([
      subjectOf(mailbox, id),
      openMime(mailbox, id).then((bytes) => base64Element(bytes, 'MimeContent')),
    ]);
    const { contentType, extension } = fileTypes[head.name] ?? mail;
    return { name: `${subject?.trim() || 'message'}.${extension}`, contentType, content };
  });
