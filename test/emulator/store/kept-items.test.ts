import { describe, expect, it } from 'vitest';
import { accountOf } from '../../../src/emulator/store/directory.ts';
import type { ItemOrder, Sought } from '../../../src/emulator/store/ordered-items.ts';
import {
  createStore,
  distinguishedFolder,
  type Mailbox,
  type StoredFolder,
  type StoredItem,
} from '../../../src/emulator/store/store.ts';
import { addItem, changeItem, moveItem, removeItem } from '../../../src/emulator/store/store-writes.ts';
import { childText, node } from '../../../src/emulator/xml/xml.ts';
import { mail } from '../small-organization.ts';
import { organization } from '../writing-organization.ts';

const count = 2_000;

/** Alice's inbox with many messages more. */
const openInbox = (): { readonly mailbox: Mailbox; readonly inbox: StoredFolder; readonly other: StoredFolder } => {
  const mailbox = accountOf(createStore(organization(), Date.now), 'alice@example.test').open();
  const inbox = distinguishedFolder(mailbox, 'inbox');
  const other = distinguishedFolder(mailbox, 'drafts');
  if (inbox === undefined || other === undefined) throw new Error('the organisation has no such folders');
  for (let number = 0; number < count; number += 1)
    addItem(mailbox, inbox, mail(`Message ${(number * 7_919) % count}`));
  return { mailbox, inbox, other };
};

const subjectOf = ({ element }: StoredItem): string => childText(element, 't:Subject') ?? '';

/** An order by subject that counts how often it reads one. */
const countingOrder = (): ItemOrder & { read: number } => {
  const order = {
    identity: 'subject, counted',
    read: 0,
    keysOf: (item: StoredItem) => {
      order.read += 1;
      return [subjectOf(item)];
    },
    compare: ([one = '']: readonly unknown[], [other = '']: readonly unknown[]) =>
      String(one) < String(other) ? -1 : String(one) > String(other) ? 1 : 0,
  };
  return order;
};

/** A condition that counts how many items it looks at. */
const countingCondition = (): Sought & { looked: number } => {
  const sought = {
    identity: 'ends in 7, counted',
    looked: 0,
    matches: (item: StoredItem) => {
      sought.looked += 1;
      return subjectOf(item).endsWith('7');
    },
  };
  return sought;
};

describe('an order that was asked for', () => {
  it('reads every item once, and none again for the next page', () => {
    const { inbox } = openInbox();
    const order = countingOrder();
    const sought = countingCondition();
    const first = inbox.items.findAll(order, sought).slice(0, 10);
    expect([order.read, sought.looked]).toEqual([inbox.items.length, inbox.items.length]);
    const second = inbox.items.findAll(order, sought).slice(10, 20);
    expect([order.read, sought.looked]).toEqual([inbox.items.length, inbox.items.length]);
    const both = [...first, ...second].map(subjectOf);
    expect(both).toEqual(both.toSorted());
    expect(new Set(both).size).toBe(20);
  });

  it('reads only the item that was written', () => {
    const { mailbox, inbox, other } = openInbox();
    const order = countingOrder();
    const sought = countingCondition();
    inbox.items.findAll(order, sought);
    const costs = (write: () => void): readonly number[] => {
      const before = [order.read, sought.looked];
      write();
      return [order.read - (before[0] ?? 0), sought.looked - (before[1] ?? 0)];
    };
    const [one, two, three] = inbox.items.slice(100, 103);
    if (one === undefined || two === undefined || three === undefined) throw new Error('the inbox is too small');
    expect(costs(() => changeItem(mailbox, one, [node('t:Subject', 'Another 7')]))).toEqual([1, 1]);
    expect(costs(() => addItem(mailbox, inbox, mail('A new 7')))).toEqual([1, 1]);
    expect(costs(() => void moveItem(two, other))).toEqual([0, 0]);
    expect(costs(() => removeItem(mailbox, three))).toEqual([0, 0]);
    const found = Array.from(inbox.items.findAll(order, sought), subjectOf);
    expect(found).toEqual(
      Array.from(inbox.items, subjectOf)
        .filter((subject) => subject.endsWith('7'))
        .toSorted(),
    );
    expect(found).toContain('Another 7');
    expect(found).toContain('A new 7');
  });

  it('is given up when too many others were asked for since, and is right when it is asked for again', () => {
    const { mailbox, inbox } = openInbox();
    const order = countingOrder();
    const everything: Sought = { identity: '', matches: undefined };
    inbox.items.findAll(order, everything);
    for (let index = 0; index < 20; index += 1) {
      inbox.items.findAll({ ...order, identity: `subject ${index}` }, everything);
    }
    const read = order.read;
    addItem(mailbox, inbox, mail('A latecomer'));
    const orders = order.read - read;
    expect(orders).toBeGreaterThan(0);
    expect(orders).toBeLessThanOrEqual(8);
    expect(subjectOf(inbox.items.findAll(order, everything).slice(0, 1)[0] as StoredItem)).toBe('A latecomer');
  });

  it('lets a value that cannot be compared trouble who asks for it, and nobody who writes', () => {
    const { mailbox, inbox } = openInbox();
    const order: ItemOrder = {
      ...countingOrder(),
      keysOf: (item) => {
        if (subjectOf(item) === 'Strange') throw new Error('not to be compared');
        return [subjectOf(item)];
      },
    };
    const everything: Sought = { identity: '', matches: undefined };
    expect(inbox.items.findAll(order, everything).length).toBe(inbox.items.length);
    const strange = addItem(mailbox, inbox, mail('Strange'));
    expect(() => inbox.items.findAll(order, everything)).toThrow('not to be compared');
    changeItem(mailbox, strange, [node('t:Subject', 'Usual')]);
    expect(Array.from(inbox.items.findAll(order, everything), subjectOf)).toContain('Usual');
  });
});

describe('the changes of a folder', () => {
  it('are told from any one on, the last of each item', () => {
    const { mailbox, inbox } = openInbox();
    const before = mailbox.sequence;
    const [one, two] = inbox.items.slice(5, 7);
    if (one === undefined || two === undefined) throw new Error('the inbox is too small');
    changeItem(mailbox, one, [node('t:IsRead', 'true')]);
    changeItem(mailbox, two, [node('t:IsRead', 'true')]);
    const added = addItem(mailbox, inbox, mail('New'));
    changeItem(mailbox, one, [node('t:IsRead', 'false')]);
    expect([...inbox.items.changedAfter(before)]).toEqual([two, added, one]);
    expect(inbox.items.after(before)).toEqual([added]);
    expect([...inbox.items.changedAfter(mailbox.sequence)]).toEqual([]);
  });
});
