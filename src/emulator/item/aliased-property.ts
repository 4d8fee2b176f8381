import { extendedField } from './extended-property.ts';
import { child, childrenNamed, childText, node, type XmlNode } from '../xml/xml.ts';

/**
 * The property of an item that a t:ExtendedProperty is another name of: MAPI's PR_SUBJECT is t:Subject, and who writes one changes the other.
 * Undefined for all that have no other name. Throws EmulatorError ErrorInvalidExtendedProperty.
 */
export const aliasedProperty = (property: XmlNode): XmlNode | undefined => {
  const uri = child(property, 't:ExtendedFieldURI');
  return uri === undefined ? undefined : aliases[extendedField(uri).identity]?.valueOf(property);
};

/** The element, `t:Subject`, that a t:ExtendedFieldURI is another name of. Throws as aliasedProperty does. */
export const aliasedElement = (uri: XmlNode): string | undefined => aliases[extendedField(uri).identity]?.element;

interface Alias {
  readonly element: string;
  readonly valueOf: (property: XmlNode) => XmlNode;
}

const textual = (element: string, attributes: Readonly<Record<string, string>> = {}): Alias => ({
  element,
  valueOf: (property) => node(element, attributes, childText(property, 't:Value') ?? ''),
});

const numbered = (element: string, names: readonly string[]): Alias => ({
  element,
  valueOf: (property) => node(element, names[Number(childText(property, 't:Value'))] ?? 'Normal'),
});

const strings = (element: string): Alias => ({
  element,
  valueOf: (property) =>
    node(
      element,
      childrenNamed(child(property, 't:Values'), 't:Value').map(({ text }) => node('t:String', text)),
    ),
});

// https://learn.microsoft.com/openspecs/exchange_server_protocols/ms-oxprops
const aliases: Readonly<Record<string, Alias>> = {
  'tag:0x37:String': textual('t:Subject'),
  'tag:0x1000:String': textual('t:Body', { BodyType: 'Text' }),
  'tag:0x17:Integer': numbered('t:Importance', ['Low', 'Normal', 'High']),
  'tag:0x36:Integer': numbered('t:Sensitivity', ['Normal', 'Personal', 'Private', 'Confidential']),
  '{00020329-0000-0000-c000-000000000046}:name:Keywords:StringArray': strings('t:Categories'),
};
