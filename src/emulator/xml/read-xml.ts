import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { withoutLongText } from './long-text.ts';
import { namespaces } from './namespaces.ts';
import type { XmlNode } from './xml.ts';

/** The text was no XML document that the emulator takes. The message says why and, where known, in which line. */
export class UnreadableXml extends Error {
  constructor(reason: string) {
    super(reason);
    this.name = 'UnreadableXml';
  }
}

/**
 * Reads a document into elements of canonical names, whatever prefixes it uses; names of namespaces that EWS does not know are written
 * `{uri}name`. Throws UnreadableXml for what is not well-formed, for undeclared prefixes, for every DOCTYPE, for more than 1,000 elements in each
 * other, for more than 200 namespaces at one place and for names like `constructor`.
 */
export const readXml = (text: string): XmlNode => {
  const { document, restore } = withoutLongText(text);
  refuseBeyondValidator(document);
  const verdict = XMLValidator.validate(document);
  if (verdict !== true) throw new UnreadableXml(`line ${verdict.err.line}: ${verdict.err.msg}`);
  const parts = parse(document);
  const [root, ...others] = parts.filter((part) => !isWhitespace(part['#text']));
  if (root === undefined || '#text' in root || others.length > 0)
    throw new UnreadableXml('a document has exactly one root element');
  return toNode(root, initialScope, restore);
};

/** One step of fast-xml-parser's ordered output: the tag name as key of its content, attributes under `:@`, text under `#text`. */
type Parsed = Readonly<Record<string, unknown>>;
type Scope = ReadonlyMap<string, string>;

const parser = new XMLParser({
  preserveOrder: true,
  ignoreAttributes: false,
  attributeNamePrefix: '',
  ignoreDeclaration: true,
  ignorePiTags: true,
  trimValues: false,
  parseTagValue: false,
  parseAttributeValue: false,
  processEntities: { enabled: true, maxTotalExpansions: Infinity, maxExpandedLength: Infinity },
  htmlEntities: true,
  jPath: false,
  maxNestedTags: 1000,
});

const parse = (text: string): readonly Parsed[] => {
  try {
    return parser.parse(text) as readonly Parsed[];
  } catch (error) {
    // The parser has no error class of its own: names that it takes for an attack and elements nested too deep are plain Errors.
    throw new UnreadableXml(error instanceof Error ? error.message : String(error));
  }
};

const initialScope: Scope = new Map([['xml', 'http://www.w3.org/XML/1998/namespace']]);

const isWhitespace = (text: unknown): boolean => typeof text === 'string' && text.trim() === '';

const tagOf = (part: Parsed): string => Object.keys(part).find((key) => key !== ':@') ?? '#text';

const toNode = (part: Parsed, outer: Scope, restore: (text: string) => string): XmlNode => {
  const tag = tagOf(part);
  const written = Object.entries((part[':@'] ?? {}) as Readonly<Record<string, string>>);
  const declared = written.flatMap(([name, value]): [string, string][] => {
    if (name === 'xmlns') return [['', value]];
    return name.startsWith('xmlns:') ? [[name.slice(6), value]] : [];
  });
  const scope = declared.length === 0 ? outer : new Map([...outer, ...declared]);
  // They are copied for each element that declares one more.
  if (scope.size > mostNamespaces) throw new UnreadableXml(`more than ${mostNamespaces} namespaces at one place`);
  const attributes = written.filter(([name]) => name !== 'xmlns' && !name.startsWith('xmlns:'));
  const content = part[tag] as readonly Parsed[];
  return {
    name: canonical(tag, scope),
    // Attributes without a prefix are in no namespace, not in the default one.
    attributes: Object.fromEntries(
      attributes.map(([name, value]) => [name.includes(':') ? canonical(name, scope) : name, value]),
    ),
    children: content.filter((inner) => tagOf(inner) !== '#text').map((inner) => toNode(inner, scope, restore)),
    text: restore(content.map((inner) => ('#text' in inner ? String(inner['#text']) : '')).join('')),
  };
};

const mostNamespaces = 200;

const canonical = (name: string, scope: Scope): string => {
  const colon = name.indexOf(':');
  const prefix = colon === -1 ? '' : name.slice(0, colon);
  const uri = scope.get(prefix);
  if (uri === undefined && prefix !== '') throw new UnreadableXml(`the prefix ${prefix} is not declared`);
  const local = name.slice(colon + 1);
  if (uri === undefined || uri === '') return local;
  const known = Object.entries(namespaces).find((entry) => entry[1] === uri);
  return known === undefined ? `{${uri}}${local}` : `${known[0]}:${local}`;
};

/** What the validator lets pass: declarations, references and characters that XML 1.0 forbids or that only a DOCTYPE could explain. */
const refuseBeyondValidator = (text: string): void => {
  const markup = text.replaceAll(/<!\[CDATA\[[^]*?\]\]>|<!--[^]*?-->|<\?[^]*?\?>/g, '');
  if (!markup.trimEnd().endsWith('>')) throw new UnreadableXml('there is text after the root element');
  if (/<!DOCTYPE/i.test(markup)) throw new UnreadableXml('a DOCTYPE is not accepted');
  for (const [reference, name, hex, decimal] of markup.matchAll(/&(?:([^#;]*)|#x([0-9a-f]+)|#([0-9]+));/gi)) {
    const code = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16);
    const isKnown = name === undefined ? isCharacter(code) : predefined.has(name);
    if (!isKnown) throw new UnreadableXml(`the reference ${reference} means nothing in XML 1.0 without a DOCTYPE`);
  }
  if (controlCharacter.test(text)) throw new UnreadableXml('a control character');
};

// oxlint-disable-next-line no-control-regex -- that is what they are
const controlCharacter = /[\u0000-\u0008\u000B\u000C\u000E-\u001F]/;
const predefined: ReadonlySet<string> = new Set(['lt', 'gt', 'amp', 'quot', 'apos']);

/** https://www.w3.org/TR/xml/#charsets */
const isCharacter = (code: number): boolean =>
  code === 9 ||
  code === 10 ||
  code === 13 ||
  (code >= 0x20 && code < 0xd800) ||
  (code > 0xdfff && code < 0xfffe) ||
  (code > 0xffff && code <= 0x10ffff);
