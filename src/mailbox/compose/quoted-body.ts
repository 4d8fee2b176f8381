import type { Body } from '../../ews/properties/body.ts';
import type { ItemOf } from '../../ews/properties/item-types.ts';
import type { Recipient } from '../../ews/properties/recipient.ts';
import { htmlFragment } from './html-fragment.ts';

/** A text with its form. */
export type Text = Pick<Body, 'type' | 'content'>;

/** The new text above the original, which is quoted under a head that says whose it is: in HTML as soon as one of them is. */
export const quotedBody = async (added: Text | undefined, original: ItemOf<'Message'>): Promise<Text> => {
  const quoted: Text = original.properties.bodyBest ?? { type: 'Text', content: '' };
  const head = headOf(original);
  if (added?.type !== 'HTML' && quoted.type !== 'HTML') {
    const lines = [...head.map((parts) => parts.join(': ')), '', quotedLines(quoted.content)];
    return { type: 'Text', content: [...(added === undefined ? [] : [added.content, '']), ...lines].join('\n') };
  }
  const headHtml = head.map(([label, value]) => `<b>${label}:</b> ${escaped(value)}`).join('<br>');
  const above = added === undefined ? '' : `<div>${await htmlOf(added)}</div><br>`;
  return { type: 'HTML', content: `${above}<div>${headHtml}</div><br>${quote}${await htmlOf(quoted)}</blockquote>` };
};

/** Mail programs draw a line beside it. */
const quote = '<blockquote type="cite" style="margin:0 0 0 .8ex;border-left:1px solid #ccc;padding-left:1ex">';

const escapes: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const escaped = (text: string): string => text.replace(/[&<>"]/g, (character) => escapes[character] ?? character);

/** The line breaks of a text are all the layout that it has. */
const htmlOf = async ({ type, content }: Text): Promise<string> =>
  type === 'HTML' ? htmlFragment(content) : `<div style="white-space:pre-wrap">${escaped(content.trimEnd())}</div>`;

const quotedLines = (text: string): string =>
  text
    .trimEnd()
    .split(/\r\n|\r|\n/)
    .map((line) => (/^$|^>/.test(line) ? `>${line}` : `> ${line}`))
    .join('\n');

type Line = readonly [label: string, value: string];

const headOf = ({ properties }: ItemOf<'Message'>): readonly Line[] => {
  const { from, sentAt, toRecipients = [], ccRecipients = [], subject } = properties;
  const lines: readonly Line[] = [
    ['From', from === undefined ? '' : personText(from)],
    ['Sent', sentAt === undefined ? '' : new Date(sentAt).toUTCString()],
    ['To', toRecipients.map(personText).join('; ')],
    ['Cc', ccRecipients.map(personText).join('; ')],
    ['Subject', oneLine(subject ?? '')],
  ];
  return lines.filter(([, value]) => value !== '');
};

const personText = ({ name, address }: Recipient): string => {
  if (address === undefined) return oneLine(name ?? '');
  return oneLine(name === undefined || name === address ? address : `${name} <${address}>`);
};

/** Line breaks in a name would look like further lines of the head. */
const oneLine = (text: string): string => text.replace(/\s+/g, ' ').trim();
