import type { Attachment } from '../../ews/properties/attachment.ts';
import { itemProperties } from '../../ews/properties/item.ts';
import type { AnyProperty, Decoded } from '../../ews/properties/property.ts';
import type { PortableAttachment, PortableContent } from '../portable/portable-content.ts';

type ItemRows = Decoded<typeof itemProperties>;

/** Rows that every event, contact and task is read with. */
export const contentRows: readonly AnyProperty[] = [
  itemProperties.itemClass,
  itemProperties.subject,
  itemProperties.sensitivity,
  itemProperties.bodyBest,
  itemProperties.attachments,
  itemProperties.categories,
  itemProperties.importance,
  itemProperties.createdAt,
  itemProperties.lastModifiedAt,
];

/** What events, contacts and tasks have alike, of what was read. `itemClass`: that of an item that tells none. */
export const readContent = (
  rows: ItemRows,
  itemClass: string,
  attachments: readonly PortableAttachment[],
): PortableContent => ({
  itemClass: rows.itemClass ?? itemClass,
  subject: rows.subject,
  body: hasBody(rows.bodyBest) ? { type: rows.bodyBest.type, content: rows.bodyBest.content } : undefined,
  sensitivity: rows.sensitivity ?? 'Normal',
  importance: rows.importance ?? 'Normal',
  categories: rows.categories ?? [],
  attachments,
  createdAt: rows.createdAt,
  lastModifiedAt: rows.lastModifiedAt,
});

/** What hangs on an item, as it was read. */
export const attachmentsOf = (rows: ItemRows): readonly Attachment[] => rows.attachments ?? [];

const hasBody = (body: ItemRows['bodyBest']): body is NonNullable<ItemRows['bodyBest']> =>
  body !== undefined && body.content.trim() !== '';
