import { quotas } from '../../mailbox/write/quotas.ts';
import { builder } from '../builder.ts';
import { cost } from '../guards/cost.ts';
import { Mailbox, MailboxQuota } from '../refs.ts';

MailboxQuota.implement({
  permission: 'withItsParent',
  description: 'How full a mailbox is, and what one message may have.',
  fields: (t) => ({
    usedBytes: t.field({
      type: 'Long',
      description: 'Bytes that are used; perhaps minutes old. Null where the directory does not tell.',
      resolve: ({ usedBytes }) => usedBytes,
    }),
    limitBytes: t.field({
      type: 'Long',
      nullable: false,
      description: 'Bytes that it may hold.',
      resolve: ({ limitBytes }) => limitBytes,
    }),
    maxMessageBytes: t.field({
      type: 'Long',
      nullable: false,
      description: 'Bytes that the body and the files of one message may have together, before they are encoded.',
      resolve: () => quotas.contentBytes,
    }),
    maxRecipientsPerMessage: t.int({
      nullable: false,
      description: 'To, cc and bcc of one message together.',
      resolve: () => quotas.recipients,
    }),
    maxAttachmentsPerMessage: t.int({
      nullable: false,
      description: 'Attachments of one message.',
      resolve: () => quotas.attachments,
    }),
  }),
});

builder.objectField(Mailbox, 'quota', (t) =>
  t.field({
    complexity: cost('quota'),
    type: MailboxQuota,
    description:
      'How full it is. Null for groups, and where the directory does not tell: outside Amazon WorkMail, or when the gateway may not ask it.',
    resolve: ({ entry }, _args, { directory }) => directory.quota(entry.address),
  }),
);
