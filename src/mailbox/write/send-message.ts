import { createItem } from '../../ews/operations/create-item.ts';
import type { FolderTarget, ItemReference, MailboxAddress } from '../../ews/properties/id.ts';
import type { Assignment } from '../../ews/properties/written-rows.ts';
import type { MessageContent } from './message-content.ts';
import type { Once, OnceWrite } from './once.ts';
import { copyFolders, type SentCopy } from './sent-copy.ts';
import { invalidField } from './write-refusal.ts';

/** How a message goes out. */
export interface SendOptions {
  /** Whose name it goes out under, an address that the caller may send as; undefined: the mailbox's own. */
  readonly from: MailboxAddress | undefined;
  /** Where the sender's copy is kept; null: no copy, and then no key either, because nothing would prove that it was sent. */
  readonly saveIn: FolderTarget | null;
}

/** A message to be sent. */
export interface MessageToSend extends Pick<OnceWrite, 'mailbox' | 'key' | 'content'> {
  readonly once: Once;
  /** Made when it is certain that it is to be sent: not for what had been sent before. */
  readonly message: () => Promise<MessageContent>;
  readonly options: SendOptions;
}

/** A message that the mail server took. */
export interface Sent {
  /** It had been sent before, under the same key with the same content. */
  readonly isReplayed: boolean;
  /** Undefined: none was to be kept. */
  readonly copy: SentCopy | undefined;
}

/** Refuses a message to nobody. `path`: where its content stands in the input. Throws WriteRefusal. */
export const demandRecipients = ({ properties }: MessageContent, path: readonly string[]): void => {
  const { toRecipients, ccRecipients, bccRecipients } = properties;
  if ([toRecipients, ccRecipients, bccRecipients].every((people) => (people?.length ?? 0) === 0))
    throw invalidField([...path, 'to'], 'is empty, and so are cc and bcc: a message needs at least one recipient.');
};

const create = async (
  { mailbox, message, options: { from, saveIn } }: MessageToSend,
  marks: readonly Assignment[],
): Promise<ItemReference | undefined> => {
  const { properties, named, attachments } = await message();
  const [item] = await mailbox.session.call(createItem, {
    items: [
      {
        type: 'Message',
        properties: {
          ...properties,
          attachments,
          ...(from === undefined ? {} : { from: { address: from } }),
        },
        named: [...named, ...marks],
      },
    ],
    ...(saveIn === null ? { disposition: 'SendOnly' } : { disposition: 'SendAndSaveCopy', saveIn }),
  });
  mailbox.folders.forgetCounts();
  return item;
};

/**
 * Sends a message in one step, with everything that hangs on it: the delivery and the copy that proves it are one act of the server, and a send that
 * fails leaves no draft behind. Throws WriteRefusal and EwsError; unless one of them says otherwise, nothing was sent.
 */
export const sendMessage = async (send: MessageToSend): Promise<Sent> => {
  const { once, mailbox, key, content, options } = send;
  if (options.saveIn === null) {
    await create(send, []);
    return { isReplayed: false, copy: undefined };
  }
  const lookIn = copyFolders(mailbox, options.saveIn);
  const { isReplayed, mark, item } = await once({
    mailbox,
    key,
    content,
    lookIn,
    write: (marks) => create(send, marks),
  });
  return { isReplayed, copy: { mark, item, lookIn } };
};
