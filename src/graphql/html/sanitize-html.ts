import sanitize from 'sanitize-html';
import { readWithinLimits } from '../../mailbox/html/bounded-html.ts';
import { cutHtml } from './cut-html.ts';
import { nonTextTags } from '../../mailbox/html/non-text-tags.ts';
import { remoteFilesInCss, sanitizeStyle } from './sanitize-style.ts';

/** HTML that is safe to put into a page. */
export interface SanitizedHtml {
  readonly html: string;
  /** The mail was longer than what `html` shows. */
  readonly truncated: boolean;
  /** Elements and style rules that would have loaded a picture or another file from a foreign server, and told it that the mail was read. */
  readonly remoteImagesBlocked: number;
}

/** How to treat what a mail brings along. */
export interface SanitizeOptions {
  /** What stands behind `cid:<contentId>`: an https or data URL; undefined removes the picture. */
  readonly inlineImage: (contentId: string) => string | undefined;
  /** Most bytes of UTF-8 to return; what `bounded-html.ts` does not read is missing in any case. */
  readonly maxBytes?: number | undefined;
}

/**
 * Keeps text, structure, tables, links and harmless styles of a mail; removes whatever runs, loads, submits, covers or redirects. Allow-lists
 * throughout: an element, attribute, style or scheme that is not named here does not pass.
 */
export const sanitizeHtml = (html: string, options: SanitizeOptions): SanitizedHtml => {
  const { result, isWhole } = readWithinLimits(html, (input, hooks) => {
    let remoteImagesBlocked = remoteFilesInStyleElements(input);
    const clean = sanitize(input, {
      ...rules,
      onOpenTag: (name, attributes) => {
        hooks.onOpenTag();
        if (loadsRemoteFile(name, attributes)) remoteImagesBlocked += 1;
        remoteImagesBlocked += remoteFilesInCss(attributes['style'] ?? '');
      },
      onCloseTag: hooks.onCloseTag,
      transformTags: {
        '*': (name, attributes) => {
          const style = sanitizeStyle(attributes['style'] ?? '');
          const kept =
            name === 'img' ? image(attributes, options.inlineImage) : name === 'a' ? link(attributes) : attributes;
          return { tagName: name, attribs: { ...kept, style } };
        },
      },
    });
    return { html: clean.replace(emptyImage, ''), remoteImagesBlocked };
  });
  const shown = options.maxBytes === undefined ? result.html : cutHtml(result.html, options.maxBytes);
  return { ...result, html: shown, truncated: !isWhole || shown !== result.html };
};

/** Content ids that a mail shows with `cid:` addresses, each once, as `inlineImage` will be asked for them. */
export const inlineContentIds = (html: string): readonly string[] => {
  const ids = new Set<string>();
  for (const [, id = ''] of html.matchAll(/\bcid:([^"'\s<>)]{1,500})/gi)) ids.add(contentIdOf(id));
  return [...ids];
};

/** A picture that is gone leaves its words; without words it leaves nothing. Attribute values hold no `>` after sanitising. */
const emptyImage = /<img(?![^>]* (?:src|alt)=)[^>]*>/g;

const layoutAttributes = [
  'style',
  'dir',
  'lang',
  'title',
  'align',
  'valign',
  'bgcolor',
  'color',
  'face',
  'size',
  'width',
  'height',
  'border',
  'cellpadding',
  'cellspacing',
  'colspan',
  'rowspan',
  'nowrap',
  'span',
  'start',
  'type',
  'value',
  'scope',
  'abbr',
  'datetime',
];

const rules = {
  allowedTags: [
    'a',
    'abbr',
    'address',
    'article',
    'aside',
    'b',
    'bdi',
    'bdo',
    'big',
    'blockquote',
    'br',
    'caption',
    'center',
    'cite',
    'code',
    'col',
    'colgroup',
    'dd',
    'del',
    'dfn',
    'div',
    'dl',
    'dt',
    'em',
    'figcaption',
    'figure',
    'font',
    'footer',
    'h1',
    'h2',
    'h3',
    'h4',
    'h5',
    'h6',
    'header',
    'hr',
    'i',
    'img',
    'ins',
    'kbd',
    'li',
    'main',
    'mark',
    'nav',
    'ol',
    'p',
    'pre',
    'q',
    'rp',
    'rt',
    'ruby',
    's',
    'samp',
    'section',
    'small',
    'span',
    'strike',
    'strong',
    'sub',
    'sup',
    'table',
    'tbody',
    'td',
    'tfoot',
    'th',
    'thead',
    'time',
    'tr',
    'tt',
    'u',
    'ul',
    'var',
    'wbr',
  ],
  // No id, name or class: they could clobber or restyle the page around the mail.
  allowedAttributes: { '*': layoutAttributes, a: ['href', 'target', 'rel'], img: ['src', 'alt'] },
  allowedSchemes: ['http', 'https', 'mailto', 'tel'],
  allowedSchemesByTag: { img: ['http', 'https', 'data'] },
  allowProtocolRelative: false,
  nonTextTags: [...nonTextTags],
  selfClosing: ['img', 'br', 'hr', 'col', 'wbr'],
  nestingLimit: 150,
  parseStyleAttributes: false,
} satisfies sanitize.IOptions;

const linkProtocols: ReadonlySet<string> = new Set(['http:', 'https:', 'mailto:', 'tel:']);

/** An absolute address, as a browser reads it; relative ones would point into the page around the mail. */
const absoluteUrl = (address: string): URL | undefined => (URL.canParse(address) ? new URL(address) : undefined);

const link = (attributes: sanitize.Attributes): sanitize.Attributes => {
  const { href, target: _target, rel: _rel, ...others } = attributes;
  const url = href === undefined ? undefined : absoluteUrl(href);
  if (url === undefined || !linkProtocols.has(url.protocol)) return others;
  return { ...others, href: withoutAngles(url.href), target: '_blank', rel: 'noopener noreferrer' };
};

/**
 * RFC 3986 knows no angle brackets, but `mailto:` keeps them. sanitize-html 2.17.5 takes `<!-- -->` out of an address one by one, copying the rest
 * each time: a megabyte of them cost 38 s.
 */
const withoutAngles = (address: string): string => address.replaceAll('<', '%3C').replaceAll('>', '%3E');

const rasterDataUrl = /^data:image\/(?:png|gif|jpe?g|webp|bmp);base64,[a-z0-9+/=\s]+$/i;

const image = (attributes: sanitize.Attributes, inlineImage: SanitizeOptions['inlineImage']): sanitize.Attributes => {
  const { src = '', alt = '', ...others } = attributes;
  const address = src.trim();
  const source = /^cid:/i.test(address)
    ? inlineImage(contentIdOf(address.slice(4)))
    : rasterDataUrl.test(address)
      ? address
      : undefined;
  return { ...others, ...(source === undefined ? {} : { src: source }), ...(alt.trim() === '' ? {} : { alt }) };
};

/** `cid:` addresses are percent-encoded Content-IDs without their angle brackets (RFC 2392). */
const contentIdOf = (encoded: string): string => {
  try {
    return decodeURIComponent(encoded);
  } catch {
    return encoded;
  }
};

const remoteAddress = /^(?:https?:|ftp:|[\\/]{2})/i;
const remoteCandidate = /(?:^|[\s,])(?:https?:|ftp:|[\\/]{2})/i;
// Browsers ignore these anywhere in an address: `ht\ntp://` is `http://`.
// oxlint-disable-next-line no-control-regex
const ignoredInAddress = /[\u0000-\u0020]/g;
const loadingAttributes = ['src', 'poster', 'background', 'lowsrc', 'dynsrc', 'data'];
const candidateAttributes = ['srcset', 'imagesrcset'];
const svgReferences: ReadonlySet<string> = new Set(['image', 'feimage', 'use']);
const notPictures: ReadonlySet<string> = new Set(['script', 'iframe', 'frame']);

const loadsRemoteFile = (name: string, attributes: sanitize.Attributes): boolean => {
  if (notPictures.has(name)) return false;
  const addresses = svgReferences.has(name) ? [...loadingAttributes, 'href', 'xlink:href'] : loadingAttributes;
  return (
    addresses.some((attribute) => remoteAddress.test((attributes[attribute] ?? '').replace(ignoredInAddress, ''))) ||
    candidateAttributes.some((attribute) => remoteCandidate.test(attributes[attribute] ?? ''))
  );
};

/** Style elements are dropped whole before anyone sees their text, so they are counted here. */
const remoteFilesInStyleElements = (html: string): number => {
  const starts = /<style/gi;
  const ends = /<\/style/gi;
  let count = 0;
  for (let start = starts.exec(html); start !== null; start = starts.exec(html)) {
    ends.lastIndex = start.index;
    const end = ends.exec(html)?.index ?? html.length;
    count += remoteFilesInCss(html.slice(start.index, end));
    starts.lastIndex = end;
  }
  return count;
};
