import type { ItemId } from '../../ews/properties/id.ts';
import type { GlobalId } from '../../global-id.ts';
import type { OpenedMailbox } from '../../mailbox/open-mailbox.ts';
import { removeAttachments, type HolderType } from '../../mailbox/write/change-attachments.ts';
import { quotas } from '../../mailbox/write/quotas.ts';
import { invalidField, WriteRefusal } from '../../mailbox/write/write-refusal.ts';
import { builder } from '../builder.ts';
import type { Context } from '../context.ts';
import { badUserInput } from '../errors.ts';
import { cost } from '../guards/cost.ts';
import { demandAll, needsOneOf } from '../guards/permission.ts';
import { ewsAttachmentId, mailboxOf, readId, readIdIn } from '../ids.ts';
import { DraftPayload, type WrittenDraft } from '../refs.ts';
import { mutate } from './mutate.ts';
import { writtenHolder } from './written-holder.ts';

const RemoveAttachmentInput = builder.inputType('RemoveAttachmentInput', {
  description: 'Files to be taken off a message or an event.',
  fields: (t) => ({
    ids: t.idList({
      required: true,
      description:
        'Ids of attachments of one message (WRITE_MESSAGES) or one event (WRITE_CALENDAR), at least one. One that is given twice is removed once.',
    }),
  }),
});

const types = ['MessageAttachment', 'EventAttachment'] as const;

/** What it takes to write to what these hang on, and what that is. */
const holders = {
  MessageAttachment: { permission: 'WRITE_MESSAGES', type: 'Message' },
  EventAttachment: { permission: 'WRITE_CALENDAR', type: 'CalendarItem' },
} as const;

const holderOf = ({ type }: GlobalId) => holders[type === 'EventAttachment' ? type : 'MessageAttachment'];

const openMailbox = async (context: Context, ids: readonly string[]): Promise<OpenedMailbox> => {
  const [first] = ids;
  if (first === undefined) throw badUserInput('input.ids must not be empty.');
  return mailboxOf(context, readId(context, 'ids', first, types));
};

builder.mutationFields((t) => ({
  removeAttachment: t.field({
    complexity: cost('write'),
    type: DraftPayload,
    nullable: false,
    permission: 'writesMailbox',
    extensions: needsOneOf('WRITE_MESSAGES', 'WRITE_CALENDAR'),
    description:
      'Takes files off a message or an event for good, all in one call. Both are null where the mail server does not tell which one it was. Files of several items are removed too, with a ConflictError that says so.',
    args: { input: t.arg({ type: RemoveAttachmentInput, required: true, description: 'Which files.' }) },
    resolve: (_root, { input }, context, info) => {
      const items: ItemId[] = [];
      let opened: { readonly mailbox: OpenedMailbox; readonly type: HolderType } | undefined;
      const shown = (): WrittenDraft | undefined => {
        const [item] = items;
        return opened === undefined || item === undefined
          ? undefined
          : writtenHolder(opened.mailbox, item, opened.type);
      };
      return mutate(context, info, {
        open: () => openMailbox(context, input.ids),
        work: async (mailbox) => {
          const path = ['input', 'ids'];
          if (input.ids.length > quotas.attachments)
            throw invalidField(path, `may hold ${quotas.attachments} at most.`);
          const ids = input.ids.map((id) => readIdIn(context, 'ids', id, types, mailbox));
          const [holder = holders.MessageAttachment, ...others] = new Set(ids.map(holderOf));
          if (others.length > 0)
            throw invalidField(path, 'are files of messages and of events; remove them one after the other.');
          demandAll(context, mailbox, info, [holder.permission]);
          opened = { mailbox, type: holder.type };
          await removeAttachments(mailbox, [...new Set(ids.map(ewsAttachmentId))], (item) => void items.push(item));
          // Only the answer tells what an attachment was on.
          if (items.length > 1)
            throw new WriteRefusal({
              reason: 'CONFLICT',
              detail: 'The files were on several items. All of them were removed; one of these items is shown.',
            });
          return shown() ?? {};
        },
        doneByThen: shown,
      });
    },
  }),
}));
