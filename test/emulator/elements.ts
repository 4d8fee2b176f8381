import { node, type XmlNode } from '../../src/emulator/xml/xml.ts';

/** A t:Message as the store holds one: `{ 't:Subject': 'Hello' }`, or whole children. */
export const message = (texts: Readonly<Record<string, string>>, children: readonly XmlNode[] = []): XmlNode =>
  element('t:Message', texts, children);

/** Any element with text children and further ones. */
export const element = (
  name: string,
  texts: Readonly<Record<string, string>>,
  children: readonly XmlNode[] = [],
): XmlNode => node(name, [...Object.entries(texts).map(([child, text]) => node(child, text)), ...children]);

/** t:From, t:Sender and their like. */
export const mailbox = (holder: string, name: string, address?: string): XmlNode =>
  node(holder, [mailboxOnly(name, address)]);

/** A t:Mailbox. */
export const mailboxOnly = (name: string, address?: string): XmlNode =>
  node('t:Mailbox', [node('t:Name', name), address === undefined ? undefined : node('t:EmailAddress', address)]);

/** t:FieldURI. */
export const field = (uri: string): XmlNode => node('t:FieldURI', { FieldURI: uri });

/** A t:ExtendedProperty with one value. */
export const extended = (attributes: Readonly<Record<string, string>>, value: string): XmlNode =>
  node('t:ExtendedProperty', [node('t:ExtendedFieldURI', attributes), node('t:Value', value)]);
