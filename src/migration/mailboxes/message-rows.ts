import { instant, integer } from '../../ews/properties/codec.ts';
import { looseValue } from '../../ews/properties/item-element.ts';
import type { Item } from '../../ews/properties/item-types.ts';
import { messageProperties } from '../../ews/properties/message.ts';
import { extendedProperty } from '../../ews/properties/property.ts';
import { assign, type Assignment } from '../../ews/properties/written-rows.ts';
import type { MessageState, PortableFlag } from '../portable/portable-message.ts';

const made = { find: true, create: true } as const;

/** PidTagLastVerbExecuted. https://learn.microsoft.com/openspecs/exchange_server_protocols/ms-oxomsg */
const lastVerb = extendedProperty({ tag: 0x1081 }, 'Integer', integer, made);
/** PidTagLastVerbExecutionTime. */
const lastVerbAt = extendedProperty({ tag: 0x1082 }, 'SystemTime', instant, made);
/** PidTagClientSubmitTime: item:DateTimeSent, which cannot be set by that name. */
const submittedAt = extendedProperty({ tag: 0x0039 }, 'SystemTime', instant, made);

/** PidTagLastVerbExecuted: how a message was answered. */
const verbs = { replied: 102, repliedToAll: 103, forwarded: 104 } as const;

/** PidTagFlagStatus. */
const flagStatuses = { complete: 1, flagged: 2 } as const;

/** PidTagMessageFlags: mfRead and mfUnsent. */
const readFlag = 1;
const unsentFlag = 8;

/** Rows that tell a message's state; FindItem has them all. */
export const stateRows = [
  messageProperties.isRead,
  messageProperties.isDraft,
  messageProperties.receivedAt,
  messageProperties.sentAt,
  messageProperties.flagStatus,
  messageProperties.flagStartAt,
  messageProperties.flagDueAt,
  messageProperties.flagCompletedAt,
  messageProperties.categories,
  lastVerb,
  lastVerbAt,
];

/** The state of a message that was found with `stateRows`. */
export const messageState = (item: Item): MessageState => {
  const { properties } = item;
  const verb = looseValue(item, lastVerb);
  const how = (['replied', 'repliedToAll', 'forwarded'] as const).find((name) => verbs[name] === verb);
  return {
    isRead: 'isRead' in properties ? properties.isRead === true : true,
    isDraft: properties.isDraft === true,
    receivedAt: properties.receivedAt,
    // Notes are sent to nobody; servers that take their dates from the bytes say otherwise.
    sentAt: properties.itemClass?.startsWith('IPM.StickyNote') === true ? undefined : properties.sentAt,
    flag: flagOf(properties),
    categories: properties.categories ?? [],
    answered: how === undefined ? undefined : { how, at: looseValue(item, lastVerbAt) },
  };
};

/** What is written of a state with a new message, beside its bytes. */
export const stateProperties = (state: MessageState) => {
  const { isRead, isDraft, receivedAt, flag, categories } = state;
  return {
    messageFlags: (isRead ? readFlag : 0) | (isDraft ? unsentFlag : 0),
    ...(receivedAt === undefined ? {} : { deliveredAt: receivedAt }),
    ...(categories.length === 0 ? {} : { categories }),
    ...(flag === undefined
      ? {}
      : {
          flagStatus: flagStatuses[flag.status],
          flagStartAt: flag.startAt ?? null,
          flagDueAt: flag.dueAt ?? null,
          flagCompletedAt: flag.completedAt ?? null,
        }),
  };
};

/** The same of rows that stand in no table. */
export const stateAssignments = ({ isDraft, sentAt, answered }: MessageState): readonly Assignment[] => [
  ...(isDraft || sentAt === undefined ? [] : [assign(submittedAt, sentAt)]),
  ...(answered === undefined ? [] : [assign(lastVerb, verbs[answered.how])]),
  ...(answered?.at === undefined ? [] : [assign(lastVerbAt, answered.at)]),
];

const flagOf = ({
  flagStatus,
  flagStartAt: startAt,
  flagDueAt: dueAt,
  flagCompletedAt: completedAt,
}: Item['properties']): PortableFlag | undefined => {
  if (flagStatus === flagStatuses.flagged) return { status: 'flagged', startAt, dueAt, completedAt };
  return flagStatus === flagStatuses.complete ? { status: 'complete', startAt, dueAt, completedAt } : undefined;
};
