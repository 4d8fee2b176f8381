import { expect, it, onTestFinished } from 'vitest';
import { permissions } from '../../src/access/caller.ts';
import { child, childText } from '../../src/ews/xml.ts';
import { askServer } from './ask-server.ts';
import { deliverSealed, subjectsIn, subjectsTo } from './bulk-mail.ts';
import { ewsIdIn, journeyOfTest, operationsAt, sealedId } from './journey-of-test.ts';
import { deliverSamples, startPermitted, type PermittedJourney } from './permission-samples.ts';
import { operationsOf, type Journey } from './start.ts';

const alice = 'alice@example.test';

interface Deleted {
  readonly results: readonly {
    readonly id: string;
    readonly error: {
      readonly code: string;
      readonly detail: string;
      readonly fields?: readonly { readonly path: readonly string[] }[];
      readonly outcomeUnknown?: boolean;
    } | null;
  }[];
  readonly succeeded: number;
  readonly failed: number;
  readonly userErrors: readonly { readonly code: string; readonly detail: string }[];
}

const remove = async (
  journey: Pick<Journey, 'query'>,
  ids: readonly string[],
  mode?: string,
): Promise<Deleted & { readonly operations: readonly string[] }> => {
  const answer = await journey.query<{ deleteItems: Deleted }>(
    `mutation ($ids: [ID!]!) { deleteItems(mailbox: "${alice}", ids: $ids ${mode === undefined ? '' : `, mode: ${mode}`}) {
      results { id error { code detail ... on ValidationError { fields { path } } ... on UpstreamError { outcomeUnknown } } }
      succeeded failed userErrors { code detail } } }`,
    { ids },
  );
  if (answer.errors !== undefined) throw new Error(JSON.stringify(answer.errors));
  return { ...answer.data.deleteItems, operations: operationsOf(answer) };
};

const codesOf = ({ results }: Deleted): readonly string[] => results.map(({ error }) => error?.code ?? 'ok');

const started = async (): Promise<PermittedJourney> => {
  const journey = await startPermitted();
  onTestFinished(() => journey.close());
  return journey;
};

/** Response codes of the server for these ids. */
const areThere = async (journey: Journey, ids: readonly string[]): Promise<readonly boolean[]> => {
  const { data } = await journey.query<{ nodes: readonly unknown[] }>(
    'query ($ids: [ID!]!) { nodes(ids: $ids) { __typename } }',
    { ids },
  );
  return data.nodes.map((one) => one !== null);
};

it.each([undefined, 'SOFT_DELETE', 'HARD_DELETE'])(
  'things of every kind are deleted with mode %s, in one look and one call, and nobody is told',
  async (mode) => {
    const journey = await started();
    const { message, event, contact, task } = await deliverSamples(journey);
    const ids = [contact, task, message, event];
    const sent = journey.emulator.outbox.length;
    const done = await remove(journey, ids, mode);
    expect(done).toMatchObject({ succeeded: 4, failed: 0, userErrors: [], operations: ['GetItem', 'DeleteItem'] });
    expect(done.results).toEqual(ids.map((id) => ({ id, error: null })));
    expect(await areThere(journey, ids)).toEqual([false, false, false, false]);
    expect(journey.emulator.outbox.length).toBe(sent);
    const bin = { HARD_DELETE: undefined, SOFT_DELETE: 'recoverableitemsdeletions' }[mode ?? ''] ?? 'deleteditems';
    const found = await askServer(
      journey,
      'alice',
      `<m:FindItem Traversal="Shallow"><m:ItemShape><t:BaseShape>AllProperties</t:BaseShape></m:ItemShape><m:ParentFolderIds><t:DistinguishedFolderId Id="${bin}"/></m:ParentFolderIds></m:FindItem>`,
    );
    const subjects = found.map((item) => childText(item, 'Subject'));
    const samples = ['Zoltan Private', 'Call the lawyer', 'Everything', 'Board'];
    if (mode === 'HARD_DELETE') for (const subject of samples) expect(subjects).not.toContain(subject);
    else expect(subjects).toEqual(expect.arrayContaining(samples));
  },
);

it('more than two hundred go in as many calls as it takes, each id answered in order', async () => {
  const journey = await journeyOfTest();
  const ids = deliverSealed(journey, ...subjectsTo(401));
  const done = await remove(journey, ['forged', ...ids, ids[0] ?? ''], 'HARD_DELETE');
  expect(done.operations).toEqual(['GetItem', 'DeleteItem', 'DeleteItem', 'DeleteItem']);
  expect(done.results.map(({ id }) => id)).toEqual(['forged', ...ids, ids[0]]);
  expect(done).toMatchObject({ succeeded: 402, failed: 1 });
  expect(done.results[0]?.error).toMatchObject({ code: 'BAD_USER_INPUT', fields: [{ path: ['ids', '0'] }] });
  expect(await subjectsIn(journey, 'inbox')).toEqual([]);
});

interface Calendar {
  readonly mailbox: {
    readonly agenda: {
      readonly nodes: readonly {
        readonly id: string;
        readonly subject: string;
        readonly type: string;
        readonly myResponse: string;
        readonly attendees: readonly unknown[];
        readonly seriesMaster: { readonly id: string } | null;
      }[];
    };
  };
}

const agenda = async (journey: Journey) => {
  const { data } = await journey.query<Calendar>(
    `{ mailbox(address: "${alice}") { agenda(window: { start: "2026-03-01T00:00:00Z", end: "2026-04-30T00:00:00Z" }, first: 500) {
      nodes { id subject type myResponse attendees { role } seriesMaster { id } } } } }`,
  );
  return data.mailbox.agenda.nodes;
};

it('a meeting to which the mailbox has invited others stays, with what to do instead; one that others called leaves this calendar', async () => {
  const journey = await journeyOfTest();
  const events = await agenda(journey);
  const own = events.find(({ myResponse, attendees }) => myResponse === 'ORGANIZER' && attendees.length > 0);
  const theirs = events.find(
    ({ myResponse, attendees, type }) => myResponse === 'ACCEPTED' && attendees.length > 0 && type === 'SINGLE',
  );
  if (own === undefined || theirs === undefined) throw new Error('the demo lacks such meetings');
  const sent = journey.emulator.outbox.length;
  const done = await remove(journey, [own.id, theirs.id]);
  expect(codesOf(done)).toEqual(['CONFLICT', 'ok']);
  expect(done.results[0]?.error?.detail).toContain('cancel it');
  expect(await areThere(journey, [own.id, theirs.id])).toEqual([true, false]);
  expect(journey.emulator.outbox.length).toBe(sent);
  const only = await remove(journey, [own.id], 'HARD_DELETE');
  expect([codesOf(only), only.operations]).toEqual([['CONFLICT'], ['GetItem']]);
});

it('a meeting of one’s own that was cancelled can be thrown away like any other event', async () => {
  const journey = await journeyOfTest();
  const own = (await agenda(journey)).find(
    ({ myResponse, attendees, type }) => myResponse === 'ORGANIZER' && attendees.length > 0 && type === 'SINGLE',
  );
  const cancelled = await journey.query<{ cancelEvent: { userErrors: readonly unknown[] } }>(
    'mutation ($id: ID!) { cancelEvent(input: { id: $id, notify: ALL }) { userErrors { code detail } } }',
    { id: own?.id },
  );
  expect(cancelled.data.cancelEvent.userErrors).toEqual([]);
  const bin = await askServer(
    journey,
    'alice',
    '<m:FindItem Traversal="Shallow"><m:ItemShape><t:BaseShape>AllProperties</t:BaseShape></m:ItemShape><m:ParentFolderIds><t:DistinguishedFolderId Id="deleteditems"/></m:ParentFolderIds></m:FindItem>',
  );
  const held = bin.find((item) => item.name === 'CalendarItem' && childText(item, 'IsMeeting') === 'true');
  const id = sealedId('Item', alice, (held && child(held, 'ItemId'))?.attributes['Id'] ?? '');
  expect(codesOf(await remove(journey, [id], 'HARD_DELETE'))).toEqual(['ok']);
  expect(await areThere(journey, [id])).toEqual([false]);
});

it('an occurrence leaves its series, which stays', async () => {
  const journey = await journeyOfTest();
  const before = await agenda(journey);
  const one = before.find(({ type, attendees }) => type === 'OCCURRENCE' && attendees.length === 0);
  if (one === undefined) throw new Error('the demo lacks a series of its own');
  expect(codesOf(await remove(journey, [one.id]))).toEqual(['ok']);
  const after = await agenda(journey);
  expect(after.map(({ id }) => id)).toEqual(before.map(({ id }) => id).filter((id) => id !== one.id));
});

it('a recurring task goes with all its occurrences', async () => {
  const journey = await journeyOfTest();
  const { data } = await journey.query<{
    mailbox: { tasks: { nodes: readonly { id: string; subject: string }[] } };
  }>(`{ mailbox(address: "${alice}") { tasks { nodes { id subject } } } }`);
  const recurring = data.mailbox.tasks.nodes.find(({ subject }) => subject === 'Descale the coffee machine');
  expect(codesOf(await remove(journey, [recurring?.id ?? '']))).toEqual(['ok']);
  expect(await areThere(journey, [recurring?.id ?? ''])).toEqual([false]);
});

it.each([
  ['WRITE_MESSAGES', ['ok', 'NOT_FOUND', 'NOT_FOUND', 'NOT_FOUND']],
  ['WRITE_CALENDAR', ['NOT_FOUND', 'ok', 'NOT_FOUND', 'ok']],
  ['WRITE_CONTACTS', ['NOT_FOUND', 'NOT_FOUND', 'ok', 'NOT_FOUND']],
] as const)('whoever has %s alone reaches nothing else', async (permission, expected) => {
  const journey = await started();
  const { message, event, contact, task } = await deliverSamples(journey);
  const ids = [message, event, contact, task];
  journey.permit(permission);
  expect(codesOf(await remove(journey, ids))).toEqual(expected);
  journey.permit(...permissions);
  expect(await areThere(journey, ids)).toEqual(expected.map((code) => code !== 'ok'));
});

it.each(['SOFT_DELETE', 'HARD_DELETE'])('%s needs DELETE_PERMANENTLY, and tries nothing without', async (mode) => {
  const journey = await started();
  const { contact } = await deliverSamples(journey);
  journey.emulator.requests.length = 0;
  journey.permit(...permissions.filter((permission) => permission !== 'DELETE_PERMANENTLY'));
  const done = await remove(journey, [contact], mode);
  expect(done).toMatchObject({ results: [], userErrors: [{ code: 'FORBIDDEN' }] });
  expect(operationsAt(journey)).toEqual([]);
});

it('keeps a failure to its item, goes on where the server stopped, and says that nobody knows when the answer is lost', async () => {
  const journey = await journeyOfTest();
  const ids = deliverSealed(journey, ...subjectsTo(6));
  journey.emulator.remove(alice, ewsIdIn(ids[0] ?? ''));
  journey.emulator.faults.add({
    kind: 'itemError',
    index: 1,
    responseCode: 'ErrorMoveCopyFailed',
    operation: 'DeleteItem',
    stopsBatch: true,
  });
  const done = await remove(journey, ids.slice(0, 4));
  expect(codesOf(done)).toEqual(['NOT_FOUND', 'ok', 'BAD_USER_INPUT', 'ok']);
  journey.emulator.faults.add({ kind: 'lose', operation: 'DeleteItem' });
  const lost = await remove(journey, ids.slice(4), 'HARD_DELETE');
  expect(lost.results.map(({ error }) => [error?.code, error?.outcomeUnknown])).toEqual([
    ['OUTCOME_UNKNOWN', true],
    ['OUTCOME_UNKNOWN', true],
  ]);
});

it('takes a thousand at most', async () => {
  const journey = await journeyOfTest();
  const done = await remove(
    journey,
    Array.from({ length: 1001 }, () => 'x'),
  );
  expect(done.userErrors).toMatchObject([{ code: 'BAD_USER_INPUT', detail: 'ids may hold 1000 at most.' }]);
});
