import { isAddressOf } from './addressee.ts';
import { bodyText } from '../item/body-text.ts';
import type { Mailbox, StoredItem } from '../store/store.ts';
import { child, childrenNamed, childText, isTrue, type XmlNode } from '../xml/xml.ts';

/**
 * Whether a message meets all conditions of t:Conditions or any of t:Exceptions; without conditions everything does. Flags that say false ask
 * nothing. https://learn.microsoft.com/exchange/client-developer/web-service-reference/conditions
 */
export const isMeant = (rule: XmlNode, mailbox: Mailbox, item: StoredItem): boolean => {
  const mail: Mail = { mailbox, item };
  const asked = child(rule, 't:Conditions')?.children.filter(asksSomething) ?? [];
  const excepted = child(rule, 't:Exceptions')?.children.filter(asksSomething) ?? [];
  return asked.every((one) => holds(one, mail)) && !excepted.some((one) => holds(one, mail));
};

/** The header field by which Exchange keeps rules of two mailboxes from sending a message to and fro. */
export const loopHeader = 'X-MS-Exchange-Inbox-Rules-Loop';

/** A header field of a message, by its name in any case; of several the first. */
export const headerOf = ({ element }: StoredItem, name: string): string | undefined =>
  headersOf(element).find(([header]) => header.toLowerCase() === name.toLowerCase())?.[1];

interface Mail {
  readonly mailbox: Mailbox;
  readonly item: StoredItem;
}

type Test = (condition: XmlNode, mail: Mail) => boolean;

const asksSomething = ({ text, children }: XmlNode): boolean =>
  children.length > 0 || (text !== 'false' && text !== '0');

/** What the emulator cannot know of a message, encryption by rights management for instance, is never so. */
const holds = (condition: XmlNode, mail: Mail): boolean => tests[condition.name]?.(condition, mail) ?? false;

const headersOf = (element: XmlNode): readonly (readonly [name: string, value: string])[] =>
  (child(element, 't:InternetMessageHeaders')?.children ?? []).map(({ attributes, text }) => [
    attributes['HeaderName'] ?? '',
    text,
  ]);

const textOf = (element: XmlNode): string => {
  const body = child(element, 't:Body');
  return body?.attributes['BodyType'] === 'HTML' ? bodyText(body.text) : (body?.text ?? '');
};

const peopleIn = (element: XmlNode, ...lists: readonly string[]): readonly XmlNode[] =>
  lists.flatMap((list) => child(element, list)?.children ?? []);

const addressOf = (person: XmlNode): string => childText(person, 't:EmailAddress')?.trim().toLowerCase() ?? '';

const nameAndAddress = (person: XmlNode): string => `${childText(person, 't:Name') ?? ''} ${addressOf(person)}`;

/** Any of the strings stands in any of the texts; case does not count. */
const contains =
  (textsOf: (element: XmlNode) => readonly string[]): Test =>
  (condition, { item }) => {
    const texts = textsOf(item.element).map((text) => text.toLowerCase());
    return strings(condition).some((wanted) => texts.some((text) => text.includes(wanted)));
  };

const strings = (condition: XmlNode): readonly string[] =>
  childrenNamed(condition, 't:String').map(({ text }) => text.toLowerCase());

const hasAddress =
  (...lists: readonly string[]): Test =>
  (condition, { item }) => {
    const present = new Set(peopleIn(item.element, ...lists).map(addressOf));
    return childrenNamed(condition, 't:Address').some((wanted) => present.has(addressOf(wanted)));
  };

const isOfClass =
  (pattern: RegExp): Test =>
  (_, { item }) =>
    pattern.test(childText(item.element, 't:ItemClass') ?? '');

const equals =
  (property: string): Test =>
  ({ text }, { item }) =>
    childText(item.element, property) === text;

/** Whether the owner stands in one of the lists by his own address. */
const names = ({ mailbox, item }: Mail, ...lists: readonly string[]): boolean =>
  peopleIn(item.element, ...lists).some((person) => isAddressOf(mailbox, addressOf(person)));

const subject = (element: XmlNode): string => childText(element, 't:Subject') ?? '';

const tests: Readonly<Record<string, Test>> = {
  't:Categories': (condition, { item }) => {
    const present = new Set(strings(child(item.element, 't:Categories') ?? condition));
    return child(item.element, 't:Categories') !== undefined && strings(condition).some((one) => present.has(one));
  },
  't:ContainsBodyStrings': contains((element) => [textOf(element)]),
  't:ContainsHeaderStrings': contains((element) => headersOf(element).map((header) => header.join(': '))),
  't:ContainsRecipientStrings': contains((element) =>
    peopleIn(element, 't:ToRecipients', 't:CcRecipients').map(nameAndAddress),
  ),
  't:ContainsSenderStrings': contains((element) => peopleIn(element, 't:From').map(nameAndAddress)),
  't:ContainsSubjectOrBodyStrings': contains((element) => [subject(element), textOf(element)]),
  't:ContainsSubjectStrings': contains((element) => [subject(element)]),
  't:FromAddresses': hasAddress('t:From'),
  't:SentToAddresses': hasAddress('t:ToRecipients', 't:CcRecipients'),
  't:HasAttachments': (_, { item }) => isTrue(childText(item.element, 't:HasAttachments')),
  't:Importance': equals('t:Importance'),
  't:Sensitivity': equals('t:Sensitivity'),
  't:IsAutomaticForward': (_, { item }) => headerOf(item, loopHeader) !== undefined,
  't:IsAutomaticReply': isOfClass(/^IPM\.Note\.Rules\.OofTemplate/i),
  't:IsEncrypted': isOfClass(/^IPM\.Note\.SMIME$/i),
  't:IsSigned': isOfClass(/^IPM\.Note\.SMIME\.MultipartSigned/i),
  't:IsMeetingRequest': isOfClass(/^IPM\.Schedule\.Meeting\.Request/i),
  't:IsMeetingResponse': isOfClass(/^IPM\.Schedule\.Meeting\.Resp/i),
  't:IsNDR': isOfClass(/^REPORT\..*\.NDR$/i),
  't:IsReadReceipt': isOfClass(/^REPORT\..*\.IPNRN$/i),
  't:ItemClasses': (condition, { item }) =>
    strings(condition).includes(childText(item.element, 't:ItemClass')?.toLowerCase() ?? ''),
  't:NotSentToMe': (_, mail) => !names(mail, 't:ToRecipients', 't:CcRecipients'),
  't:SentCcMe': (_, mail) => names(mail, 't:CcRecipients'),
  't:SentOnlyToMe': (_, mail) =>
    names(mail, 't:ToRecipients') && peopleIn(mail.item.element, 't:ToRecipients', 't:CcRecipients').length === 1,
  't:SentToMe': (_, mail) => names(mail, 't:ToRecipients'),
  't:SentToOrCcMe': (_, mail) => names(mail, 't:ToRecipients', 't:CcRecipients'),
  't:WithinDateRange': (condition, { item }) => {
    const at = Date.parse(childText(item.element, 't:DateTimeReceived') ?? '');
    const [start, end] = ['t:StartDateTime', 't:EndDateTime'].map((name) => childText(condition, name));
    return (start === undefined || at >= Date.parse(start)) && (end === undefined || at <= Date.parse(end));
  },
  // In kilobytes.
  't:WithinSizeRange': (condition, { item }) => {
    const size = Number(childText(item.element, 't:Size')) / 1024;
    const [least, most] = ['t:MinimumSize', 't:MaximumSize'].map((name) => childText(condition, name));
    return size >= Number(least ?? 0) && size <= Number(most ?? Infinity);
  },
};
