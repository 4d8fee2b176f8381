import fc from 'fast-check';
import { escapeText } from './escape-text.ts';

/** An item element of a kind, and the same with single properties for UpdateItem. */
export interface GeneratedItem {
  /** `Message`. */
  readonly kind: string;
  readonly properties: readonly GeneratedProperty[];
}

/** A property that a client may set. */
export interface GeneratedProperty {
  /** t:FieldURI or t:ExtendedFieldURI. */
  readonly path: string;
  readonly xml: string;
  /** Text that must come back as it went out; undefined for what the server spells in its own way. */
  readonly text?: string;
}

/** Text that XML can carry, and text that looks like XML. */
const text = fc
  .oneof(
    fc.string({ unit: 'binary', maxLength: 40 }),
    fc.string({ unit: fc.constantFrom(...'&<>"\'; \n#x1amplt]['), maxLength: 40 }),
  )
  .map((value) => value.replaceAll(illegal, ''));
// oxlint-disable-next-line no-control-regex -- that is what they are
const illegal = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF\r]/g;

type Row = readonly [uri: string, value: fc.Arbitrary<GeneratedProperty>];

const field = (uri: string): string => `<t:FieldURI FieldURI="${uri}"/>`;
const leaf = (uri: string, attributes = ''): Row => {
  const name = uri.replace(/^.*:/, '');
  return [
    uri,
    text.map((value) => ({
      path: field(uri),
      xml: `<t:${name}${attributes}>${escapeText(value)}</t:${name}>`,
      text: value,
    })),
  ];
};
const chosen = (uri: string, ...values: readonly string[]): Row => {
  const name = uri.replace(/^.*:/, '');
  const made = fc
    .constantFrom(...values)
    .map((value) => ({ path: field(uri), xml: `<t:${name}>${value}</t:${name}>` }));
  return [uri, made];
};
const flag = (uri: string): Row => chosen(uri, 'true', 'false', '1', '0');
const instant = (uri: string): Row =>
  chosen(uri, '2026-12-01T09:00:00Z', '2026-12-01T09:00:00.5+05:30', '2026-12-01T09:00:00', '1999-12-31T23:59:59Z');
const texts = (uri: string, element: string): Row => {
  const name = uri.replace(/^.*:/, '');
  const list = fc.array(text, { minLength: 1, maxLength: 3 });
  return [
    uri,
    list.map((values) => ({
      path: field(uri),
      xml: `<t:${name}>${values.map((value) => `<t:${element}>${escapeText(value)}</t:${element}>`).join('')}</t:${name}>`,
    })),
  ];
};
const people = (uri: string, most: number): Row => {
  const name = uri.replace(/^.*:/, '');
  const address = fc.constantFrom('bob@example.test', 'team@example.test', 'nobody@example.test', 'x@example.org');
  const mailbox = fc
    .tuple(fc.option(text), address)
    .map(
      ([called, where]) =>
        `<t:Mailbox>${called === null ? '' : `<t:Name>${escapeText(called)}</t:Name>`}<t:EmailAddress>${where}</t:EmailAddress></t:Mailbox>`,
    );
  const wrap =
    name.endsWith('Attendees') || name === 'Resources'
      ? (one: string) => `<t:Attendee>${one}</t:Attendee>`
      : (one: string) => one;
  return [
    uri,
    fc
      .array(mailbox, { minLength: 1, maxLength: most })
      .map((list) => ({ path: field(uri), xml: `<t:${name}>${list.map(wrap).join('')}</t:${name}>` })),
  ];
};
const named = (propertyName: string): Row => {
  const path = `<t:ExtendedFieldURI DistinguishedPropertySetId="PublicStrings" PropertyName="${propertyName}" PropertyType="String"/>`;
  return [
    propertyName,
    text.map((value) => ({
      path,
      xml: `<t:ExtendedProperty>${path}<t:Value>${escapeText(value)}</t:Value></t:ExtendedProperty>`,
      text: value,
    })),
  ];
};

const head: readonly Row[] = [
  leaf('item:Subject'),
  chosen('item:Sensitivity', 'Normal', 'Personal', 'Private', 'Confidential'),
  leaf('item:Body', ' BodyType="Text"'),
  texts('item:Categories', 'String'),
  chosen('item:Importance', 'Low', 'Normal', 'High'),
];
const tail: readonly Row[] = [
  flag('item:ReminderIsSet'),
  chosen('item:ReminderMinutesBeforeStart', '0', '15'),
  named('first'),
  named('second'),
  chosen('item:Culture', 'en-US', 'de-DE'),
];

/** Rows in the order of the schema. */
const kinds: Readonly<Record<string, readonly Row[]>> = {
  Message: [
    ...head,
    ...tail,
    people('message:ToRecipients', 3),
    people('message:CcRecipients', 3),
    people('message:BccRecipients', 3),
    flag('message:IsReadReceiptRequested'),
    flag('message:IsDeliveryReceiptRequested'),
    flag('message:IsRead'),
    flag('message:IsResponseRequested'),
    leaf('message:References'),
    people('message:ReplyTo', 2),
  ],
  CalendarItem: [
    ...head,
    ...tail,
    chosen('calendar:Start', '2026-12-01T08:00:00Z'),
    chosen('calendar:End', '2026-12-01T10:00:00+01:00', '2026-12-02T00:00:00Z'),
    flag('calendar:IsAllDayEvent'),
    chosen('calendar:LegacyFreeBusyStatus', 'Free', 'Tentative', 'Busy', 'OOF'),
    leaf('calendar:Location'),
    people('calendar:RequiredAttendees', 2),
    people('calendar:OptionalAttendees', 2),
    people('calendar:Resources', 1),
  ],
  Contact: [
    ...head,
    ...tail,
    leaf('contacts:FileAs'),
    leaf('contacts:DisplayName'),
    leaf('contacts:GivenName'),
    leaf('contacts:CompanyName'),
    instant('contacts:Birthday'),
    leaf('contacts:JobTitle'),
    leaf('contacts:Surname'),
  ],
  Task: [
    ...head,
    ...tail,
    chosen('task:ActualWork', '0', '30'),
    texts('task:Companies', 'String'),
    instant('task:DueDate'),
    chosen('task:PercentComplete', '0', '50', '100'),
    instant('task:StartDate'),
    chosen('task:Status', 'NotStarted', 'InProgress', 'Completed', 'WaitingOnOthers', 'Deferred'),
  ],
};

/** Items of all kinds that clients create, with any choice of properties and texts. */
export const items: fc.Arbitrary<GeneratedItem> = fc
  .constantFrom(...Object.keys(kinds))
  .chain((kind) =>
    fc
      .tuple(...(kinds[kind] ?? []).map(([, value]) => fc.option(value)))
      .map((values) => ({ kind, properties: values.filter((value) => value !== null) })),
  );
