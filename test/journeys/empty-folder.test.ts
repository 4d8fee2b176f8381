import { expect, it } from 'vitest';
import { byId, named } from '../emulator/mailbox-contents.ts';
import type { Permission } from '../../src/access/caller.ts';
import { accessOf, callerNamed, rulesOf } from '../access.ts';
import { failureOf, input, startFolderJourney, writesOf } from './folder-journey.ts';
import { operationsAt } from './journey-of-test.ts';
import { operationsOf } from './start.ts';

it('empties a folder into Deleted Items and leaves the folders in it', async () => {
  const journey = await startFolderJourney();
  const answer = await journey.run(
    'emptyFolder',
    input('folder: { role: INBOX }'),
    '{ path totalCount unreadCount children { name } }',
  );
  expect(answer.data.done).toEqual({
    folder: { path: '/Inbox', totalCount: 0, unreadCount: 0, children: [{ name: 'Projects' }] },
    userErrors: [],
  });
  expect(writesOf(answer)).toEqual(['EmptyFolder']);
  expect(operationsOf(answer).filter((name) => name === 'FindFolder')).toHaveLength(2);
  expect(await journey.subjectsAtServer(named('inbox'))).toEqual([]);
  expect(await journey.subjectsAtServer(named('deleteditems'))).toEqual(
    expect.arrayContaining(['First', 'Second', 'Third', 'Deleted before']),
  );
  expect(await journey.subjectsAtServer(byId((await journey.atServer()).id('Inbox/Projects')))).toEqual(['Plan']);
});

it('empties it with the folders in it when asked', async () => {
  const journey = await startFolderJourney();
  const answer = await journey.run(
    'emptyFolder',
    input('folder: { path: "/Inbox/Projects" }, includeSubfolders: true, mode: HARD_DELETE'),
    '{ path totalCount children { name } }',
  );
  expect(answer.data.done).toEqual({
    folder: { path: '/Inbox/Projects', totalCount: 0, children: [] },
    userErrors: [],
  });
  const { paths } = await journey.atServer();
  expect(paths).toContain('Inbox/Projects');
  expect(paths.filter((path) => path.endsWith('Old'))).toEqual([]);
});

it.each([
  ['SOFT_DELETE', ['Deleted before']],
  ['HARD_DELETE', []],
])('empties Deleted Items with %s, and never into itself', async (mode, kept) => {
  const journey = await startFolderJourney();
  const intoItself = await journey.run('emptyFolder', input('folder: { role: DELETED_ITEMS }'));
  expect(failureOf(intoItself)).toMatchObject({
    __typename: 'ValidationError',
    detail: expect.stringMatching(/say SOFT_DELETE or HARD_DELETE/),
    fields: [{ path: ['input', 'mode'] }],
  });
  expect(writesOf(intoItself)).toEqual([]);
  const answer = await journey.run('emptyFolder', input(`folder: { path: "/Deleted Items" }, mode: ${mode}`));
  expect(answer.data.done).toMatchObject({ folder: { totalCount: 0 }, userErrors: [] });
  expect(await journey.subjectsAtServer(named('deleteditems'))).toEqual([]);
  expect(await journey.subjectsAtServer(named('recoverableitemsdeletions'))).toEqual(kept);
});

it.each([
  ['{ role: ROOT }', /cannot be emptied/],
  ['{ role: RECOVERABLE_ITEMS }', /cannot be emptied/],
  ['{ role: CALENDAR }', /empties neither/],
])('refuses to empty %s', async (folder, detail) => {
  const journey = await startFolderJourney();
  const answer = await journey.run(
    'emptyFolder',
    input(`folder: ${folder}, mode: HARD_DELETE, includeSubfolders: true`),
  );
  expect(failureOf(answer)).toMatchObject({ __typename: 'ValidationError', detail: expect.stringMatching(detail) });
  expect(writesOf(answer)).toEqual([]);
  expect(await journey.subjectsAtServer(named('calendar'))).toEqual(['Weekly', 'Meeting']);
});

it('takes the permission of what it empties, and DELETE_PERMANENTLY for what cannot be taken back', async () => {
  let held: readonly Permission[] = ['WRITE_MESSAGES', 'WRITE_CALENDAR', 'READ_METADATA'];
  const rules = { ...rulesOf([]), permissionsOn: () => new Set(held) };
  const journey = await startFolderJourney({ access: accessOf(callerNamed('ann'), rules) });
  await journey.run('createFolder', input('parent: { path: "/Inbox/Projects" }, name: "To do", kind: TASKS'));
  journey.emulator.requests.length = 0;
  const permanently = await journey.run('emptyFolder', input('folder: { role: INBOX }, mode: HARD_DELETE'));
  expect(failureOf(permanently).detail).toBe('This needs DELETE_PERMANENTLY on this mailbox.');
  expect(operationsAt(journey)).toEqual([]);

  held = ['WRITE_CALENDAR'];
  const mail = await journey.run('emptyFolder', input('folder: { role: INBOX }'));
  expect(failureOf(mail).detail).toBe('This needs WRITE_MESSAGES on this mailbox.');
  held = ['WRITE_MESSAGES'];
  const withTasks = await journey.run('emptyFolder', input('folder: { role: INBOX }, includeSubfolders: true'));
  expect(failureOf(withTasks).detail).toBe('This needs WRITE_CALENDAR on this mailbox.');
  expect(await journey.subjectsAtServer(named('inbox'))).toHaveLength(3);

  const answer = await journey.run('emptyFolder', input('folder: { role: INBOX }'));
  expect(answer.data.done).toEqual({ folder: null, userErrors: [] });
  expect(answer.errors).toMatchObject([{ path: ['done', 'folder'], extensions: { code: 'FORBIDDEN' } }]);
  expect(await journey.subjectsAtServer(named('inbox'))).toEqual([]);
});

it('tells of a lost answer that nobody knows', async () => {
  const journey = await startFolderJourney();
  journey.emulator.faults.add({ kind: 'lose', operation: 'EmptyFolder' });
  const answer = await journey.run('emptyFolder', input('folder: { role: INBOX }'));
  expect(failureOf(answer)).toMatchObject({ __typename: 'UpstreamError', code: 'OUTCOME_UNKNOWN' });
});
