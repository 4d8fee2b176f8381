import { cutUtf8 } from '../../mailbox/cut-utf8.ts';

const token = /<(\/?)([a-z][a-z0-9]*)[^>]*>|[^<]+/g;

/**
 * The beginning of sanitised HTML that fits into `maxBytes` bytes of UTF-8 with all its elements closed; cut between two characters, never inside
 * a tag or a character reference. The HTML must be as the sanitiser writes it: balanced, voids ending in `/>`, no bare `<` or `>` anywhere.
 */
export const cutHtml = (html: string, maxBytes: number): string => {
  if (Buffer.byteLength(html) <= maxBytes) return html;
  const kept: string[] = [];
  const closing: string[] = [];
  let room = maxBytes;
  for (const [part, slash, name = ''] of html.matchAll(token)) {
    const size = Buffer.byteLength(part);
    if (slash === '/') {
      // Its room was set aside when the element was opened.
      if (closing.pop() !== undefined) kept.push(part);
      continue;
    }
    const close = name === '' || part.endsWith('/>') ? '' : `</${name}>`;
    if (size + close.length > room) {
      if (name === '') kept.push(cutUtf8(part, room).replace(/&[#\w]*$/, ''));
      break;
    }
    room -= size + close.length;
    if (close !== '') closing.push(close);
    kept.push(part);
  }
  return kept.join('') + closing.toReversed().join('');
};
