import { describe, expect, it } from 'vitest';
import { EwsError } from '../../src/ews/errors.ts';
import type { EwsSession } from '../../src/ews/operation.ts';
import { mailboxAddress, type ItemTarget } from '../../src/ews/properties/id.ts';
import { itemId } from '../../src/ews/properties/id.ts';
import type { Item } from '../../src/ews/properties/item-types.ts';
import { messageProperties } from '../../src/ews/properties/message.ts';
import { calendarItemProperties } from '../../src/ews/properties/calendar-item.ts';
import type { AnyProperty } from '../../src/ews/properties/property.ts';
import { createLoadItems } from '../../src/mailbox/load-items.ts';

interface Call {
  readonly ids: readonly ItemTarget[];
  readonly wanted: readonly AnyProperty[];
}

const idOf = (target: ItemTarget): string =>
  'id' in target ? target.id : 'masterOf' in target ? `master of ${target.masterOf}` : '';
const message = (id: string, wanted: readonly AnyProperty[]): Item => ({
  type: 'Message',
  element: 'Message',
  id: itemId(id),
  changeKey: 'ck',
  properties: {
    ...(wanted.includes(messageProperties.subject) ? { subject: `subject of ${id}` } : {}),
    ...(wanted.includes(messageProperties.bodyText) ? { bodyText: { type: 'Text', content: `text of ${id}` } } : {}),
    ...(wanted.includes(messageProperties.bodyHtml) ? { bodyHtml: { type: 'HTML', content: `html of ${id}` } } : {}),
    ...(wanted.includes(messageProperties.itemClass) ? { itemClass: 'IPM.Note' } : {}),
  } as Item['properties'],
});

const server = (
  answer: (target: ItemTarget, wanted: readonly AnyProperty[], call: number) => Item | EwsError = (target, wanted) =>
    message(idOf(target), wanted),
) => {
  const calls: Call[] = [];
  const session = {
    mailbox: mailboxAddress('ann@example.test'),
    callEach: (_operation: unknown, input: Call) => {
      calls.push(input);
      return Promise.resolve(input.ids.map((target) => answer(target, input.wanted, calls.length)));
    },
  } as unknown as EwsSession;
  return { calls, items: createLoadItems(session) };
};

const refused = (code: string): EwsError => new EwsError('response', 'refused', { responseCode: code });
const { subject, bodyText, bodyHtml, toRecipients } = messageProperties;

describe('loading items', () => {
  it('joins what all fields want of all items into one GetItem', async () => {
    const { calls, items } = server();
    await Promise.all([
      items.load(itemId('a'), [subject]),
      items.load(itemId('b'), [bodyText]),
      items.load(itemId('a'), [toRecipients]),
      items.loadMaster(itemId('c'), [subject]),
    ]);
    expect(calls).toHaveLength(1);
    expect(calls[0]?.ids.map(idOf)).toEqual(['a', 'b', 'master of c']);
    expect(new Set(calls[0]?.wanted)).toEqual(new Set([subject, bodyText, toRecipients]));
  });

  it('parts it by body type only, and asks for the second form only where it is wanted', async () => {
    const { calls, items } = server();
    const [a] = await Promise.all([
      items.load(itemId('a'), [subject, bodyHtml, bodyText]),
      items.load(itemId('b'), [bodyHtml]),
    ]);
    expect(calls.map(({ ids, wanted }) => [ids.map(idOf), wanted])).toEqual([
      [
        ['a', 'b'],
        [subject, bodyHtml],
      ],
      [['a'], [bodyText]],
    ]);
    expect(a.properties).toMatchObject({ bodyHtml: { content: 'html of a' }, bodyText: { content: 'text of a' } });
  });

  it('fails one bad id alone', async () => {
    const { items } = server((target, wanted) =>
      idOf(target) === 'bad' ? refused('ErrorItemNotFound') : message(idOf(target), wanted),
    );
    const [good, bad] = await Promise.allSettled([
      items.load(itemId('good'), [subject]),
      items.load(itemId('bad'), [subject]),
    ]);
    expect(good).toMatchObject({ status: 'fulfilled', value: { properties: { subject: 'subject of good' } } });
    expect(bad).toMatchObject({ status: 'rejected', reason: { responseCode: 'ErrorItemNotFound' } });
  });

  it('never asks twice for what it has, and only for the rest when more is wanted', async () => {
    const { calls, items } = server();
    await items.load(itemId('a'), [subject]);
    await items.load(itemId('a'), [subject]);
    const item = await items.load(itemId('a'), [subject, bodyText]);
    expect(calls.map(({ wanted }) => wanted)).toEqual([[subject], [bodyText]]);
    expect(item.properties).toMatchObject({ subject: 'subject of a', bodyText: { content: 'text of a' } });
  });

  it('asks again, once, for the items that the server did not get to', async () => {
    const { calls, items } = server((target, wanted, call) =>
      call === 1 && idOf(target) !== 'a' ? refused('ErrorBatchProcessingStopped') : message(idOf(target), wanted),
    );
    const loaded = await Promise.all(['a', 'b', 'c'].map((id) => items.load(itemId(id), [subject])));
    expect(loaded.map(({ id }) => id)).toEqual(['a', 'b', 'c']);
    expect(calls.map(({ ids }) => ids.map(idOf))).toEqual([
      ['a', 'b', 'c'],
      ['b', 'c'],
    ]);
  });

  it('reads an item by its class where the server refuses rows of another one', async () => {
    const { calls, items } = server((target, wanted) =>
      wanted.includes(calendarItemProperties.location)
        ? refused('ErrorInvalidPropertyRequest')
        : message(idOf(target), wanted),
    );
    const item = await items.load(itemId('a'), [subject, calendarItemProperties.location]);
    expect(item.properties).toMatchObject({ subject: 'subject of a' });
    expect(calls).toHaveLength(3);
  });

  it('asks for half of the items at a time when the answer to all would be too long, and fails alone the one that is too long itself', async () => {
    const calls: string[][] = [];
    const session = {
      mailbox: mailboxAddress('ann@example.test'),
      callEach: (_operation: unknown, { ids, wanted }: Call) => {
        calls.push(ids.map(idOf));
        if (ids.length > 2 || ids.some((target) => idOf(target) === 'huge'))
          return Promise.reject(new EwsError('tooLarge', 'too long'));
        return Promise.resolve(ids.map((target) => message(idOf(target), wanted)));
      },
    } as unknown as EwsSession;
    const items = createLoadItems(session);
    const loaded = await Promise.allSettled(['a', 'b', 'huge', 'c'].map((id) => items.load(itemId(id), [subject])));
    expect(loaded.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected', 'fulfilled']);
    expect(calls).toEqual([['a', 'b', 'huge', 'c'], ['a', 'b'], ['huge', 'c'], ['huge'], ['c']]);
  });

  it('gives who wants little of an item what it wants, when all that others want of it together is too long', async () => {
    const calls: string[][] = [];
    const session = {
      mailbox: mailboxAddress('ann@example.test'),
      callEach: (_operation: unknown, { ids, wanted }: Call) => {
        calls.push(ids.map(idOf));
        if (ids.some((target) => idOf(target) === 'huge') && wanted.includes(bodyHtml))
          return Promise.reject(new EwsError('tooLarge', 'too long'));
        return Promise.resolve(ids.map((target) => message(idOf(target), wanted)));
      },
    } as unknown as EwsSession;
    const items = createLoadItems(session);
    const wishes = [
      ['huge', [subject, bodyHtml]],
      ['huge', [subject]],
      ['small', [subject, bodyHtml]],
      ['huge', [subject]],
    ] as const;
    const loaded = await Promise.allSettled(wishes.map(([id, rows]) => items.load(itemId(id), rows)));
    expect(loaded.map(({ status }) => status)).toEqual(['rejected', 'fulfilled', 'fulfilled', 'fulfilled']);
    expect(loaded[1]).toMatchObject({ value: { properties: { subject: 'subject of huge' } } });
    expect(calls).toEqual([['huge', 'small'], ['huge'], ['small'], ['huge'], ['huge']]);
    // It is remembered, and nothing is asked for again.
    await items.load(itemId('huge'), [subject]);
    expect(calls).toHaveLength(5);
  });

  it('gives every id an answer when the server answers short', async () => {
    const session = { callEach: () => Promise.resolve([]) } as unknown as EwsSession;
    await expect(createLoadItems(session).load(itemId('a'), [subject])).rejects.toMatchObject({ kind: 'decode' });
  });
});
