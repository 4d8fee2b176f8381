import { describe, expect, it, onTestFinished } from 'vitest';
import { alice, bulk, codesOf, deliver, deliverSealed, heldIn, subjectsTo } from './bulk-mail.ts';
import { ewsIdIn, journeyOfTest, operationsAt, sealedId } from './journey-of-test.ts';
import { deliverSamples, startPermitted } from './permission-samples.ts';
import type { Journey } from './start.ts';

const update = ['updateMessages', 'UpdateMessagesInput'] as const;

const updating = (
  journey: Journey,
  ids: readonly string[],
  patch: object,
  more: object = {},
  shown = 'subject isRead importance categories',
) => bulk(journey, update, { ids, patch, ...more }, shown);

/** The versions that a client has read. */
const changeKeysOf = async (journey: Journey, ids: readonly string[]): Promise<readonly string[]> => {
  const { data } = await journey.query<{ nodes: readonly { changeKey: string }[] }>(
    'query ($ids: [ID!]!) { nodes(ids: $ids) { ... on Message { changeKey } } }',
    { ids },
  );
  return data.nodes.map(({ changeKey }) => changeKey);
};

describe('updateMessages', () => {
  it.each([1, 200])('changes %i messages in one call, and shows them in order as they are then', async (count) => {
    const journey = await journeyOfTest();
    const subjects = subjectsTo(count);
    const ids = deliverSealed(journey, ...subjects);
    const done = await updating(journey, ids, { isRead: true, importance: 'HIGH' });
    expect(done.operations).toEqual(['UpdateItem', 'GetItem']);
    expect(done.bulk).toMatchObject({ succeeded: count, failed: 0, userErrors: [] });
    expect(done.bulk.results).toEqual(
      subjects.map((subject, index) => ({
        id: ids[index],
        message: { subject, isRead: true, importance: 'HIGH', categories: [] },
        error: null,
      })),
    );
    expect(await heldIn(journey, 'inbox')).toMatchObject(
      subjects.map((subject) => ({ subject, isRead: 'true', importance: 'High' })),
    );
  });

  it('changes more in as many calls as two hundred go into, and shows them with one look', async () => {
    const journey = await journeyOfTest();
    const ids = deliverSealed(journey, ...subjectsTo(401));
    const done = await updating(journey, ids, { isRead: true }, {}, 'isRead');
    expect(done.operations).toEqual(['UpdateItem', 'UpdateItem', 'UpdateItem', 'GetItem']);
    expect(done.bulk.results.every(({ message }) => message?.['isRead'] === true)).toBe(true);
    expect((await heldIn(journey, 'inbox')).filter(({ isRead }) => isRead === 'true')).toHaveLength(401);
  });

  it('asks for nothing more when nothing of the messages is selected, and for nothing at all without ids', async () => {
    const journey = await journeyOfTest();
    const ids = deliverSealed(journey, 'Mail 1');
    expect((await updating(journey, ids, { isRead: true }, {}, '')).operations).toEqual(['UpdateItem']);
    const none = await updating(journey, [], { isRead: true });
    expect(none).toEqual({ bulk: { succeeded: 0, failed: 0, results: [], userErrors: [] }, operations: [] });
  });

  it('counts anew what is unread in a folder, between two writes of one request', async () => {
    const journey = await journeyOfTest();
    const ids = deliverSealed(journey, 'Mail 1', 'Mail 2');
    const marking = (alias: string, isRead: boolean): string =>
      `${alias}: updateMessages(input: { mailbox: "${alice}", ids: $ids, patch: { isRead: ${isRead} } }) {
        results { message { folder { unreadCount } } } }`;
    type Marked = { readonly results: readonly { readonly message: { readonly folder: { unreadCount: number } } }[] };
    const { data } = await journey.query<{ readonly before: Marked; readonly after: Marked }>(
      `mutation ($ids: [ID!]!) { ${marking('before', false)} ${marking('after', true)} }`,
      { ids },
    );
    const counted = ({ results }: Marked) => results.map(({ message }) => message.folder.unreadCount);
    expect(counted(data.after)).toEqual(counted(data.before).map((count) => count - 2));
  });

  it('flags as Outlook does: with dates, complete at a whole minute, and without a trace', async () => {
    const journey = await journeyOfTest();
    const ids = deliverSealed(journey, 'Mail 1');
    const shown = 'flag { status startAt dueAt completedAt }';
    const flagged = async (flag: object | null) => {
      const { bulk: done } = await updating(journey, ids, { flag }, {}, shown);
      const [held] = await heldIn(journey, 'inbox');
      return [done.results[0]?.message?.['flag'], held?.extended];
    };
    const [startAt, dueAt] = ['2026-03-19T00:00:00Z', '2026-03-20T00:00:00Z'];
    expect(await flagged({ status: 'FLAGGED', startAt, dueAt: '2026-03-20T01:00:00+01:00' })).toEqual([
      { status: 'FLAGGED', startAt, dueAt, completedAt: null },
      ['2', startAt, dueAt],
    ]);
    const [complete, held] = await flagged({ status: 'COMPLETE' });
    const completedAt = (complete as { readonly completedAt: string }).completedAt;
    expect(completedAt).toMatch(/:00Z$/);
    expect(Math.abs(Date.parse(completedAt) - Date.now())).toBeLessThan(120_000);
    expect([complete, held]).toEqual([
      { status: 'COMPLETE', startAt, dueAt, completedAt },
      ['1', completedAt, startAt, dueAt],
    ]);
    expect(await flagged({ status: 'FLAGGED', startAt: null })).toEqual([
      { status: 'FLAGGED', startAt: null, dueAt, completedAt: null },
      ['2', dueAt],
    ]);
    const none = [{ status: 'NOT_FLAGGED', startAt: null, dueAt: null, completedAt: null }, []];
    expect(await flagged({ status: 'NOT_FLAGGED' })).toEqual(none);
    await flagged({ status: 'COMPLETE', dueAt });
    expect(await flagged(null)).toEqual(none);
  });

  it('sets, adds and removes categories, and leaves alone what would stay the same', async () => {
    const journey = await journeyOfTest();
    const ids = deliverSealed(journey, 'Mail 1', 'Mail 2');
    const categories = async () => (await heldIn(journey, 'inbox')).map((item) => item.categories);
    const set = await updating(journey, ids.slice(0, 1), { setCategories: ['Clients', ' Legal ', 'legal'] });
    expect(set.operations).toEqual(['UpdateItem', 'GetItem']);
    expect(await categories()).toEqual([['Clients', 'Legal'], []]);

    const added = await updating(journey, ids, { addCategories: ['CLIENTS', 'Paid'], removeCategories: ['LEGAL'] });
    expect(added.operations).toEqual(['GetItem', 'UpdateItem', 'GetItem']);
    expect(added.bulk.results.map(({ message }) => message?.['categories'])).toEqual([
      ['Clients', 'Paid'],
      ['CLIENTS', 'Paid'],
    ]);
    expect(await categories()).toEqual([
      ['Clients', 'Paid'],
      ['CLIENTS', 'Paid'],
    ]);

    const same = await updating(journey, ids, { addCategories: ['Paid'] }, {}, '');
    expect([same.operations, same.bulk.succeeded]).toEqual([['GetItem'], 2]);
    const one = await updating(journey, ids, { addCategories: ['Paid'], removeCategories: ['Other'], isRead: true });
    expect([one.operations, codesOf(one.bulk)]).toEqual([
      ['GetItem', 'UpdateItem', 'GetItem'],
      ['ok', 'ok'],
    ]);
    await updating(journey, ids, { setCategories: null });
    expect(await categories()).toEqual([[], []]);
  });

  it('adds categories once more to what somebody else changed in between', async () => {
    const journey = await journeyOfTest();
    const ids = deliverSealed(journey, 'Mail 1', 'Mail 2');
    const conflict = { kind: 'itemError', responseCode: 'ErrorIrresolvableConflict', operation: 'UpdateItem' } as const;
    journey.emulator.faults.add({ ...conflict, index: 1 });
    const done = await updating(journey, ids, { addCategories: ['Paid'] });
    expect(done.operations).toEqual(['GetItem', 'UpdateItem', 'GetItem', 'UpdateItem', 'GetItem']);
    expect(codesOf(done.bulk)).toEqual(['ok', 'ok']);
    expect(await heldIn(journey, 'inbox')).toMatchObject([{ categories: ['Paid'] }, { categories: ['Paid'] }]);

    journey.emulator.faults.add({ ...conflict, index: 0, times: 2 });
    const twice = await updating(journey, ids.slice(0, 1), { addCategories: ['Late'] });
    expect(twice.bulk.results[0]?.error).toMatchObject({ __typename: 'ConflictError', current: { subject: 'Mail 1' } });
  });

  it('answers an id that is none, of another kind, of another mailbox or of nothing by itself, and sends nothing for it', async () => {
    const journey = await journeyOfTest();
    const [first = '', second = ''] = deliver(journey, 'Mail 1', 'Mail 2');
    const folder = sealedId('Folder', alice, first);
    const foreign = sealedId('Item', 'bob@example.test', first);
    const gone = sealedId('Item', alice, second);
    journey.emulator.remove(alice, second);
    journey.emulator.requests.length = 0;
    const ids = ['forged', folder, sealedId('Item', alice, first), foreign, gone];
    const { bulk: done } = await updating(journey, ids, { isRead: true });
    expect(done.results.map(({ id }) => id)).toEqual(ids);
    expect(codesOf(done)).toEqual(['BAD_USER_INPUT', 'BAD_USER_INPUT', 'ok', 'BAD_USER_INPUT', 'NOT_FOUND']);
    expect([done.succeeded, done.failed]).toEqual([1, 4]);
    expect(done.results[3]?.error).toEqual({
      __typename: 'ValidationError',
      code: 'BAD_USER_INPUT',
      detail: 'input.ids.3 is not the id of an item of this mailbox.',
      retryable: false,
      upstreamCode: null,
      fields: [{ path: ['input', 'ids', '3'], message: 'is not the id of an item of this mailbox.' }],
    });
    expect(done.results[4]?.error).toMatchObject({ __typename: 'NotFoundError', missingId: gone });
    const written = journey.emulator.requests.find(({ operation }) => operation === 'UpdateItem');
    expect(written?.body.match(/<t:ItemChange>/g)).toHaveLength(2);
    expect(await heldIn(journey, 'inbox')).toMatchObject([{ subject: 'Mail 1', isRead: 'true' }]);
  });

  it('writes an id that is given twice once, and answers it twice', async () => {
    const journey = await journeyOfTest();
    const [id = ''] = deliverSealed(journey, 'Mail 1');
    const { bulk: done } = await updating(journey, [id, id], { isRead: true });
    expect(done.results.map(({ id: asked, message }) => [asked, message?.['isRead']])).toEqual([
      [id, true],
      [id, true],
    ]);
    const written = journey.emulator.requests.find(({ operation }) => operation === 'UpdateItem');
    expect(written?.body.match(/<t:ItemChange>/g)).toHaveLength(1);
  });

  it('takes a thousand ids, and refuses more before it asks anybody', async () => {
    const journey = await journeyOfTest();
    const { bulk: done, operations } = await updating(
      journey,
      Array.from({ length: 1001 }, () => 'x'),
      {},
      {},
      '',
    );
    expect([done.results, operations]).toEqual([[], []]);
    expect(done.userErrors).toMatchObject([
      { __typename: 'ValidationError', fields: [{ path: ['input', 'ids'], message: 'may hold 1000 at most.' }] },
    ]);
    const all = await updating(
      journey,
      Array.from({ length: 1000 }, () => 'x'),
      { isRead: true },
      {},
      '',
    );
    expect(all.bulk.failed).toBe(1000);
  });
});

describe('updateMessages with change keys', () => {
  it('changes what is as it was, and tells what is not as it is now', async () => {
    const journey = await journeyOfTest();
    const ids = deliverSealed(journey, 'Mail 1', 'Mail 2', 'Mail 3');
    const ifChangeKeys = await changeKeysOf(journey, ids);
    for (const id of ids.slice(1)) journey.emulator.setRead(alice, ewsIdIn(id), true);
    const done = await updating(journey, ids, { importance: 'HIGH' }, { ifChangeKeys });
    expect(codesOf(done.bulk)).toEqual(['ok', 'CONFLICT', 'CONFLICT']);
    // Versions, the write, the conflicts all at once, and what the payload shows.
    expect(done.operations).toEqual(['GetItem', 'UpdateItem', 'GetItem', 'GetItem']);
    const [, second] = done.bulk.results;
    expect(second?.message).toBeNull();
    expect(second?.error).toMatchObject({
      __typename: 'ConflictError',
      retryable: false,
      current: { id: ids[1], subject: 'Mail 2', isRead: true },
    });
    expect((await heldIn(journey, 'inbox')).map(({ importance }) => importance)).toEqual(['High', 'Normal', 'Normal']);

    const currentKeys = [second?.error?.currentChangeKey];
    const again = await updating(journey, ids.slice(1, 2), { importance: 'HIGH' }, { ifChangeKeys: currentKeys });
    expect(codesOf(again.bulk)).toEqual(['ok']);
    expect(again.operations).toEqual(['GetItem', 'UpdateItem', 'GetItem']);
  });

  it('tells of a conflict that only the server saw', async () => {
    const journey = await journeyOfTest();
    const ids = deliverSealed(journey, 'Mail 1');
    const ifChangeKeys = await changeKeysOf(journey, ids);
    journey.emulator.faults.add({
      kind: 'itemError',
      index: 0,
      responseCode: 'ErrorIrresolvableConflict',
      operation: 'UpdateItem',
    });
    const done = await updating(journey, ids, { isRead: true }, { ifChangeKeys });
    expect(done.bulk.results[0]?.error).toMatchObject({
      __typename: 'ConflictError',
      currentChangeKey: ifChangeKeys[0],
      current: { isRead: false },
    });
    expect(await heldIn(journey, 'inbox')).toMatchObject([{ isRead: 'false' }]);
  });

  it('tells of what is gone that it is gone', async () => {
    const journey = await journeyOfTest();
    const ids = deliverSealed(journey, 'Mail 1');
    const ifChangeKeys = await changeKeysOf(journey, ids);
    journey.emulator.remove(alice, ewsIdIn(ids[0] ?? ''));
    const done = await updating(journey, ids, { isRead: true }, { ifChangeKeys });
    expect([codesOf(done.bulk), done.operations]).toEqual([['NOT_FOUND'], ['GetItem']]);
  });

  it('refuses keys that do not fit the ids, and a forged one by itself', async () => {
    const journey = await journeyOfTest();
    const ids = deliverSealed(journey, 'Mail 1', 'Mail 2');
    const [key = '', other = ''] = await changeKeysOf(journey, ids);
    const problems = async (ifChangeKeys: unknown) => {
      const { bulk: done } = await updating(journey, ids, { isRead: true }, { ifChangeKeys });
      return done.userErrors.map(({ fields }) => fields);
    };
    const path = ['input', 'ifChangeKeys'];
    expect(await problems([key])).toEqual([[{ path, message: 'must have one entry for each of ids.' }]]);
    expect(await problems(null)).toEqual([[{ path, message: 'cannot be null; leave it out.' }]]);

    const forged = await updating(journey, ids, { isRead: true }, { ifChangeKeys: [key, `${other}A`] });
    expect(codesOf(forged.bulk)).toEqual(['ok', 'BAD_USER_INPUT']);
    expect(forged.bulk.results[1]?.error?.fields).toEqual([
      { path: [...path, '1'], message: 'is not a change key that this gateway made.' },
    ]);
    const [id = ''] = ids;
    const [fresh = ''] = await changeKeysOf(journey, [id]);
    const twice = await updating(journey, [id, id], { isRead: false }, { ifChangeKeys: [fresh, other] });
    expect(codesOf(twice.bulk)).toEqual(['ok', 'BAD_USER_INPUT']);
    expect((await heldIn(journey, 'inbox')).map(({ isRead }) => isRead)).toEqual(['false', 'false']);
  });
});

describe('updateMessages on a server that fails', () => {
  it('reads the change key and tries once more when the server wants one', async () => {
    const journey = await journeyOfTest();
    const ids = deliverSealed(journey, 'Mail 1', 'Mail 2');
    for (const responseCode of ['ErrorChangeKeyRequiredForWriteOperations', 'ErrorStaleObject']) {
      journey.emulator.requests.length = 0;
      journey.emulator.faults.add({ kind: 'itemError', index: 1, responseCode, operation: 'UpdateItem' });
      const done = await updating(journey, ids, { isRead: true }, {}, '');
      expect(codesOf(done.bulk)).toEqual(['ok', 'ok']);
      expect(operationsAt(journey)).toEqual(['UpdateItem', 'GetItem', 'UpdateItem']);
      expect(journey.emulator.requests[2]?.body).toMatch(/<t:ItemId Id="[^"]+" ChangeKey="[^"]+"\/>/);
    }
    expect(await heldIn(journey, 'inbox')).toMatchObject([{ isRead: 'true' }, { isRead: 'true' }]);
  });

  it('keeps what one message fails with to that message', async () => {
    const journey = await journeyOfTest();
    const ids = deliverSealed(journey, ...subjectsTo(4));
    const poison = { kind: 'itemError', responseCode: 'ErrorQuotaExceeded', operation: 'UpdateItem' } as const;
    journey.emulator.faults.add({ ...poison, index: 1 });
    const done = await updating(journey, ids, { isRead: true }, {}, '');
    expect([codesOf(done.bulk), done.operations]).toEqual([['ok', 'QUOTA_EXCEEDED', 'ok', 'ok'], ['UpdateItem']]);
    expect((await heldIn(journey, 'inbox')).map(({ isRead }) => isRead)).toEqual(['true', 'false', 'true', 'true']);
  });

  it('sends once more what the server did not come to, and says of the rest that it may be tried again', async () => {
    const journey = await journeyOfTest();
    const ids = deliverSealed(journey, ...subjectsTo(4));
    const poison = {
      kind: 'itemError',
      responseCode: 'ErrorQuotaExceeded',
      stopsBatch: true,
      operation: 'UpdateItem',
    } as const;
    journey.emulator.faults.add({ ...poison, index: 1 });
    const once = await updating(journey, ids, { isRead: true }, {}, '');
    expect(codesOf(once.bulk)).toEqual(['ok', 'QUOTA_EXCEEDED', 'ok', 'ok']);
    expect(once.operations).toEqual(['UpdateItem', 'UpdateItem']);
    expect((await heldIn(journey, 'inbox')).map(({ isRead }) => isRead)).toEqual(['true', 'false', 'true', 'true']);

    journey.emulator.faults.add({ ...poison, index: 0, times: 2 });
    const twice = await updating(journey, ids, { importance: 'LOW' }, {}, '');
    expect(codesOf(twice.bulk)).toEqual([
      'QUOTA_EXCEEDED',
      'QUOTA_EXCEEDED',
      'UPSTREAM_UNAVAILABLE',
      'UPSTREAM_UNAVAILABLE',
    ]);
    expect(twice.bulk.results[3]?.error).toMatchObject({ retryable: true, outcomeUnknown: false });
    expect((await heldIn(journey, 'inbox')).map(({ importance }) => importance)).toEqual(
      Array.from({ length: 4 }, () => 'Normal'),
    );
  });

  it('says of every message that nobody knows when the answer is lost, and does not send it again', async () => {
    const journey = await journeyOfTest();
    const ids = deliverSealed(journey, 'Mail 1', 'Mail 2');
    journey.emulator.faults.add({ kind: 'lose', operation: 'UpdateItem' });
    const done = await updating(journey, ['forged', ...ids], { isRead: true });
    expect(codesOf(done.bulk)).toEqual(['BAD_USER_INPUT', 'OUTCOME_UNKNOWN', 'OUTCOME_UNKNOWN']);
    expect(done.bulk.results[1]?.error).toMatchObject({
      __typename: 'UpstreamError',
      outcomeUnknown: true,
      retryable: false,
    });
    expect(operationsAt(journey)).toEqual(['UpdateItem']);
  });

  it('says of the call as a whole why certainly nothing was done', async () => {
    const journey = await journeyOfTest();
    const ids = deliverSealed(journey, 'Mail 1');
    journey.emulator.faults.add({ kind: 'fault', responseCode: 'ErrorServerBusy', operation: 'UpdateItem' });
    const { bulk: done } = await updating(journey, ids, { isRead: true });
    expect(done).toMatchObject({ succeeded: 0, failed: 0, results: [] });
    expect(done.userErrors).toMatchObject([{ __typename: 'ThrottledError', code: 'THROTTLED', retryable: true }]);
  });

  it('says that it was done when it cannot be shown afterwards', async () => {
    const journey = await journeyOfTest();
    const ids = deliverSealed(journey, 'Mail 1', 'Mail 2');
    journey.emulator.faults.add({ kind: 'reset', operation: 'GetItem' });
    const { data, errors = [] } = await journey.query(
      `mutation ($ids: [ID!]!) { updateMessages(input: { mailbox: "${alice}", ids: $ids, patch: { isRead: true } }) {
        succeeded results { message { subject } error { code } } userErrors { code } } }`,
      { ids },
    );
    const unseen = { message: null, error: null };
    expect(data).toEqual({ updateMessages: { succeeded: 2, results: [unseen, unseen], userErrors: [] } });
    expect(errors.map(({ path, extensions }) => [path?.join('.'), extensions.code])).toEqual([
      ['updateMessages.results.0.message', 'UPSTREAM_UNAVAILABLE'],
      ['updateMessages.results.1.message', 'UPSTREAM_UNAVAILABLE'],
    ]);
    expect(await heldIn(journey, 'inbox')).toMatchObject([{ isRead: 'true' }, { isRead: 'true' }]);
  });

  it('says so too when the versions cannot be read', async () => {
    const journey = await journeyOfTest();
    const ids = deliverSealed(journey, 'Mail 1');
    const ifChangeKeys = await changeKeysOf(journey, ids);
    journey.emulator.faults.add({ kind: 'reset', operation: 'GetItem' });
    const done = await updating(journey, ids, { isRead: true }, { ifChangeKeys });
    expect(done.bulk.results).toEqual([]);
    expect(done.bulk.userErrors).toMatchObject([{ code: 'UPSTREAM_UNAVAILABLE', outcomeUnknown: false }]);
    expect(done.operations).toEqual(['GetItem']);
  });
});

describe('a patch that cannot be', () => {
  const cannotBeNull = 'cannot be null; leave it out to keep what is there.';
  it.each([
    [{}, [[[], 'changes nothing.']]],
    [{ addCategories: [], removeCategories: [] }, [[[], 'changes nothing.']]],
    [
      { isRead: null, importance: null },
      [
        [['isRead'], cannotBeNull],
        [['importance'], cannotBeNull],
      ],
    ],
    [{ isRead: true, addCategories: null }, [[['addCategories'], cannotBeNull]]],
    [
      { flag: { status: 'NOT_FLAGGED', dueAt: '2026-03-19T00:00:00Z' } },
      [[['flag', 'dueAt'], 'cannot be set on a message without a flag.']],
    ],
    [
      { flag: { status: 'FLAGGED', startAt: '2026-03-19T00:00:00Z', dueAt: '2026-03-18T00:00:00Z' } },
      [[['flag', 'dueAt'], 'must not lie before startAt.']],
    ],
    [
      { setCategories: ['a'], addCategories: ['b'] },
      [[['setCategories'], 'cannot stand beside addCategories and removeCategories.']],
    ],
    [
      { addCategories: ['Paid', 'x'], removeCategories: ['X'] },
      [[['addCategories', '1'], 'is to be removed as well.']],
    ],
    [
      { setCategories: ['fine', 'two\nlines'] },
      [[['setCategories', '1'], 'holds a line break or another control character.']],
    ],
    [{ removeCategories: ['x'.repeat(256)] }, [[['removeCategories', '0'], 'is longer than 255 characters.']]],
    [
      { addCategories: Array.from({ length: 51 }, (_, index) => `c${index}`) },
      [[['addCategories'], 'may hold 50 at most.']],
    ],
  ])('%j is refused before anything is asked, naming what is wrong', async (patch, problems) => {
    const journey = await journeyOfTest();
    const ids = deliverSealed(journey, 'Mail 1');
    const { bulk: done } = await updating(journey, ids, patch);
    expect(done.results).toEqual([]);
    expect(done.userErrors.map(({ fields }) => fields)).toEqual([
      problems.map(([path, message]) => ({ path: ['input', 'patch', ...(path as string[])], message })),
    ]);
    expect(operationsAt(journey)).toEqual([]);
  });
});

describe('a caller that may write messages only', () => {
  it('changes no event, contact or task, and learns nothing of them', async () => {
    const journey = await startPermitted();
    onTestFinished(() => journey.close());
    const samples = await deliverSamples(journey);
    const [gone = ''] = deliver(journey, 'Mail 1');
    journey.emulator.remove(alice, gone);
    const ids = [samples.event, samples.message, samples.contact, samples.task, sealedId('Item', alice, gone)];
    journey.permit('READ_METADATA', 'WRITE_MESSAGES');
    journey.emulator.requests.length = 0;
    const done = await updating(journey, ids, { isRead: true, importance: 'HIGH' });
    expect(codesOf(done.bulk)).toEqual(['NOT_FOUND', 'ok', 'NOT_FOUND', 'NOT_FOUND', 'NOT_FOUND']);
    const [event, , contact, task, nothing] = done.bulk.results.map(({ error }) => ({ ...error, missingId: null }));
    expect([event, contact, task]).toEqual([nothing, nothing, nothing]);
    expect(done.operations).toEqual(['GetItem', 'UpdateItem', 'GetItem']);
    const written = journey.emulator.requests.find(({ operation }) => operation === 'UpdateItem');
    expect(written?.body.match(/<t:ItemChange>/g)).toHaveLength(1);
    expect(written?.body).toContain(ewsIdIn(samples.message));
  });

  it('needs WRITE_MESSAGES for the first', async () => {
    const journey = await startPermitted();
    onTestFinished(() => journey.close());
    const ids = deliverSealed(journey, 'Mail 1');
    journey.permit('READ_METADATA', 'READ_MESSAGES', 'WRITE_CALENDAR', 'WRITE_CONTACTS');
    const done = await updating(journey, ids, { isRead: true });
    expect(done.operations).toEqual([]);
    expect(done.bulk.userErrors).toMatchObject([{ __typename: 'AccessDeniedError', code: 'FORBIDDEN' }]);
  });

  it('is told that what is no message cannot be written so, where it may write everything', async () => {
    const journey = await startPermitted();
    onTestFinished(() => journey.close());
    const samples = await deliverSamples(journey);
    const done = await updating(journey, [samples.event, samples.message], { importance: 'HIGH' });
    expect(codesOf(done.bulk)).toEqual(['UNSUPPORTED', 'ok']);
  });
});
