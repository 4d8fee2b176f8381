import ICAL from 'ical.js';

/** What ical.js knows of the properties of a format. */
type Design = Parameters<typeof ICAL.stringify.property>[1];

/** A property as jCal and jCard have it (RFC 7265, RFC 7095): name in lower case, parameters, type of the value, the value or values. */
export type ContentProperty = readonly [
  name: string,
  parameters: Readonly<Record<string, string | readonly string[]>>,
  type: string,
  ...values: readonly (string | number | readonly string[])[],
];

/** Octets of a line without its end, at most: RFC 5545 section 3.1, RFC 2426 section 2.6. */
const longestLine = 75;

/** What ends a line in iCalendar and vCard. */
export const lineEnd = '\r\n';

/**
 * Text without what neither format can hold: control characters but tabs, halves of surrogate pairs, and the many ways to end a line, of which one is
 * left (`\n`). Readers that split lines as Unicode does would else tear a line apart.
 */
export const cleanText = (text: string): string =>
  text
    .toWellFormed()
    .replace(/\r\n?|[\v\f\u0085\u2028\u2029]/g, '\n')
    .replace(/(?![\t\n])\p{Cc}/gu, '');

/** The same on one line, for parameters and for values that people do not read as text. */
export const cleanLine = (text: string): string => cleanText(text).replace(/\s+/g, ' ').trim();

/** A property of text. */
export const textProperty = (name: string, value: string, parameters: ContentProperty[1] = {}): ContentProperty => [
  name,
  parameters,
  'text',
  cleanText(value),
];

/** The same, once for a value that is there and not empty, else not at all. */
export const optionalText = (name: string, value: string | undefined): readonly ContentProperty[] =>
  value === undefined || value.trim() === '' ? [] : [textProperty(name, value)];

/** Breaks a line where it is too long, never within a character. */
const folded = (line: string): string => {
  if (line.length * 3 <= longestLine) return line;
  const bytes = Buffer.from(line, 'utf8');
  const pieces: string[] = [];
  for (let start = 0; start < bytes.length;) {
    // The space at the beginning of what follows counts.
    let end = Math.min(bytes.length, start + longestLine - (start === 0 ? 0 : 1));
    while (end < bytes.length && ((bytes[end] ?? 0) & 0xc0) === 0x80) end -= 1;
    pieces.push(bytes.toString('utf8', start, end));
    start = end;
  }
  return pieces.join(`${lineEnd} `);
};

/** Extensions are text, which ical.js would else write beside each of them. */
const withExtensions = (set: Design, more: Readonly<Record<string, unknown>> = {}): Design => ({
  ...set,
  property: new Proxy({ ...set.property, ...more } as Record<string, unknown>, {
    has: (table, name) => name in table || isExtension(name),
    get: (table, name) => table[String(name)] ?? (isExtension(name) ? { defaultType: 'text' } : undefined),
  }),
});

const isExtension = (name: string | symbol): boolean => typeof name === 'string' && name.startsWith('x-');

const text = { defaultType: 'text' };

/** iCalendar as ical.js writes it, but rules of recurrence come as they are to be written. */
const icalendar = withExtensions({
  ...(ICAL.design.icalendar as Design),
  value: { ...(ICAL.design.icalendar as Design).value, recur: {} },
});

/** vCard 3.0 as ical.js writes it, but semicolons of text are escaped as RFC 2426 wants them, and telephone numbers are text as well. */
const vcard = withExtensions(
  {
    ...(ICAL.design.vcard3 as Design),
    value: { ...(ICAL.design.vcard3 as Design).value, text: (ICAL.design.icalendar as Design).value['text'] },
  },
  { tel: text, note: text, impp: text },
);

/** What has no place in a line once its text is escaped. A carriage return in a name or an address would else begin a line of its sender's own. */
const stray = /(?!\t)[\p{Cc}\u2028\u2029]+/gu;

const written =
  (set: Design) =>
  (property: ContentProperty): string =>
    folded(ICAL.stringify.property(property as unknown as unknown[], set, true).replace(stray, ' ')) + lineEnd;

/** A line of iCalendar, escaped, folded and ended. */
export const calendarLine = written(icalendar);

/** A line of a vCard 3.0, escaped, folded and ended. */
export const cardLine = written(vcard);

/** A component of iCalendar; what is inside has been written before. */
export const calendarComponent = (
  name: string,
  properties: readonly ContentProperty[],
  inside: readonly string[] = [],
): string => [`BEGIN:${name}${lineEnd}`, ...properties.map(calendarLine), ...inside, `END:${name}${lineEnd}`].join('');
