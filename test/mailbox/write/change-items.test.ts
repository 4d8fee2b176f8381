import { describe, expect, it } from 'vitest';
import { EwsError } from '../../../src/ews/errors.ts';
import type { UpdateItemInput } from '../../../src/ews/operations/update-item.ts';
import { itemId } from '../../../src/ews/properties/id.ts';
import type { Item } from '../../../src/ews/properties/item-types.ts';
import { changeItems, type ChangeSource, type Changing } from '../../../src/mailbox/write/change-items.ts';
import { WriteRefusal } from '../../../src/mailbox/write/write-refusal.ts';

const [one, two] = [itemId('one'), itemId('two')];

const messageWith = (id: string, changeKey: string | undefined, element = 'Message'): Item => ({
  type: 'Message',
  element,
  id: itemId(id),
  changeKey,
  properties: {},
});

/** A mailbox on a server that overwrites whatever it is told, unless `answer` says otherwise; `held` is what lies in it. */
const mailboxWith = (
  held: readonly Item[],
  { answer, may = () => true }: { readonly answer?: () => EwsError | undefined; readonly may?: () => boolean } = {},
) => {
  const [read, written, forgotten]: [string[], UpdateItemInput[], string[]] = [[], [], []];
  const source = {
    may,
    folders: { forgetCounts: () => void forgotten.push('counts') },
    items: {
      load: (id: string) => {
        read.push(id);
        const item = held.find((candidate) => candidate.id === id);
        return item === undefined
          ? Promise.reject(new EwsError('response', 'gone', { responseCode: 'ErrorItemNotFound' }))
          : Promise.resolve(item);
      },
      forget: (id: string) => void forgotten.push(id),
    },
    session: {
      callEach: (_operation: unknown, input: UpdateItemInput) => {
        written.push(input);
        return Promise.resolve(input.changes.map(() => answer?.() ?? { item: undefined, conflicts: 0 }));
      },
    },
  } as unknown as ChangeSource;
  return { source, read, written, forgotten };
};

const markRead: Changing = { follows: undefined, change: () => ({ changes: { isRead: true } }), shown: [] };

const keysIn = (written: readonly UpdateItemInput[]) =>
  written.map(({ changes, conflictResolution }) => [
    conflictResolution,
    ...changes.map((change) => ('id' in change ? [change.id, change.changeKey] : change)),
  ]);

describe('changing messages', () => {
  it('keeps a named version even where the server would write over another one', async () => {
    const { source, written } = mailboxWith([messageWith('one', 'k1'), messageWith('two', 'k9')]);
    const outcomes = await changeItems(
      source,
      [
        { id: one, ifChangeKey: 'k1' },
        { id: two, ifChangeKey: 'k2' },
      ],
      markRead,
    );
    expect(keysIn(written)).toEqual([['NeverOverwrite', [one, 'k1']]]);
    expect(outcomes.get(one)).toEqual({ id: one });
    const conflict = outcomes.get(two);
    expect(conflict).toMatchObject({ failure: { refusal: { reason: 'CHANGED', current: { changeKey: 'k9' } } } });
  });

  it('writes over no message whose version the server does not tell, when one was named', async () => {
    const { source, written } = mailboxWith([messageWith('one', undefined)]);
    const outcomes = await changeItems(source, [{ id: one, ifChangeKey: 'k1' }], markRead);
    expect([written, outcomes.get(one)]).toMatchObject([[], { failure: { refusal: { reason: 'CHANGED' } } }]);
  });

  it('reads nothing where nothing follows from what is there, and writes over whatever is', async () => {
    const { source, read, written, forgotten } = mailboxWith([]);
    await changeItems(source, [{ id: one }, { id: two }], markRead);
    expect([read, keysIn(written)]).toEqual([[], [['AlwaysOverwrite', [one, undefined], [two, undefined]]]]);
    expect(forgotten).toEqual([one, two, 'counts']);
  });

  it('shows no list of people after a conflict to who may not read contacts', async () => {
    const answer = () => new EwsError('response', 'changed', { responseCode: 'ErrorIrresolvableConflict' });
    const list = messageWith('one', 'k1', 'DistributionList');
    let permitted = true;
    const { source } = mailboxWith([list], { answer, may: () => permitted });
    const asked = (): Promise<unknown> =>
      changeItems(source, [{ id: one, ifChangeKey: 'k1' }], {
        ...markRead,
        change: () => {
          permitted = false;
          return { changes: { isRead: true } };
        },
      }).then((outcomes) => outcomes.get(one));
    expect(await asked()).toMatchObject({ failure: { refusal: { reason: 'CHANGED', current: undefined } } });
  });

  it('gives up on a message that changes again and again', async () => {
    const answer = () => new EwsError('response', 'changed', { responseCode: 'ErrorIrresolvableConflict' });
    const { source, written } = mailboxWith([messageWith('one', 'k1')], { answer });
    const outcomes = await changeItems(source, [{ id: one }], { ...markRead, follows: [] });
    expect([written.length, outcomes.get(one)]).toMatchObject([2, { failure: { refusal: { reason: 'CHANGED' } } }]);
  });

  it('keeps to the message what cannot be written to it', async () => {
    const { source, written } = mailboxWith([messageWith('one', 'k1'), messageWith('two', 'k2')]);
    const refusal = new WriteRefusal({ reason: 'INVALID', fields: [] });
    const outcomes = await changeItems(source, [{ id: one }, { id: two }], {
      ...markRead,
      follows: [],
      change: (item) => {
        if (item?.id === one) throw refusal;
        return { changes: { isRead: true } };
      },
    });
    expect(outcomes.get(one)).toEqual({ failure: refusal });
    expect(keysIn(written)).toEqual([['NeverOverwrite', [two, 'k2']]]);
  });
});
