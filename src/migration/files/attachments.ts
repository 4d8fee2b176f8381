import { createHash } from 'node:crypto';
import type { ItemType } from '../../ews/properties/item-types.ts';
import type { PortableAttachment } from '../portable/portable-content.ts';
import { cleanLine, type ContentProperty } from './content-line.ts';
import { safeSegment } from './safe-segment.ts';

/** Writes what hangs on an item: the small ones into it, the others beside its calendar. */
export type WriteAttachments = (attachments: readonly PortableAttachment[]) => Promise<readonly ContentProperty[]>;

/** Bytes of an attachment that still stands in the calendar itself. */
export const inlineBytes = 256 * 1024;

/** Puts a file where the calendars lie, and answers its path from there. What is there already under the name holds the same and is replaced. */
export type SaveBeside = (name: string, attachment: PortableAttachment) => Promise<string>;

/** Attachments as `ATTACH`; what lies beside is named by its path from the calendar's folder. */
export const attachmentWriter =
  (mark: string, saveBeside: SaveBeside): WriteAttachments =>
  (attachments) =>
    Promise.all(attachments.map(async (attachment) => attachProperty(attachment, mark, saveBeside)));

const attachProperty = async (
  attachment: PortableAttachment,
  mark: string,
  saveBeside: SaveBeside,
): Promise<ContentProperty> => {
  const name = nameOf(attachment);
  const described = {
    fmttype: typeOf(attachment),
    ...(name === '' ? {} : { filename: name, 'x-filename': name }),
    ...(attachment.kind === 'file' && attachment.contentId !== undefined
      ? { 'x-content-id': cleanLine(attachment.contentId) }
      : {}),
  };
  if (attachment.content.size <= inlineBytes) {
    const bytes: Uint8Array[] = [];
    for await (const chunk of attachment.content.stream()) bytes.push(chunk);
    return ['attach', { ...described, encoding: 'BASE64' }, 'binary', Buffer.concat(bytes).toString('base64')];
  }
  const digest = createHash('sha256').update(`${attachment.sha256} ${name}`).digest('hex').slice(0, 16);
  const path = await saveBeside(`${mark}/${digest} ${safeSegment(name === '' ? 'attachment' : name)}`, attachment);
  return ['attach', described, 'uri', path.split('/').map(encodeURIComponent).join('/')];
};

/** Items that hang on items, by their kind: how their file ends, and its type. */
const itemForms: Readonly<Record<ItemType, { readonly extension: string; readonly type: string }>> = {
  Message: { extension: '.eml', type: 'message/rfc822' },
  CalendarItem: { extension: '.ics', type: 'text/calendar' },
  Contact: { extension: '.vcf', type: 'text/vcard' },
  Task: { extension: '.eml', type: 'message/rfc822' },
};

const nameOf = (attachment: PortableAttachment): string => {
  const name = cleanLine(attachment.name);
  if (attachment.kind === 'file') return name;
  const { extension } = itemForms[attachment.itemType];
  return name.toLowerCase().endsWith(extension) ? name : `${name === '' ? 'item' : name}${extension}`;
};

const typeOf = (attachment: PortableAttachment): string =>
  attachment.kind === 'item'
    ? itemForms[attachment.itemType].type
    : (/^[\w.+-]+\/[\w.+-]+/.exec(attachment.contentType ?? '')?.[0] ?? 'application/octet-stream');
