import { expect, it, onTestFinished } from 'vitest';
import { permissions } from '../../src/access/caller.ts';
import { bulk, codesOf, deliverSealed, subjectsIn, subjectsTo } from './bulk-mail.ts';
import { journeyOfTest, operationsAt } from './journey-of-test.ts';
import { deliverSamples, startPermitted } from './permission-samples.ts';

const remove = ['deleteMessages', 'DeleteMessagesInput'] as const;

it.each([1, 200])('puts %i messages into Deleted Items in one call, and tells their new ids', async (count) => {
  const journey = await journeyOfTest();
  const subjects = subjectsTo(count);
  const ids = deliverSealed(journey, ...subjects);
  const done = await bulk(journey, remove, { ids }, 'id subject');
  expect(done.operations).toEqual(['MoveItem', 'GetItem']);
  expect(done.bulk.results.map(({ id, message }) => [id, message?.['subject']])).toEqual(
    subjects.map((subject, index) => [ids[index], subject]),
  );
  expect(done.bulk.results.every(({ id, message }) => message?.['id'] !== id)).toBe(true);
  expect(await subjectsIn(journey, 'deleteditems')).toEqual(subjects);
  expect(await subjectsIn(journey, 'inbox')).toEqual([]);
});

it.each([
  ['SOFT_DELETE', subjectsTo(3)],
  ['HARD_DELETE', []],
])('%s takes messages out of the mailbox in one call, and shows none', async (mode, recoverable) => {
  const journey = await journeyOfTest();
  const ids = deliverSealed(journey, ...subjectsTo(3));
  const done = await bulk(journey, remove, { ids, mode });
  expect(done.operations).toEqual(['DeleteItem']);
  expect(done.bulk.succeeded).toBe(3);
  expect(done.bulk.results).toEqual(ids.map((id) => ({ id, message: null, error: null })));
  for (const folder of ['inbox', 'deleteditems']) expect(await subjectsIn(journey, folder)).toEqual([]);
  expect(await subjectsIn(journey, 'recoverableitemsdeletions')).toEqual(recoverable);
  const { data } = await journey.query('query ($ids: [ID!]!) { nodes(ids: $ids) { id } }', { ids });
  expect(data).toEqual({ nodes: [null, null, null] });
});

it.each(['SOFT_DELETE', 'HARD_DELETE'])('%s needs DELETE_PERMANENTLY, and tries nothing without', async (mode) => {
  const journey = await startPermitted();
  onTestFinished(() => journey.close());
  const ids = deliverSealed(journey, 'Mail 1');
  journey.permit(...permissions.filter((permission) => permission !== 'DELETE_PERMANENTLY'));
  const { bulk: done } = await bulk(journey, remove, { ids, mode });
  expect(done.results).toEqual([]);
  expect(done.userErrors).toMatchObject([
    { __typename: 'AccessDeniedError', code: 'FORBIDDEN', detail: 'This needs DELETE_PERMANENTLY on this mailbox.' },
  ]);
  expect(operationsAt(journey)).toEqual([]);
  expect(codesOf((await bulk(journey, remove, { ids })).bulk)).toEqual(['ok']);
});

it('says what the server says of what is gone already, and that nobody knows when the answer is lost', async () => {
  const journey = await journeyOfTest();
  const ids = deliverSealed(journey, 'Mail 1', 'Mail 2');
  journey.emulator.faults.add({ kind: 'lose', operation: 'DeleteItem' });
  const lost = await bulk(journey, remove, { ids, mode: 'HARD_DELETE' });
  expect(lost.bulk.results.map(({ error }) => [error?.code, error?.outcomeUnknown])).toEqual([
    ['OUTCOME_UNKNOWN', true],
    ['OUTCOME_UNKNOWN', true],
  ]);
  expect(operationsAt(journey)).toEqual(['DeleteItem']);
  const again = await bulk(journey, remove, { ids, mode: 'HARD_DELETE' });
  expect(again.bulk.results.map(({ error }) => [error?.__typename, error?.missingId])).toEqual(
    ids.map((id) => ['NotFoundError', id]),
  );
});

it.each([
  ['MOVE_TO_DELETED_ITEMS', 'MoveItem'],
  ['HARD_DELETE', 'DeleteItem'],
])('%s keeps a failure to its message, and goes on where the server stopped', async (mode, operation) => {
  const journey = await journeyOfTest();
  const ids = deliverSealed(journey, ...subjectsTo(4));
  const poison = { kind: 'itemError', index: 1, responseCode: 'ErrorMoveCopyFailed', operation } as const;
  journey.emulator.faults.add({ ...poison, stopsBatch: true });
  const done = await bulk(journey, remove, { ids: ['forged', ...ids], mode }, '');
  expect(codesOf(done.bulk).map((code) => code === 'ok')).toEqual([false, true, false, true, true]);
  expect(done.operations).toEqual([operation, operation]);
  expect(await subjectsIn(journey, 'inbox')).toEqual(['Mail 2']);
});

it.each(['MOVE_TO_DELETED_ITEMS', 'HARD_DELETE'])(
  '%s reaches no event, contact or task for a caller that may not write those',
  async (mode) => {
    const journey = await startPermitted();
    onTestFinished(() => journey.close());
    const { event, contact, task, message } = await deliverSamples(journey);
    journey.permit('READ_METADATA', 'READ_CONTACTS', 'READ_CALENDAR', 'WRITE_MESSAGES', 'DELETE_PERMANENTLY');
    const done = await bulk(journey, remove, { ids: [event, contact, task, message], mode }, '');
    expect(codesOf(done.bulk)).toEqual(['NOT_FOUND', 'NOT_FOUND', 'NOT_FOUND', 'ok']);
    const { data } = await journey.query('query ($ids: [ID!]!) { nodes(ids: $ids) { __typename } }', {
      ids: [event, contact, task],
    });
    expect(data).toEqual({
      nodes: [{ __typename: 'CalendarEvent' }, { __typename: 'Contact' }, { __typename: 'TaskItem' }],
    });
  },
);

it('deletes no event for good without saying who is told, where everything may be written', async () => {
  const journey = await startPermitted();
  onTestFinished(() => journey.close());
  const { event, task } = await deliverSamples(journey);
  const done = await bulk(journey, remove, { ids: [event, task], mode: 'HARD_DELETE' }, '');
  expect(codesOf(done.bulk)).toEqual(['UNSUPPORTED', 'UNSUPPORTED']);
});
