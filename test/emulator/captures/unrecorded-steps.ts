/** A request of the captured session that was not kept; what it was follows from the answers after it. */
export interface UnrecordedStep {
  /** The capture before it: `005`. */
  readonly after: string;
  /** The request element, with ids of the captured session. */
  readonly request: string;
  /** What the captured session calls the items in the answer, in their order. */
  readonly ids?: readonly { readonly id: string; readonly changeKey: string }[];
}

const alicesStore = 'AAAAAIsxkhZeIapCtzJaIdz1vA0HAAEAAAClGHtvvNzqHtA8VlcAAAAAA';
const toBob =
  '<t:ToRecipients><t:Mailbox><t:EmailAddress>bob@example.test</t:EmailAddress></t:Mailbox></t:ToRecipients>';
/** What 071 asks for, an id of the right form of which there is no item: here one that there was. */
const goneItem = `${alicesStore}A0AAAEAAAClGHtvvNzqHtA8VlcAAAAAAAAAAAA=`;

const draft = (folder: string, properties: string): string =>
  `<m:CreateItem MessageDisposition="SaveOnly"><m:SavedItemFolderId><t:DistinguishedFolderId Id="${folder}"/></m:SavedItemFolderId><m:Items><t:Message>${properties}</t:Message></m:Items></m:CreateItem>`;

/** In the order of the session; those after the same capture one after the other. */
export const unrecordedSteps: readonly UnrecordedStep[] = [
  {
    after: '005',
    request: draft(
      'inbox',
      `<t:Subject>Second &amp; &lt;angle&gt;</t:Subject><t:Body BodyType="Text">plain text\nline two</t:Body><t:Importance>High</t:Importance>${toBob}<t:IsRead>false</t:IsRead>`,
    ),
  },
  {
    after: '017',
    request:
      '<m:CreateItem SendMeetingInvitations="SendToNone"><m:SavedItemFolderId><t:DistinguishedFolderId Id="calendar"/></m:SavedItemFolderId><m:Items><t:CalendarItem><t:Subject>Weekly</t:Subject><t:Start>2026-12-02T10:00:00Z</t:Start><t:End>2026-12-02T11:00:00Z</t:End><t:IsAllDayEvent>false</t:IsAllDayEvent><t:LegacyFreeBusyStatus>Tentative</t:LegacyFreeBusyStatus><t:Recurrence><t:WeeklyRecurrence><t:Interval>1</t:Interval><t:DaysOfWeek>Wednesday</t:DaysOfWeek></t:WeeklyRecurrence><t:NumberedRecurrence><t:StartDate>2026-12-02</t:StartDate><t:NumberOfOccurrences>4</t:NumberOfOccurrences></t:NumberedRecurrence></t:Recurrence></t:CalendarItem></m:Items></m:CreateItem>',
    ids: [
      {
        id: `${alicesStore}A8AAAEAAAClGHtvvNzqHtA8VlcAAAAJAAEAAAM=`,
        changeKey: 'AQAAAKUYe2+83Ooe0DxWVwAAAAAAIw==',
      },
    ],
  },
  {
    after: '026',
    request: `<m:CopyItem><m:ToFolderId><t:DistinguishedFolderId Id="inbox"/></m:ToFolderId><m:ItemIds><t:ItemId Id="${alicesStore}A4AAAEAAAClGHtvvNzqHtA8VlcAAAAEAAAAAAM="/></m:ItemIds></m:CopyItem>`,
  },
  {
    after: '041',
    request:
      '<m:SetUserOofSettingsRequest><t:Mailbox><t:Address>alice@example.test</t:Address></t:Mailbox><t:UserOofSettings><t:OofState>Scheduled</t:OofState><t:ExternalAudience>None</t:ExternalAudience><t:Duration><t:StartTime>2026-12-20T00:00:00Z</t:StartTime><t:EndTime>2026-12-31T00:00:00Z</t:EndTime></t:Duration><t:InternalReply><t:Message>away</t:Message></t:InternalReply><t:ExternalReply><t:Message>away ext</t:Message></t:ExternalReply></t:UserOofSettings></m:SetUserOofSettingsRequest>',
  },
  {
    after: '047',
    request: '<m:Unsubscribe><m:SubscriptionId>AQAAAAoAAAA=</m:SubscriptionId></m:Unsubscribe>',
  },
  {
    after: '056',
    request:
      '<m:CreateItem><m:SavedItemFolderId><t:DistinguishedFolderId Id="contacts"/></m:SavedItemFolderId><m:Items><t:Contact><t:DisplayName>Jane Doe</t:DisplayName><t:GivenName>Jane</t:GivenName><t:CompanyName>ACME</t:CompanyName><t:EmailAddresses><t:Entry Key="EmailAddress1">jane@example.test</t:Entry></t:EmailAddresses><t:PhoneNumbers><t:Entry Key="MobilePhone">123</t:Entry></t:PhoneNumbers><t:Surname>Doe</t:Surname></t:Contact></m:Items></m:CreateItem>',
  },
  {
    after: '065',
    request: draft('drafts', `<t:Subject>Send later</t:Subject><t:Body BodyType="HTML">later</t:Body>${toBob}`),
    ids: [
      {
        id: `${alicesStore}A4AAAEAAAClGHtvvNzqHtA8VlcAAAAEAAEAAAM=`,
        changeKey: 'AQAAAKUYe2+83Ooe0DxWVwAAAAAANw==',
      },
    ],
  },
  {
    after: '070',
    request: draft('drafts', '<t:Subject>Soon gone</t:Subject>'),
    ids: [{ id: goneItem, changeKey: 'none' }],
  },
  {
    after: '070',
    request: `<m:DeleteItem DeleteType="HardDelete"><m:ItemIds><t:ItemId Id="${goneItem}"/></m:ItemIds></m:DeleteItem>`,
  },
];
