import { attachmentId, folderId, itemId, type FolderId } from '../ews/properties/id.ts';
import { decodeGlobalId, encodeGlobalId, type GlobalId, type GlobalIdType } from '../global-id.ts';
import type { ConversationReference } from '../mailbox/conversations/load-conversations.ts';
import { attachedItemIdTypes, attachmentIdTypes } from '../mailbox/content-permission.ts';
import type { OpenedMailbox } from '../mailbox/open-mailbox.ts';
import { sealedOnce } from '../remembered-seals.ts';
import type { Context } from './context.ts';
import { badUserInput, notFound } from './errors.ts';
import type { AttachmentSource, ConversationSource } from './refs.ts';
import type { AnyItemSource } from './sources.ts';

/** The sealed text of an id. */
export const idText = (context: Context, id: GlobalId): string => encodeGlobalId(context.sealer, id);

/** The id of an item; one inside an attachment is named by the attachment. */
export const itemIdText = (
  context: Context,
  { mailbox, item, attachment }: Pick<AnyItemSource, 'mailbox' | 'item' | 'attachment'>,
): string =>
  attachment === undefined
    ? idText(context, { type: 'Item', mailbox: mailbox.address, id: item.id })
    : idText(context, { type: attachedItemIdTypes[attachment.holder], mailbox: mailbox.address, id: attachment.id });

/** A change key, sealed as ids are: those of WorkMail hold the GUID of the mailbox's store. Empty where the server tells none. */
export const changeKeyText = ({ sealer }: Context, changeKey: string | undefined): string =>
  changeKey === undefined || changeKey === ''
    ? ''
    : sealedOnce(sealer, `change-key\0${changeKey}`, () => sealer.seal('change-key', changeKey));

/** Opens a change key that a client gave back. Throws BAD_USER_INPUT when the gateway did not make it. It may still be that of another thing. */
export const readChangeKey = (context: Context, text: string): string => {
  const changeKey = context.sealer.open('change-key', text);
  if (changeKey === undefined) {
    context.refuse({ reason: 'BAD_ID' });
    throw badUserInput('A change key is not one that this gateway made');
  }
  return changeKey;
};

/** The version that a client means by `ifChangeKey`; undefined: whichever it is. Throws as `readChangeKey`. */
export const readIfChangeKey = (context: Context, text: string | null | undefined): string | undefined =>
  text === undefined || text === null ? undefined : readChangeKey(context, text);

/** The id of a folder as a Folder or as a Calendar: two nodes, two ids. */
export const folderIdText = (
  context: Context,
  mailbox: OpenedMailbox,
  type: 'Folder' | 'Calendar',
  id: FolderId,
): string => idText(context, { type, mailbox: mailbox.address, id });

/** The id of an attachment. */
export const attachmentIdText = (
  context: Context,
  { mailbox, attachment, holder }: Pick<AttachmentSource, 'mailbox' | 'attachment' | 'holder'>,
): string => idText(context, { type: attachmentIdTypes[holder], mailbox: mailbox.address, id: attachment.id });

/** The id of a conversation holds what its messages are found by, so that it can be read without any of them. */
export const conversationIdText = (
  context: Context,
  { mailbox, reference: { id, key, topic } }: Pick<ConversationSource, 'mailbox' | 'reference'>,
): string =>
  idText(context, {
    type: 'Conversation',
    mailbox: mailbox.address,
    id: JSON.stringify(key === undefined ? [id, null, topic ?? null] : [id, key]),
  });

/** Reads back what `conversationIdText` put into an id. */
export const conversationReference = (id: GlobalId): ConversationReference => {
  const [conversation, key, topic] = JSON.parse(id.id) as readonly [string, (string | null)?, (string | null)?];
  return { id: conversation, key: key ?? undefined, topic: topic ?? undefined };
};

/** Opens an id that a client sent. Throws BAD_USER_INPUT when the gateway did not make it, or made it for another kind of thing. */
export const readId = (context: Context, argument: string, text: string, types: readonly GlobalIdType[]): GlobalId => {
  const id = decodeGlobalId(context.sealer, text);
  if (id === undefined) {
    context.refuse({ reason: 'BAD_ID' });
    throw badUserInput(`${argument} is not an id that this gateway made`);
  }
  if (!types.includes(id.type))
    throw badUserInput(`${argument} is the id of another kind of thing; expected ${types.join(' or ')}`);
  return id;
};

/** Opens the mailbox that an id lives in. Throws NOT_FOUND when this caller may not open it. */
export const mailboxOf = async (context: Context, { mailbox }: GlobalId): Promise<OpenedMailbox> => {
  const opened = await context.mailbox(mailbox);
  if (opened === undefined) throw notFound();
  return opened;
};

/** As `readId`, and refuses ids of another mailbox, which can name nothing in this one. */
export const readIdIn = (
  context: Context,
  argument: string,
  text: string,
  types: readonly GlobalIdType[],
  mailbox: OpenedMailbox,
): GlobalId => {
  const id = readId(context, argument, text, types);
  if (id.mailbox !== mailbox.address) {
    context.refuse({ reason: 'FOREIGN_ID', mailbox: id.mailbox });
    throw badUserInput(`${argument} belongs to another mailbox`);
  }
  return id;
};

/** The EWS ids inside global ids. */
export const ewsItemId = (id: GlobalId): ReturnType<typeof itemId> => itemId(id.id);
export const ewsFolderId = (id: GlobalId): ReturnType<typeof folderId> => folderId(id.id);
export const ewsAttachmentId = (id: GlobalId): ReturnType<typeof attachmentId> => attachmentId(id.id);
