/** The text of an HTML body, as Exchange derives it for BodyType=Text: blocks on lines of their own, ended by CR LF; scripts and styles left out. */
export const bodyText = (html: string): string => {
  let text = '';
  let preformatted = 0;
  for (const [token] of html.matchAll(tokens)) {
    const [, closing, rawName] = tagPattern.exec(token) ?? [];
    const name = rawName?.toLowerCase();
    if (name === undefined) {
      if (!token.startsWith('<!')) text = appendText(text, decodeEntities(token), preformatted > 0);
    } else if (name === 'br') {
      text = `${trimLineEnd(text)}\n`;
    } else if (name === 'li' && closing === '') {
      text = `${endLine(text)}* `;
    } else if (name === 'td' || name === 'th') {
      text = closing === '/' ? `${text}\t` : text;
    } else if (blocks.has(name)) {
      text = endLine(text);
      if (paragraphs.has(name) && closing === '/') text += '\n';
      if (name === 'pre') preformatted += closing === '/' ? -1 : 1;
    }
  }
  return text
    .replace(/[ \t]+\n/g, '\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim()
    .replaceAll('\n', '\r\n');
};

/** A plain text as the HTML body that Exchange makes of it for BodyType=HTML. */
export const htmlOfText = (text: string): string => {
  const escaped = text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  return `<html><body><div>${escaped.replace(/\r\n|\r|\n/g, '<br>\r\n')}</div></body></html>`;
};

// A comment; an element whose content is not shown, whole; a declaration; a tag; text; a bracket that begins nothing.
const tokens =
  /<!--[\s\S]*?(?:-->|$)|<(script|style|title|template|noscript)\b[^>]*>[\s\S]*?(?:<\/\1\s*>|$)|<![^>]*>|<\/?[a-z](?:[^>"']|"[^"]*"|'[^']*')*>|[^<]+|</gi;
const tagPattern = /^<(\/?)([a-zA-Z][a-zA-Z0-9:-]*)/;
const paragraphs = new Set(['p', 'h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'blockquote', 'ul', 'ol', 'table', 'pre']);
const blocks = new Set([...paragraphs, 'div', 'tr', 'li', 'hr', 'section', 'article', 'header', 'footer', 'address']);

const named: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: '\u00a0',
  copy: '©',
  reg: '®',
  trade: '™',
  euro: '€',
  pound: '£',
  sect: '§',
  deg: '°',
  middot: '·',
  bull: '•',
  hellip: '…',
  ndash: '–',
  mdash: '—',
  lsquo: '‘',
  rsquo: '’',
  ldquo: '“',
  rdquo: '”',
  laquo: '«',
  raquo: '»',
  times: '×',
  auml: 'ä',
  ouml: 'ö',
  uuml: 'ü',
  Auml: 'Ä',
  Ouml: 'Ö',
  Uuml: 'Ü',
  szlig: 'ß',
  eacute: 'é',
  egrave: 'è',
  agrave: 'à',
  ccedil: 'ç',
  ntilde: 'ñ',
};

const decodeEntities = (text: string): string =>
  text.replace(/&(?:#(\d{1,7})|#[xX]([0-9a-fA-F]{1,6})|([a-zA-Z]+));/g, (whole, decimal, hex, name) => {
    if (typeof name === 'string') return named[name] ?? whole;
    const code = typeof decimal === 'string' ? Number(decimal) : Number.parseInt(String(hex), 16);
    return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : '';
  });

const appendText = (text: string, addition: string, isPreformatted: boolean): string => {
  if (isPreformatted) return text + addition.replace(/\r\n?/g, '\n');
  const collapsed = addition.replace(/[ \t\r\n\f]+/g, ' ');
  return text + (text === '' || isBlank(text.at(-1)) ? collapsed.replace(/^ /, '') : collapsed);
};

const isBlank = (character: string | undefined): boolean =>
  character === ' ' || character === '\t' || character === '\n';

// By hand: a pattern ending in $ would read the whole text again for every block of a long mail.
const trimLineEnd = (text: string): string => {
  let end = text.length;
  while (end > 0 && (text[end - 1] === ' ' || text[end - 1] === '\t')) end -= 1;
  return text.slice(0, end);
};

const endLine = (text: string): string => {
  const trimmed = trimLineEnd(text);
  return trimmed === '' || trimmed.endsWith('\n') ? trimmed : `${trimmed}\n`;
};
