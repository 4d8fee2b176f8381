import { bodyText } from '../item/body-text.ts';
import type { Carrier } from '../item/extended-property.ts';
import { brokenQuery } from './query-tokens.ts';
import type { Predicate } from './restriction.ts';
import { comparableText, hasPhrase } from './text-comparison.ts';
import { instantOf, readInstant, wallClock } from '../calendar/time-zone.ts';
import { child, childText, isTrue, type XmlNode } from '../xml/xml.ts';

/** What `today` and dates without a zone mean. */
export interface QueryClock {
  /** Milliseconds since 1970. */
  readonly now: number;
  /** IANA name. */
  readonly zone: string;
}

/** A bare word or phrase: found in the subject, the body, the sender, the recipients and the names of attachments. */
export const textTerm = (text: string): Predicate => findText(everywhere, text);

/** Whether a word, lower case, is a keyword when a colon follows it. */
export const isKeyword = (name: string): boolean =>
  [textKeywords, dateKeywords, booleanKeywords, otherKeywords].some((keywords) => Object.hasOwn(keywords, name));

/** What a keyword and its value ask for. Throws EmulatorError ErrorInvalidArgument for an unknown keyword or a value that it cannot have. */
export const keywordTerm = (name: string, value: string, clock: QueryClock): Predicate => {
  const sources = textKeywords[name];
  if (sources !== undefined) return findText(sources, value);
  const element = dateKeywords[name];
  if (element !== undefined) return within(element, dateRange(value, clock));
  const flag = booleanKeywords[name];
  if (flag !== undefined) {
    const wanted = booleanValue(name, value);
    return (carrier) => flag(carrier.element) === wanted;
  }
  const term = otherKeywords[name];
  if (term === undefined) throw brokenQuery(`the keyword ${name} is not known`);
  return term(value);
};

/** Where words are looked for. */
type TextSource = 'subject' | 'body' | 'from' | 'to' | 'cc' | 'bcc' | 'attachments' | 'categories';

const everywhere: readonly TextSource[] = ['subject', 'body', 'from', 'to', 'cc', 'bcc', 'attachments'];

const textKeywords: Readonly<Record<string, readonly TextSource[]>> = {
  subject: ['subject'],
  body: ['body'],
  from: ['from'],
  to: ['to'],
  cc: ['cc'],
  bcc: ['bcc'],
  recipients: ['to', 'cc', 'bcc'],
  participants: ['from', 'to', 'cc', 'bcc'],
  attachment: ['attachments'],
  category: ['categories'],
};

const dateKeywords: Readonly<Record<string, string>> = { received: 't:DateTimeReceived', sent: 't:DateTimeSent' };

const hasAttachments = (element: XmlNode): boolean => isTrue(childText(element, 't:HasAttachments'));
const isRead = (element: XmlNode): boolean => isTrue(childText(element, 't:IsRead'));

const booleanKeywords: Readonly<Record<string, (element: XmlNode) => boolean>> = {
  hasattachment: hasAttachments,
  hasattachments: hasAttachments,
  isread: isRead,
  read: isRead,
  isflagged: (element) => flagStatus(element) === '2',
};

/** PR_FLAG_STATUS, 0x1090: 2 is flagged, 1 complete. */
const flagStatus = (element: XmlNode): string | undefined => {
  const property = element.children.find(
    (candidate) =>
      candidate.name === 't:ExtendedProperty' &&
      Number(child(candidate, 't:ExtendedFieldURI')?.attributes['PropertyTag']) === 0x1090,
  );
  return childText(property, 't:Value');
};

const findText = (sources: readonly TextSource[], text: string): Predicate => {
  // A star at the end says what holds anyway: words are found by their beginning.
  const sought = comparableText(text).replace(/\*$/, '').trim().replace(/\s+/g, ' ');
  return ({ element }) =>
    sources.some((source) => readers[source](element).some((value) => hasPhrase(value, sought, 'prefix')));
};

const readers: Readonly<Record<TextSource, (element: XmlNode) => readonly string[]>> = {
  subject: (element) => indexed([childText(element, 't:Subject'), childText(element, 't:FileAs')]),
  body: (element) => bodyIn(element),
  from: (element) => mailboxesIn(element, ['t:From', 't:Sender', 't:Organizer']),
  to: (element) => mailboxesIn(element, ['t:ToRecipients', 't:RequiredAttendees']),
  cc: (element) => mailboxesIn(element, ['t:CcRecipients', 't:OptionalAttendees']),
  bcc: (element) => mailboxesIn(element, ['t:BccRecipients']),
  attachments: (element) =>
    indexed(child(element, 't:Attachments')?.children.map((one) => childText(one, 't:Name')) ?? []),
  categories: (element) => indexed(child(element, 't:Categories')?.children.map((category) => category.text) ?? []),
};

const bodies = new WeakMap<XmlNode, readonly string[]>();

/** Bodies are long, and HTML is to be read: each is made once for an item, when somebody looks for a word in it. */
const bodyIn = (element: XmlNode): readonly string[] => {
  const known = bodies.get(element);
  if (known !== undefined) return known;
  const body = child(element, 't:Body');
  const made = indexed([body?.attributes['BodyType'] === 'HTML' ? bodyText(body.text) : body?.text]);
  bodies.set(element, made);
  return made;
};

const mailboxesIn = (element: XmlNode, names: readonly string[]): readonly string[] =>
  names.flatMap((name) => child(element, name)?.children ?? []).flatMap(mailboxTexts);

const indexed = (texts: readonly (string | undefined)[]): readonly string[] =>
  texts.flatMap((text) => (text === undefined ? [] : [comparableText(text).replace(/\s+/g, ' ')]));

/** Of a t:Mailbox, or of the one in a t:Attendee. */
const mailboxTexts = (holder: XmlNode): readonly string[] => {
  const mailbox = child(holder, 't:Mailbox') ?? holder;
  return indexed([childText(mailbox, 't:Name'), childText(mailbox, 't:EmailAddress')]);
};

/** From `from` on and before `to`. */
interface Range {
  readonly from: number;
  readonly to: number;
}

const within = (name: string, { from, to }: Range): Predicate => {
  const read = (text: string): number => (name === 't:Size' ? Number(text) : readInstant(text, 'UTC'));
  return ({ element }: Carrier) => {
    const text = childText(element, name);
    const value = text === undefined ? Number.NaN : read(text);
    return value >= from && value < to;
  };
};

/** A value with an optional comparison before it, or two with `..` between them, which includes both. `unit` says what one value covers. */
const range = (value: string, unit: (text: string) => Range): Range => {
  const [low, high, ...more] = value.split('..');
  if (high !== undefined && more.length === 0) {
    return {
      from: low === '' || low === undefined ? Number.NEGATIVE_INFINITY : unit(low).from,
      to: high === '' ? Number.POSITIVE_INFINITY : unit(high).to,
    };
  }
  const [, relation, text = ''] = /^(>=|<=|>|<|=)?(.+)$/s.exec(value) ?? [];
  const { from, to } = unit(text);
  if (relation === '>=') return { from, to: Number.POSITIVE_INFINITY };
  if (relation === '>') return { from: to, to: Number.POSITIVE_INFINITY };
  if (relation === '<=') return { from: Number.NEGATIVE_INFINITY, to };
  return relation === '<' ? { from: Number.NEGATIVE_INFINITY, to: from } : { from, to };
};

const msPerDay = 86_400_000;

const dateRange = (value: string, clock: QueryClock): Range => range(value, (text) => period(text.trim(), clock));

/** What a date covers: its day in the zone of the clock; a date with a time, its second. */
const period = (text: string, { now, zone }: QueryClock): Range => {
  const today = Math.floor(wallClock(now, zone) / msPerDay) * msPerDay;
  const relative = new Map([
    ['today', today],
    ['yesterday', today - msPerDay],
  ]);
  const wall = relative.get(text.toLowerCase()) ?? writtenDay(text);
  if (wall !== undefined) return { from: instantOf(wall, zone), to: instantOf(wall + msPerDay, zone) };
  if (!/^\d{4}-\d\d-\d\dT/.test(text)) throw brokenQuery(`${text} is not a date`);
  const from = readInstant(text, zone);
  return { from, to: from + 1000 };
};

/** `2026-03-01`, or the American `3/1/2026`. */
const writtenDay = (text: string): number | undefined => {
  const [, month = '', day = '', year = ''] = /^(\d{1,2})\/(\d{1,2})\/(\d{4})$/.exec(text) ?? [];
  const iso = year === '' ? text : `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  const wall = /^\d{4}-\d\d-\d\d$/.test(iso) ? Date.parse(`${iso}T00:00:00Z`) : Number.NaN;
  return Number.isNaN(wall) ? undefined : wall;
};

const units: ReadonlyMap<string, number> = new Map([
  ['', 1],
  ['b', 1],
  ['kb', 1024],
  ['mb', 1024 ** 2],
  ['gb', 1024 ** 3],
]);

const sizeRange = (value: string): Range =>
  range(value, (text) => {
    const [, number, unit = ''] = /^(\d+(?:\.\d+)?)([a-z]*)$/i.exec(text.trim()) ?? [];
    const factor = units.get(unit.toLowerCase());
    if (number === undefined || factor === undefined) throw brokenQuery(`${text} is not a size`);
    const bytes = Math.round(Number(number) * factor);
    return { from: bytes, to: bytes + 1 };
  });

const booleanValue = (name: string, value: string): boolean => {
  const word = value.toLowerCase();
  if (['true', 'yes', '1'].includes(word)) return true;
  if (['false', 'no', '0'].includes(word)) return false;
  throw brokenQuery(`${name}: is true or false`);
};

const importance = (value: string): Predicate => {
  const wanted = ['low', 'normal', 'high'].find((word) => word === value.toLowerCase());
  if (wanted === undefined) throw brokenQuery('importance: is low, normal or high');
  return ({ element }) => childText(element, 't:Importance')?.toLowerCase() === wanted;
};

const kinds: ReadonlyMap<string, readonly string[]> = new Map([
  ['email', ['t:Message']],
  [
    'meetings',
    ['t:CalendarItem', 't:MeetingMessage', 't:MeetingRequest', 't:MeetingResponse', 't:MeetingCancellation'],
  ],
  ['contacts', ['t:Contact', 't:DistributionList']],
  ['tasks', ['t:Task']],
  ['posts', ['t:PostItem']],
]);

const kind = (value: string): Predicate => {
  const names = kinds.get(value.toLowerCase());
  if (names === undefined) throw brokenQuery(`kind: is ${[...kinds.keys()].join(', ')}`);
  return ({ element }) => names.includes(element.name);
};

const otherKeywords: Readonly<Record<string, (value: string) => Predicate>> = {
  size: (value) => within('t:Size', sizeRange(value)),
  importance,
  kind,
};
