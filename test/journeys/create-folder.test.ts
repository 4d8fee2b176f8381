import { expect, it } from 'vitest';
import type { Permission } from '../../src/access/caller.ts';
import { callCost } from '../../src/graphql/guards/cost.ts';
import { accessOf, callerNamed, rulesOf } from '../access.ts';
import { failureOf, input, startFolderJourney, writesOf } from './folder-journey.ts';
import { operationsAt } from './journey-of-test.ts';
import { operationsOf } from './start.ts';

const inInbox = (name: string, more = ''): string => input(`parent: { role: INBOX }, name: "${name}", ${more}`);

it('makes a folder in one call, and shows it as it is then', async () => {
  const journey = await startFolderJourney();
  const answer = await journey.run('createFolder', inInbox('  Plans for spring '));
  expect(answer.data.done).toEqual({
    folder: { name: 'Plans for spring', path: '/Inbox/Plans for spring', kind: 'MAIL', totalCount: 0, unreadCount: 0 },
    userErrors: [],
  });
  expect(writesOf(answer)).toEqual(['CreateFolder']);
  expect(operationsOf(answer)[0]).toBe('CreateFolder');
  expect((await journey.atServer()).paths).toContain('Inbox/Plans for spring');
  const bare = await journey.query(`mutation { createFolder(${inInbox('Another')}) { userErrors { code } } }`);
  expect(operationsOf(bare)).toEqual(['CreateFolder']);
});

it('looks for the folder list before it when it lies at a path, and for nothing else', async () => {
  const journey = await startFolderJourney();
  const made = input('parent: { path: "/Inbox/Projects" }, name: "By path"');
  const answer = await journey.query(`mutation { createFolder(${made}) { userErrors { code } } }`);
  expect(operationsOf(answer)).toEqual(['FindFolder', 'CreateFolder']);
  expect((await journey.atServer()).paths).toContain('Inbox/Projects/By path');
});

it.each([
  ['MAIL', 'CALENDAR', '/Calendar/Made', 'role: CALENDAR'],
  ['CONTACTS', 'CONTACTS', '/Contacts/Made', 'role: CONTACTS'],
  ['TASKS', 'TASKS', '/Made', 'role: ROOT'],
  ['CALENDAR', 'CALENDAR', '/Inbox/Projects/Made', 'path: "/Inbox/Projects"'],
])('makes one of any kind, anywhere (%s, %s, %s)', async (_case, kind, path, parent) => {
  const journey = await startFolderJourney();
  const { data } = await journey.run(
    'createFolder',
    input(`parent: { ${parent} }, name: "Made", kind: ${kind}`),
    '{ path kind }',
  );
  expect(data.done).toEqual({ folder: { path, kind }, userErrors: [] });
  expect((await journey.atServer()).paths).toContain(path.slice(1));
});

it('can be written into at once, in the same request and in others that had looked before', async () => {
  const journey = await startFolderJourney();
  // Remembers the list without it.
  await journey.idOf('/Inbox');
  const { data, errors } = await journey.query<Record<string, { folder: { id: string } }>>(
    `mutation {
      outer: createFolder(${inInbox('Outer')}) { folder { id children { name } messages(first: 1) { totalCount } } }
      inner: createFolder(${input('parent: { path: "/Inbox/Outer" }, name: "Inner"')}) { folder { id path parent { name } } userErrors { code } }
    }`,
  );
  expect(errors).toBeUndefined();
  expect(data['inner']).toMatchObject({
    folder: { path: '/Inbox/Outer/Inner', parent: { name: 'Outer' } },
    userErrors: [],
  });
  const within = await journey.run(
    'createFolder',
    input(`parent: { id: "${data['inner']?.folder.id}" }, name: "Innermost"`),
    '{ path }',
  );
  expect(within.data.done).toEqual({ folder: { path: '/Inbox/Outer/Inner/Innermost' }, userErrors: [] });
});

it('refuses a name that is taken, in whatever case', async () => {
  const journey = await startFolderJourney();
  const answer = await journey.run('createFolder', inInbox('pROJECTS'));
  expect(answer.data.done.folder).toBeNull();
  expect(failureOf(answer)).toMatchObject({
    __typename: 'ConflictError',
    code: 'CONFLICT',
    detail: 'There is a folder of this name already.',
  });
  expect(operationsOf(answer)).toEqual(['CreateFolder']);
});

it('gives the folder that is there when that is what is wanted, and never makes two', async () => {
  const journey = await startFolderJourney();
  const id = await journey.idOf('/Inbox/Projects');
  const again = await journey.run('createFolder', inInbox('PROJECTS', 'ifExists: RETURN_EXISTING'), '{ id name }');
  expect(again.data.done).toEqual({ folder: { id, name: 'Projects' }, userErrors: [] });
  const made = await Promise.all(
    ['Twin', 'twin', 'TWIN'].map((name) =>
      journey.run(
        'createFolder',
        input(`parent: { role: ROOT }, name: "${name}", ifExists: RETURN_EXISTING`),
        '{ id }',
      ),
    ),
  );
  expect(new Set(made.map(({ data }) => data.done.folder?.['id'])).size).toBe(1);
  const { paths } = await journey.atServer();
  expect(paths.filter((path) => path.toLowerCase() === 'twin')).toHaveLength(1);

  // The dearest way to it: by path, with nothing remembered.
  const cold = await startFolderJourney();
  const byPath = await cold.run(
    'createFolder',
    input('parent: { path: "/Inbox" }, name: "projects", ifExists: RETURN_EXISTING'),
    '{ name }',
  );
  expect(operationsOf(byPath).toSorted()).toEqual(['CreateFolder', 'FindFolder', 'FindFolder', 'GetFolder']);
  expect((byPath.extensions?.cost?.requested ?? 0) / callCost).toBeGreaterThanOrEqual(4);

  const otherKind = await journey.run('createFolder', inInbox('Projects', 'kind: CALENDAR, ifExists: RETURN_EXISTING'));
  expect(failureOf(otherKind)).toMatchObject({ code: 'CONFLICT', detail: expect.stringMatching(/of another kind/) });
});

it.each([
  ['name: "   "', ['input', 'name'], /empty/],
  ['name: "a\\nb"', ['input', 'name'], /line break/],
  [`name: "${'n'.repeat(256)}"`, ['input', 'name'], /longer than 255/],
  ['name: "x", kind: SEARCH', ['input', 'kind'], /must be MAIL/],
])('refuses what no folder can be, with nothing tried: %s', async (fields, path, message) => {
  const journey = await startFolderJourney();
  const answer = await journey.run('createFolder', input(`parent: { role: INBOX }, ${fields}`));
  expect(failureOf(answer)).toMatchObject({
    __typename: 'ValidationError',
    code: 'BAD_USER_INPUT',
    fields: [{ path, message: expect.stringMatching(message) }],
  });
  expect(operationsAt(journey)).toEqual([]);
});

it('puts nothing into what can still be recovered, however it is named', async () => {
  const journey = await startFolderJourney();
  const { data } = await journey.query<{ mailbox: { folder: { id: string } } }>(
    '{ mailbox(address: "alice@example.test") { folder(where: { role: RECOVERABLE_ITEMS }) { id } } }',
  );
  for (const parent of ['role: RECOVERABLE_ITEMS', `id: "${data.mailbox.folder.id}"`]) {
    const answer = await journey.run('createFolder', input(`parent: { ${parent} }, name: "x"`));
    expect(failureOf(answer).fields).toMatchObject([{ path: ['input', 'parent'] }]);
    expect(operationsOf(answer)).toEqual([]);
  }
});

it('tells that a parent is not there', async () => {
  const journey = await startFolderJourney();
  const answer = await journey.run('createFolder', input('parent: { path: "/Nowhere" }, name: "x"'));
  expect(failureOf(answer)).toMatchObject({ __typename: 'NotFoundError', code: 'NOT_FOUND' });
  expect(writesOf(answer)).toEqual([]);
});

it('takes the permission of what it will hold', async () => {
  const fitting: Readonly<Record<string, Permission>> = {
    MAIL: 'WRITE_MESSAGES',
    CALENDAR: 'WRITE_CALENDAR',
    TASKS: 'WRITE_CALENDAR',
    CONTACTS: 'WRITE_CONTACTS',
  };
  for (const held of ['WRITE_MESSAGES', 'WRITE_CALENDAR', 'WRITE_CONTACTS'] as const) {
    const journey = await startFolderJourney({ access: accessOf(callerNamed('ann'), rulesOf([held])) });
    for (const [kind, needed] of Object.entries(fitting)) {
      journey.emulator.requests.length = 0;
      const args = input(`parent: { role: ROOT }, name: "New ${kind}", kind: ${kind}`);
      const { data } = await journey.query<{ done: { userErrors: readonly object[] } }>(
        `mutation { done: createFolder(${args}) { userErrors { __typename detail } } }`,
      );
      if (held === needed) {
        expect(data.done.userErrors).toEqual([]);
        expect(operationsAt(journey)).toEqual(['CreateFolder']);
      } else {
        expect(data.done.userErrors).toEqual([
          { __typename: 'AccessDeniedError', detail: `This needs ${needed} on this mailbox.` },
        ]);
        expect(operationsAt(journey)).toEqual([]);
      }
    }
  }
});

it('says that nobody knows when the answer was lost, and finds the folder when asked again', async () => {
  const journey = await startFolderJourney();
  journey.emulator.faults.add({ kind: 'lose', operation: 'CreateFolder' });
  const args = inInbox('Perhaps', 'ifExists: RETURN_EXISTING');
  expect(failureOf(await journey.run('createFolder', args))).toMatchObject({
    __typename: 'UpstreamError',
    code: 'OUTCOME_UNKNOWN',
  });
  const { data } = await journey.run('createFolder', args, '{ path }');
  expect(data.done).toEqual({ folder: { path: '/Inbox/Perhaps' }, userErrors: [] });
});
