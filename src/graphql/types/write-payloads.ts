import { messageProperties } from '../../ews/properties/message.ts';
import { builder } from '../builder.ts';
import { cost } from '../guards/cost.ts';
import {
  CalendarEvent,
  DeleteFolderPayload,
  DraftPayload,
  Folder,
  FolderPayload,
  Message,
  SendMessagePayload,
  Submission,
} from '../refs.ts';
import { wantedProperties } from '../selection.ts';
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
  description: 'What became of a message that was written and not sent, or of the files of a message or an event.',
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
