import { describe, expect, it } from 'vitest';
import { EwsError } from '../../../src/ews/errors.ts';
import type { SendItemInput } from '../../../src/ews/operations/send-item.ts';
import type { UpdateItemInput } from '../../../src/ews/operations/update-item.ts';
import { itemId, type ItemReference } from '../../../src/ews/properties/id.ts';
import { markers } from '../../../src/ews/properties/named-property.ts';
import { assign } from '../../../src/ews/properties/written-rows.ts';
import type { OpenedMailbox } from '../../../src/mailbox/open-mailbox.ts';
import type { Once } from '../../../src/mailbox/write/once.ts';
import { sendDraft, type DraftToSend } from '../../../src/mailbox/write/send-draft.ts';
import { WriteRefusal } from '../../../src/mailbox/write/write-refusal.ts';
import { address } from '../../access.ts';

const alice = address('alice@example.test');
const id = itemId('draft');

/**
 * A server as gromox 3.10 was seen to be: what is sent stays a draft where it was, without a copy, and change keys are told by GetItem only. `reads`:
 * answers to GetItem that are errors, by how many have come before. `meanwhile`: what others make of the draft just before an UpdateItem, which is then
 * refused as a server with versions does.
 */
const oddServer = (
  reads: Readonly<Record<number, EwsError>> = {},
  meanwhile: readonly Readonly<Record<string, unknown>>[] = [],
) => {
  const asked: string[] = [];
  const properties: Record<string, unknown> = { isDraft: true, toRecipients: [{ address: 'bob@example.test' }] };
  let version = 1;
  let readings = 0;
  let changed = 0;
  const mailbox = {
    address: alice,
    session: {
      call: async ({ name }: { readonly name: string }, input: UpdateItemInput | SendItemInput) => {
        if ('changes' in input) {
          asked.push(name);
          const change = meanwhile[changed];
          if (change !== undefined) {
            changed += 1;
            version += 1;
            Object.assign(properties, change);
            throw new EwsError('response', 'UpdateItem: no', { responseCode: 'ErrorIrresolvableConflict' });
          }
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

const send = (mailbox: OpenedMailbox, once: Once = onceWith(), differences: Partial<DraftToSend> = {}) =>
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
    ...differences,
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

describe('a draft that is another version when it is to be marked', () => {
  const changed = { refusal: { reason: 'CHANGED' } };

  it('is read and marked once more, as after an earlier mark and its taking back that both came late', async () => {
    const { mailbox, asked } = oddServer({}, [{}]);
    expect(await send(mailbox)).toMatchObject({ isReplayed: false });
    expect(asked).toEqual(['GetItem', 'UpdateItem', 'GetItem', 'UpdateItem', 'GetItem', 'SendItem of v3']);
  });

  it('and is marked by then is not sent: whoever marked it may have sent it', async () => {
    for (const mark of ['mark', 'of somebody else']) {
      const late = { [markers.key.key]: mark, [markers.sending.key]: '2026-03-18T08:00:00.000Z' };
      const { mailbox, asked, properties } = oddServer({}, [late]);
      await expect(send(mailbox)).rejects.toMatchObject(unknown);
      expect(asked).toEqual(['GetItem', 'UpdateItem', 'GetItem']);
      expect(properties).toMatchObject(late);
    }
  });

  it('and has a sender by then whom the caller may not use is not sent', async () => {
    const { mailbox, asked } = oddServer({}, [{ from: { address: 'carol@example.test' } }]);
    const refusal = new WriteRefusal({ reason: 'FORBIDDEN', detail: 'not hers' });
    const demandSender = (sender: string) =>
      sender === 'carol@example.test' ? Promise.reject(refusal) : Promise.resolve();
    await expect(send(mailbox, onceWith(), { demandSender })).rejects.toBe(refusal);
    expect(asked).toEqual(['GetItem', 'UpdateItem', 'GetItem']);
  });

  it('and again the next time is a conflict, and not marked', async () => {
    const { mailbox, asked, properties } = oddServer({}, [{}, {}]);
    await expect(send(mailbox)).rejects.toMatchObject(changed);
    expect(asked).toEqual(['GetItem', 'UpdateItem', 'GetItem', 'UpdateItem', 'GetItem']);
    expect(properties).not.toHaveProperty([markers.sending.key]);
  });

  it('is a conflict at once when a version was named', async () => {
    const { mailbox, asked } = oddServer({}, [{}]);
    await expect(send(mailbox, onceWith(), { ifChangeKey: 'v1' })).rejects.toMatchObject(changed);
    // The last one reads what the conflict tells of it.
    expect(asked).toEqual(['GetItem', 'UpdateItem', 'GetItem']);
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
