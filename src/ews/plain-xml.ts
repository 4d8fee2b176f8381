import { isXmlCharacter, xmlLimits } from './strict-xml.ts';
import type { XmlElement } from './xml.ts';

/*
 * Servers write plain documents: a declaration, elements, attributes, text and references. They are read here, several times as fast as by a reader of
 * all XML. Whatever is not surely plain and well-formed is left to that reader, strict-xml.ts: nothing is refused here, and what is read here is read
 * as there. test/ews/plain-xml.test.ts holds the one against the other.
 */

/** A plain document being read. */
export interface PlainXml {
  /** Reads on for some milliseconds. False: there is nothing more to read. */
  readSlice(): boolean;
  /** Of a document that was read to its end; undefined: the strict reader has to judge it. */
  root(): XmlElement | undefined;
}

/** Characters. */
const sliceLength = 512 * 1024;

/** Prefixes that mean something at one place, and names with a prefix in one tag: their time grows with the square of them, that of the strict reader not. */
const most = { namespaces: 32, prefixed: 32 } as const;

const declaration = /<\?xml version="1\.0"(?: encoding="(?:utf|UTF)-8")?(?: standalone="(?:yes|no)")?[ \t\r\n]*\?>/y;
const nameParts = /^(?:([A-Za-z][\w.-]*):)?([A-Za-z][\w.-]*)$/;
const attributePart = /[ \t\r\n]+([A-Za-z][\w.:-]*)=(?:"([^"<\t\r\n]*)"|'([^'<\t\r\n]*)')/y;
const layout = /^[ \t\r\n]*$/;
// oxlint-disable-next-line no-control-regex
const forbidden = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]/;
/** Not for everybody to declare, or surrounded by white space that does not count. */
const unusualNamespace = /^$|^\s|\s$|^http:\/\/www\.w3\.org\/(?:XML\/1998\/namespace|2000\/xmlns\/)$/;

const slash = 0x2f;
const greaterThan = 0x3e;
const isSpace = (code: number): boolean => code === 0x20 || code === 0x0a || code === 0x0d || code === 0x09;
/** Of a surrogate pair. */
const isSecondHalf = (code: number): boolean => code >= 0xdc00 && code <= 0xdfff;
const isNameEnd = (code: number): boolean => code === greaterThan || code === slash || isSpace(code);

/** The name of a tag or an attribute, kept once for a document. */
interface Name {
  readonly written: string;
  readonly prefix: string;
  readonly local: string;
  /** The name that came behind it the last time. */
  next: Name | undefined;
}

interface ReadElement extends XmlElement {
  children: XmlElement[];
  text: string;
}

/** What prefixes mean; the empty one stands for names without. */
type Namespaces = ReadonlyMap<string, string>;

interface OpenElement {
  readonly element: ReadElement;
  /** As its closing tag has to name it. */
  readonly tag: string;
  readonly namespaces: Namespaces;
}

const noChildren: XmlElement[] = [];
Object.freeze(noChildren);
const noAttributes: XmlElement['attributes'] = Object.freeze({});
const noNamespaces: Namespaces = new Map();

/** Ends the reading of a document that is not plain. */
const notPlain = new Error('not plain');

const characters: ReadonlyMap<string, string> = new Map([
  ['lt', '<'],
  ['gt', '>'],
  ['amp', '&'],
  ['quot', '"'],
  ['apos', "'"],
]);

/** The character of a reference without its `&` and `;`. For one that XML forbids U+FFFD, see strict-xml.ts. */
const referred = (reference: string): string => {
  const named = characters.get(reference);
  if (named !== undefined) return named;
  if (!/^#(?:x[0-9a-fA-F]+|[0-9]+)$/.test(reference)) throw notPlain;
  const code = Number(`0${reference.slice(1)}`);
  return isXmlCharacter(code) ? String.fromCodePoint(code) : '\uFFFD';
};

/** The text that is meant by what is written. One that takes long is left to the strict reader, which can pause in the middle. */
const meant = (written: string): string => {
  const hasReturns = written.includes('\r');
  if (!hasReturns && !written.includes('&')) return written;
  if (written.length > sliceLength) throw notPlain;
  const lines = hasReturns ? written.replace(/\r\n?/g, '\n') : written;
  let text = '';
  let end = 0;
  for (let start = lines.indexOf('&'); start !== -1; start = lines.indexOf('&', end)) {
    const semicolon = lines.indexOf(';', start);
    if (semicolon === -1) throw notPlain;
    text += lines.slice(end, start) + referred(lines.slice(start + 1, semicolon));
    end = semicolon + 1;
  }
  return text + lines.slice(end);
};

const newName = (written: string): Name => {
  const [, prefix = '', local] = nameParts.exec(written) ?? [];
  if (local === undefined) throw notPlain;
  return { written, prefix, local, next: undefined };
};

/** Starts reading a whole document. */
export const createPlainXml = (document: string): PlainXml => {
  const names = new Map<string, Name>();
  const open: OpenElement[] = [];
  let root: XmlElement | undefined;
  let elements = 0;
  let sliceEnd = 0;
  /** Everything before it has been read. */
  let at = 0;
  let lastName: Name = { written: '', prefix: '', local: '', next: undefined };

  const nameOf = (written: string): Name => {
    // Servers write the same names in the same order again and again.
    let name = lastName.next;
    if (name?.written !== written) {
      name = names.get(written) ?? newName(written);
      names.set(written, name);
      lastName.next = name;
    }
    lastName = name;
    return name;
  };

  const tagName = (start: number): Name => {
    let end = start + (lastName.next?.written.length ?? 0);
    if (isNameEnd(document.charCodeAt(end)) && document.slice(start, end) === lastName.next?.written) {
      lastName = lastName.next;
      return lastName;
    }
    for (end = start; end < document.length && !isNameEnd(document.charCodeAt(end));) end += 1;
    return nameOf(document.slice(start, end));
  };

  /** Moves over white space that is no content. */
  const skipLayout = (end: number): void => {
    if (at !== end && !layout.test(document.slice(at, end))) throw notPlain;
    at = end;
  };

  /** Moves to the end of a tag, reading its attributes; answers what prefixes mean inside. */
  const readAttributes = (attributes: Record<string, string>, outer: Namespaces): Namespaces => {
    let namespaces = outer;
    const prefixed: Name[] = [];
    while (isSpace(document.charCodeAt(at))) {
      attributePart.lastIndex = at;
      const part = attributePart.exec(document);
      if (part === null) {
        // White space before the end of the tag.
        while (isSpace(document.charCodeAt(at))) at += 1;
        break;
      }
      at = attributePart.lastIndex;
      const name = nameOf(part[1] ?? '');
      const value = meant(part[2] ?? part[3] ?? '');
      const { prefix, local } = name;
      if (prefix === '' && local !== 'xmlns') {
        if (Object.hasOwn(attributes, local)) throw notPlain;
        attributes[local] = value;
        continue;
      }
      // Names that differ in nothing but their prefix may be one name.
      if (prefixed.some((other) => other.local === local)) throw notPlain;
      prefixed.push(name);
      if (prefixed.length > most.prefixed || namespaces.size > most.namespaces) throw notPlain;
      if (prefix !== '' && prefix !== 'xmlns') continue;
      if (unusualNamespace.test(value) || (prefix !== '' && (local === 'xml' || local === 'xmlns'))) throw notPlain;
      namespaces = new Map([...namespaces, [prefix === '' ? '' : local, value]]);
    }
    for (const { prefix } of prefixed) {
      if (prefix !== '' && prefix !== 'xmlns' && prefix !== 'xml' && !namespaces.has(prefix)) throw notPlain;
    }
    return namespaces;
  };

  /** Moves behind a closing tag. */
  const skipClosingTag = (start: number, tag: string): void => {
    at = start + 2 + tag.length;
    if (document.slice(start + 2, at) !== tag || document.charCodeAt(at) !== greaterThan) throw notPlain;
    at += 1;
  };

  const beginElement = (start: number): void => {
    skipLayout(start);
    const { written: tag, prefix, local } = tagName(start + 1);
    at = start + 1 + tag.length;
    const parent = open[open.length - 1];
    elements += 1;
    if (open.length >= xmlLimits.depth || elements > xmlLimits.elements) throw notPlain;
    let attributes = noAttributes;
    let namespaces = parent === undefined ? noNamespaces : parent.namespaces;
    if (document.charCodeAt(at) !== greaterThan) {
      const read: Record<string, string> = {};
      namespaces = readAttributes(read, namespaces);
      attributes = read;
    }
    if (prefix !== '' && !namespaces.has(prefix)) throw notPlain;
    const isEmpty = document.charCodeAt(at) === slash;
    if (isEmpty) at += 1;
    if (document.charCodeAt(at) !== greaterThan) throw notPlain;
    at += 1;
    const element: ReadElement = { name: local, attributes, children: noChildren, text: '' };
    if (parent === undefined) {
      root = Object.assign(element, { namespace: namespaces.get(prefix) ?? '' });
    } else if (parent.element.children === noChildren) parent.element.children = [element];
    else parent.element.children.push(element);
    if (isEmpty) return;
    const next = document.indexOf('<', at);
    if (document.charCodeAt(next + 1) === slash) {
      if (next > at) element.text = meant(document.slice(at, next));
      skipClosingTag(next, tag);
    } else open.push({ element, tag, namespaces });
  };

  const endElement = (start: number): void => {
    const ended = open.pop();
    if (ended === undefined) throw notPlain;
    skipLayout(start);
    skipClosingTag(start, ended.tag);
  };

  /** Reads the tags that begin in the slice. */
  const readTags = (): void => {
    while (at < sliceEnd) {
      const start = document.indexOf('<', at);
      if (start === -1) throw notPlain;
      if (document.charCodeAt(start + 1) === slash) endElement(start);
      else beginElement(start);
      if (open.length === 0) skipLayout(document.length);
    }
  };

  const readNext = (): void => {
    const start = sliceEnd;
    sliceEnd = Math.min(start + sliceLength, document.length);
    if (isSecondHalf(document.charCodeAt(sliceEnd))) sliceEnd += 1;
    const slice = document.slice(start, sliceEnd);
    if (!slice.isWellFormed() || forbidden.test(slice)) throw notPlain;
    if (document.slice(Math.max(0, start - 2), sliceEnd).includes(']]>')) throw notPlain;
    if (start === 0) {
      declaration.lastIndex = 0;
      if (declaration.test(document)) at = declaration.lastIndex;
    }
    readTags();
    if (sliceEnd === document.length && open.length > 0) throw notPlain;
  };

  return {
    readSlice: () => {
      try {
        readNext();
        return sliceEnd < document.length;
      } catch (error) {
        if (error !== notPlain) throw error;
        // Half a tree is not to be held while the strict reader makes a whole one.
        root = undefined;
        open.length = 0;
        return false;
      }
    },
    root: () => root,
  };
};
