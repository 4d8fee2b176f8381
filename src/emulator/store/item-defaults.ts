import { randomUUID } from 'node:crypto';
import { ownerMailbox } from '../mail/addressee.ts';
import type { Writer } from '../item/derived-properties.ts';
import { flag, optional } from '../item/item-properties.ts';
import { child, childText, node, type XmlNode } from '../xml/xml.ts';

/** What Exchange gives a new item of this kind where the client said nothing; undefined for what no client can create. */
export const defaultProperties = (item: XmlNode, writer: Writer): readonly (XmlNode | undefined)[] | undefined => {
  const own = byKind[item.name];
  return own === undefined ? undefined : [...own(item, writer), ...everyItem(item, writer)];
};

/** A Message-ID that no other message has. */
const newMessageId = (): string => `<${randomUUID()}@mail.example.test>`;

/** t:ResponseObjects with these names, `ReplyToItem`. */
export const responseObjects = (names: readonly string[]): XmlNode =>
  node(
    't:ResponseObjects',
    names.map((name) => node(`t:${name}`)),
  );

const everyItem = (item: XmlNode, { owner, at }: Writer): readonly (XmlNode | undefined)[] => [
  node('t:Sensitivity', 'Normal'),
  node('t:DateTimeReceived', at),
  node('t:Size', '0'),
  node('t:Importance', 'Normal'),
  flag('t:IsSubmitted', false),
  flag('t:IsDraft', false),
  flag('t:IsFromMe', false),
  flag('t:IsResend', false),
  flag('t:IsUnmodified', false),
  node('t:DateTimeSent', at),
  node('t:DateTimeCreated', at),
  responseObjects(['ForwardItem']),
  flag('t:ReminderIsSet', false),
  node('t:ReminderMinutesBeforeStart', item.name === 't:CalendarItem' ? '15' : '0'),
  node('t:Culture', 'en-US'),
  node(
    't:EffectiveRights',
    Object.entries(rights).map(([right, isGiven]) => flag(`t:${right}`, isGiven)),
  ),
  node('t:LastModifiedName', owner.displayName),
  node('t:LastModifiedTime', at),
  flag('t:IsAssociated', false),
];

const rights = {
  CreateAssociated: false,
  CreateContents: false,
  CreateHierarchy: false,
  Delete: true,
  Modify: true,
  Read: true,
};

const message = (item: XmlNode, { owner }: Writer): readonly (XmlNode | undefined)[] => {
  const from = child(item, 't:From') ?? node('t:From', [ownerMailbox(owner)]);
  return [
    node('t:ItemClass', 'IPM.Note'),
    from,
    node('t:Sender', from.children),
    flag('t:IsReadReceiptRequested', false),
    flag('t:IsDeliveryReceiptRequested', false),
    flag('t:IsRead', true),
    flag('t:IsResponseRequested', false),
    flag('t:IsDraft', true),
    node('t:InternetMessageId', newMessageId()),
  ];
};

const calendarItem = (item: XmlNode, { owner, at }: Writer): readonly (XmlNode | undefined)[] => {
  const zone = child(item, 't:StartTimeZone');
  return [
    node('t:ItemClass', 'IPM.Appointment'),
    node('t:UID', `${randomUUID()}@calendar.example.test`),
    node('t:DateTimeStamp', at),
    node('t:Start', at),
    node('t:End', childText(item, 't:Start') ?? at),
    flag('t:IsAllDayEvent', false),
    node('t:LegacyFreeBusyStatus', 'Busy'),
    flag('t:IsCancelled', false),
    flag('t:MeetingRequestWasSent', false),
    flag('t:IsResponseRequested', true),
    // Of whose meeting the answer is not told, it was not answered.
    node('t:MyResponseType', isOrganizedBy(item, owner) ? 'Organizer' : 'NoResponseReceived'),
    node('t:Organizer', [ownerMailbox(owner)]),
    node('t:ConflictingMeetingCount', '0'),
    node('t:AdjacentMeetingCount', '0'),
    node('t:AppointmentSequenceNumber', '0'),
    zone && { ...zone, name: 't:EndTimeZone' },
    flag('t:AllowNewTimeProposal', true),
    flag('t:IsOnlineMeeting', false),
  ];
};

const isOrganizedBy = (item: XmlNode, { address, aliases }: Writer['owner']): boolean => {
  const organizer = childText(child(child(item, 't:Organizer'), 't:Mailbox'), 't:EmailAddress')?.toLowerCase();
  return organizer === undefined || organizer === address || aliases.includes(organizer);
};

const contact = (): readonly XmlNode[] => [
  node('t:ItemClass', 'IPM.Contact'),
  node('t:FileAsMapping', 'None'),
  node('t:ContactSource', 'Store'),
  flag('t:HasPicture', false),
];

const task = (_: XmlNode, { owner }: Writer): readonly XmlNode[] => [
  node('t:ItemClass', 'IPM.Task'),
  node('t:ActualWork', '0'),
  node('t:ChangeCount', '1'),
  node('t:DelegationState', 'NoMatch'),
  flag('t:IsTeamTask', false),
  node('t:Owner', owner.displayName),
  node('t:PercentComplete', '0'),
  node('t:Status', 'NotStarted'),
  node('t:TotalWork', '0'),
];

const byKind: Readonly<Record<string, (item: XmlNode, writer: Writer) => readonly (XmlNode | undefined)[]>> = {
  't:Item': message,
  't:Message': message,
  't:CalendarItem': calendarItem,
  't:Contact': contact,
  't:DistributionList': (item) => [
    node('t:ItemClass', 'IPM.DistList'),
    optional('t:Subject', childText(item, 't:DisplayName')),
    optional('t:FileAs', childText(item, 't:DisplayName')),
    node('t:ContactSource', 'Store'),
  ],
  't:Task': task,
  't:PostItem': (_, { owner, at }) => [
    node('t:ItemClass', 'IPM.Post'),
    node('t:From', [ownerMailbox(owner)]),
    node('t:Sender', [ownerMailbox(owner)]),
    node('t:PostedTime', at),
    flag('t:IsRead', true),
  ],
};
