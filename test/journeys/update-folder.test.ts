import { expect, it } from 'vitest';
import { byId } from '../emulator/mailbox-contents.ts';
import type { Permission } from '../../src/access/caller.ts';
import { accessOf, callerNamed, rulesOf } from '../access.ts';
import { failureOf, input, startFolderJourney, writesOf, type FolderJourney } from './folder-journey.ts';
import { operationsOf } from './start.ts';

const update = async (journey: FolderJourney, path: string, fields: string, folder?: string) =>
  journey.run('updateFolder', `input: { id: "${await journey.idOf(path)}", ${fields} }`, folder);

it('renames a folder, which keeps its id and what is in it', async () => {
  const journey = await startFolderJourney();
  const before = await journey.idOf('/Inbox/Projects');
  const answer = await update(journey, '/Inbox/Projects', 'name: "Undertakings"', '{ id path children { path } }');
  expect(answer.data.done).toEqual({
    folder: { id: before, path: '/Inbox/Undertakings', children: [{ path: '/Inbox/Undertakings/Old' }] },
    userErrors: [],
  });
  // The roles are asked for once an hour.
  expect(operationsOf(answer).toSorted()).toEqual(['FindFolder', 'FindFolder', 'GetFolder', 'UpdateFolder']);
  const bare = await update(journey, '/Inbox/Undertakings', 'name: "Endeavours"', '{ __typename }');
  expect(operationsOf(bare)).toEqual(['FindFolder', 'UpdateFolder']);
  const { paths, id } = await journey.atServer();
  expect(paths).not.toContain('Inbox/Projects');
  expect(await journey.subjectsAtServer(byId(id('Inbox/Endeavours')))).toEqual(['Plan']);
});

it('moves a folder with everything in it', async () => {
  const journey = await startFolderJourney();
  const answer = await update(journey, '/Inbox/Projects', 'moveTo: { role: ROOT }', '{ path }');
  expect(answer.data.done).toEqual({ folder: { path: '/Projects' }, userErrors: [] });
  expect(writesOf(answer)).toEqual(['MoveFolder']);
  const { paths } = await journey.atServer();
  expect(paths).toEqual(expect.arrayContaining(['Projects', 'Projects/Old']));
});

it('does both, in the order in which the names are free', async () => {
  const journey = await startFolderJourney();
  const both = await update(journey, '/Inbox/Projects/Old', 'name: "Older", moveTo: { path: "/Empty" }', '{ path }');
  expect(both.data.done).toEqual({ folder: { path: '/Empty/Older' }, userErrors: [] });
  expect(writesOf(both)).toEqual(['UpdateFolder', 'MoveFolder']);
  // Inbox has a Projects, so this one is Projects only when it has left.
  await journey.run('createFolder', input('parent: { role: INBOX }, name: "Draft"'));
  const moved = await update(journey, '/Inbox/Draft', 'name: "Projects", moveTo: { role: ROOT }', '{ path }');
  expect(moved.data.done).toEqual({ folder: { path: '/Projects' }, userErrors: [] });
  expect(writesOf(moved)).toEqual(['MoveFolder', 'UpdateFolder']);
  expect((await journey.atServer()).paths).toEqual(expect.arrayContaining(['Projects', 'Inbox/Projects']));

  await journey.run('createFolder', input('parent: { role: ROOT }, name: "Inside"'));
  await journey.run('createFolder', input('parent: { role: INBOX }, name: "Inside"'));
  await journey.run('createFolder', input('parent: { role: INBOX }, name: "Outside"'));
  const stuck = await update(journey, '/Inside', 'name: "Empty", moveTo: { role: INBOX }');
  expect(failureOf(stuck)).toMatchObject({ code: 'CONFLICT', detail: expect.stringMatching(/to a third first/) });
  expect(writesOf(stuck)).toEqual([]);
});

it('writes nothing where nothing changes, and changes upper and lower case', async () => {
  const journey = await startFolderJourney();
  const same = await update(journey, '/Inbox/Projects', 'name: "Projects", moveTo: { role: INBOX }', '{ path }');
  expect(same.data.done).toEqual({ folder: { path: '/Inbox/Projects' }, userErrors: [] });
  expect(writesOf(same)).toEqual([]);
  const upper = await update(journey, '/Inbox/Projects', 'name: "PROJECTS"', '{ path }');
  expect(upper.data.done.folder).toEqual({ path: '/Inbox/PROJECTS' });
});

it('shows the folder as it is when only the first of two writes could be done', async () => {
  const journey = await startFolderJourney();
  journey.emulator.faults.add({
    kind: 'itemError',
    operation: 'MoveFolder',
    index: 0,
    responseCode: 'ErrorAccessDenied',
  });
  const answer = await update(journey, '/Inbox/Projects', 'name: "New", moveTo: { role: ROOT }', '{ path }');
  expect(answer.data.done.folder).toEqual({ path: '/Inbox/New' });
  expect(failureOf(answer)).toMatchObject({ __typename: 'AccessDeniedError', code: 'FORBIDDEN' });
  expect((await journey.atServer()).paths).toContain('Inbox/New');
});

it('tells of a lost answer that nobody knows', async () => {
  const journey = await startFolderJourney();
  journey.emulator.faults.add({ kind: 'lose', operation: 'MoveFolder' });
  const answer = await update(journey, '/Inbox/Projects', 'moveTo: { role: ROOT }');
  expect(answer.data.done.folder).toBeNull();
  expect(failureOf(answer)).toMatchObject({ __typename: 'UpstreamError', code: 'OUTCOME_UNKNOWN' });
});

it('refuses a change key that is no longer the folder’s, and tells the one that is', async () => {
  const journey = await startFolderJourney();
  const { data } = await update(journey, '/Inbox/Projects', 'name: "One"', '{ id changeKey }');
  const stale = String(data.done.folder?.['changeKey']);
  const fresh = await update(journey, '/Inbox/One', `name: "Two", ifChangeKey: "${stale}"`, '{ changeKey }');
  expect(fresh.data.done.userErrors).toEqual([]);

  const refused = await update(journey, '/Inbox/Two', `name: "Three", ifChangeKey: "${stale}"`);
  expect(failureOf(refused)).toMatchObject({
    __typename: 'ConflictError',
    code: 'CONFLICT',
    current: { id: expect.any(String) },
  });
  expect(writesOf(refused)).toEqual([]);
  const { currentChangeKey } = failureOf(refused) as unknown as { readonly currentChangeKey: string };
  const again = await update(journey, '/Inbox/Two', `name: "Three", ifChangeKey: "${currentChangeKey}"`, '{ path }');
  expect(again.data.done).toEqual({ folder: { path: '/Inbox/Three' }, userErrors: [] });

  const forged = await update(journey, '/Inbox/Three', 'name: "Four", ifChangeKey: "AQAAABYAAAA="');
  expect(failureOf(forged)).toMatchObject({ __typename: 'ValidationError', code: 'BAD_USER_INPUT' });
});

it.each([
  ['/Inbox/Projects', '', ['input'], /new name, a new place/],
  ['/Inbox/Projects', 'name: null, moveTo: null', ['input'], /new name, a new place/],
  ['/Inbox/Projects', 'name: ""', ['input', 'name'], /empty/],
  ['/Inbox', 'name: "Post"', ['input', 'id'], /every mailbox/],
  ['/Calendar', 'moveTo: { role: INBOX }', ['input', 'id'], /every mailbox/],
  ['/Inbox/Projects', 'moveTo: { path: "/Inbox/Projects" }', ['input', 'moveTo'], /folder itself/],
  ['/Inbox/Projects', 'moveTo: { path: "/Inbox/Projects/Old" }', ['input', 'moveTo'], /lies in it/],
  ['/Inbox/Projects', 'moveTo: { role: RECOVERABLE_ITEMS }', ['input', 'moveTo'], /recovered/],
])('refuses what cannot be, and writes nothing: %s with %s', async (path, fields, at, message) => {
  const journey = await startFolderJourney();
  const before = (await journey.atServer()).paths;
  const answer = await update(journey, path, fields);
  expect(failureOf(answer)).toMatchObject({
    __typename: 'ValidationError',
    fields: [{ path: at, message: expect.stringMatching(message) }],
  });
  expect(writesOf(answer)).toEqual([]);
  expect((await journey.atServer()).paths).toEqual(before);
});

it.each([
  ['/Inbox/Projects', 'name: "x", moveTo: { path: "/Nowhere" }', 'NOT_FOUND'],
  ['/Empty', 'name: "INBOX"', 'CONFLICT'],
])('refuses what is not there or there already: %s with %s', async (path, fields, code) => {
  const journey = await startFolderJourney();
  const answer = await update(journey, path, fields);
  expect(failureOf(answer)).toMatchObject({ code });
  expect(writesOf(answer)).toEqual([]);
});

it('tells that a folder is gone', async () => {
  const journey = await startFolderJourney();
  const id = await journey.idOf('/Empty');
  await journey.run('deleteFolder', input('folder: { path: "/Empty" }, mode: HARD_DELETE'));
  const answer = await journey.run('updateFolder', `input: { id: "${id}", name: "x" }`);
  expect(failureOf(answer)).toMatchObject({ __typename: 'NotFoundError', code: 'NOT_FOUND' });
});

it('takes the permission of what the folder holds, and for moving it of what lies below as well', async () => {
  let held: readonly Permission[] = ['READ_METADATA', 'WRITE_MESSAGES', 'WRITE_CALENDAR'];
  const rules = { ...rulesOf([]), permissionsOn: () => new Set(held) };
  const journey = await startFolderJourney({ access: accessOf(callerNamed('ann'), rules) });
  await journey.run('createFolder', input('parent: { path: "/Inbox/Projects" }, name: "Dates", kind: CALENDAR'));
  held = ['READ_METADATA', 'WRITE_MESSAGES'];
  const renamed = await update(journey, '/Inbox/Projects', 'name: "Renamed"');
  expect(renamed.data.done.userErrors).toEqual([]);
  for (const [path, fields] of [
    ['/Inbox/Renamed', 'moveTo: { role: ROOT }'],
    ['/Inbox/Renamed/Dates', 'name: "Days"'],
  ] as const) {
    const refused = await update(journey, path, fields);
    expect(failureOf(refused)).toMatchObject({
      __typename: 'AccessDeniedError',
      detail: 'This needs WRITE_CALENDAR on this mailbox.',
    });
    expect(writesOf(refused)).toEqual([]);
  }
});
