import { describe, expect, it } from 'vitest';
import { EwsError } from '../../../src/ews/errors.ts';
import type { SendItemInput } from '../../../src/ews/operations/send-item.ts';
import type { UpdateItemInput } from '../../../src/ews/operations/update-item.ts';
import { itemId, type ItemReference } from '../../../src/ews/properties/id.ts';
import { markers } from '../../../src/ews/properties/named-property.ts';
import { assign } from '../../../src/ews/properties/written-rows.ts';
import type { OpenedMailbox } from '../../../src/mailbox/open-mailbox.ts';
import type { Once } from '../../../src/mailbox/write/once.ts';
import { sendDraft } from '../../../src/mailbox/write/send-draft.ts';
import { address } from '../../access.ts';

const alice = address('alice@example.test');
const id = itemId('draft');

/**
 * A server as gromox 3.10 was seen to be: what is sent stays a draft where it was, without a copy, and change keys are told by GetItem only. `reads`:
 * answers to GetItem that are errors, by how many have come before.
 */
const oddServer = (reads: Readonly<Record<number, EwsError>> = {}) => {
  const asked: string[] = [];
  const properties: Record<string, unknown> = { isDraft: true, toRecipients: [{ address: 'bob@example.test' }] };
  let version = 1;
  let readings = 0;
  const mailbox = {
    address: alice,
    session: {
      call: async ({ name }: { readonly name: string }, input: UpdateItemInput | SendItemInput) => {
        if ('changes' in input) {
          asked.push(name);
          for (const { row, value } of input.changes[0]?.named ?? []) properties[row.key] = value ?? undefined;
          version += 1;
          return { item: undefined, conflicts: 0 };
        }
        asked.push(`${name} of ${input.ids[0]?.changeKey}`);
        return undefined;
      },
    },
    items: {
      forget: () => undefined,
      load: async () => {
        asked.push('GetItem');
        const failure = reads[readings];
        readings += 1;
        if (failure !== undefined) throw failure;
        return { type: 'Message', element: 'Message', id, changeKey: `v${version}`, properties: { ...properties } };
      },
    },
    find: async (folders: readonly unknown[]) => folders.map(() => ({ items: [] })),
    folders: {
      targetOfRole: (role: string) => ({ distinguished: role, mailbox: alice }),
      forgetCounts: () => undefined,
    },
  } as unknown as OpenedMailbox;
  return { mailbox, asked, properties };
};

/** Does it, or says that the mark was found on this item. */
const onceWith =
  (found?: ItemReference): Once =>
  async ({ write }) => ({
    isReplayed: found !== undefined,
    mark: 'mark',
    item: found ?? (await write([assign(markers.key, 'mark')])),
  });

const send = (mailbox: OpenedMailbox, once: Once = onceWith()) =>
  sendDraft({
    once,
    mailbox,
    key: undefined,
    content: () => Promise.resolve(''),
    options: { from: undefined, saveIn: { distinguished: 'sentitems', mailbox: alice } },
    id,
    path: ['input', 'id'],
    ifChangeKey: undefined,
    shown: [],
    demandSender: () => Promise.resolve(),
  });

const unknown = { refusal: { reason: 'OUTCOME_UNKNOWN' } };

describe('a server that keeps what it sends as a draft', () => {
  it('is asked for the version that the mark has made, and is given the draft once', async () => {
    const { mailbox, asked } = oddServer();
    expect(await send(mailbox)).toMatchObject({ isReplayed: false, copy: { mark: 'mark', item: undefined } });
    expect(asked).toEqual(['GetItem', 'UpdateItem', 'GetItem', 'SendItem of v2']);
    await expect(send(mailbox)).rejects.toMatchObject(unknown);
    expect(asked).toHaveLength(5);
  });

  it('that does not tell the version is given nothing, and the mark comes off', async () => {
    const { mailbox, asked, properties } = oddServer({ 1: new EwsError('timeout', 'GetItem: no answer') });
    await expect(send(mailbox)).rejects.toMatchObject({ kind: 'timeout', mayBeDone: false });
    expect(asked).toEqual(['GetItem', 'UpdateItem', 'GetItem', 'GetItem', 'UpdateItem']);
    expect([properties[markers.key.key], properties[markers.sending.key]]).toEqual([undefined, undefined]);
  });
});

describe('what was found by the mark', () => {
  it('proves nothing when it is a draft, or cannot be read', async () => {
    const draft = oddServer();
    await expect(send(draft.mailbox, onceWith({ id, changeKey: 'v1' }))).rejects.toMatchObject(unknown);
    const silent = oddServer({ 0: new EwsError('timeout', 'GetItem: no answer') });
    await expect(send(silent.mailbox, onceWith({ id, changeKey: 'v1' }))).rejects.toMatchObject(unknown);
  });

  it('proves it when it is a copy, also when that has been moved since', async () => {
    const sent = oddServer();
    sent.properties['isDraft'] = false;
    expect(await send(sent.mailbox, onceWith({ id, changeKey: 'v1' }))).toMatchObject({ isReplayed: true });
    const moved = oddServer({ 0: new EwsError('response', 'gone', { responseCode: 'ErrorItemNotFound' }) });
    expect(await send(moved.mailbox, onceWith({ id, changeKey: 'v1' }))).toMatchObject({ isReplayed: true });
  });
});
