import { type Arrival, deliver, intoInbox, sentMessage } from './delivery.ts';
import { discardItem } from '../store/deletion.ts';
import { flag, headerProperty, withProperties } from '../item/item-properties.ts';
import { inboxRules, targetFolder } from './inbox-rules.ts';
import type { SeedItem } from '../store/model.ts';
import { newItem } from '../store/new-item.ts';
import type { OperationContext } from '../operation.ts';
import { responseDraft } from './response-object.ts';
import { headerOf, isMeant, loopHeader } from './rule-conditions.ts';
import { distinguishedFolder, type StoredItem } from '../store/store.ts';
import { copyItem, moveItem, rewriteItem, sized, sourceOf } from '../store/store-writes.ts';
import { child, childrenNamed, childText, isTrue, node, type XmlNode } from '../xml/xml.ts';

/** The same arrival, after which the reader's rules have done with the message what they say. */
export const ruled =
  (context: OperationContext, arrive: Arrival): Arrival =>
  (reader, received) => {
    const before = reader.sequence;
    arrive(reader, received);
    const arrived = distinguishedFolder(reader, 'inbox')?.items.after(before) ?? [];
    for (const item of arrived) applyRules({ ...context, mailbox: reader }, item);
  };

/**
 * Does with a message that lies in the inbox what the rules of the mailbox acted on say, in their order, and returns where it lies then; undefined:
 * it is gone. Every rule sees the message as it arrived, as Exchange's do.
 */
export const applyRules = (context: OperationContext, item: StoredItem): StoredItem | undefined => {
  const { mailbox } = context;
  const meant: XmlNode[] = [];
  for (const rule of inboxRules(mailbox)) {
    if (!isTrue(childText(rule, 't:IsEnabled')) || !isMeant(rule, mailbox, item)) continue;
    meant.push(rule);
    if (isTrue(childText(child(rule, 't:Actions'), 't:StopProcessingRules'))) break;
  }
  const actions = meant.flatMap((rule) => child(rule, 't:Actions')?.children ?? []);
  mark(item, actions);
  for (const action of actions) send(context, item, action);
  return place(item, actions);
};

const mark = (item: StoredItem, actions: readonly XmlNode[]): void => {
  const categories = actions.filter(({ name }) => name === 't:AssignCategories').flatMap(({ children }) => children);
  const known = child(item.element, 't:Categories')?.children ?? [];
  const all = new Map([...known, ...categories].map((one) => [one.text.toLowerCase(), one]));
  const importance = actions.findLast(({ name }) => name === 't:MarkImportance')?.text;
  const isRead = actions.some(({ name, text }) => name === 't:MarkAsRead' && isTrue(text));
  const changes = [
    categories.length === 0 ? undefined : node('t:Categories', [...all.values()]),
    importance === undefined ? undefined : node('t:Importance', importance),
    isRead ? flag('t:IsRead', true) : undefined,
  ].filter((change) => change !== undefined);
  if (changes.length === 0) return;
  const source = sourceOf(item);
  rewriteItem(item, { ...source, element: withProperties(source.element, changes) }, 'content');
};

/** Of several folders to move to the first gets the message, the others copies. A rule whose folder is gone does nothing. */
const place = (item: StoredItem, actions: readonly XmlNode[]): StoredItem | undefined => {
  const { mailbox } = item.folder;
  const folders = (name: string) =>
    actions.filter((action) => action.name === name).flatMap((action) => targetFolder(mailbox, action) ?? []);
  const [target, ...others] = folders('t:MoveToFolder').filter((folder) => folder !== item.folder);
  for (const folder of new Set([...folders('t:CopyToFolder'), ...others])) copyItem(item, folder);
  const does = (name: string): boolean => actions.some((action) => action.name === name && isTrue(action.text));
  if (target !== undefined) return moveItem(item, target);
  if (does('t:PermanentDelete')) {
    discardItem(item, 'HardDelete');
    return undefined;
  }
  if (!does('t:Delete')) return item;
  const bin = distinguishedFolder(mailbox, 'deleteditems');
  return bin && moveItem(item, bin);
};

const send = (context: OperationContext, item: StoredItem, action: XmlNode): void => {
  const make = copies[action.name];
  const passed = headerOf(item, loopHeader)?.split(' ') ?? [];
  const { mailbox } = context;
  if (make === undefined || passed.includes(mailbox.address)) return;
  const recipients = childrenNamed(action, 't:Address').map((person) => ({ ...person, name: 't:Mailbox' }));
  const message = make(context, item, recipients);
  const { element } = message;
  const stamped = {
    ...element,
    children: [...element.children, headerProperty(loopHeader, [...passed, mailbox.address].join(' '))],
  };
  const addresses = recipients.map((person) => childText(person, 't:EmailAddress') ?? '');
  deliver(context, { ...message, element: stamped }, ruled(context, intoInbox), addresses);
};

type Copy = (context: OperationContext, item: StoredItem, recipients: readonly XmlNode[]) => SeedItem;

const forwarded: Copy = (context, item, recipients) => {
  const response = node('t:ForwardItem', [
    node('t:ReferenceItemId', { Id: item.id }),
    node('t:ToRecipients', recipients),
  ]);
  return sentMessage(context, responseDraft(context, response));
};

const attached: Copy = (context, item, recipients) => {
  const name = childText(item.element, 't:Subject') ?? '';
  const draft = newItem(
    context,
    node('t:Message', [node('t:Subject', `FW: ${name}`), node('t:ToRecipients', recipients)]),
  );
  return sentMessage(context, sized({ ...draft, attachments: [{ kind: 'item', name, item: sourceOf(item) }] }));
};

/** As it came, from whoever wrote it. */
const redirected: Copy = (_, item) => sourceOf(item);

const copies: Readonly<Record<string, Copy>> = {
  't:ForwardToRecipients': forwarded,
  't:ForwardAsAttachmentToRecipients': attached,
  't:RedirectToRecipients': redirected,
};
