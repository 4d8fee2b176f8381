import type { PortableBody, PortableContent } from '../portable/portable-content.ts';

/** What every new event, contact and task is made with. */
export const newContentProperties = (content: PortableContent) => ({
  itemClass: content.itemClass,
  ...(content.subject === undefined ? {} : { subject: content.subject }),
  ...bodyProperties(content.body),
  sensitivity: content.sensitivity,
  importance: content.importance,
  categories: content.categories,
});

/** A body under the row of its form; nothing where there is none. */
export const bodyProperties = (body: PortableBody | undefined) => {
  if (body === undefined) return {};
  const { type, content } = body;
  return type === 'HTML' ? { bodyHtml: { type, content } } : { bodyText: { type, content } };
};
