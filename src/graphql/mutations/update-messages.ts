import { updateMessages } from '../../mailbox/write/update-messages.ts';
import { builder } from '../builder.ts';
import { Importance } from '../enums.ts';
import { cost } from '../guards/cost.ts';
import { needs } from '../guards/permission.ts';
import { readMessagePatch, type MessagePatchShape } from '../inputs/message-patch.ts';
import { BulkMessagePayload } from '../refs.ts';
import { wantedProperties } from '../selection.ts';
import { FlagStatus } from '../types/message-flag.ts';
import { idsDescription, mutateEach } from './each-message.ts';

const FlagInput = builder.inputType('FlagInput', {
  description: 'A follow-up flag.',
  fields: (t) => ({
    status: t.field({
      type: FlagStatus,
      required: true,
      description: 'NOT_FLAGGED takes everything of the flag away; COMPLETE notes the time of now.',
    }),
    startAt: t.field({ type: 'DateTime', description: 'When to begin. Null clears, absence keeps.' }),
    dueAt: t.field({ type: 'DateTime', description: 'When it must be done. Null clears, absence keeps.' }),
  }),
});

const MessagePatch = builder.inputRef<MessagePatchShape>('MessagePatch').implement({
  description: 'What changes of a message. What is left out stays as it is.',
  fields: (t) => ({
    isRead: t.boolean({
      description: 'Whether it counts as read. The mail server may then send the receipt that its sender asked for.',
    }),
    importance: t.field({ type: Importance, description: 'How important it says it is.' }),
    flag: t.field({ type: FlagInput, description: 'Its follow-up flag; null takes it away.' }),
    setCategories: t.stringList({
      description: 'Its categories, instead of those that it has; null or an empty list takes all away.',
    }),
    addCategories: t.stringList({
      description: 'Categories beside those that it has; upper and lower case are the same. Costs a look at each.',
    }),
    removeCategories: t.stringList({ description: 'Categories that it shall not have. Costs a look at each.' }),
  }),
});

const UpdateMessagesInput = builder.inputType('UpdateMessagesInput', {
  description: 'Messages, and what changes of all of them.',
  fields: (t) => ({
    mailbox: t.field({ type: 'EmailAddress', required: true, description: 'Any address of the mailbox.' }),
    ids: t.idList({ required: true, description: idsDescription }),
    patch: t.field({ type: MessagePatch, required: true, description: 'What changes.' }),
    ifChangeKeys: t.field({
      type: ['ChangeKey'],
      description:
        'Aligned with `ids`: a ConflictError where the message has changed since. Absent: the last writer wins, property by property.',
    }),
  }),
});

builder.mutationFields((t) => ({
  updateMessages: t.field({
    complexity: cost('writeEach'),
    type: BulkMessagePayload,
    nullable: false,
    permission: 'writesMailbox',
    extensions: needs('WRITE_MESSAGES'),
    description: 'Marks messages read or unread, flags and categorises them. One result for each id, in order.',
    args: {
      input: t.arg({ type: UpdateMessagesInput, required: true, description: 'Which messages, and what changes.' }),
    },
    resolve: (_root, { input }, context, info) =>
      mutateEach(context, info, input, (mailbox, wanted) => {
        const patch = readMessagePatch(input.patch, ['input', 'patch'], context.gateway.now());
        return updateMessages(mailbox, wanted, patch, wantedProperties(info, mailbox, ['results', 'error', 'current']));
      }),
  }),
}));
