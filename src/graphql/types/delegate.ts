import { getDelegate } from '../../ews/operations/get-delegate.ts';
import { builder } from '../builder.ts';
import { emptyBeside } from '../empty-beside.ts';
import { clientError } from '../errors.ts';
import { cost } from '../guards/cost.ts';
import { seesAccess } from '../guards/permission.ts';
import { tellBeside } from '../pick.ts';
import { Delegate, Mailbox, Recipient, type DelegateSource } from '../refs.ts';
import { FolderPermissionLevel } from './folder-permission.ts';

Delegate.implement({
  permission: seesAccess,
  description: 'Somebody who acts for the owner of a mailbox.',
  fields: (t) => ({
    user: t.field({
      type: Recipient,
      nullable: false,
      description: 'Who acts for the owner.',
      resolve: ({ mailbox, delegate: { user } }) => ({ mailbox, recipient: user }),
    }),
    calendar: t.field({
      type: FolderPermissionLevel,
      nullable: false,
      description: 'What they may do in the calendar.',
      resolve: ({ delegate }) => delegate.calendar,
    }),
    inbox: t.field({
      type: FolderPermissionLevel,
      nullable: false,
      description: 'What they may do in the inbox.',
      resolve: ({ delegate }) => delegate.inbox,
    }),
    receivesMeetingMessages: t.boolean({
      nullable: false,
      description: 'Whether they get copies of the meeting requests and answers that the owner gets.',
      resolve: ({ delegate }) => delegate.receivesMeetingMessages,
    }),
    canSeePrivate: t.boolean({
      nullable: false,
      description: 'Whether they see private items.',
      resolve: ({ delegate }) => delegate.canSeePrivate,
    }),
  }),
});

builder.objectField(Mailbox, 'delegates', (t) =>
  t.field({
    complexity: cost('delegates'),
    type: [Delegate],
    nullable: false,
    description:
      'Who acts for its owner; nobody for groups. When the mail server knows of more than it can tell, such as accounts that are gone, an error beside the data says so.',
    resolve: async (source, _args, context, info) => {
      if (source.entry.kind === 'GROUP') return [];
      const mailbox = await source.open();
      const read = async (): Promise<DelegateSource[]> => {
        const { delegates, untold } = await mailbox.session.call(getDelegate, { mailbox: mailbox.address });
        if (untold > 0)
          tellBeside(
            clientError('UPSTREAM_ERROR', 'There are more delegates, of whom the mail server cannot tell.'),
            context,
            info,
          );
        return delegates.map((delegate) => ({ mailbox, delegate }));
      };
      return read().catch(emptyBeside(context, info));
    },
  }),
);
