import { randomBytes } from 'node:crypto';
import { EwsError } from '../../ews/errors.ts';
import { sendItem } from '../../ews/operations/send-item.ts';
import { updateItem } from '../../ews/operations/update-item.ts';
import { mailboxAddress, type ItemId, type ItemReference, type MailboxAddress } from '../../ews/properties/id.ts';
import { looseValue } from '../../ews/properties/item-element.ts';
import type { Item, ItemOf } from '../../ews/properties/item-types.ts';
import { messageProperties } from '../../ews/properties/message.ts';
import { markers } from '../../ews/properties/named-property.ts';
import type { AnyProperty } from '../../ews/properties/property.ts';
import { assign, type Assignment } from '../../ews/properties/written-rows.ts';
import type { OpenedMailbox } from '../open-mailbox.ts';
import { isGone } from '../is-gone.ts';
import { findMarked } from './find-marked.ts';
import type { OnceWrite } from './once.ts';
import { isMessage } from './own-kind.ts';
import type { MessageToSend, Sent, SendOptions } from './send-message.ts';
import { copyFolders } from './sent-copy.ts';
import { wantsVersion } from './wants-version.ts';
import { invalidField, WriteRefusal } from './write-refusal.ts';

/** A draft to be sent. */
export interface DraftToSend extends Pick<MessageToSend, 'once' | 'mailbox' | 'key' | 'content' | 'options'> {
  readonly id: ItemId;
  /** Where the client named it, `['input', 'id']`. */
  readonly path: readonly string[];
  /** The version that is meant; undefined: whichever it is. */
  readonly ifChangeKey: string | undefined;
  /** Rows that the caller wants to see of the draft when it is another version than the one that is meant. */
  readonly shown: readonly AnyProperty[];
  /** Refuses an address that the caller may not send as: anybody may have put it into the draft. Throws WriteRefusal. */
  readonly demandSender: (address: MailboxAddress) => Promise<void>;
}

const rows = [
  messageProperties.isDraft,
  messageProperties.from,
  messageProperties.sender,
  messageProperties.toRecipients,
  messageProperties.ccRecipients,
  messageProperties.bccRecipients,
  markers.key,
  markers.sending,
];

type Draft = ItemOf<'Message'>;

const readAfresh = ({ items }: OpenedMailbox, id: ItemId): Promise<Item> => {
  items.forget(id);
  return items.load(id, rows);
};

/** It is another version than the one that was meant, or read. */
const changed = async ({ mailbox: { items }, id, shown }: DraftToSend): Promise<WriteRefusal> =>
  new WriteRefusal({ reason: 'CHANGED', current: await items.load(id, shown) });

const unknown = (): WriteRefusal => new WriteRefusal({ reason: 'OUTCOME_UNKNOWN' });

/** Refuses what cannot be sent as it is. */
const demandSendable = async (item: Item, draft: DraftToSend, ownMark: string): Promise<Draft> => {
  const { mailbox, path, ifChangeKey, options } = draft;
  if (!isMessage(item)) throw new WriteRefusal({ reason: 'NOT_FOUND' });
  const { isDraft, toRecipients, ccRecipients, bccRecipients } = item.properties;
  if (isDraft !== true) throw new WriteRefusal({ reason: 'CONFLICT', detail: 'This message is no draft.' });
  // Before its version, which the marks have changed.
  if (looseValue(item, markers.sending) !== undefined) await refuseAgain(mailbox, options, item, ownMark);
  if (ifChangeKey !== undefined && ifChangeKey !== item.changeKey) throw await changed(draft);
  if ([toRecipients, ccRecipients, bccRecipients].every((people) => (people?.length ?? 0) === 0))
    throw invalidField(path, 'is a draft without recipients.');
  return item;
};

/**
 * What a draft means that was handed to the mail server before. A real server left such a draft where it was and delivered it a second time, so it is
 * never sent again: only its copy tells that it was sent.
 */
const refuseAgain = async (
  mailbox: OpenedMailbox,
  { saveIn }: SendOptions,
  draft: Draft,
  ownMark: string,
): Promise<never> => {
  const mark = looseValue(draft, markers.key);
  // The own mark has been looked for already.
  if (mark === undefined || mark === ownMark) throw unknown();
  const sentItems = mailbox.folders.targetOfRole('SENT_ITEMS');
  const lookIn = copyFolders(mailbox, saveIn ?? sentItems, sentItems);
  const marked = await findMarked(mailbox, mark, lookIn, [messageProperties.isDraft]);
  if (!marked.some(isSentCopy)) throw unknown();
  throw new WriteRefusal({ reason: 'CONFLICT', detail: 'This draft has been sent already.' });
};

/** Drafts may have been moved to where copies are looked for. */
const isSentCopy = (item: Item): boolean => item.type === 'Message' && item.properties.isDraft === false;

/** The From that the draft is to be given; undefined: it stays as it is. */
const newFrom = async (
  { properties: { from, sender } }: Draft,
  { mailbox, options, demandSender }: DraftToSend,
): Promise<MailboxAddress | undefined> => {
  const demand = async (address: string): Promise<void> => {
    const parsed = mailboxAddress(address);
    if (parsed === undefined) throw new WriteRefusal({ reason: 'FORBIDDEN', detail: 'The draft has an odd sender.' });
    await demandSender(parsed);
  };
  if (sender?.address !== undefined) await demand(sender.address);
  if (options.from !== undefined || from === undefined) return options.from;
  // A name, or an address of Exchange's own kind: nobody can say whose it is.
  if (from.address === undefined) return mailbox.address;
  await demand(from.address);
  return undefined;
};

const isMarkedBy = (item: Item, marks: readonly Assignment[]): boolean =>
  [markers.key, markers.sending].every(
    (row) => looseValue(item, row) === marks.find((assignment) => assignment.row === row)?.value,
  );

/** Gives the draft back as it was, when it has certainly not been sent. Marks of somebody else stay. */
const takeBack = async (mailbox: OpenedMailbox, draft: Draft, marks: readonly Assignment[]): Promise<void> => {
  const { id, properties } = draft;
  try {
    const now = await readAfresh(mailbox, id);
    if (now.type !== 'Message' || !isMarkedBy(now, marks)) return;
    const isOtherFrom = now.properties.from?.address !== properties.from?.address;
    await mailbox.session.call(updateItem, {
      changes: [
        {
          id,
          changeKey: now.changeKey,
          type: 'Message',
          changes: isOtherFrom ? { from: properties.from ?? null } : {},
          named: marks.map(({ row }) => ({ row, value: null })),
        },
      ],
      conflictResolution: 'NeverOverwrite',
      disposition: 'SaveOnly',
    });
  } catch (error) {
    // Then the draft stays marked and is not sent again: the failure that led here is what the caller has to know.
    if (!(error instanceof EwsError)) throw error;
  } finally {
    mailbox.items.forget(id);
  }
};

/** Marks the draft as being sent, on the condition that nobody has changed it. Answers its new change key; undefined when somebody has. */
const markAsSending = async (
  mailbox: OpenedMailbox,
  draft: Draft,
  from: MailboxAddress | undefined,
  marks: readonly Assignment[],
): Promise<string | undefined> => {
  const { id, changeKey } = draft;
  let isMarked = false;
  try {
    const { item } = await mailbox.session.call(updateItem, {
      changes: [
        {
          id,
          changeKey,
          type: 'Message',
          changes: from === undefined ? {} : { from: { address: from } },
          named: marks,
        },
      ],
      conflictResolution: 'NeverOverwrite',
      disposition: 'SaveOnly',
    });
    isMarked = true;
    return item?.changeKey ?? (await readAfresh(mailbox, id)).changeKey ?? '';
  } catch (error) {
    if (!(error instanceof EwsError)) throw error;
    if (!isMarked && wantsVersion(error)) return undefined;
    if (isMarked || error.mayBeDone) await takeBack(mailbox, draft, marks);
    // Whatever became of this step, nothing was sent.
    throw error.with({ mayBeDone: false });
  }
};

/** A draft that nobody but this attempt hands over. */
interface MarkedDraft {
  /** As it was before. */
  readonly draft: Draft;
  readonly marks: readonly Assignment[];
  readonly changeKey: string;
}

/**
 * Reads the draft, with every check of what was read, and marks it. A draft that has changed in between is read and marked once more, unless a version was
 * named: what an earlier attempt had given up, its mark or the taking back of it, may have come late, and is no change that a caller could name.
 */
const readAndMark = async (draftToSend: DraftToSend, given: readonly Assignment[]): Promise<MarkedDraft> => {
  const { mailbox, id, ifChangeKey } = draftToSend;
  const ownMark = given.find(({ row }) => row === markers.key)?.value;
  const mostReads = ifChangeKey === undefined ? 2 : 1;
  for (let reads = 1; reads <= mostReads; reads += 1) {
    const item = await readAfresh(mailbox, id);
    const draft = await demandSendable(item, draftToSend, typeof ownMark === 'string' ? ownMark : '');
    const from = await newFrom(draft, draftToSend);
    const marks = [...given, assign(markers.sending, new Date().toISOString())];
    const changeKey = await markAsSending(mailbox, draft, from, marks);
    if (changeKey !== undefined) return { draft, marks, changeKey };
  }
  mailbox.items.forget(id);
  throw await changed(draftToSend);
};

const send = async (draftToSend: DraftToSend, given: readonly Assignment[]): Promise<undefined> => {
  const { mailbox, id, options } = draftToSend;
  const { draft, marks, changeKey } = await readAndMark(draftToSend, given);
  try {
    await mailbox.session.call(sendItem, { ids: [{ id, changeKey }], saveCopyIn: options.saveIn });
  } catch (error) {
    if (error instanceof EwsError && !error.mayBeDone) await takeBack(mailbox, draft, marks);
    throw error;
  }
  mailbox.items.forget(id);
  mailbox.folders.forgetCounts();
  return undefined;
};

/** What was found by the mark proves nothing when it is the marked draft itself, which somebody keeps where copies are looked for. */
const demandEvidence = async (mailbox: OpenedMailbox, item: ItemReference): Promise<void> => {
  try {
    mailbox.items.forget(item.id);
    if (isSentCopy(await mailbox.items.load(item.id, [messageProperties.isDraft]))) return;
  } catch (error) {
    if (!(error instanceof EwsError)) throw error;
    // Moved or deleted since: it had been found, and drafts that are marked are not sent again anyway.
    if (isGone(error)) return;
  }
  throw unknown();
};

/**
 * Sends a draft: reads it, marks it as being sent, on the condition that it is what was read, and hands it over. A draft so marked is sent again by
 * nobody; when the mail server certainly did nothing, the marks are taken off again. One that is another by then is read and marked once more, unless a
 * version was named. A draft that is gone was sent when its copy is found. Throws WriteRefusal and EwsError.
 */
export const sendDraft = async (draft: DraftToSend): Promise<Sent> => {
  const { once, mailbox, key, content, options } = draft;
  if (options.saveIn === null) {
    await send(draft, [assign(markers.key, randomBytes(16).toString('base64url'))]);
    return { isReplayed: false, copy: undefined };
  }
  const lookIn = copyFolders(mailbox, options.saveIn);
  const write: OnceWrite['write'] = (marks) => send(draft, marks);
  const { isReplayed, mark, item } = await once({ mailbox, key, content, lookIn, write });
  if (item !== undefined) await demandEvidence(mailbox, item);
  return { isReplayed, copy: { mark, item, lookIn } };
};
