import { child, childText, type XmlNode } from '../../../src/emulator/xml/xml.ts';
import { childrenAtSamePlace, pathOf } from './same-place.ts';

/** One thing that two answers to the same request do not have in common. */
export interface Difference {
  /** Names from the answer's own element down: `m:GetItemResponse/m:ResponseMessages/…/t:Message/t:Subject`; `…/t:ItemId@Id` for an attribute. */
  readonly path: string;
  /** The value in the capture; `nothing` for what is not there, `there` for an element that holds others or is the server's own affair. */
  readonly capture: string;
  readonly emulator: string;
}

/**
 * Where two envelopes differ: elements that only one of them has, and values, as far as they do not depend on the server or on the time. What is
 * below an element that only one of them has is not told, nor what else is in messages of which one succeeded and the other did not. Every
 * difference is told once, however often it is there.
 */
export const answerDifferences = (captured: XmlNode, emulated: XmlNode): readonly Difference[] => {
  const found = new Map<string, Difference>();
  const tell = (path: string, capture: string, emulator: string): void => {
    if (capture !== emulator) found.set(`${path} ${capture} ${emulator}`, { path, capture, emulator });
  };
  const compare = (one: XmlNode, other: XmlNode, path: string): void => {
    const [code, otherCode] = [one, other].map((message) => childText(message, 'm:ResponseCode'));
    if (code !== undefined && otherCode !== undefined && code !== otherCode) {
      tell(`${path}/m:ResponseCode`, code, otherCode);
      return;
    }
    for (const name of new Set([...Object.keys(one.attributes), ...Object.keys(other.attributes)])) {
      const [value, otherValue] = [one.attributes[name], other.attributes[name]];
      const isBoth = value !== undefined && otherValue !== undefined;
      if (!isBetween(name) && !(isBoth && ofServer.has(name)))
        tell(`${path}@${name}`, told(name, value), told(name, otherValue));
    }
    if (one.children.length === 0 && other.children.length === 0) {
      tell(path, told(one.name, one.text), told(one.name, other.text));
    }
    for (const { name, captured: inner, emulated: otherInner } of childrenAtSamePlace(one, other)) {
      const place = pathOf(path, name);
      if (inner !== undefined && otherInner !== undefined) compare(inner, otherInner, place);
      else tell(place, presence(inner), presence(otherInner));
    }
  };
  const [kind, otherKind] = [outcome(captured), outcome(emulated)];
  if (kind === otherKind) compare(captured, emulated, '');
  else tell('soap:Body', kind, otherKind);
  return [...found.values()];
};

/** What an answer is: a response, by the name of its element, or a fault with its code. */
const outcome = (envelope: XmlNode): string => {
  const [answer] = child(envelope, 'soap:Body')?.children ?? [];
  if (answer?.name !== 'soap:Fault') return answer?.name ?? 'nothing';
  return `fault ${(childText(answer, 'faultcode') ?? '').replace(/^.*:/, '')}`;
};

/** Elements and attributes whose value is the server's own affair, or the clock's. */
const ofServer: ReadonlySet<string> = new Set(
  `Id ChangeKey RootItemId RootItemChangeKey MajorVersion MinorVersion MajorBuildNumber MinorBuildNumber Version m:MessageText faultstring
  m:SyncState m:SubscriptionId t:SubscriptionId m:Watermark t:Watermark t:PreviousWatermark t:UID t:Size t:InternetMessageId
  t:ConversationIndex t:DateTimeReceived t:DateTimeCreated t:DateTimeSent t:LastModifiedTime t:DateTimeStamp t:TimeStamp`.split(
    /\s+/,
  ),
);

/** What is between the lines: namespace declarations, the types and languages of texts. */
const isBetween = (attribute: string): boolean => /^xmlns\b|^xsi:|^xml:/.test(attribute);

const presence = (element: XmlNode | undefined): string => {
  if (element === undefined) return 'nothing';
  return element.children.length > 0 || Object.keys(element.attributes).length > 0
    ? 'there'
    : told(element.name, element.text);
};

const told = (name: string, value: string | undefined): string => {
  if (value === undefined) return 'nothing';
  if (ofServer.has(name)) return 'there';
  const text = value.trim();
  if (text === '') return 'empty';
  return moment.test(text) ? new Date(text).toISOString() : text;
};

const moment = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z$/;
