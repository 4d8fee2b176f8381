import { expect, it } from 'vitest';
import { byId, named } from '../emulator/mailbox-contents.ts';
import type { Permission } from '../../src/access/caller.ts';
import { accessOf, callerNamed, rulesOf } from '../access.ts';
import { failureOf, input, startFolderJourney, writesOf } from './folder-journey.ts';
import { operationsAt } from './journey-of-test.ts';
import { operationsOf } from './start.ts';

const projects = 'folder: { path: "/Inbox/Projects" }, includeSubfolders: true';

it('takes a folder to Deleted Items, where it lives on under its id', async () => {
  const journey = await startFolderJourney();
  const id = await journey.idOf('/Inbox/Projects');
  const answer = await journey.run('deleteFolder', input(projects));
  expect(answer.data.done).toEqual({ deletedId: id, userErrors: [] });
  // The roles are asked for once an hour.
  expect(operationsOf(answer).toSorted()).toEqual(['FindFolder', 'GetFolder', 'MoveFolder']);
  const second = await journey.run('deleteFolder', input('folder: { path: "/Empty" }'));
  expect(operationsOf(second)).toEqual(['FindFolder', 'MoveFolder']);
  expect(await journey.idOf('/Deleted Items/Projects')).toBe(id);
  const atServer = await journey.atServer();
  expect(atServer.paths).toContain('Deleted Items/Projects/Old');
  expect(await journey.subjectsAtServer(byId(atServer.id('Deleted Items/Projects')))).toEqual(['Plan']);
});

it.each(['SOFT_DELETE', 'HARD_DELETE'])('takes a folder away for good with %s', async (mode) => {
  const journey = await startFolderJourney();
  const id = await journey.idOf('/Inbox/Projects');
  const answer = await journey.run(
    'deleteFolder',
    input(`folder: { id: "${id}" }, includeSubfolders: true, mode: ${mode}`),
  );
  expect(answer.data.done).toEqual({ deletedId: id, userErrors: [] });
  expect(writesOf(answer)).toEqual(['DeleteFolder']);
  expect((await journey.atServer()).paths.filter((path) => path.includes('Projects'))).toEqual([]);
  const recoverable = await journey.subjectsAtServer(named('recoverableitemsdeletions'));
  expect(recoverable.toSorted()).toEqual(mode === 'SOFT_DELETE' ? ['Archive', 'Draft', 'Plan'] : []);
  const { data } = await journey.query<{ node: unknown }>(
    'query ($id: ID!) { node(id: $id) { id ... on Folder { name } } }',
    { id },
  );
  expect(data.node).toBeNull();
});

it('leaves folders alone that hold others, unless told otherwise', async () => {
  const journey = await startFolderJourney();
  const answer = await journey.run('deleteFolder', input('folder: { path: "/Inbox/Projects" }'));
  expect(failureOf(answer)).toMatchObject({
    __typename: 'ConflictError',
    detail: expect.stringMatching(/includeSubfolders/),
  });
  expect(answer.data.done.deletedId).toBeNull();
  expect(writesOf(answer)).toEqual([]);
});

it('tells when Deleted Items has one of that name, and when it lies there already', async () => {
  const journey = await startFolderJourney();
  await journey.run('deleteFolder', input('folder: { path: "/Empty" }'));
  const again = await journey.run('deleteFolder', input('folder: { path: "/Deleted Items/Empty" }'));
  expect(failureOf(again)).toMatchObject({ code: 'CONFLICT', detail: 'It lies in Deleted Items already.' });
  expect(writesOf(again)).toEqual([]);

  await journey.run('createFolder', input('parent: { role: ROOT }, name: "EMPTY"'));
  const second = await journey.run('deleteFolder', input('folder: { path: "/Empty" }'));
  expect(failureOf(second)).toMatchObject({
    __typename: 'ConflictError',
    detail: expect.stringMatching(/Deleted Items holds/),
  });
  expect((await journey.atServer()).paths).toEqual(expect.arrayContaining(['EMPTY', 'Deleted Items/Empty']));
  const gone = await journey.run('deleteFolder', input('folder: { path: "/Deleted Items/Empty" }, mode: HARD_DELETE'));
  expect(gone.data.done.userErrors).toEqual([]);
});

it.each(['INBOX', 'ROOT', 'DELETED_ITEMS', 'RECOVERABLE_ITEMS', 'CALENDAR'])('never deletes the %s', async (role) => {
  const journey = await startFolderJourney();
  for (const mode of ['MOVE_TO_DELETED_ITEMS', 'HARD_DELETE']) {
    const answer = await journey.run(
      'deleteFolder',
      input(`folder: { role: ${role} }, includeSubfolders: true, mode: ${mode}`),
    );
    expect(failureOf(answer)).toMatchObject({ __typename: 'ValidationError', fields: [{ path: ['input', 'folder'] }] });
    expect(writesOf(answer)).toEqual([]);
  }
});

it('says of well-known folders that only the server knows as such what the server says', async () => {
  const journey = await startFolderJourney();
  const answer = await journey.run('deleteFolder', input('folder: { path: "/Journal" }'));
  expect(failureOf(answer)).toMatchObject({ __typename: 'ValidationError', code: 'BAD_USER_INPUT' });
  expect((await journey.atServer()).paths).toContain('Journal');
});

it('looks where a path leads now, not where it led a minute ago', async () => {
  const journey = await startFolderJourney();
  await journey.idOf('/Inbox/Projects/Old');
  // Another program of hers renames it, and gives its name to another one.
  await journey.renameAtServer('Inbox/Projects/Old', 'Kept');
  await journey.renameAtServer('Empty', 'Old');
  const gone = await journey.run('deleteFolder', input('folder: { path: "/Inbox/Projects/Old" }'));
  expect(failureOf(gone)).toMatchObject({ code: 'NOT_FOUND' });
  const answer = await journey.run('deleteFolder', input('folder: { path: "/Old" }'));
  expect(answer.data.done.userErrors).toEqual([]);
  expect((await journey.atServer()).paths).toEqual(
    expect.arrayContaining(['Inbox/Projects/Kept', 'Deleted Items/Old']),
  );
});

it('takes DELETE_PERMANENTLY for what cannot be taken back, and the permission of every folder that goes', async () => {
  let held: readonly Permission[] = ['READ_METADATA', 'WRITE_MESSAGES', 'WRITE_CALENDAR'];
  const rules = { ...rulesOf([]), permissionsOn: () => new Set(held) };
  const journey = await startFolderJourney({ access: accessOf(callerNamed('ann'), rules) });
  await journey.run('createFolder', input('parent: { path: "/Inbox/Projects/Old" }, name: "Dates", kind: CALENDAR'));
  for (const mode of ['SOFT_DELETE', 'HARD_DELETE']) {
    journey.emulator.requests.length = 0;
    const answer = await journey.run('deleteFolder', input(`${projects}, mode: ${mode}`));
    expect(failureOf(answer).detail).toBe('This needs DELETE_PERMANENTLY on this mailbox.');
    expect(operationsAt(journey)).toEqual([]);
  }
  held = ['WRITE_MESSAGES', 'DELETE_PERMANENTLY'];
  const refused = await journey.run('deleteFolder', input(`${projects}, mode: HARD_DELETE`));
  expect(failureOf(refused).detail).toBe('This needs WRITE_CALENDAR on this mailbox.');
  expect(writesOf(refused)).toEqual([]);
  held = ['WRITE_MESSAGES', 'WRITE_CALENDAR', 'DELETE_PERMANENTLY'];
  const done = await journey.run('deleteFolder', input(`${projects}, mode: HARD_DELETE`));
  expect(done.data.done).toEqual({ deletedId: expect.any(String), userErrors: [] });
});
