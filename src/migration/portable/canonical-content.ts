import { htmlToText } from '../../mailbox/html/html-to-text.ts';
import type { PortableAttachment, PortableBody, PortableContent } from './portable-content.ts';

/** A value that JSON writes in one way only. */
export type Canonical =
  | string
  | number
  | boolean
  | null
  | readonly Canonical[]
  | { readonly [name: string]: Canonical };

/** JSON with the names of each object in their order, so that equal values are equal texts. */
export const canonicalText = (value: Canonical): string => JSON.stringify(inOrder(value));

/** What is undefined and what is empty is the same: servers do not tell them apart. */
export const textOrNull = (text: string | undefined): string | null => {
  const written = text?.replaceAll(/\r\n?/g, '\n').trim() ?? '';
  return written === '' ? null : written;
};

/** The texts in one order, whatever order a server keeps. */
export const sortedTexts = (texts: readonly string[]): readonly string[] => [...texts].toSorted();

/** What all items have alike. Times that no copy can have, and what each server makes up for itself, are left out. */
export const canonicalContent = (content: PortableContent): { readonly [name: string]: Canonical } => ({
  itemClass: content.itemClass,
  subject: textOrNull(content.subject),
  body: canonicalBody(content.body),
  sensitivity: content.sensitivity,
  importance: content.importance,
  categories: sortedTexts(content.categories),
  attachments: canonicalAttachments(content.attachments),
});

const inOrder = (value: Canonical): Canonical => {
  if (isList(value)) return value.map(inOrder);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value)
      .toSorted(([one], [other]) => (one < other ? -1 : 1))
      .map(([name, part]) => [name, inOrder(part)]),
  );
};

const isList = (value: Canonical): value is readonly Canonical[] => Array.isArray(value);

/** Of HTML its words: servers write the markup in their own way. */
const canonicalBody = (body: PortableBody | undefined): Canonical => {
  const content = textOrNull(body?.type === 'HTML' ? htmlToText(body.content) : body?.content);
  return body === undefined || content === null ? null : { type: body.type, content };
};

const canonicalAttachments = (attachments: readonly PortableAttachment[]): readonly Canonical[] =>
  attachments
    .map((attachment): { readonly [name: string]: Canonical } =>
      attachment.kind === 'file'
        ? {
            name: attachment.name,
            contentType: attachment.contentType?.toLowerCase() ?? null,
            contentId: attachment.contentId ?? null,
            isInline: attachment.isInline,
            sha256: attachment.sha256,
          }
        : { name: attachment.name, itemType: attachment.itemType },
    )
    .toSorted((one, other) => (canonicalText(one) < canonicalText(other) ? -1 : 1));
