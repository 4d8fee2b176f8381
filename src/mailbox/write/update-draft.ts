import type { ItemId } from '../../ews/properties/id.ts';
import { looseValue } from '../../ews/properties/item-element.ts';
import type { Item } from '../../ews/properties/item-types.ts';
import { messageProperties } from '../../ews/properties/message.ts';
import { markers } from '../../ews/properties/named-property.ts';
import type { AnyProperty } from '../../ews/properties/property.ts';
import { changeItems, type ChangeSource, type MessageChange } from './change-items.ts';
import type { MessageContent } from './message-content.ts';
import { isMessage } from './own-kind.ts';
import { invalidField, WriteRefusal } from './write-refusal.ts';

/** A draft that is to change. */
export interface DraftToUpdate {
  readonly id: ItemId;
  /** The version that is meant; undefined: whichever it is. */
  readonly ifChangeKey: string | undefined;
  /** What of it changes; files and header lines do not. */
  readonly message: Pick<MessageContent, 'properties'>;
  /** What a conflict tells of the draft as it is now. */
  readonly shown: readonly AnyProperty[];
}

/** Where the input names it. */
const idPath = ['input', 'id'];

const demandDraft = (item: Item | undefined): void => {
  if (item === undefined || !isMessage(item)) throw new WriteRefusal({ reason: 'NOT_FOUND' });
  if (item.properties.isDraft !== true) throw invalidField(idPath, 'is the id of a message that is no draft.');
  if (looseValue(item, markers.sending) !== undefined)
    throw new WriteRefusal({ reason: 'CONFLICT', detail: 'This draft is being sent, or has been.' });
};

/** The names that both a new message and a draft know, with what was given for them. */
const changesOf = ({ properties }: DraftToUpdate['message']): MessageChange['changes'] => {
  const { subject, sensitivity, bodyHtml, bodyText, categories, importance } = properties;
  const { toRecipients, ccRecipients, bccRecipients, replyTo } = properties;
  const { isReadReceiptRequested, isDeliveryReceiptRequested } = properties;
  return {
    subject,
    sensitivity,
    bodyHtml,
    bodyText,
    categories,
    importance,
    toRecipients,
    ccRecipients,
    bccRecipients,
    isReadReceiptRequested,
    isDeliveryReceiptRequested,
    replyTo,
  };
};

/**
 * Changes what is given of a draft, and nothing else: GetItem and UpdateItem, both once more when somebody changed it in between and no version was named.
 * What is no draft stays as it is, and so does a draft that was handed to the mail server. Throws WriteRefusal and EwsError.
 */
export const updateDraft = async (
  mailbox: ChangeSource,
  { id, ifChangeKey, message, shown }: DraftToUpdate,
): Promise<void> => {
  const changes = changesOf(message);
  if (Object.values(changes).every((value) => value === undefined))
    throw invalidField(['input', 'message'], 'says nothing that is to change.');
  const outcomes = await changeItems(mailbox, [{ id, ifChangeKey }], {
    follows: [messageProperties.isDraft, markers.sending],
    change: (item) => {
      demandDraft(item);
      return { changes };
    },
    shown,
  });
  const outcome = outcomes.get(id);
  if (outcome !== undefined && 'failure' in outcome) throw outcome.failure;
};
