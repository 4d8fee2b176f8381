import { setImmediate } from 'node:timers/promises';
import type { ByteSource, Piece } from './byte-source.ts';
import { EwsError, InvalidInputError } from './errors.ts';
import { createPlainXml } from './plain-xml.ts';
import { createXmlReader } from './strict-xml.ts';

/**
 * One XML element, used both ways: names of parsed elements are local names without prefix (servers choose prefixes freely), names of built
 * ones carry `m:` (messages), `t:` (types) or `soap:`.
 */
export interface XmlElement {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly XmlElement[];
  /** Character data directly inside this element, untrimmed. */
  readonly text: string;
  /** Only in built elements: bytes that go out as base64 in place of a text. */
  readonly bytes?: ByteSource;
  /** Namespace URI; only the root of a read document carries it. */
  readonly namespace?: string;
}

type Attributes = Readonly<Record<string, string | undefined>>;
type Content = string | readonly (XmlElement | undefined)[];

/**
 * Builds an element: `element('t:Subject', 'Hello')`, `element('t:ItemId', { Id })`, `element('m:FindItem', { Traversal: 'Shallow' }, [shape, maybeUndefined])`.
 * Undefined attributes and children are dropped, so optional parts need no `if`.
 */
export const element = (
  name: string,
  attributesOrContent: Attributes | Content = {},
  content?: Content,
): XmlElement => {
  const onlyContent = typeof attributesOrContent === 'string' || Array.isArray(attributesOrContent);
  const body = (onlyContent ? (attributesOrContent as Content) : content) ?? [];
  const attributes: Record<string, string> = {};
  if (!onlyContent) {
    for (const [key, value] of Object.entries(attributesOrContent as Attributes))
      if (value !== undefined) attributes[key] = value;
  }
  return {
    name,
    attributes,
    children: typeof body === 'string' ? [] : body.filter((child) => child !== undefined),
    text: typeof body === 'string' ? body : '',
  };
};

/** Builds an element whose content is bytes, written as base64 while the request goes out. */
export const bytesElement = (name: string, bytes: ByteSource): XmlElement => ({ ...element(name), bytes });

/** The first child with this local name. */
export const child = (parent: XmlElement, name: string): XmlElement | undefined =>
  parent.children.find((candidate) => candidate.name === name);

/** All children with this local name, in document order. */
export const childrenNamed = (parent: XmlElement, name: string): readonly XmlElement[] =>
  parent.children.filter((candidate) => candidate.name === name);

/** The text of the first child with this local name; undefined when there is none. */
export const childText = (parent: XmlElement, name: string): string | undefined => child(parent, name)?.text;

/** The first child with this local name. Throws EwsError `decode` when the server left it out. */
export const required = (parent: XmlElement, name: string): XmlElement => {
  const found = child(parent, name);
  if (found === undefined) throw new EwsError('decode', `${parent.name} has no ${name}`);
  return found;
};

/** An attribute that must be there. Throws EwsError `decode` when it is not. */
export const requiredAttribute = (node: XmlElement, name: string): string => {
  const value = node.attributes[name];
  if (value === undefined) throw new EwsError('decode', `${node.name} has no attribute ${name}`);
  return value;
};

/** Characters that XML 1.0 cannot hold, lone surrogates included. https://www.w3.org/TR/xml/#charsets */
const forbiddenInXml =
  // oxlint-disable-next-line no-control-regex
  /[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]|[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/;

const escapes: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\r': '&#xD;',
  '\n': '&#xA;',
  '\t': '&#x9;',
};
/** Leaving such characters out would search for, or open, something else than was asked for. */
const writable = (value: string): string => {
  if (!forbiddenInXml.test(value)) return value;
  throw new InvalidInputError('A text holds a control character or half a surrogate pair, which EWS cannot take');
};
/** Ids, addresses, moments and words of the schema: nothing in them needs a second look. */
const plainValue = /^[ !#-%'-;=?-~]*$/;
const escapeText = (value: string): string =>
  plainValue.test(value) ? value : writable(value).replace(/[&<>\r]/g, (character) => escapes[character] ?? character);
// Parsers turn a literal line break inside an attribute into a space (XML 1.0 section 3.3.3); the reference survives.
const escapeAttribute = (value: string): string =>
  plainValue.test(value)
    ? value
    : writable(value).replace(/[&<>"\r\n\t]/g, (character) => escapes[character] ?? character);

/**
 * Writes a built element, escaped: no value can end its element. Adjacent texts are one piece. Throws InvalidInputError for characters that XML
 * cannot hold.
 */
export const xmlPieces = (node: XmlElement): readonly Piece[] => {
  const pieces: Piece[] = [];
  let text = '';
  const write = ({ name, attributes, children, text: content, bytes }: XmlElement): void => {
    text += `<${name}`;
    for (const key in attributes) text += ` ${key}="${escapeAttribute(attributes[key] ?? '')}"`;
    if (children.length === 0 && content === '' && bytes === undefined) {
      text += '/>';
      return;
    }
    text += `>${escapeText(content)}`;
    if (bytes !== undefined) {
      pieces.push(text, bytes);
      text = '';
    }
    children.forEach(write);
    text += `</${name}>`;
  };
  write(node);
  return [...pieces, text];
};

/** The same as one text. Throws TypeError for an element with bytes, which have none. */
export const writeXml = (node: XmlElement): string => {
  const [text, ...others] = xmlPieces(node);
  if (typeof text !== 'string' || others.length > 0)
    throw new TypeError('An element with bytes cannot be written as a text');
  return text;
};

/**
 * Reads a whole document strictly: anything not well-formed, a DOCTYPE, more than 64 levels or 500,000 elements throws EwsError `decode`; a good
 * answer cut anywhere is refused.
 */
export const parseXml = (text: string): XmlElement => {
  const plain = createPlainXml(text);
  while (plain.readSlice());
  const root = plain.root();
  if (root !== undefined) return root;
  const reader = createXmlReader();
  reader.write(text);
  return reader.close();
};

/**
 * The same of a document that may be as long as an answer can be: every half a megabyte everybody else has a turn, and who gives up by the signal
 * ends the reading with EwsError `aborted`, or `timeout` after a TimeoutError.
 */
export const parseLongXml = async (text: string, signal: AbortSignal): Promise<XmlElement> => {
  const plain = createPlainXml(text);
  while (plain.readSlice()) await turnOfOthers(signal);
  const root = plain.root();
  if (root !== undefined) return root;
  const reader = createXmlReader();
  for (const piece of pieces(text)) {
    reader.write(piece);
    await turnOfOthers(signal);
  }
  return reader.close();
};

/** Characters that the strict reader takes between two turns. */
const pieceLength = 256 * 1024;

/** A document in pieces that the strict reader can take, none of which ends inside a mark. */
function* pieces(text: string): Generator<string> {
  for (let start = 0; start < text.length;) {
    const end = start + pieceLength < text.length ? betweenMarks(text, start + pieceLength) : text.length;
    yield text.slice(start, end);
    start = end;
  }
}

/** The last place up to `end` that is surely inside no mark; `end` itself in a text that has been going on for long. */
const betweenMarks = (text: string, end: number): number => {
  for (let at = end; at > end - 64; at -= 1) {
    if (/[<&]/.test(text[at] ?? '') || /[>;\s]/.test(text[at - 1] ?? '')) return at;
  }
  return end;
};

const turnOfOthers = async (signal: AbortSignal): Promise<void> => {
  await setImmediate();
  if (!signal.aborted) return;
  const isLate = signal.reason instanceof DOMException && signal.reason.name === 'TimeoutError';
  throw new EwsError(isLate ? 'timeout' : 'aborted', 'the answer was not read to its end');
};
