import { describe, expect, it, onTestFinished } from 'vitest';
import { alice, bulk, codesOf, deliver, deliverSealed, subjectsIn, subjectsTo } from './bulk-mail.ts';
import { ewsIdIn, journeyOfTest, operationsAt, sealedId } from './journey-of-test.ts';
import { deliverSamples, startPermitted } from './permission-samples.ts';
import type { Journey } from './start.ts';

const move = ['moveMessages', 'MoveMessagesInput'] as const;
const copy = ['copyMessages', 'MoveMessagesInput'] as const;

const folderId = async (journey: Journey, role: string): Promise<string> => {
  const { data } = await journey.query<{ mailbox: { folder: { id: string } } }>(
    `query ($address: EmailAddress!) { mailbox(address: $address) { folder(where: { role: ${role} }) { id } } }`,
    { address: alice },
  );
  return data.mailbox.folder.id;
};

describe('moveMessages', () => {
  it.each([1, 200])('moves %i messages in one call, and tells their new ids in order', async (count) => {
    const journey = await journeyOfTest();
    const subjects = subjectsTo(count);
    const ids = deliverSealed(journey, ...subjects);
    const done = await bulk(journey, move, { ids, to: { role: 'JUNK_EMAIL' } }, 'id subject folder { role }');
    expect(done.operations.slice(0, 2)).toEqual(['MoveItem', 'GetItem']);
    expect(done.bulk).toMatchObject({ succeeded: count, failed: 0, userErrors: [] });
    expect(done.bulk.results.map(({ id, message }) => [id, message?.['subject'], message?.['folder']])).toEqual(
      subjects.map((subject, index) => [ids[index], subject, { role: 'JUNK_EMAIL' }]),
    );
    const newIds = done.bulk.results.map(({ message }) => String(message?.['id']));
    expect(new Set([...ids, ...newIds]).size).toBe(2 * count);
    expect(await subjectsIn(journey, 'junkemail')).toEqual(subjects);
    expect(await subjectsIn(journey, 'inbox')).toEqual([]);
    const { data } = await journey.query('query ($id: ID!) { node(id: $id) { ... on Message { subject } } }', {
      id: newIds[0],
    });
    expect(data).toEqual({ node: { subject: 'Mail 1' } });
  });

  it('archives by a path in two calls after the look at the folders, which is remembered', async () => {
    const journey = await journeyOfTest();
    const archive = (ids: readonly string[]) =>
      bulk(journey, move, { ids, to: { path: '/Archive/2026' } }, 'id folder { path }');
    const first = await archive(deliverSealed(journey, 'Mail 1'));
    expect(first.operations).toEqual(['FindFolder', 'MoveItem', 'GetItem']);
    expect(first.bulk.results[0]?.message?.['folder']).toEqual({ path: '/Archive/2026' });
    const second = await archive(deliverSealed(journey, 'Mail 2', 'Mail 3'));
    expect(second.operations).toEqual(['MoveItem', 'GetItem']);
  });

  it('shows counts of folders as they are afterwards', async () => {
    const journey = await journeyOfTest();
    const shown = 'folder { unreadCount totalCount }';
    const moveOne = async () => {
      const to = { path: '/Archive/2026' };
      const { bulk: done } = await bulk(journey, move, { ids: deliverSealed(journey, 'Mail 1'), to }, shown);
      return done.results[0]?.message?.['folder'] as { readonly unreadCount: number; readonly totalCount: number };
    };
    const [before, after] = [await moveOne(), await moveOne()];
    expect(after).toEqual({ unreadCount: before.unreadCount + 1, totalCount: before.totalCount + 1 });
  });

  it.each([
    ...['ROOT', 'CALENDAR', 'CONTACTS', 'TASKS', 'NOTES', 'RECOVERABLE_ITEMS'].map((role) => ({ role })),
    { path: '/Calendar' },
  ])('refuses a folder that is not for messages: %o', async (to) => {
    const journey = await journeyOfTest();
    const { bulk: done } = await bulk(journey, move, { ids: deliverSealed(journey, 'Mail 1'), to });
    expect(done.results).toEqual([]);
    expect(done.userErrors).toMatchObject([
      {
        __typename: 'ValidationError',
        fields: [{ path: ['input', 'to'], message: 'is not a folder for messages.' }],
      },
    ]);
    expect(operationsAt(journey)).not.toContain('MoveItem');
    expect(await subjectsIn(journey, 'inbox')).toEqual(['Mail 1']);
  });

  it.each(['ROOT', 'RECOVERABLE_ITEMS', 'CALENDAR'])('refuses %s by its id as well', async (role) => {
    const journey = await journeyOfTest();
    const id = await folderId(journey, role);
    const { bulk: done } = await bulk(journey, move, { ids: deliverSealed(journey, 'Mail 1'), to: { id } });
    expect(done.userErrors).toMatchObject([{ __typename: 'ValidationError', code: 'BAD_USER_INPUT' }]);
    expect(await subjectsIn(journey, 'inbox')).toEqual(['Mail 1']);
  });

  it('moves nothing into a folder that is not there, or not of this mailbox', async () => {
    const journey = await journeyOfTest();
    const ids = deliverSealed(journey, 'Mail 1');
    const codes = async (to: object) =>
      (await bulk(journey, move, { ids, to })).bulk.userErrors.map(({ code }) => code);
    expect(await codes({ path: '/Nowhere' })).toEqual(['NOT_FOUND']);
    const foreign = sealedId('Folder', 'bob@example.test', ewsIdIn(await folderId(journey, 'INBOX')));
    expect(await codes({ id: foreign })).toEqual(['BAD_USER_INPUT']);
    expect(await subjectsIn(journey, 'inbox')).toEqual(['Mail 1']);
  });

  it('answers each bad id by itself, and one that is given twice twice', async () => {
    const journey = await journeyOfTest();
    const [first = '', gone = ''] = deliver(journey, 'Mail 1', 'Mail 2');
    journey.emulator.remove(alice, gone);
    const id = sealedId('Item', alice, first);
    const done = await bulk(journey, move, {
      ids: ['x', id, sealedId('Item', alice, gone), id],
      to: { role: 'DRAFTS' },
    });
    expect(codesOf(done.bulk)).toEqual(['BAD_USER_INPUT', 'ok', 'NOT_FOUND', 'ok']);
    expect(done.bulk.results[3]?.message).toEqual(done.bulk.results[1]?.message);
    expect(await subjectsIn(journey, 'drafts')).toEqual(['Mail 1']);
  });

  it('says of an id that moves have killed which one the message has now', async () => {
    const journey = await journeyOfTest();
    const [id = ''] = deliverSealed(journey, 'Mail 1');
    const errorOf = async (): Promise<{
      readonly code: string;
      readonly missingId: string;
      readonly movedTo: string;
    }> => {
      const answer = await journey.query<{
        readonly updateMessages: { readonly results: readonly [{ readonly error: never }] };
      }>(
        `mutation ($ids: [ID!]!) {
          updateMessages(input: { mailbox: "${alice}", ids: $ids, patch: { isRead: true } }) {
            results { error { code ... on NotFoundError { missingId movedTo } } }
          }
        }`,
        { ids: [id] },
      );
      return answer.data.updateMessages.results[0].error;
    };
    await bulk(journey, move, { ids: [id], to: { role: 'DRAFTS' } });
    const once = await errorOf();
    expect(once).toMatchObject({ code: 'NOT_FOUND', missingId: id });
    await bulk(journey, move, { ids: [once.movedTo], to: { role: 'INBOX' } });
    const twice = await errorOf();
    const shown = await journey.query(
      `query ($id: ID!) { node(id: $id) { ... on Message { subject folder { path } } } }`,
      {
        id: twice.movedTo,
      },
    );
    expect(shown.data).toEqual({ node: { subject: 'Mail 1', folder: { path: '/Inbox' } } });
  });

  it('sends once more what the server did not come to', async () => {
    const journey = await journeyOfTest();
    const ids = deliverSealed(journey, ...subjectsTo(4));
    journey.emulator.faults.add({
      kind: 'itemError',
      index: 1,
      responseCode: 'ErrorQuotaExceeded',
      stopsBatch: true,
      operation: 'MoveItem',
    });
    const done = await bulk(journey, move, { ids, to: { role: 'DRAFTS' } });
    expect(done.operations).toEqual(['MoveItem', 'MoveItem', 'GetItem']);
    expect(done.bulk.results.map(({ message, error }) => message?.['subject'] ?? error?.code)).toEqual([
      'Mail 1',
      'QUOTA_EXCEEDED',
      'Mail 3',
      'Mail 4',
    ]);
    expect(await subjectsIn(journey, 'drafts')).toEqual(['Mail 1', 'Mail 3', 'Mail 4']);
    expect(await subjectsIn(journey, 'inbox')).toEqual(['Mail 2']);
  });

  it('says of every message that nobody knows when the answer is lost, and moves none again', async () => {
    const journey = await journeyOfTest();
    const ids = deliverSealed(journey, 'Mail 1', 'Mail 2');
    journey.emulator.faults.add({ kind: 'lose', operation: 'MoveItem' });
    const done = await bulk(journey, move, { ids, to: { role: 'DRAFTS' } });
    expect(done.bulk.results.map(({ error }) => [error?.code, error?.outcomeUnknown])).toEqual([
      ['OUTCOME_UNKNOWN', true],
      ['OUTCOME_UNKNOWN', true],
    ]);
    expect(operationsAt(journey)).toEqual(['MoveItem']);
    // It had been done: the same again finds nothing, and says so.
    const again = await bulk(journey, move, { ids, to: { role: 'DRAFTS' } });
    expect(codesOf(again.bulk)).toEqual(['NOT_FOUND', 'NOT_FOUND']);
    expect(await subjectsIn(journey, 'drafts')).toEqual(['Mail 1', 'Mail 2']);
  });

  it('moves many two hundred at a time, and none after an answer that was lost', async () => {
    const journey = await journeyOfTest();
    const ids = deliverSealed(journey, ...subjectsTo(450));
    journey.emulator.faults.add({ kind: 'lose', operation: 'MoveItem', skip: 1 });
    const done = await bulk(journey, move, { ids, to: { role: 'DRAFTS' } }, '');
    expect(done.operations).toEqual(['MoveItem', 'MoveItem']);
    const codes = codesOf(done.bulk);
    expect([0, 199, 200, 399, 400, 449].map((at) => codes[at])).toEqual([
      'ok',
      'ok',
      'OUTCOME_UNKNOWN',
      'OUTCOME_UNKNOWN',
      'UPSTREAM_UNAVAILABLE',
      'UPSTREAM_UNAVAILABLE',
    ]);
    expect(done.bulk.results[449]?.error).toMatchObject({ retryable: true, outcomeUnknown: false });
    const rest = await bulk(journey, move, { ids: ids.slice(400), to: { role: 'DRAFTS' } }, '');
    expect(rest.bulk.succeeded).toBe(50);
    expect(await subjectsIn(journey, 'drafts')).toEqual(subjectsTo(450));
  });

  it('moves no event, contact or task for a caller that may write messages only', async () => {
    const journey = await startPermitted();
    onTestFinished(() => journey.close());
    const { event, contact, task, message } = await deliverSamples(journey);
    journey.permit('READ_METADATA', 'WRITE_MESSAGES');
    const done = await bulk(journey, move, { ids: [event, contact, task, message], to: { role: 'DELETED_ITEMS' } });
    expect(codesOf(done.bulk)).toEqual(['NOT_FOUND', 'NOT_FOUND', 'NOT_FOUND', 'ok']);
    expect(done.operations).toEqual(['GetItem', 'MoveItem', 'GetItem']);
    const none = await bulk(journey, move, { ids: [event], to: { role: 'DELETED_ITEMS' } });
    expect([codesOf(none.bulk), none.operations]).toEqual([['NOT_FOUND'], ['GetItem']]);
  });
});

describe('copyMessages', () => {
  it.each([1, 200])('copies %i messages in one call, and shows the copies', async (count) => {
    const journey = await journeyOfTest();
    const subjects = subjectsTo(count);
    const ids = deliverSealed(journey, ...subjects);
    const done = await bulk(journey, copy, { ids, to: { role: 'DRAFTS' } }, 'id subject');
    expect(done.operations).toEqual(['CopyItem', 'GetItem']);
    expect(done.bulk.results.map(({ id, message }) => [id, message?.['subject']])).toEqual(
      subjects.map((subject, index) => [ids[index], subject]),
    );
    expect(done.bulk.results.every(({ id, message }) => message?.['id'] !== id)).toBe(true);
    expect(await subjectsIn(journey, 'drafts')).toEqual(subjects);
    expect(await subjectsIn(journey, 'inbox')).toEqual(subjects);
  });

  it('copies once what is named twice, and nothing again when the answer is lost', async () => {
    const journey = await journeyOfTest();
    const [id = ''] = deliverSealed(journey, 'Mail 1');
    await bulk(journey, copy, { ids: [id, id], to: { role: 'DRAFTS' } });
    expect(await subjectsIn(journey, 'drafts')).toEqual(['Mail 1']);
    journey.emulator.faults.add({ kind: 'lose', operation: 'CopyItem' });
    const lost = await bulk(journey, copy, { ids: [id], to: { role: 'DRAFTS' } });
    expect(codesOf(lost.bulk)).toEqual(['OUTCOME_UNKNOWN']);
    expect(await subjectsIn(journey, 'drafts')).toEqual(['Mail 1', 'Mail 1']);
  });

  it('refuses a calendar, and keeps a poisoned message to itself', async () => {
    const journey = await journeyOfTest();
    const ids = deliverSealed(journey, 'Mail 1', 'Mail 2');
    const refused = await bulk(journey, copy, { ids, to: { role: 'CALENDAR' } });
    expect(refused.bulk.userErrors).toMatchObject([{ __typename: 'ValidationError' }]);
    journey.emulator.faults.add({
      kind: 'itemError',
      index: 0,
      responseCode: 'ErrorQuotaExceeded',
      operation: 'CopyItem',
    });
    const done = await bulk(journey, copy, { ids, to: { role: 'DRAFTS' } });
    expect(codesOf(done.bulk)).toEqual(['QUOTA_EXCEEDED', 'ok']);
    expect(await subjectsIn(journey, 'drafts')).toEqual(['Mail 2']);
  });
});
