import { setImmediate } from 'node:timers/promises';

/**
 * What stands in an HTML document, as a piece that can stand in another one: the contents of its body and its style sheets, every tag and text as
 * they are. No tag of the piece closes anything outside of it, and nothing outside is swallowed by something that the piece leaves open. Comments go,
 * and what no mail program shows (scripts, forms, frames), because only its tags could break out. Takes time in proportion to the length, and lets others have
 * their turn meanwhile.
 * https://html.spec.whatwg.org/multipage/parsing.html
 */
export const htmlFragment = async (html: string): Promise<string> => {
  const pieces: string[] = [];
  const nesting = createNesting();
  let bodyAttributes: string | undefined;
  let pauseAt = charactersATurn;
  for (let at = 0; at < html.length;) {
    if (at >= pauseAt) {
      pauseAt = at + charactersATurn;
      await setImmediate();
    }
    const next = html.indexOf('<', at);
    pieces.push(html.slice(at, next === -1 ? undefined : next));
    if (next === -1) break;
    tagBegins.lastIndex = next;
    if (!tagBegins.test(html)) {
      at = /[!?/]/.test(html.charAt(next + 1)) ? endOfComment(html, next) : next + 1;
      if (at === next + 1) pieces.push('&lt;');
      continue;
    }
    const tag = readTag(html, next);
    // What is cut in the middle of a tag ends there for a browser too.
    if (tag === undefined) break;
    at = tag.end;
    if (tag.isEnd) {
      if (!outsiders.has(tag.name) && nesting.close(tag.name)) pieces.push(tag.text);
    } else if (rawTexts.has(tag.name)) {
      const { content, end } = rawText(html, tag);
      if (tag.name === 'style' && content !== undefined) pieces.push(tag.text, content, '</style>');
      at = end;
    } else if (tag.name === 'body') {
      bodyAttributes ??= tag.attributes;
    } else if (!outsiders.has(tag.name)) {
      if (nesting.open(tag.name)) pieces.push(tag.text);
    }
  }
  const content = [...pieces, ...nesting.rest()].join('');
  return bodyAttributes === undefined || bodyAttributes.trim() === ''
    ? content
    : `<div${bodyAttributes}>${content}</div>`;
};

const words = (text: string): ReadonlySet<string> => new Set(text.split(/\s+/));

const tagBegins = /<\/?[a-z]/iy;

/** Some five milliseconds. */
const charactersATurn = 50_000;

/** Tags that are left out; what stands between them stays. */
const outsiders = words(
  `html head body meta base link noscript template svg math iframe noembed noframes frameset frame xmp plaintext textarea select option optgroup
  button form input keygen object applet embed param marquee`,
);
/** Their content is no markup. Only style sheets stay. */
const rawTexts = words('script style title');
const voids = words('area br col hr img source track wbr');
/** Elements that close, or are closed by, what stands around them. All others (spans, fonts, links; paragraphs, which end by themselves) close nothing. */
const blocks = words(
  `address article aside blockquote center details dialog dir div dl fieldset figcaption figure footer header hgroup main menu nav ol pre search
  section summary ul listing li dd dt h table caption colgroup tbody thead tfoot tr td th`,
);
const tableParts = words('caption colgroup tbody thead tfoot tr td th');
/** A tag inside of these closes nothing that is outside. */
const walls = ['table', 'td', 'th', 'caption'];

/** A tag as it stands. */
interface Tag {
  /** Lower case. */
  readonly name: string;
  readonly isEnd: boolean;
  readonly text: string;
  /** What stands between name and `>`. */
  readonly attributes: string;
  /** Where the text behind it begins. */
  readonly end: number;
}

/**
 * Finds the end of a tag as browsers do: a quote is one only where a value begins, and only five characters are white space. Undefined: it has no end.
 */
const readTag = (html: string, start: number): Tag | undefined => {
  const isEnd = html.charAt(start + 1) === '/';
  nameEnd.lastIndex = start + (isEnd ? 2 : 1);
  // Not toLowerCase, which makes a letter of the Kelvin sign.
  const name = (nameEnd.exec(html)?.[0] ?? '').replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
  const afterName = nameEnd.lastIndex;
  let at = afterName;
  while (at < html.length && html.charAt(at) !== '>') {
    attribute.lastIndex = at;
    at += attribute.exec(html)?.[0].length ?? 0;
    openValue.lastIndex = at;
    // A quote that nobody closes: everything behind it is its value.
    if (attribute.lastIndex === 0 || openValue.test(html)) return undefined;
  }
  if (at >= html.length) return undefined;
  return { name, isEnd, text: html.slice(start, at + 1), attributes: html.slice(afterName, at), end: at + 1 };
};

const nameEnd = /[^\t\n\f\r />]+/y;
/** White space and slashes, or one attribute; each begins where the last one ended, so that nothing is read twice. */
const attribute =
  /[\t\n\f\r /]+|[^\t\n\f\r />][^\t\n\f\r />=]*(?:[\t\n\f\r ]*=[\t\n\f\r ]*(?![\t\n\f\r ])(?:"[^"]*"|'[^']*'|(?!["'])[^\t\n\f\r >]*))?/y;
const openValue = /[\t\n\f\r ]*=[\t\n\f\r ]*["']/y;

const endOfComment = (html: string, start: number): number => {
  const isComment = html.startsWith('<!--', start);
  const pattern = isComment ? commentEnd : bogusEnd;
  pattern.lastIndex = start + 2;
  return pattern.test(html) ? pattern.lastIndex : html.length;
};

const commentEnd = /--!?>/g;
const bogusEnd = />/g;

const rawText = (
  html: string,
  { name, end: start }: Tag,
): { readonly content: string | undefined; readonly end: number } => {
  const pattern = new RegExp(`</${name}(?=[\\t\\n\\f\\r />])`, 'gi');
  pattern.lastIndex = start;
  const found = pattern.exec(html);
  if (found === null) return { content: undefined, end: html.length };
  return { content: html.slice(start, found.index), end: readTag(html, found.index)?.end ?? html.length };
};

interface Nesting {
  /** Whether the tag opens anything: parts of a table do so only in one. */
  open(name: string): boolean;
  /** Whether the end tag closes something of the piece. */
  close(name: string): boolean;
  /** The end tags that are missing. */
  rest(): readonly string[];
}

/** Follows which elements are open, as browsers do. */
const createNesting = (): Nesting => {
  const opened: string[] = [];
  /** Where the elements of a kind stand in `opened`. */
  const places = new Map<string, number[]>();
  const inline = new Map<string, number>();
  const kindOf = (name: string): string => (/^h[1-6]$/.test(name) ? 'h' : name);
  const last = (kind: string): number => places.get(kind)?.at(-1) ?? -1;
  return {
    open: (name) => {
      if (voids.has(name)) return true;
      const kind = kindOf(name);
      if (!blocks.has(kind)) {
        inline.set(name, (inline.get(name) ?? 0) + 1);
        return true;
      }
      if (tableParts.has(kind) && last('table') === -1) return false;
      const known = places.get(kind) ?? [];
      known.push(opened.length);
      places.set(kind, known);
      opened.push(name);
      return true;
    },
    close: (name) => {
      const kind = kindOf(name);
      if (!blocks.has(kind)) {
        const count = inline.get(name) ?? 0;
        if (count > 0) inline.set(name, count - 1);
        return count > 0;
      }
      const place = last(kind);
      if (place === -1) return false;
      const inner = kind === 'table' ? [] : tableParts.has(kind) ? ['table'] : walls;
      if (inner.some((wall) => last(wall) > place)) return false;
      for (const closed of opened.splice(place)) places.get(kindOf(closed))?.pop();
      return true;
    },
    rest: () => [
      ...[...inline]
        // It may have ended by itself, and then its end tag alone makes an empty one.
        .filter(([name]) => name !== 'p')
        .flatMap(([name, count]) => Array.from({ length: count }, () => `</${name}>`)),
      ...opened.toReversed().map((name) => `</${name}>`),
    ],
  };
};
