import { htmlToText } from '../../mailbox/html/html-to-text.ts';
import type { PortableContent } from '../portable/portable-content.ts';
import { cleanText, optionalText, textProperty, type ContentProperty } from './content-line.ts';

/** As Exchange writes them: [MS-OXCICAL] 2.1.3.1.1.20.4. Readers take words that they do not know for PRIVATE. */
const classes = { Normal: 'PUBLIC', Personal: 'X-PERSONAL', Private: 'PRIVATE', Confidential: 'CONFIDENTIAL' } as const;

/** [MS-OXCICAL] 2.1.3.1.1.20.17: 1 to 4 are high, 5 is normal, 6 to 9 are low. */
const priorities = { High: 1, Normal: 5, Low: 9 } as const;

/** An instant in UTC. */
export const instantProperty = (name: string, instant: string): ContentProperty => [
  name,
  {},
  'date-time',
  `${new Date(instant).toISOString().slice(0, 19)}Z`,
];

/** What events and tasks have alike. `uid`: what the item is known by. `fallback`: instant of an item of which nobody knows when it was changed. */
export const itemProperties = (content: PortableContent, uid: string, fallback: string): readonly ContentProperty[] => {
  const { subject, body, sensitivity, importance, categories, createdAt, lastModifiedAt } = content;
  return [
    ['uid', {}, 'text', cleanText(uid)],
    instantProperty('dtstamp', lastModifiedAt ?? createdAt ?? fallback),
    ...(createdAt === undefined ? [] : [instantProperty('created', createdAt)]),
    ...(lastModifiedAt === undefined ? [] : [instantProperty('last-modified', lastModifiedAt)]),
    ...optionalText('summary', subject),
    ...bodyProperties(body),
    ['class', {}, 'text', classes[sensitivity]],
    ['priority', {}, 'integer', priorities[importance]],
    ...categoryProperties(categories),
  ];
};

/** One property with all of them; none where there are none. */
export const categoryProperties = (categories: readonly string[]): readonly ContentProperty[] => {
  const names = categories.map(cleanText).filter((name) => name !== '');
  return names.length === 0 ? [] : [['categories', {}, 'text', ...names]];
};

/** Markup goes where Outlook looks for it, its words to every other program. */
const bodyProperties = (body: PortableContent['body']): readonly ContentProperty[] => {
  if (body === undefined) return [];
  if (body.type === 'Text') return optionalText('description', body.content);
  return [
    ...optionalText('description', htmlToText(body.content)),
    textProperty('x-alt-desc', body.content, { fmttype: 'text/html' }),
  ];
};
