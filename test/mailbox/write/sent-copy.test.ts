import { describe, expect, it } from 'vitest';
import { EwsError } from '../../../src/ews/errors.ts';
import { itemId, type FolderTarget } from '../../../src/ews/properties/id.ts';
import type { Item } from '../../../src/ews/properties/item-types.ts';
import { messageProperties } from '../../../src/ews/properties/message.ts';
import { markers } from '../../../src/ews/properties/named-property.ts';
import type { OpenedMailbox } from '../../../src/mailbox/open-mailbox.ts';
import { readSentCopy } from '../../../src/mailbox/write/sent-copy.ts';
import { address } from '../../access.ts';

const lookIn: readonly FolderTarget[] = [
  { distinguished: 'sentitems', mailbox: address('alice@example.test') },
  { distinguished: 'outbox', mailbox: address('alice@example.test') },
];

const copyOf = (id: string, mark: string): Item =>
  ({
    type: 'Message',
    element: 'Message',
    id: itemId(id),
    changeKey: 'ck',
    properties: { [markers.key.key]: mark, subject: 'Found' },
  }) as unknown as Item;

const refusal = (responseCode: string): EwsError => new EwsError('response', responseCode, { responseCode });

/** A mailbox whose GetItem knows these ids, and whose FindItem answers this for each folder. */
const mailboxWith = (known: readonly string[], ...found: readonly (readonly Item[] | EwsError)[]) => {
  const asked: string[] = [];
  const mailbox = {
    items: {
      load: async (id: string) => {
        asked.push(`GetItem ${id}`);
        if (!known.includes(id)) throw refusal('ErrorItemNotFound');
        return { ...copyOf(id, 'mark'), properties: { subject: 'Read' } };
      },
    },
    find: async (folders: readonly FolderTarget[]) => {
      asked.push(`FindItem in ${folders.length}`);
      return folders.map((_, index) => {
        const items = found[index] ?? [];
        return items instanceof EwsError ? items : { items, total: items.length, isLast: true, nextOffset: undefined };
      });
    },
  } as unknown as OpenedMailbox;
  return { mailbox, asked };
};

const wanted = [messageProperties.subject];
const item = { id: itemId('told'), changeKey: 'ck' };

describe('the copy of what was sent', () => {
  it('is read by its id where the server tells it', async () => {
    const { mailbox, asked } = mailboxWith(['told']);
    const copy = await readSentCopy(mailbox, { mark: 'mark', item, lookIn }, wanted);
    expect(copy?.item.properties).toEqual({ subject: 'Read' });
    expect(asked).toEqual(['GetItem told']);
  });

  it('is looked for when it has been moved, which gave it another id', async () => {
    const { mailbox, asked } = mailboxWith([], [], [copyOf('moved', 'mark')]);
    const copy = await readSentCopy(mailbox, { mark: 'mark', item, lookIn }, wanted);
    expect(copy?.item.id).toBe('moved');
    expect(asked).toEqual(['GetItem told', 'FindItem in 2']);
  });

  it('is no other item whose mark differs only in case', async () => {
    const { mailbox } = mailboxWith([], [copyOf('other', 'MARK')], [copyOf('own', 'mark')]);
    const copy = await readSentCopy(mailbox, { mark: 'mark', item: undefined, lookIn }, wanted);
    expect(copy?.item.id).toBe('own');
  });

  it('is not there yet when nothing is found, also in a mailbox without an outbox', async () => {
    const { mailbox } = mailboxWith([], [], refusal('ErrorFolderNotFound'));
    expect(await readSentCopy(mailbox, { mark: 'mark', item: undefined, lookIn }, wanted)).toBeUndefined();
  });

  it('is not said to be missing when a folder could not be looked into', async () => {
    const { mailbox } = mailboxWith([], [], refusal('ErrorServerBusy'));
    const reading = readSentCopy(mailbox, { mark: 'mark', item: undefined, lookIn }, wanted);
    await expect(reading).rejects.toThrow('ErrorServerBusy');
  });
});
