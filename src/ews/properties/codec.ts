import type { ByteSource } from '../byte-source.ts';
import { EwsError, InvalidInputError } from '../errors.ts';
import { bytesElement, child, childrenNamed, childText, element, requiredAttribute, type XmlElement } from '../xml.ts';

/**
 * Value <-> element. `decode` throws EwsError `decode` when the server wrote something that is no value of the kind. `Input`: what may be written,
 * where that is not what is read (a new file has no id yet).
 */
export interface Codec<Value, Input = Value> {
  readonly decode: (node: XmlElement) => Value;
  readonly encode: (name: string, value: Input) => XmlElement;
}

/** The error for an element that holds no value of its kind. Names the element, never its content. */
export const unreadable = (node: XmlElement, kind: string): EwsError =>
  new EwsError('decode', `${node.name} is not ${kind}`);

/** xs:string, as it stands. */
export const string: Codec<string> = { decode: (node) => node.text, encode: (name, value) => element(name, value) };

/** xs:boolean: servers and clients write `true`, `false`, `1` and `0`. */
export const boolean: Codec<boolean> = {
  decode: (node) => {
    const text = node.text.trim();
    if (text === 'true' || text === '1') return true;
    if (text === 'false' || text === '0') return false;
    throw unreadable(node, 'a boolean');
  },
  encode: (name, value) => element(name, String(value)),
};

/** xs:int, and xs:long up to 2^53. */
export const integer: Codec<number> = {
  decode: (node) => {
    const text = node.text.trim();
    const value = Number(text);
    if (text === '' || !Number.isSafeInteger(value)) throw unreadable(node, 'an integer');
    return value;
  },
  encode: (name, value) => element(name, String(value)),
};

/** One of the words of an enumeration; a word that is newer than our contract decodes to `fallback`. */
export const oneOf = <const Word extends string>(words: readonly Word[], fallback: NoInfer<Word>): Codec<Word> => ({
  decode: (node) => words.find((word) => word === node.text.trim()) ?? fallback,
  encode: (name, value) => element(name, value),
});

/** xs:double and xs:decimal. */
export const number: Codec<number> = {
  decode: (node) => {
    const text = node.text.trim();
    const value = Number(text);
    if (text === '' || !Number.isFinite(value)) throw unreadable(node, 'a number');
    return value;
  },
  encode: (name, value) => element(name, String(value)),
};

/** Base64 without the line breaks that servers put into it. */
export const binary: Codec<string> = {
  decode: (node) => node.text.replace(/\s+/g, ''),
  encode: (name, value) => element(name, value),
};

/** Base64 that may be written from bytes, which are encoded as they are sent. */
export const binaryContent: Codec<string, string | ByteSource> = {
  decode: binary.decode,
  encode: (name, value) => (typeof value === 'string' ? binary.encode(name, value) : bytesElement(name, value)),
};

/** xs:duration as it stands: `PT30M`. */
export const duration: Codec<string> = {
  decode: (node) => {
    const text = node.text.trim();
    if (!/^-?P(?=[\dT])(\d+Y)?(\d+M)?(\d+D)?(T(?=\d)(\d+H)?(\d+M)?(\d+(\.\d+)?S)?)?$/.test(text))
      throw unreadable(node, 'a duration');
    return text;
  },
  encode: (name, value) => element(name, value),
};

/** A moment of an ordinary day that is spelled in the gateway's way already, as nearly all are that servers write. */
const normalDateTime =
  /^[12]\d{3}-(?:(?:0[1-9]|1[0-2])-(?:0[1-9]|1\d|2[0-8])|(?:0[13-9]|1[0-2])-(?:29|30)|(?:0[13578]|1[02])-31)T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\dZ$/;

const dateTime = /^(\d{4}-\d{2}-\d{2})T(\d{2}:\d{2}:\d{2})(?:\.(\d+))?(Z|[+-]\d{2}:\d{2})?$/;

const isCalendarDate = (date: string): boolean => {
  const time = Date.parse(`${date}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(date);
};

/** The gateway's one spelling of a moment: UTC, `Z`, milliseconds only when there are any. Throws RangeError for what is no moment. */
export const instantText = (ms: number): string => new Date(ms).toISOString().replace('.000Z', 'Z');

/**
 * Reads a moment into that spelling. Understands any offset, none at all (UTC, as EWS reads
 * it without a TimeZoneContext) and any number of fraction digits (gromox 3.10 writes nine), cut to milliseconds. Undefined: not a moment.
 */
export const normalInstant = (text: string): string | undefined => {
  if (normalDateTime.test(text)) return text;
  const [, date, time, fraction = '', offset = 'Z'] = dateTime.exec(text.trim()) ?? [];
  if (date === undefined || time === undefined || !isCalendarDate(date)) return undefined;
  const instant = new Date(`${date}T${time}.${fraction.slice(0, 3).padEnd(3, '0')}${offset}`);
  return Number.isNaN(instant.getTime()) ? undefined : instantText(instant.getTime());
};

/** xs:dateTime <-> RFC 3339 in UTC, see `normalInstant`. Writing something else throws InvalidInputError. */
export const instant: Codec<string> = {
  decode: (node) => {
    const value = normalInstant(node.text);
    if (value === undefined) throw unreadable(node, 'a date and time');
    return value;
  },
  encode: (name, value) => {
    const text = normalInstant(value);
    if (text === undefined) throw new InvalidInputError(`${name} needs a date and time`);
    return element(name, text);
  },
};

/** The date in an xs:date or xs:dateTime; an offset or a time of day says nothing about a calendar date. */
const readDate = (node: XmlElement): string => {
  const [, date] = /^(\d{4}-\d{2}-\d{2})(?:T[\d:.]+)?(?:Z|[+-]\d{2}:\d{2})?$/.exec(node.text.trim()) ?? [];
  if (date === undefined || !isCalendarDate(date)) throw unreadable(node, 'a date');
  return date;
};

const checkedDate = (name: string, value: string): string => {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(value) || !isCalendarDate(value))
    throw new InvalidInputError(`${name} needs a date as yyyy-mm-dd`);
  return value;
};

/** xs:date <-> `yyyy-mm-dd`. Writing something else throws InvalidInputError. */
export const date: Codec<string> = {
  decode: readDate,
  encode: (name, value) => element(name, checkedDate(name, value)),
};

/** A calendar date that EWS keeps as the xs:dateTime of its midnight in UTC (due dates, birthdays) <-> `yyyy-mm-dd`. */
export const dateAtMidnight: Codec<string> = {
  decode: readDate,
  encode: (name, value) => element(name, `${checkedDate(name, value)}T00:00:00Z`),
};

/** A list whose members are elements of one name: `t:Categories` of `t:String`. */
export const listOf = <Value>(memberName: string, member: Codec<Value>): Codec<readonly Value[]> => ({
  decode: (node) => childrenNamed(node, memberName).map(member.decode),
  encode: (name, values) =>
    element(
      name,
      values.map((value) => member.encode(`t:${memberName}`, value)),
    ),
});

/** The value of one attribute, on an element without content: `t:ConversationId @Id`. Throws EwsError `decode` when it is missing. */
export const attribute = <Value extends string>(
  attributeName: string,
  brand: (value: string) => Value,
): Codec<Value> => ({
  decode: (node) => brand(requiredAttribute(node, attributeName)),
  encode: (name, value) => element(name, { [attributeName]: value }),
});

/** The value of a child that may be missing. */
export const optional = <Value>(node: XmlElement, name: string, codec: Codec<Value>): Value | undefined => {
  const found = child(node, name);
  return found === undefined ? undefined : codec.decode(found);
};

/** The text of a child without surrounding white space; undefined when it is missing or says nothing. */
export const optionalText = (node: XmlElement, name: string): string | undefined => {
  const text = childText(node, name)?.trim();
  return text === '' ? undefined : text;
};

/** The element of a value that may be missing. */
export const optionalElement = <Value>(
  name: string,
  value: Value | undefined,
  codec: Codec<Value>,
): XmlElement | undefined => (value === undefined ? undefined : codec.encode(name, value));
