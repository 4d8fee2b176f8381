import { describe, expect, it, onTestFinished } from 'vitest';
import { bulk, codesOf, deliverSealed, heldIn, subjectsTo } from './bulk-mail.ts';
import { journeyOfTest, operationsAt } from './journey-of-test.ts';
import { deliverSamples, startPermitted } from './permission-samples.ts';
import type { Journey } from './start.ts';

const set = ['setMessageMetadata', 'SetMetadataInput'] as const;

const shown = 'metadata(namespace: "crm") { key value }';

const setting = (
  journey: Pick<Journey, 'query'>,
  ids: readonly string[],
  entries: readonly object[],
  namespace = 'crm',
) => bulk(journey, set, { ids, namespace, entries }, shown);

const held = async (journey: Journey) => (await heldIn(journey, 'inbox')).map(({ extended }) => extended);

describe('setMessageMetadata', () => {
  it.each([1, 200])('keeps texts on %i messages: a look, a write, and what the payload shows', async (count) => {
    const journey = await journeyOfTest();
    const ids = deliverSealed(journey, ...subjectsTo(count));
    const done = await setting(journey, ids, [{ key: 'customer', value: '42' }]);
    expect(done.operations).toEqual(['GetItem', 'UpdateItem', 'GetItem']);
    expect(done.bulk.results).toEqual(
      ids.map((id) => ({ id, message: { metadata: [{ key: 'customer', value: '42' }] }, error: null })),
    );
    expect(await held(journey)).toEqual(ids.map(() => ['{"customer":"42"}']));
  });

  it('changes the keys that are named, each message’s own, and takes the property away with the last', async () => {
    const journey = await journeyOfTest();
    const ids = deliverSealed(journey, 'Mail 1', 'Mail 2');
    await setting(journey, ids.slice(0, 1), [
      { key: 'a', value: '1' },
      { key: 'b', value: '2' },
    ]);
    const changed = await setting(journey, ids, [
      { key: 'a', value: null },
      { key: 'c', value: '3' },
    ]);
    expect(changed.bulk.results.map(({ message }) => message?.['metadata'])).toEqual([
      [
        { key: 'b', value: '2' },
        { key: 'c', value: '3' },
      ],
      [{ key: 'c', value: '3' }],
    ]);
    const same = await setting(journey, ids, [{ key: 'c', value: '3' }]);
    expect([same.operations, same.bulk.succeeded]).toEqual([['GetItem', 'GetItem'], 2]);
    await setting(journey, ids, [
      { key: 'b', value: null },
      { key: 'c', value: null },
    ]);
    expect(await held(journey)).toEqual([[], []]);
  });

  it('keeps any text, and one namespace apart from another', async () => {
    const journey = await journeyOfTest();
    const ids = deliverSealed(journey, 'Mail 1');
    const texts = ['\u0000\u0007', '\uFFFE\uFFFF', '<&>"\'\r\n\t', '日本 \u{1F600}', '\uD800', ''];
    const entries = [
      ...texts.map((value, index) => ({ key: `k${index}`, value })),
      { key: '__proto__', value: 'no prototype' },
    ];
    const done = await setting(journey, ids, entries);
    expect(done.bulk.results[0]?.message?.['metadata']).toEqual(entries.toSorted((a, b) => (a.key < b.key ? -1 : 1)));
    const other = await setting(journey, ids, [{ key: 'k0', value: 'of another program' }], 'other');
    expect(other.bulk.results[0]?.message?.['metadata']).toEqual(done.bulk.results[0]?.message?.['metadata']);
  });

  it('tries once more on what somebody else changed in between, and then says so', async () => {
    const journey = await journeyOfTest();
    const ids = deliverSealed(journey, 'Mail 1', 'Mail 2');
    const conflict = { kind: 'itemError', responseCode: 'ErrorIrresolvableConflict', operation: 'UpdateItem' } as const;
    journey.emulator.faults.add({ ...conflict, index: 0 });
    const done = await setting(journey, ids, [{ key: 'a', value: '1' }]);
    expect([codesOf(done.bulk), done.operations]).toEqual([
      ['ok', 'ok'],
      ['GetItem', 'UpdateItem', 'GetItem', 'UpdateItem', 'GetItem'],
    ]);
    expect(await held(journey)).toEqual([['{"a":"1"}'], ['{"a":"1"}']]);
    journey.emulator.faults.add({ ...conflict, index: 0, times: 2 });
    const twice = await setting(journey, ids.slice(0, 1), [{ key: 'a', value: '2' }]);
    expect(twice.bulk.results[0]?.error).toMatchObject({
      __typename: 'ConflictError',
      current: { subject: 'Mail 1' },
    });
    expect(await held(journey)).toEqual([['{"a":"1"}'], ['{"a":"1"}']]);
  });

  it('refuses a message that would have too much by itself', async () => {
    const journey = await journeyOfTest();
    const ids = deliverSealed(journey, 'Mail 1', 'Mail 2');
    const large = 'x'.repeat(20_000);
    await setting(journey, ids.slice(0, 1), [{ key: 'large', value: large }]);
    const done = await setting(journey, ids, [{ key: 'larger', value: large }]);
    expect(done.bulk.results.map(({ error }) => error?.fields)).toEqual([
      [{ path: ['input', 'entries'], message: 'would leave more than 32768 bytes on the message.' }],
      undefined,
    ]);
    const many = Array.from({ length: 100 }, (_, index) => ({ key: `k${index}`, value: 'v' }));
    const filled = await setting(journey, ids.slice(1), many);
    expect(filled.bulk.results[0]?.error?.fields).toEqual([
      { path: ['input', 'entries'], message: 'would leave more than 100 keys on the message.' },
    ]);
  });

  it('writes much text in several calls, so that no request is too large', async () => {
    const journey = await journeyOfTest();
    const ids = deliverSealed(journey, ...subjectsTo(150));
    const done = await bulk(
      journey,
      set,
      { ids, namespace: 'crm', entries: [{ key: 'a', value: 'x'.repeat(32_000) }] },
      'subject',
    );
    expect(done.bulk.succeeded).toBe(150);
    expect(done.operations).toEqual(['GetItem', 'UpdateItem', 'UpdateItem', 'GetItem']);
  });

  it('says of messages after a lost answer that they were not tried', async () => {
    const journey = await journeyOfTest();
    const ids = deliverSealed(journey, ...subjectsTo(150));
    journey.emulator.faults.add({ kind: 'lose', operation: 'UpdateItem' });
    const done = await bulk(
      journey,
      set,
      { ids, namespace: 'crm', entries: [{ key: 'a', value: 'x'.repeat(32_000) }] },
      '',
    );
    expect(done.operations).toEqual(['GetItem', 'UpdateItem']);
    const [first, last] = [done.bulk.results[0], done.bulk.results[149]];
    expect(first?.error).toMatchObject({ code: 'OUTCOME_UNKNOWN', outcomeUnknown: true });
    expect(last?.error).toMatchObject({ code: 'UPSTREAM_UNAVAILABLE', retryable: true, outcomeUnknown: false });
  });

  it.each([
    ['-crm', [{ key: 'a', value: '1' }], ['namespace'], /^takes up to 64 letters/],
    ['workmail-graphql:key', [{ key: 'a', value: '1' }], ['namespace'], /^takes up to 64 letters/],
    ['crm', [], ['entries'], /one entry at least/],
    ['crm', Array.from({ length: 101 }, (_, at) => ({ key: `k${at}`, value: '' })), ['entries'], /100 entries at most/],
    ['crm', [{ key: 'x'.repeat(129), value: '1' }], ['entries', '0', 'key'], /longer than 128/],
    ['crm', [{ key: 'a\nb', value: '1' }], ['entries', '0', 'key'], /control character/],
    ['crm', [{ key: ' ', value: '1' }], ['entries', '0', 'key'], /blank/],
    [
      'crm',
      [
        { key: 'a', value: '1' },
        { key: 'a', value: null },
      ],
      ['entries', '1', 'key'],
      /twice/,
    ],
    ['crm', [{ key: 'a' }], ['entries', '0', 'value'], /missing/],
    ['crm', [{ key: 'a', value: 'x'.repeat(33_000) }], ['entries'], /32768 bytes at most/],
  ])('refuses what cannot be before it asks anybody: %s %o', async (namespace, entries, path, message) => {
    const journey = await journeyOfTest();
    const { bulk: done } = await bulk(journey, set, { ids: ['x'], namespace, entries }, 'subject');
    expect(done.results).toEqual([]);
    expect(done.userErrors.map(({ fields }) => fields)).toEqual([
      [{ path: ['input', ...path], message: expect.stringMatching(message) as string }],
    ]);
    expect(operationsAt(journey)).toEqual([]);
  });

  it('marks no event, contact or task for a caller that may write messages only', async () => {
    const journey = await startPermitted();
    onTestFinished(() => journey.close());
    const { event, contact, task, message } = await deliverSamples(journey);
    journey.permit('READ_METADATA', 'READ_MESSAGES', 'WRITE_MESSAGES');
    const done = await setting(journey, [event, contact, task, message], [{ key: 'seen', value: 'yes' }]);
    expect(codesOf(done.bulk)).toEqual(['NOT_FOUND', 'NOT_FOUND', 'NOT_FOUND', 'ok']);
    expect(done.operations).toEqual(['GetItem', 'UpdateItem', 'GetItem']);
    expect(done.bulk.results[3]?.message?.['metadata']).toEqual([
      { key: 'customer', value: '42' },
      { key: 'seen', value: 'yes' },
    ]);
  });
});
