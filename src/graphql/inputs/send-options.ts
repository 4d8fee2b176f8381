import { mailboxAddress, type MailboxAddress } from '../../ews/properties/id.ts';
import type { OpenedMailbox } from '../../mailbox/open-mailbox.ts';
import type { SendOptions } from '../../mailbox/write/send-message.ts';
import { invalidField, WriteRefusal } from '../../mailbox/write/write-refusal.ts';
import { builder } from '../builder.ts';
import type { Context } from '../context.ts';
import type { FolderRefInput } from '../folder-source.ts';
import { FolderRef } from '../types/folder.ts';
import { readMailFolder } from './mail-folder.ts';

/** How a client wants a message to be sent. */
export interface SendOptionsShape {
  readonly saveTo?: FolderRefInput | null | undefined;
  readonly skipSaveCopy: boolean;
  readonly sendAs?: string | null | undefined;
}

export const SendOptionsInput = builder.inputRef<SendOptionsShape>('SendOptionsInput').implement({
  description: 'How a message is sent. The same for everything that is sent.',
  fields: (t) => ({
    saveTo: t.field({
      type: FolderRef,
      description: 'The folder for your copy, one that holds mail; Sent Items when left out.',
    }),
    skipSaveCopy: t.boolean({
      required: true,
      defaultValue: false,
      description:
        'Keep no copy. Then `message` of the payload is null, and no `idempotencyKey` is taken: the copy is what proves that something was sent.',
    }),
    sendAs: t.field({
      type: 'EmailAddress',
      description:
        'The address that it comes from: one of this mailbox, or of a mailbox on which you have SEND and that this one may send as. Its main one when left out.',
    }),
  }),
});

/**
 * Whether the caller may send from this mailbox under an address: one of the mailbox's own, or one of a mailbox that the policy lets the caller send
 * from. Costs nothing for the main address. What an address of nobody costs does not differ from what a stranger's does.
 */
const maySendAs = async (
  { caller, directory, policy }: Pick<Context, 'caller' | 'directory' | 'policy'>,
  { address }: Pick<OpenedMailbox, 'address'>,
  as: MailboxAddress,
): Promise<boolean> => {
  if (as === address) return true;
  if (!policy.permissionsOn(caller, as).has('SEND')) return (await directory.aliases(address)).includes(as);
  const owner = await directory.find(as);
  return owner !== undefined && (owner.address === address || policy.permissionsOn(caller, owner.address).has('SEND'));
};

/** Throws WriteRefusal FORBIDDEN unless `maySendAs`; one text for every reason. Reports the refusal. */
export const demandSendAs = async (
  context: Pick<Context, 'caller' | 'directory' | 'policy' | 'refuse'>,
  mailbox: Pick<OpenedMailbox, 'address'>,
  as: MailboxAddress,
): Promise<void> => {
  if (await maySendAs(context, mailbox, as)) return;
  context.refuse({ reason: 'FORBIDDEN', mailbox: as, permissions: ['SEND'], field: 'SendOptionsInput.sendAs' });
  throw new WriteRefusal({ reason: 'FORBIDDEN', detail: 'You may not send under this address from this mailbox.' });
};

/**
 * Reads how something is sent. `path`: where the options stand in the input; `isKeyed`: it comes with an idempotency key. Throws WriteRefusal INVALID and
 * FORBIDDEN, GraphQLError for a folder that is not there, and DirectoryError.
 */
export const readSendOptions = async (
  context: Context,
  mailbox: OpenedMailbox,
  options: SendOptionsShape | null | undefined,
  { path, isKeyed }: { readonly path: readonly string[]; readonly isKeyed: boolean },
): Promise<SendOptions> => {
  const { saveTo, skipSaveCopy = false, sendAs } = options ?? {};
  if (skipSaveCopy && isKeyed)
    throw invalidField(
      [...path, 'skipSaveCopy'],
      'cannot go with an idempotencyKey: the copy is what proves that it was sent.',
    );
  if (skipSaveCopy && saveTo !== undefined && saveTo !== null)
    throw invalidField([...path, 'saveTo'], 'names a folder for a copy that skipSaveCopy does not want.');
  const from = typeof sendAs === 'string' ? mailboxAddress(sendAs) : undefined;
  if (typeof sendAs === 'string' && from === undefined) throw invalidField([...path, 'sendAs'], 'is not an address.');
  if (from !== undefined) await demandSendAs(context, mailbox, from);
  if (skipSaveCopy) return { from, saveIn: null };
  const saveIn =
    saveTo === undefined || saveTo === null
      ? mailbox.folders.targetOfRole('SENT_ITEMS')
      : await readMailFolder(context, mailbox, saveTo, [...path, 'saveTo']);
  return { from, saveIn };
};
