import { expect, test } from 'vitest';
import { EwsError } from '../../src/ews/errors.ts';
import type { EwsSession } from '../../src/ews/operation.ts';
import type { CreateItemInput } from '../../src/ews/operations/create-item.ts';
import { mailboxAddress } from '../../src/ews/properties/id.ts';
import { ItemFailure } from '../../src/migration/item-failure.ts';
import { writeMessages, type MarkedMessage } from '../../src/migration/mailboxes/write-messages.ts';

const invitation: MarkedMessage = {
  mark: `${'a'.repeat(16)}-${'b'.repeat(32)}`,
  identity: 'c'.repeat(32),
  item: {
    kind: 'message',
    itemClass: 'IPM.Schedule.Meeting.Request',
    mime: {
      size: 0,
      stream: async function* () {
        yield new Uint8Array();
      },
    },
    sha256: '',
    hiddenRecipients: [],
    isRead: true,
    isDraft: false,
    receivedAt: '2026-03-17T09:00:00Z',
    sentAt: undefined,
    flag: undefined,
    categories: [],
    answered: undefined,
  },
};

const classOf = (item: CreateItemInput['items'][number]): string | undefined =>
  'properties' in item ? (item.properties as { readonly itemClass?: string }).itemClass : undefined;

/** A server that makes of items what `answer` says; nothing is ever found in it. */
const server = (answer: (items: CreateItemInput['items']) => readonly (EwsError | readonly [])[]) => {
  const classes: (string | undefined)[] = [];
  const session: EwsSession = {
    mailbox: mailboxAddress('ann@example.test') ?? ('' as never),
    call: () => Promise.resolve({ items: [], total: 0, isLast: true, nextOffset: undefined } as never),
    callEach: (operation, input) => {
      expect(operation.name).toBe('CreateItem');
      const { items, disposition } = input as unknown as CreateItemInput;
      expect(disposition).toBe('SaveOnly');
      classes.push(...items.map(classOf));
      return Promise.resolve(answer(items) as never);
    },
    open: () => Promise.reject(new Error('nothing is read')),
  };
  return { session, classes };
};

const refused = new EwsError('response', 'CreateItem: ErrorInvalidPropertySet', {
  responseCode: 'ErrorInvalidPropertySet',
});
const place = { id: 'folder', kind: 'mail' } as const;
const refusesClasses = (items: CreateItemInput['items']) =>
  items.map((item) => (classOf(item) !== undefined ? refused : ([] as const)));

test('a meeting message that a server does not take as one becomes an ordinary message, and that is told', async () => {
  const { session, classes } = server(refusesClasses);
  const plain: MarkedMessage = { ...invitation, item: { ...invitation.item, itemClass: 'IPM.Note' } };
  const outcomes = await writeMessages(session, place, [plain, invitation]);
  expect(outcomes).toEqual([
    { losses: [] },
    { losses: ['the server took it as an ordinary message instead of one of class IPM.Schedule.Meeting.Request'] },
  ]);
  expect(classes).toEqual([undefined, 'IPM.Schedule.Meeting.Request', 'IPM.Schedule.Meeting.Request', undefined]);
});

test('a message that a server refuses in any form is a failure', async () => {
  const { session } = server((items) => items.map(() => refused));
  const [outcome] = await writeMessages(session, place, [invitation]);
  expect(outcome).toBeInstanceOf(ItemFailure);
  expect(outcome).toMatchObject({ reason: 'CreateItem: ErrorInvalidPropertySet' });
});
