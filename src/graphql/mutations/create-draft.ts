import type { GraphQLResolveInfo } from 'graphql';
import { composeAnswer, composedRows } from '../../mailbox/compose/compose-answer.ts';
import { readOriginal } from '../../mailbox/compose/read-original.ts';
import type { OpenedMailbox } from '../../mailbox/open-mailbox.ts';
import { createDraft } from '../../mailbox/write/create-draft.ts';
import type { MessageContent } from '../../mailbox/write/message-content.ts';
import { invalidField } from '../../mailbox/write/write-refusal.ts';
import { builder } from '../builder.ts';
import type { Context } from '../context.ts';
import { cost } from '../guards/cost.ts';
import { demandAll, needs } from '../guards/permission.ts';
import { ewsItemId, readIdIn } from '../ids.ts';
import { idempotencyKeyDescription, onceInput } from '../inputs/idempotency-key.ts';
import { readMailFolder } from '../inputs/mail-folder.ts';
import { MessageContentInput, readMessageContent } from '../inputs/message-content.ts';
import { mailboxAt } from '../mailbox-source.ts';
import { DraftPayload } from '../refs.ts';
import { FolderRef } from '../types/folder.ts';
import { answerMessageDescription } from './answers.ts';
import { mutate } from './mutate.ts';
import { madeItem } from './saved-item.ts';

const CreateDraftInput = builder.inputType('CreateDraftInput', {
  description: 'A draft to be made.',
  fields: (t) => ({
    mailbox: t.field({ type: 'EmailAddress', required: true, description: 'Any address of the mailbox.' }),
    message: t.field({
      type: MessageContentInput,
      required: true,
      description: `What it says. Nothing of it is needed. In a reply or a forward: ${answerMessageDescription}`,
    }),
    inFolder: t.field({ type: FolderRef, description: 'Where it is kept; Drafts when left out.' }),
    replyTo: t.id({
      description: 'A message of this mailbox that the draft answers: to its author, quoted. Needs READ_MESSAGES.',
    }),
    forwardOf: t.id({
      description:
        'A message of this mailbox that the draft passes on, quoted and with its files. Needs READ_MESSAGES.',
    }),
    idempotencyKey: t.string({ description: idempotencyKeyDescription }),
  }),
});

/** The message that a draft answers or passes on, if it does. */
const answered = (
  context: Context,
  info: GraphQLResolveInfo,
  mailbox: OpenedMailbox,
  {
    replyTo,
    forwardOf,
  }: { readonly replyTo?: string | null | undefined; readonly forwardOf?: string | null | undefined },
) => {
  const [reply, forward] = [replyTo ?? undefined, forwardOf ?? undefined];
  if (reply !== undefined && forward !== undefined)
    throw invalidField(['input', 'forwardOf'], 'cannot go with replyTo.');
  const text = reply ?? forward;
  if (text === undefined) return undefined;
  // The draft quotes it, and who may write a draft may not always read other mail.
  demandAll(context, mailbox, info, ['READ_MESSAGES']);
  const name = reply === undefined ? 'forwardOf' : 'replyTo';
  const id = ewsItemId(readIdIn(context, name, text, ['Item'], mailbox));
  return { id, path: ['input', name], kind: reply === undefined ? 'forward' : 'reply' } as const;
};

builder.mutationFields((t) => ({
  createDraft: t.field({
    complexity: cost('createDraft'),
    type: DraftPayload,
    nullable: false,
    permission: 'writesMailbox',
    extensions: needs('WRITE_MESSAGES'),
    description: 'Writes a message without sending it: a new one, a reply or a forward.',
    args: { input: t.arg({ type: CreateDraftInput, required: true, description: 'The draft, and where it is kept.' }) },
    resolve: (_root, { input }, context, info) =>
      mutate(context, info, {
        open: () => mailboxAt(context, input.mailbox),
        work: async (mailbox) => {
          const original = answered(context, info, mailbox, input);
          const keyed = onceInput(context, 'createDraft', input);
          const { inFolder } = input;
          const saveIn =
            inFolder === undefined || inFolder === null
              ? mailbox.folders.targetOfRole('DRAFTS')
              : await readMailFolder(context, mailbox, inFolder, ['input', 'inFolder']);
          const given = await readMessageContent(context, mailbox, input.message, ['input', 'message']);
          const message = async (): Promise<MessageContent> => {
            if (original === undefined) return given;
            const item = await readOriginal(mailbox, original, composedRows);
            const own = new Set([mailbox.address]);
            return composeAnswer(mailbox, item, { kind: original.kind, message: given, quotesOriginal: true, own });
          };
          const made = await createDraft({ ...keyed, mailbox, message, saveIn });
          return { read: madeItem(mailbox, made, 'Message') };
        },
      }),
  }),
}));
