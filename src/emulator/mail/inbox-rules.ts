import { distinguishedFolder, type Mailbox, type StoredFolder } from '../store/store.ts';
import { readEntryId } from '../store/entry-id.ts';
import { childText, type XmlNode } from '../xml/xml.ts';

/** The rules of a mailbox, t:Rule elements with ids and folder ids, in the order in which they act. */
export const inboxRules = (mailbox: Mailbox): readonly XmlNode[] => rules.get(mailbox) ?? [];

/** Keeps rules for as long as the mailbox lives. Of two with one priority the one that stands first acts first, and the others move down. */
export const keepInboxRules = (mailbox: Mailbox, kept: readonly XmlNode[]): void => {
  const sorted = kept.toSorted((one, other) => priorityOf(one) - priorityOf(other));
  let last = 0;
  const numbered = sorted.map((rule) => {
    last = Math.max(last + 1, priorityOf(rule));
    return withPriority(rule, last);
  });
  rules.set(mailbox, numbered);
};

/** Whether Outlook keeps rules of its own in the mailbox. Nobody but Outlook can read them: that they are there is all that the emulator knows. */
export const hasOutlookRules = (mailbox: Mailbox): boolean => withOutlookRules.has(mailbox);

/** Lets Outlook keep rules there, or deletes them. */
export const keepOutlookRules = (mailbox: Mailbox, areKept: boolean): void => {
  if (areKept) withOutlookRules.add(mailbox);
  else withOutlookRules.delete(mailbox);
};

/** An id that no other rule of the mailbox has had. */
export const newRuleId = (mailbox: Mailbox): string => {
  const number = (lastNumbers.get(mailbox) ?? 0) + 1;
  lastNumbers.set(mailbox, number);
  const bytes = Buffer.alloc(8);
  bytes.writeUInt32LE(number, 4);
  return bytes.toString('base64');
};

/** The folder that t:MoveToFolder or t:CopyToFolder names; undefined when the mailbox does not have it, or has it no more. */
export const targetFolder = (mailbox: Mailbox, action: XmlNode | undefined): StoredFolder | undefined => {
  const [id] = action?.children ?? [];
  const named = id?.attributes['Id'] ?? '';
  if (id?.name === 't:DistinguishedFolderId') return distinguishedFolder(mailbox, named);
  if (named === '') return undefined;
  const { directoryId, folder, item } = readEntryId(named);
  return directoryId === mailbox.directoryId && item === undefined ? mailbox.folders.get(folder) : undefined;
};

const rules = new WeakMap<Mailbox, readonly XmlNode[]>();
const withOutlookRules = new WeakSet<Mailbox>();
const lastNumbers = new WeakMap<Mailbox, number>();

const priorityOf = (rule: XmlNode): number => Number(childText(rule, 't:Priority'));

const withPriority = (rule: XmlNode, priority: number): XmlNode => ({
  ...rule,
  children: rule.children.map((part) => (part.name === 't:Priority' ? { ...part, text: String(priority) } : part)),
});
