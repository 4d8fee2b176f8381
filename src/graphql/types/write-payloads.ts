import { messageProperties } from '../../ews/properties/message.ts';
import { builder } from '../builder.ts';
import { cost } from '../guards/cost.ts';
import {
  BulkMessagePayload,
  CalendarEvent,
  DeleteFolderPayload,
  DraftPayload,
  Folder,
  FolderPayload,
  Message,
  MessageWriteResult,
  SendMessagePayload,
  Submission,
  UserError,
} from '../refs.ts';
import { wantedInEach, wantedProperties } from '../selection.ts';
import { userErrorsField } from './user-errors-field.ts';

const SubmissionStatus = builder.enumType('SubmissionStatus', {
  description: 'What became of a send.',
  values: {
    SENT: { description: 'The mail server has it and delivers it.' },
    REPLAYED: {
      description:
        'It had been sent before, under the same idempotency key with the same content. Nothing was sent now.',
    },
  },
});

SendMessagePayload.implement({
  permission: 'writesMailbox',
  description: 'What became of a send.',
  fields: (t) => ({
    message: t.field({
      complexity: cost('writtenItem'),
      type: Message,
      description:
        'The saved copy, found and read when you ask for it. Null on failure, with `skipSaveCopy`, and while the mail server has not saved it yet.',
      resolve: ({ mailbox, done }, _args, _context, info) => done?.copy(wantedProperties(info, mailbox)),
    }),
    submission: t.field({
      type: Submission,
      description: 'Null when nothing was sent, or nobody knows.',
      resolve: ({ done }) => done,
    }),
    userErrors: t.field(userErrorsField),
  }),
});

Submission.implement({
  permission: 'withItsParent',
  description: 'A message that the mail server took.',
  fields: (t) => ({
    status: t.field({
      type: SubmissionStatus,
      nullable: false,
      description: 'Whether it was sent now or before.',
      resolve: ({ status }) => status,
    }),
    internetMessageId: t.string({
      complexity: cost('writtenItem'),
      description:
        'The Message-ID under which it travels, as the saved copy tells it; null where there is no copy. Costs a look at the mailbox.',
      resolve: async ({ copy }) =>
        (await copy([messageProperties.internetMessageId]))?.item.properties.internetMessageId,
    }),
  }),
});

DraftPayload.implement({
  permission: 'writesMailbox',
  description: 'What became of a message that was written and not sent.',
  fields: (t) => ({
    message: t.field({
      complexity: cost('writtenItem'),
      type: Message,
      description: 'The message as it is now; null on failure, and when it is an event.',
      resolve: ({ mailbox, done }, _args, _context, info) => done?.read?.(wantedProperties(info, mailbox)),
    }),
    event: t.field({
      complexity: cost('writtenItem'),
      type: CalendarEvent,
      description: 'The event whose files `addAttachment` or `removeAttachment` changed, as it is now; null otherwise.',
      resolve: ({ mailbox, done }, _args, _context, info) => done?.event?.(wantedProperties(info, mailbox)),
    }),
    userErrors: t.field(userErrorsField),
  }),
});

const isDone = ({ error }: { readonly error?: unknown }): boolean => error === undefined;

BulkMessagePayload.implement({
  permission: 'writesMailbox',
  description: 'What became of several messages, each on its own: one bad id never fails the others.',
  fields: (t) => ({
    results: t.field({
      complexity: cost('results'),
      type: [MessageWriteResult],
      nullable: false,
      description: 'One for each id, in the order asked; empty when the call as a whole failed.',
      resolve: ({ done }) => [...(done ?? [])],
    }),
    succeeded: t.int({
      nullable: false,
      description: 'How many were written.',
      resolve: ({ done }) => (done ?? []).filter(isDone).length,
    }),
    failed: t.int({
      nullable: false,
      description: 'How many were not, or nobody knows.',
      resolve: ({ done }) => (done ?? []).filter((result) => !isDone(result)).length,
    }),
    userErrors: t.field({
      complexity: cost('failures'),
      type: [UserError],
      nullable: false,
      description: 'What concerns the call as a whole; then `results` is empty.',
      resolve: ({ userErrors }) => [...userErrors],
    }),
  }),
});

MessageWriteResult.implement({
  permission: 'writesMailbox',
  description: 'What became of one message.',
  fields: (t) => ({
    id: t.exposeID('id', { nullable: false, description: 'The id that was asked for.' }),
    message: t.field({
      complexity: cost('writtenItem'),
      type: Message,
      description: 'The message as it is now; a move or copy gives it a new id. Null on failure, and when it is gone.',
      resolve: ({ mailbox, read }, _args, _context, info) => read?.(wantedInEach(info, mailbox)),
    }),
    error: t.field({
      complexity: cost('failures'),
      type: UserError,
      description: 'Why it was not written; null when it was.',
      resolve: ({ error }) => error,
    }),
  }),
});

FolderPayload.implement({
  permission: 'writesMailbox',
  description: 'What became of a folder.',
  fields: (t) => ({
    folder: t.field({
      complexity: cost('folder'),
      type: Folder,
      description: 'The folder as it is now; null on failure.',
      resolve: ({ done }) => done,
    }),
    userErrors: t.field(userErrorsField),
  }),
});

DeleteFolderPayload.implement({
  permission: 'writesMailbox',
  description: 'What became of a folder that was to be deleted.',
  fields: (t) => ({
    deletedId: t.id({
      description: 'The id of the folder; null on failure. In Deleted Items it lives on under the same id.',
      resolve: ({ done }) => done?.deletedId,
    }),
    userErrors: t.field(userErrorsField),
  }),
});
