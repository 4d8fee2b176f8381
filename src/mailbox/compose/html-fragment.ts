import { setImmediate } from 'node:timers/promises';

/**
 * What stands in an HTML document, as a piece that can stand in another one: the contents of its body, every tag and text as they are, and its style
 * sheets when they are wanted: they hold for all of the other document. No tag of the piece closes anything outside of it, and nothing outside is
 * swallowed by something that the piece leaves open. Comments go, and what no mail program shows (scripts, forms, frames), because only its tags
 * could break out. Takes time in proportion to the length, and lets others have their turn meanwhile.
 * https://html.spec.whatwg.org/multipage/parsing.html
 */
export const htmlFragment = async (
  html: string,
  { styleSheets }: { readonly styleSheets: 'kept' | 'dropped' },
): Promise<string> => {
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
      if (tag.name === 'style' && content !== undefined && styleSheets === 'kept')
        pieces.push(tag.text, content, '</style>');
      at = end;
    } else if (tag.name === 'body') {
      bodyAttributes ??= tag.attributes;
    } else if (!outsiders.has(tag.name)) {
      const before = nesting.open(tag.name);
      if (before !== undefined) pieces.push(before, tag.text);
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
  button form input keygen object applet embed param marquee dialog search`,
);
/** Their content is no markup. Only style sheets stay. */
const rawTexts = words('script style title');
const voids = words('area br col hr img source track wbr');
/** Elements that close, or are closed by, what stands around them. All others (spans, fonts, links; paragraphs, which end by themselves) close nothing. */
const blocks = words(
  `address article aside blockquote center details dir div dl fieldset figcaption figure footer header hgroup main menu nav ol pre section summary ul listing li dd dt h table caption colgroup tbody thead tfoot tr td th`,
);
const tableParts = words('caption colgroup col tbody thead tfoot tr td th');
const sections: readonly string[] = ['tbody', 'thead', 'tfoot'];
const cells: readonly string[] = ['td', 'th', 'caption'];
const listEntries: readonly (readonly string[])[] = [['li'], ['dt', 'dd']];
/** Elements that an entry of a list may lie in without being hidden from the next entry. */
const transparent = words('address div');
/** Such elements that are looked through; more than anybody writes. */
const deepestEntry = 100;
/** A tag inside of these closes nothing that is outside. */
const walls = ['table', 'td', 'th', 'caption'];
const listWalls = [...walls, 'ul', 'ol'];

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
  /** What has to stand before the tag, mostly nothing; undefined for one that opens nothing: parts of a table do so only in one. */
  open(name: string): string | undefined;
  /** Whether the end tag closes something of the piece. */
  close(name: string): boolean;
  /** The end tags that are missing. */
  rest(): readonly string[];
}

/** Follows which elements are open, as browsers do; one that closes too early here closes nothing that is outside, one that stays open too long may. */
const createNesting = (): Nesting => {
  const opened: string[] = [];
  /** Where the elements of a kind stand in `opened`. */
  const places = new Map<string, number[]>();
  /** Behind which wall those of each kind were opened that are not closed. */
  const inline = new Map<string, number[]>();
  const kindOf = (name: string): string => (/^h[1-6]$/.test(name) ? 'h' : name);
  const last = (kind: string): number => places.get(kind)?.at(-1) ?? -1;
  const wall = (): number => Math.max(last('table'), last('td'), last('th'), last('caption'));
  const closeFrom = (place: number): void => {
    for (const closed of opened.splice(place)) places.get(kindOf(closed))?.pop();
  };
  /** A part of a table ends the parts that it cannot lie in, and whatever stands open in them; a table ends one that is not in a cell. */
  const endParts = (name: string): void => {
    const table = last('table');
    if (name === 'table') {
      if (table !== -1 && cells.every((cell) => last(cell) < table)) closeFrom(table);
      return;
    }
    const holders = name === 'tr' ? sections : cells.includes(name) && name !== 'caption' ? [...sections, 'tr'] : [];
    let place = table + 1;
    while (holders.includes(opened[place] ?? '')) place += 1;
    closeFrom(place);
  };
  /** An entry of a list ends the one before it, in the same list. False: nobody knows. */
  const endEntry = (entries: readonly string[]): boolean => {
    for (let place = opened.length - 1, steps = 0; place >= 0; place -= 1, steps += 1) {
      const name = opened[place] ?? '';
      if (entries.includes(name)) closeFrom(place);
      if (!transparent.has(name)) return true;
      if (steps === deepestEntry) return false;
    }
    return true;
  };
  return {
    open: (name) => {
      if (tableParts.has(name)) {
        if (last('table') === -1) return undefined;
        endParts(name);
      }
      if (voids.has(name)) return '';
      const kind = kindOf(name);
      if (!blocks.has(kind)) {
        const open = inline.get(name) ?? [];
        open.push(wall());
        inline.set(name, open);
        return '';
      }
      if (kind === 'table') endParts(name);
      const entries = listEntries.find((names) => names.includes(name));
      if (entries !== undefined && !endEntry(entries)) return undefined;
      // Whether a heading ends the one before it depends on what stands between them.
      const above = opened.at(-1) ?? '';
      const isSecond = kind === 'h' && kindOf(above) === 'h';
      if (isSecond) closeFrom(opened.length - 1);
      const known = places.get(kind) ?? [];
      known.push(opened.length);
      places.set(kind, known);
      opened.push(name);
      return isSecond ? `</${above}>` : '';
    },
    close: (name) => {
      const kind = kindOf(name);
      if (!blocks.has(kind)) {
        const open = inline.get(name) ?? [];
        return (open.at(-1) ?? Number.NEGATIVE_INFINITY) >= wall() && open.pop() !== undefined;
      }
      const place = last(kind);
      if (place === -1) return false;
      const inner = kind === 'table' ? [] : tableParts.has(kind) ? ['table'] : kind === 'li' ? listWalls : walls;
      if (inner.some((kindInside) => last(kindInside) > place)) return false;
      closeFrom(place);
      return true;
    },
    rest: () => [
      // Within a table, nothing that was opened before it can be closed.
      ...opened.toReversed().map((name) => `</${name}>`),
      ...[...inline]
        // It may have ended by itself, and then its end tag alone makes an empty one.
        .filter(([name]) => name !== 'p')
        .flatMap(([name, open]) => open.map(() => `</${name}>`)),
    ],
  };
};
