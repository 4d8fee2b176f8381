import { expect, test } from 'vitest';
import type { EwsSession } from '../../src/ews/operation.ts';
import { folderId, mailboxAddress, type MailboxAddress } from '../../src/ews/properties/id.ts';
import { listItems } from '../../src/migration/mailboxes/list-items.ts';

const mailbox = mailboxAddress('alice@example.test') as MailboxAddress;

/** A server whose pages of items say where the next one begins; the last of these answers is given for ever. */
const paging = (nextOffsets: readonly number[]): { readonly session: EwsSession; readonly asked: () => number } => {
  let asked = 0;
  const page = (): unknown => {
    const nextOffset = nextOffsets[Math.min(asked, nextOffsets.length - 1)];
    asked += 1;
    const item = { id: `item ${asked}`, element: 'Message', type: 'Message', changeKey: 'k', properties: {} };
    return { items: [item], total: 1_000_000, isLast: false, nextOffset };
  };
  const refused = (): never => {
    throw new TypeError('Nobody asks for that');
  };
  return {
    session: { mailbox, call: (() => Promise.resolve(page())) as EwsSession['call'], callEach: refused, open: refused },
    asked: () => asked,
  };
};

test.each([[[0]], [[1, 1]], [[500, 1000, 500]]])(
  'a server whose pages lead back (%j) is not followed in circles',
  async (nextOffsets) => {
    const { session, asked } = paging(nextOffsets);
    const reading = async (): Promise<void> => {
      for await (const items of listItems(session, { folder: { id: folderId('AAA') }, wanted: [] })) void items;
    };
    await expect(reading()).rejects.toMatchObject({ name: 'EwsError', kind: 'decode' });
    expect(asked()).toBe(nextOffsets.length);
  },
);
