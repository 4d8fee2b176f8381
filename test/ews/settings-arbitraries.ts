import fc from 'fast-check';
import { getUserAvailability } from '../../src/ews/operations/get-user-availability.ts';
import { getUserOofSettings } from '../../src/ews/operations/get-user-oof-settings.ts';
import { setUserOofSettings } from '../../src/ews/operations/set-user-oof-settings.ts';
import { expandDl } from '../../src/ews/operations/expand-dl.ts';
import { getRoomLists } from '../../src/ews/operations/get-room-lists.ts';
import { getRooms } from '../../src/ews/operations/get-rooms.ts';
import { findConversation } from '../../src/ews/operations/find-conversation.ts';
import { getDelegate } from '../../src/ews/operations/get-delegate.ts';
import { getUserConfiguration } from '../../src/ews/operations/get-user-configuration.ts';
import { getInboxRules } from '../../src/ews/operations/get-inbox-rules.ts';
import { updateInboxRules, type RuleChange } from '../../src/ews/operations/update-inbox-rules.ts';
import type { WrittenRule } from '../../src/ews/properties/inbox-rule.ts';
import type { RulePredicates, WrittenRuleActions } from '../../src/ews/properties/rule-parts.ts';
import { itemId } from '../../src/ews/properties/id.ts';
import type { XmlElement } from '../../src/ews/xml.ts';
import { ann, count, filled, folder, folders, instant, oneOrMore, text } from './request-arbitraries.ts';

const dayMs = 86_400_000;

/** A stretch of up to 42 days. */
const window = fc
  .record({
    from: fc.date({
      min: new Date('1999-12-31T00:00:00Z'),
      max: new Date('2100-01-01T00:00:00Z'),
      noInvalidDate: true,
    }),
    length: fc.integer({ min: 1, max: 42 * dayMs }),
  })
  .map(({ from, length }) => ({ start: from.toISOString(), end: new Date(from.getTime() + length).toISOString() }));

const texts = fc.array(text, { maxLength: 3 });
const people = fc.array(fc.record({ name: text, address: filled }, { requiredKeys: ['address'] }), { maxLength: 3 });
const flag = fc.boolean();
const importance = fc.constantFrom('Low', 'Normal', 'High');
const predicates: fc.Arbitrary<RulePredicates> = fc.record(
  {
    categories: texts,
    containsBodyStrings: texts,
    containsHeaderStrings: texts,
    containsRecipientStrings: texts,
    containsSenderStrings: texts,
    containsSubjectOrBodyStrings: texts,
    containsSubjectStrings: texts,
    flaggedForAction: fc.constantFrom('Any', 'FYI', 'ReplyToAll'),
    fromAddresses: people,
    fromConnectedAccounts: texts,
    hasAttachments: flag,
    importance,
    isApprovalRequest: flag,
    isAutomaticForward: flag,
    isAutomaticReply: flag,
    isEncrypted: flag,
    isMeetingRequest: flag,
    isMeetingResponse: flag,
    isNDR: flag,
    isPermissionControlled: flag,
    isReadReceipt: flag,
    isSigned: flag,
    isVoicemail: flag,
    itemClasses: texts,
    messageClassifications: texts,
    notSentToMe: flag,
    sentCcMe: flag,
    sentOnlyToMe: flag,
    sentToAddresses: people,
    sentToMe: flag,
    sentToOrCcMe: flag,
    sensitivity: fc.constantFrom('Normal', 'Personal', 'Private', 'Confidential'),
    withinDateRange: fc.record({ start: instant, end: instant }, { requiredKeys: [] }),
    withinSizeRange: fc.record({ smallest: fc.nat(), largest: fc.nat() }, { requiredKeys: [] }),
  },
  { requiredKeys: [] },
);

const changesOf = ([first, second = first]: Parameters<typeof updateInboxRules.encode>[0]['folders']) => {
  const actions: fc.Arbitrary<WrittenRuleActions> = fc.record(
    {
      assignCategories: texts,
      copyToFolder: fc.constantFrom(first, second),
      delete: flag,
      forwardAsAttachmentToRecipients: people,
      forwardToRecipients: people,
      markImportance: importance,
      markAsRead: flag,
      moveToFolder: fc.constantFrom(first, second),
      permanentDelete: flag,
      redirectToRecipients: people,
      sendSMSAlertToRecipients: people,
      serverReplyWithMessage: text.map((id) => ({ id: itemId(id), changeKey: undefined })),
      stopProcessingRules: flag,
    },
    { requiredKeys: [] },
  );
  const rule: fc.Arbitrary<WrittenRule> = fc.record({
    name: text,
    priority: fc.integer({ min: 1, max: 100 }),
    isEnabled: flag,
    conditions: predicates,
    exceptions: predicates,
    actions,
  });
  const change: fc.Arbitrary<RuleChange> = fc.oneof(
    fc.record({ create: rule }),
    fc.record({ id: text, set: rule }),
    fc.record({ delete: text }),
  );
  return fc.array(change, { minLength: 1, maxLength: 3 });
};

/** A request of every operation for people and settings, from inputs of any kind. */
export const settings: Readonly<Record<string, fc.Arbitrary<XmlElement>>> = {
  GetUserAvailability: fc
    .tuple(
      window,
      fc.record({
        mailboxes: fc.array(fc.constant(ann), { minLength: 1, maxLength: 100 }),
        slotMinutes: fc.integer({ min: 5, max: 1440 }),
        isDetailed: fc.boolean(),
      }),
    )
    .map(([times, input]) => getUserAvailability.encode({ ...times, ...input })),
  GetUserOofSettings: fc.constant(getUserOofSettings.encode({ mailbox: ann })),
  SetUserOofSettings: fc
    .record({
      state: fc.constantFrom('Disabled', 'Enabled', 'Scheduled'),
      externalAudience: fc.constantFrom('None', 'Known', 'All'),
      period: window,
      internalReply: text,
      externalReply: text,
    })
    .map((oof) => setUserOofSettings.encode({ mailbox: ann, settings: oof })),
  GetInboxRules: fc.constant(getInboxRules.encode({})),
  UpdateInboxRules: folders
    .chain((named) => fc.record({ changes: changesOf(named), folders: fc.constant(named), removesOutlookRules: flag }))
    .map(updateInboxRules.encode),
  ExpandDL: fc.constant(expandDl.encode({ group: ann })),
  GetRoomLists: fc.constant(getRoomLists.encode({})),
  GetRooms: fc.constant(getRooms.encode({ list: ann })),
  GetUserConfiguration: fc
    .record({ name: filled, folder, part: fc.constantFrom('XmlData', 'Dictionary') })
    .map(getUserConfiguration.encode),
  GetDelegate: fc.constant(getDelegate.encode({ mailbox: ann })),
  FindConversation: fc.record({ folder, offset: count, limit: oneOrMore }).map(findConversation.encode),
};
