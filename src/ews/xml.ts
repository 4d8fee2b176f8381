import { SaxesParser } from 'saxes';
import type { ByteSource, Piece } from './byte-source.ts';
import { EwsError, InvalidInputError } from './errors.ts';

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
const escapeText = (value: string): string =>
  writable(value).replace(/[&<>\r]/g, (character) => escapes[character] ?? character);
// Parsers turn a literal line break inside an attribute into a space (XML 1.0 section 3.3.3); the reference survives.
const escapeAttribute = (value: string): string =>
  writable(value).replace(/[&<>"\r\n\t]/g, (character) => escapes[character] ?? character);

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

const maxDepth = 64;
const maxElements = 500_000;

interface OpenElement {
  readonly name: string;
  readonly attributes: Record<string, string>;
  readonly children: OpenElement[];
  text: string;
  readonly namespace?: string;
}

const isAllowedCodePoint = (code: number): boolean =>
  code === 0x9 ||
  code === 0xa ||
  code === 0xd ||
  (code >= 0x20 && code <= 0xd7ff) ||
  (code >= 0xe000 && code <= 0xfffd) ||
  (code >= 0x10000 && code <= 0x10ffff);

/**
 * Exchange writes characters that XML forbids as references (`&#x14;` in the subject of spam), and one of them would make a whole page of mail
 * unreadable. They become U+FFFD; inside CDATA, where they are plain text, they stay.
 */
const replaceForbiddenReferences = (text: string): string => {
  if (!text.includes('&#')) return text;
  return text.replace(
    /<!\[CDATA\[[\s\S]*?\]\]>|&#(?:x([0-9a-fA-F]+)|([0-9]+));/g,
    (match, hex?: string, decimal?: string) => {
      if (hex === undefined && decimal === undefined) return match;
      const code = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16);
      return isAllowedCodePoint(code) ? match : '&#xFFFD;';
    },
  );
};

/** A document being read piece by piece. */
export interface XmlReader {
  /**
   * Takes the next piece; it must not end inside a character reference. Throws EwsError `decode` for anything not well-formed, a DOCTYPE, more
   * than 64 levels or 500,000 elements.
   */
  write(piece: string): void;
  /** The elements that are open now, outermost first, with the children they have so far. */
  readonly open: readonly XmlElement[];
  /** Ends the document and returns its root. Throws EwsError `decode` when it is not complete. */
  close(): XmlElement;
}

/** Starts reading a document strictly. Forbidden character references alone are repaired (see `replaceForbiddenReferences`). */
export const createXmlReader = (): XmlReader => {
  const parser = new SaxesParser({ xmlns: true, position: false });
  let root: OpenElement | undefined;
  let elements = 0;
  const open: OpenElement[] = [];
  const addText = (value: string): void => {
    const current = open.at(-1);
    if (current !== undefined) current.text += value;
  };
  parser.on('error', (error) => {
    throw new EwsError('decode', `the answer is not well-formed XML: ${error.message}`);
  });
  parser.on('doctype', () => {
    throw new EwsError('decode', 'the answer holds a DOCTYPE, which SOAP forbids');
  });
  parser.on('opentag', (tag) => {
    elements += 1;
    if (open.length >= maxDepth || elements > maxElements) {
      throw new EwsError('decode', 'the answer is nested too deep or has too many elements');
    }
    const attributes: Record<string, string> = {};
    // EWS's own attributes have no prefix; xmlns, xsi:type, xml:lang and what else servers add are no data.
    for (const key in tag.attributes) {
      const attribute = tag.attributes[key];
      if (attribute !== undefined && attribute.prefix === '' && key !== 'xmlns')
        attributes[attribute.local] = attribute.value;
    }
    const parent = open.at(-1);
    const opened: OpenElement = {
      name: tag.local,
      attributes,
      children: [],
      text: '',
      ...(parent === undefined ? { namespace: tag.uri } : {}),
    };
    parent?.children.push(opened);
    root ??= opened;
    open.push(opened);
  });
  parser.on('text', addText);
  parser.on('cdata', addText);
  parser.on('closetag', () => {
    const closed = open.pop();
    // White space between child elements is layout, not content.
    if (closed !== undefined && closed.children.length > 0) closed.text = '';
  });
  return {
    open,
    write: (piece) => {
      parser.write(replaceForbiddenReferences(piece));
    },
    close: () => {
      parser.close();
      if (root === undefined) throw new EwsError('decode', 'the answer holds no XML element');
      return root;
    },
  };
};

/**
 * Reads a whole document strictly: anything not well-formed, a DOCTYPE, more than 64 levels or 500,000 elements throws EwsError `decode`; a good
 * answer cut anywhere is refused.
 */
export const parseXml = (text: string): XmlElement => {
  const reader = createXmlReader();
  reader.write(text);
  return reader.close();
};
