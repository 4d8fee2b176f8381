/**
 * An XML element in the emulator's canonical spelling: `t:` for the types namespace, `m:` for messages, `soap:` for the envelope, whatever
 * prefixes stood on the wire.
 */
export interface XmlNode {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly XmlNode[];
  /** Character data directly inside this element, untrimmed. */
  readonly text: string;
}

type Attributes = Readonly<Record<string, string | undefined>>;
type Content = string | readonly (XmlNode | undefined)[];

const noAttributes: Readonly<Record<string, string>> = Object.freeze({});
const noChildren: readonly XmlNode[] = Object.freeze([]);

const isContent = (value: Attributes | Content): value is Content => typeof value === 'string' || Array.isArray(value);

/** Builds an element: `node('t:Subject', 'Hello')`, `node('t:ItemId', { Id })`, `node('t:Items', [item, undefined])`. Undefined parts are dropped. */
export const node = (
  name: string,
  attributesOrContent: Attributes | Content = noAttributes,
  content: Content = noChildren,
): XmlNode =>
  isContent(attributesOrContent)
    ? withContent(name, noAttributes, attributesOrContent)
    : withContent(name, present(attributesOrContent), content);

const withContent = (name: string, attributes: Readonly<Record<string, string>>, content: Content): XmlNode =>
  typeof content === 'string'
    ? { name, attributes, children: noChildren, text: content }
    : { name, attributes, children: content.filter((part): part is XmlNode => part !== undefined), text: '' };

const present = (attributes: Attributes): Readonly<Record<string, string>> => {
  if (isComplete(attributes)) return attributes;
  const given = Object.entries(attributes).filter((entry): entry is [string, string] => entry[1] !== undefined);
  return Object.fromEntries(given);
};

const isComplete = (attributes: Attributes): attributes is Readonly<Record<string, string>> =>
  !Object.values(attributes).includes(undefined);

/** The first child of that name, `t:Subject`; undefined when there is none. */
export const child = (parent: XmlNode | undefined, name: string): XmlNode | undefined =>
  parent?.children.find((candidate) => candidate.name === name);

/** All children of that name, in their order. */
export const childrenNamed = (parent: XmlNode | undefined, name: string): readonly XmlNode[] =>
  parent?.children.filter((candidate) => candidate.name === name) ?? [];

/** The character data of the first child of that name; undefined when there is no such child. */
export const childText = (parent: XmlNode | undefined, name: string): string | undefined => child(parent, name)?.text;

/** Reads an xs:boolean: `true` and `1` are true, all else (absence too) is false. */
export const isTrue = (value: string | undefined): boolean => value === 'true' || value === '1';
