import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { accountOf } from '../../../src/emulator/store/directory.ts';
import { createStore, distinguishedFolder } from '../../../src/emulator/store/store.ts';
import {
  addItem,
  changeItem,
  copyItem,
  moveItem,
  removeItem,
  rewriteItem,
  sourceOf,
} from '../../../src/emulator/store/store-writes.ts';
import { withProperties } from '../../../src/emulator/item/item-properties.ts';
import { child, childText, node } from '../../../src/emulator/xml/xml.ts';
import { message } from '../elements.ts';
import { organization } from '../writing-organization.ts';

const names = ['one', 'two', 'three'];
const kinds = ['create', 'change', 'rewrite', 'move', 'copy', 'remove'] as const;
const steps = fc.array(
  fc.record({ kind: fc.constantFrom(...kinds), which: fc.nat(), name: fc.constantFrom(...names) }),
  { maxLength: 60 },
);

const called = (name: string) => [
  node('t:ConversationId', { Id: name }),
  node('t:InternetMessageId', `<${name}@mail.example.test>`),
];

describe('the names of the items of a mailbox', () => {
  it('find after any writes what looking at every item finds, in order of arrival', () => {
    fc.assert(
      fc.property(steps, (writes) => {
        const mailbox = accountOf(createStore(organization(), Date.now), 'alice@example.test').open();
        const inbox = distinguishedFolder(mailbox, 'inbox');
        const deleted = distinguishedFolder(mailbox, 'deleteditems');
        if (inbox === undefined || deleted === undefined) throw new Error('the organisation has no such folders');
        const check = (): void => {
          for (const name of names) {
            const items = [...mailbox.items.values()];
            expect(mailbox.names.named('conversation', name)).toEqual(
              items.filter(({ element }) => child(element, 't:ConversationId')?.attributes['Id'] === name),
            );
            const messageId = `<${name}@mail.example.test>`;
            expect(mailbox.names.named('messageId', messageId)).toEqual(
              items.filter(({ element }) => childText(element, 't:InternetMessageId') === messageId),
            );
          }
        };
        check();
        for (const { kind, which, name } of writes) {
          const items = [...inbox.items];
          const item = items[which % items.length];
          if (kind === 'create' || item === undefined) {
            addItem(mailbox, inbox, { element: message({ 't:Subject': name }, called(name)), attachments: [] });
          } else if (kind === 'change') changeItem(mailbox, item, called(name));
          else if (kind === 'rewrite') {
            const source = sourceOf(item);
            rewriteItem(item, { ...source, element: withProperties(source.element, called(name)) }, 'content');
          } else if (kind === 'move') moveItem(item, deleted);
          else if (kind === 'copy') copyItem(item, inbox);
          else removeItem(mailbox, item);
        }
        check();
      }),
      { numRuns: 100 },
    );
  });
});
