import { extendedField } from './extended-property.ts';
import { flag } from './item-properties.ts';
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

/** One bit of a number, which is another element's truth. */
const bit = (element: string, mask: number): Alias => ({
  element,
  valueOf: (property) => flag(element, (Number(childText(property, 't:Value')) & mask) !== 0),
});

/** PidLidResponseStatus, MS-OXOCAL 2.2.1.11. */
const responses = ['Unknown', 'Organizer', 'Tentative', 'Accept', 'Decline', 'NoResponseReceived'];
const cancelledBit = 0x04;
const appointment = '{00062002-0000-0000-c000-000000000046}';

// https://learn.microsoft.com/openspecs/exchange_server_protocols/ms-oxprops
const aliases: Readonly<Record<string, Alias>> = {
  'tag:0x37:String': textual('t:Subject'),
  'tag:0x1000:String': textual('t:Body', { BodyType: 'Text' }),
  'tag:0x17:Integer': numbered('t:Importance', ['Low', 'Normal', 'High']),
  'tag:0x36:Integer': numbered('t:Sensitivity', ['Normal', 'Personal', 'Private', 'Confidential']),
  '{00020329-0000-0000-c000-000000000046}:name:Keywords:StringArray': strings('t:Categories'),
  [`${appointment}:id:33303:Integer`]: bit('t:IsCancelled', cancelledBit),
  [`${appointment}:id:33304:Integer`]: numbered('t:MyResponseType', responses),
  [`${appointment}:id:33321:Boolean`]: textual('t:MeetingRequestWasSent'),
};
