import { extendedField } from './extended-property.ts';
import { flag, withProperties } from './item-properties.ts';
import { child, childText, node, type XmlNode } from '../xml/xml.ts';

/**
 * PR_MESSAGE_FLAGS, PR_MESSAGE_DELIVERY_TIME and PR_CLIENT_SUBMIT_TIME, by which importers make an item look like mail that was received: they
 * are the same properties as t:IsDraft, t:IsRead, t:DateTimeReceived and t:DateTimeSent.
 */
export const withImported = (item: XmlNode): XmlNode => {
  const values = new Map(
    item.children
      .filter(({ name }) => name === 't:ExtendedProperty')
      .map((property) => [identityOf(property), childText(property, 't:Value') ?? '']),
  );
  const flags = values.get(flagsTag);
  const received = values.get(receivedTag);
  const sent = values.get(sentTag);
  const others = item.children.filter(
    (property) =>
      property.name !== 't:ExtendedProperty' || ![flagsTag, receivedTag, sentTag].includes(identityOf(property)),
  );
  return withProperties({ ...item, children: others }, [
    flags === undefined ? undefined : flag('t:IsDraft', (Number(flags) & unsentBit) !== 0),
    flags === undefined ? undefined : flag('t:IsRead', (Number(flags) & readBit) !== 0),
    received === undefined ? undefined : node('t:DateTimeReceived', received),
    sent === undefined ? undefined : node('t:DateTimeSent', sent),
  ]);
};

const identityOf = (property: XmlNode): string => {
  const uri = child(property, 't:ExtendedFieldURI');
  return uri === undefined ? '' : extendedField(uri).identity;
};

const flagsTag = 'tag:0xe07:Integer';
const receivedTag = 'tag:0xe06:SystemTime';
const sentTag = 'tag:0x39:SystemTime';
// https://learn.microsoft.com/office/client-developer/outlook/mapi/pidtagmessageflags-canonical-property
const unsentBit = 0x08;
const readBit = 0x01;
