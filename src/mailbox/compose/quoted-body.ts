import { setImmediate } from 'node:timers/promises';
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
    const lines = [...head.map((parts) => parts.join(': ')), '', await quotedLines(quoted.content)];
    return { type: 'Text', content: [...(added === undefined ? [] : [added.content, '']), ...lines].join('\n') };
  }
  const headHtml = head.map(([label, value]) => `<b>${label}:</b> ${escaped(value)}`).join('<br>');
  const above = added === undefined ? '' : `<div>${await htmlOf(added, 'kept')}</div><br>`;
  return {
    type: 'HTML',
    content: `${above}<div>${headHtml}</div><br>${quote}${await htmlOf(quoted, 'dropped')}</blockquote>`,
  };
};

/** Some fifteen milliseconds for lines of one character (Node 20.20); an original may have millions of them. */
const charactersATurn = 100_000;

/**
 * Mail programs draw a line beside it. Nothing in it is shown outside of it, whatever it says of its place: `transform` makes it the one that fixed
 * and absolute places are reckoned from, and `overflow` cuts off what is above and below.
 * https://www.w3.org/TR/css-transforms-1/#containing-block-for-all-descendants
 */
const quote =
  '<blockquote type="cite" style="margin:0 0 0 .8ex;border-left:1px solid #ccc;padding-left:1ex;overflow:auto;transform:translate(0)">';

const escapes: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const escaped = (text: string): string => text.replace(/[&<>"]/g, (character) => escapes[character] ?? character);

/**
 * The line breaks of a text are all the layout that it has. The style sheets of a stranger are dropped: they could hide what the sender says, and
 * show something else in its place.
 */
const htmlOf = async ({ type, content }: Text, styleSheets: 'kept' | 'dropped'): Promise<string> =>
  type === 'HTML'
    ? htmlFragment(content, { styleSheets })
    : `<div style="white-space:pre-wrap">${await escapedText(content.trimEnd())}</div>`;

/** Whatever some reader takes for the end of a line: what follows it must not look like the sender's own words. */
const lineEnd = /\r\n|[\r\n\v\f\u0085\u2028\u2029]/;

const quotedLines = async (text: string): Promise<string> => {
  const all = text.trimEnd();
  const pieces: string[] = [];
  let at = 0;
  do {
    const next = lineEndBehind(all, at + charactersATurn);
    pieces.push(
      all
        .slice(at, next?.index)
        .split(lineEnd)
        .map((line) => (/^$|^>/.test(line) ? `>${line}` : `> ${line}`))
        .join('\n'),
    );
    at = next?.end ?? all.length + 1;
    if (at < all.length) await setImmediate();
  } while (at <= all.length);
  return pieces.join('\n');
};

const lineEndBehind = (text: string, from: number): { readonly index: number; readonly end: number } | undefined => {
  const pattern = new RegExp(lineEnd, 'g');
  // Not between the two halves of one.
  pattern.lastIndex = text.charAt(from) === '\n' ? from - 1 : from;
  const found = pattern.exec(text);
  return found === null ? undefined : { index: found.index, end: pattern.lastIndex };
};

const escapedText = async (text: string): Promise<string> => {
  const pieces: string[] = [];
  for (let at = 0; at < text.length; at += charactersATurn) {
    pieces.push(escaped(text.slice(at, at + charactersATurn)));
    await setImmediate();
  }
  return pieces.join('');
};

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
const oneLine = (text: string): string => text.replace(/[\s\p{Cc}]+/gu, ' ').trim();
