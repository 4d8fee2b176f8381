import { child, childrenNamed, parseXml, type XmlElement } from '../../src/ews/xml.ts';
import type { TextAnswer } from './running-emulator.ts';

/** An answer as the gateway's own strict reader sees it: the emulator reads and writes with another library. */
export interface Answered {
  readonly status: number;
  /** The element in soap:Body, by local name: `GetItemResponse` or `Fault`. */
  readonly body: XmlElement;
  readonly hasHeader: boolean;
  /** Its response messages, in their order; empty for a fault. */
  readonly messages: readonly XmlElement[];
}

/** Reads an answer. Throws EwsError `decode` when it is not well-formed, Error when it is no envelope around one element. */
export const answered = ({ status, text }: TextAnswer): Answered => {
  const envelope = parseXml(text);
  const [body, ...others] = child(envelope, 'Body')?.children ?? [];
  if (envelope.name !== 'Envelope' || body === undefined || others.length > 0) {
    throw new Error(`no envelope around one element: ${text.slice(0, 200)}`);
  }
  return {
    status,
    body,
    hasHeader: child(envelope, 'Header') !== undefined,
    messages: child(body, 'ResponseMessages')?.children ?? [],
  };
};

/** The ResponseCode of a fault or of each message. */
export const responseCodes = ({ body, messages }: Answered): readonly string[] =>
  (body.name === 'Fault'
    ? descendants(body, 'ResponseCode')
    : messages.flatMap((one) => childrenNamed(one, 'ResponseCode'))
  ).map(({ text }) => text);

/** All elements of that local name at any depth, in document order. */
export const descendants = (parent: XmlElement, name: string): readonly XmlElement[] =>
  parent.children.flatMap((one) => [...(one.name === name ? [one] : []), ...descendants(one, name)]);

/** The only element of that name at any depth. Throws when there is none or more than one. */
export const only = (parent: XmlElement, name: string): XmlElement => {
  const [found, ...others] = descendants(parent, name);
  if (found === undefined || others.length > 0)
    throw new Error(`${parent.name} holds ${found === undefined ? 'no' : 'several'} ${name}`);
  return found;
};

const rowHolders: ReadonlySet<string> = new Set(['Items', 'Folders', 'Create']);

/** Items or folders in an answer: those in t:Items, m:Items, t:Folders, m:Folders and in t:Create of a synchronisation. */
export const rows = (parent: XmlElement): readonly XmlElement[] =>
  parent.children.flatMap((one) => (rowHolders.has(one.name) ? one.children : rows(one)));
