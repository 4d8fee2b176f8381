import { describe, expect, it } from 'vitest';
import {
  attachTo,
  copyItem,
  detachFrom,
  moveItem,
  rewriteItem,
  sourceOf,
} from '../../../src/emulator/store/store-writes.ts';
import { moveFolder } from '../../../src/emulator/store/folder-writes.ts';
import type { SeedAttachment } from '../../../src/emulator/store/model.ts';
import { accountOf } from '../../../src/emulator/store/directory.ts';
import {
  createStore,
  distinguishedFolder,
  type Mailbox,
  type StoredFolder,
  type StoredItem,
} from '../../../src/emulator/store/store.ts';
import { child, childText, node, type XmlNode } from '../../../src/emulator/xml/xml.ts';
import { smallOrganization } from '../small-organization.ts';

const openMailbox = (): Mailbox => accountOf(createStore(smallOrganization(), Date.now), 'alice@example.test').open();

const folderOf = (mailbox: Mailbox, id: string): StoredFolder => {
  const folder = distinguishedFolder(mailbox, id);
  if (folder === undefined) throw new Error(`the small organisation has no ${id}`);
  return folder;
};

const firstItem = (mailbox: Mailbox): StoredItem => {
  const item = [...folderOf(mailbox, 'inbox').items].find(({ element }) => childText(element, 't:Subject') === 'First');
  if (item === undefined) throw new Error('the inbox has no first mail');
  return item;
};

const changeKeyOf = ({ element }: StoredItem): string | undefined =>
  child(element, 't:ItemId')?.attributes['ChangeKey'];

const file = (name: string, size: number): SeedAttachment => ({
  kind: 'file',
  name,
  contentType: 'text/plain',
  isInline: false,
  size,
  content: () => Buffer.alloc(size),
});

const attachmentIds = ({ element }: StoredItem): readonly (readonly [string | undefined, string | undefined])[] =>
  (child(element, 't:Attachments')?.children ?? []).map((attachment) => [
    childText(attachment, 't:Name'),
    child(attachment, 't:AttachmentId')?.attributes['Id'],
  ]);

const withSubject = (item: StoredItem, subject: string): XmlNode => {
  const { element } = sourceOf(item);
  return {
    ...element,
    children: element.children.map((property) =>
      property.name === 't:Subject' ? node('t:Subject', subject) : property,
    ),
  };
};

describe('writing to the store', () => {
  it('an item taken out and written back unchanged is the same item under another change key', () => {
    const item = firstItem(openMailbox());
    const before = item.element;
    rewriteItem(item, sourceOf(item), 'content');
    const without = (element: XmlNode): readonly XmlNode[] =>
      element.children.filter(({ name }) => name !== 't:ItemId' && name !== 't:Size');
    expect(without(item.element)).toEqual(without(before));
    expect(child(item.element, 't:ItemId')?.attributes['Id']).toBe(child(before, 't:ItemId')?.attributes['Id']);
    expect(changeKeyOf(item)).not.toBe(child(before, 't:ItemId')?.attributes['ChangeKey']);
  });

  it('tells a change of the read flag from one of the content', () => {
    const mailbox = openMailbox();
    const item = firstItem(mailbox);
    rewriteItem(item, sourceOf(item), 'readFlag');
    expect(item).toMatchObject({ changedAt: mailbox.sequence, contentChangedAt: item.createdAt });
    rewriteItem(item, sourceOf(item), 'content');
    expect(item).toMatchObject({ changedAt: mailbox.sequence, contentChangedAt: mailbox.sequence });
  });

  it('a moved item keeps what was written to it and leaves its old id dead', () => {
    const mailbox = openMailbox();
    const item = firstItem(mailbox);
    rewriteItem(item, { ...sourceOf(item), element: withSubject(item, 'Written') }, 'content');
    const tasks = folderOf(mailbox, 'tasks');
    const moved = moveItem(item, tasks);
    expect(childText(moved.element, 't:Subject')).toBe('Written');
    expect(child(moved.element, 't:ParentFolderId')?.attributes['Id']).toBe(tasks.id);
    expect(moved.id).not.toBe(item.id);
    expect(mailbox.items.get(item.number)).toBeUndefined();
    expect(item.folder.removedItems.map(({ id }) => id)).toContain(item.id);
  });

  it('a copy lies beside the item and is no second event under its key', () => {
    const mailbox = openMailbox();
    const item = firstItem(mailbox);
    const copy = copyItem(item, item.folder);
    expect([...item.folder.items].at(-1)).toBe(copy);
    expect([...item.folder.items]).toContain(item);
    expect(copy.source.key).toBeUndefined();
  });

  it('attachments keep their ids when others come and go, and no id is given twice', () => {
    const item = firstItem(openMailbox());
    attachTo(item, file('one.txt', 10));
    attachTo(item, file('two.txt', 20));
    const third = attachTo(item, file('three.txt', 30));
    const before = new Map(attachmentIds(item));
    detachFrom(item, third - 1);
    detachFrom(item, third);
    attachTo(item, file('four.txt', 40));
    const after = new Map(attachmentIds(item));
    expect(after.get('one.txt')).toBe(before.get('one.txt'));
    expect(after.has('two.txt')).toBe(false);
    expect([...before.values()]).not.toContain(after.get('four.txt'));
  });

  it('an attachment counts in the size and in whether there are any', () => {
    const item = firstItem(openMailbox());
    rewriteItem(item, sourceOf(item), 'content');
    const size = Number(childText(item.element, 't:Size'));
    attachTo(item, file('one.txt', 1_000));
    expect(Number(childText(item.element, 't:Size'))).toBe(size + 1_000);
    expect(childText(item.element, 't:HasAttachments')).toBe('true');
  });

  it('a moved folder hangs below its new parent with its id and the ids in it', () => {
    const mailbox = openMailbox();
    const inbox = folderOf(mailbox, 'inbox');
    const ids = Array.from(inbox.items, ({ id }) => id);
    const tasks = folderOf(mailbox, 'tasks');
    const before = inbox.parent;
    moveFolder(inbox, tasks);
    expect(before?.children).not.toContain(inbox);
    expect(tasks.children).toContain(inbox);
    expect(inbox).toMatchObject({ parent: tasks, changedAt: mailbox.sequence });
    expect(Array.from(inbox.items, ({ id }) => id)).toEqual(ids);
  });
});
