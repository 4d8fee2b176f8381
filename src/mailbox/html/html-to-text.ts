import sanitize from 'sanitize-html';
import { readWithinLimits } from './bounded-html.ts';
import { nonTextTags } from './non-text-tags.ts';

/**
 * The words of a mail as a person would copy them: one line per paragraph, row and list entry, no markup, no style sheets, no pictures but their
 * alternative text. A mail that is longer or deeper than `bounded-html.ts` reads ends early.
 */
export const htmlToText = (html: string): string =>
  readWithinLimits(html, (input, hooks) => sanitize(input, { ...outline, ...hooks }))
    .result.replace(/\n/g, ' ')
    .replace(/<li>/g, '\n- ')
    .replace(/<\/li>/g, '')
    .replace(/<\/?t[dh]>/g, ' ')
    .replace(/<\/?(?:p|h[1-6]|blockquote|table|ul|ol|dl|pre|hr)(?: \/)?>/g, '\n\n')
    .replace(/<\/?[a-z][^>]*>/g, '\n')
    .replace(/&(lt|gt|quot|amp);/g, (reference, name: string) => characters[name] ?? reference)
    .replace(/[ \t\r\f\u00A0]+/g, ' ')
    // Invisible padding that marketing mail puts behind its preview line. Between letters these characters carry meaning, before space none.
    .replace(/(?: ?[\u034F\u00AD\u200B-\u200D\u2060\uFEFF])+/g, (run, offset: number, text: string) =>
      /^[ \n]?$/.test(text.charAt(offset + run.length)) ? '' : run,
    )
    .replace(/ +/g, ' ')
    .replace(/ ?\n ?/g, '\n')
    .replace(/\n{3,}/g, '\n\n')
    .replaceAll(preservedSpace, ' ')
    .trim();

/** A private-use character stands for a space of `pre` until the others are collapsed. */
const preservedSpace = '\uE000';
const characters: Readonly<Record<string, string>> = { lt: '<', gt: '>', quot: '"', amp: '&' };

/** Elements that begin or end a line. All others vanish and leave their text. */
const outline: sanitize.IOptions = {
  allowedTags: [
    'address',
    'article',
    'aside',
    'blockquote',
    'br',
    'caption',
    'center',
    'dd',
    'div',
    'dl',
    'dt',
    'figcaption',
    'figure',
    'footer',
    'h1',
    'h2',
    'h3',
    'h4',
    'h5',
    'h6',
    'header',
    'hr',
    'li',
    'main',
    'nav',
    'ol',
    'p',
    'pre',
    'section',
    'table',
    'td',
    'th',
    'tr',
    'ul',
  ],
  allowedAttributes: {},
  nonTextTags: [...nonTextTags],
  selfClosing: ['br', 'hr'],
  nestingLimit: 150,
  transformTags: { img: (_name, attributes) => ({ tagName: 'img', attribs: {}, text: attributes['alt'] ?? '' }) },
  textFilter: (text, tagName) =>
    tagName === 'pre' ? text.replace(/\n/g, '<br />').replace(/[ \t]/g, preservedSpace) : text,
};
