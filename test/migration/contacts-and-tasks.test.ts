import fc from 'fast-check';
import { expect, test } from 'vitest';
import { EwsError } from '../../src/ews/errors.ts';
import type { EwsSession } from '../../src/ews/operation.ts';
import { findItem } from '../../src/ews/operations/find-item.ts';
import { mailboxAddress, type DistinguishedFolderId, type FolderTarget } from '../../src/ews/properties/id.ts';
import type { Assignment } from '../../src/ews/properties/written-rows.ts';
import { canonicalContact, canonicalContactGroup } from '../../src/migration/portable/canonical-contact.ts';
import { canonicalTask } from '../../src/migration/portable/canonical-task.ts';
import { newContact, newContactGroup } from '../../src/migration/mailboxes/contacts/new-contact.ts';
import { readContactGroups } from '../../src/migration/mailboxes/contacts/read-contact-groups.ts';
import { readContacts } from '../../src/migration/mailboxes/contacts/read-contacts.ts';
import { copyMarks } from '../../src/migration/mailboxes/copy-marks.ts';
import { listCopies } from '../../src/migration/mailboxes/find-copies.ts';
import { kindOf } from '../../src/migration/portable/item-kind.ts';
import type { PortableContact, PortableContactGroup } from '../../src/migration/portable/portable-contact.ts';
import type { PortableTask } from '../../src/migration/portable/portable-task.ts';
import { readTasks } from '../../src/migration/mailboxes/tasks/read-tasks.ts';
import { newTask } from '../../src/migration/mailboxes/tasks/new-task.ts';
import { writePlainItems, type PlainItem } from '../../src/migration/mailboxes/write-plain-items.ts';
import { markOf } from './calendar/copied-calendar.ts';
import { dyingSession } from './dying-session.ts';
import { folderIdOf } from './folder-id-of.ts';
import { anyContact, anyContactGroup, anyTask } from './portable-arbitraries.ts';
import { startBoth, startServer } from './two-servers.ts';

type Plain = PortableContact | PortableContactGroup | PortableTask;

const owner = 'alice@example.test';

const folderOf = ({ mailbox }: EwsSession, distinguished: DistinguishedFolderId): FolderTarget => ({
  distinguished,
  mailbox: mailboxAddress(mailbox) ?? mailbox,
});

const plainIn = async (session: EwsSession, folder: DistinguishedFolderId): Promise<readonly Plain[]> => {
  const page = await session.call(findItem, {
    parents: [folderOf(session, folder)],
    wanted: [],
    view: { type: 'indexed', offset: 0, limit: 1000 },
  });
  const idsOf = (kind: Plain['kind']) =>
    page.items.filter(({ element }) => kindOf(element) === kind).map(({ id }) => id);
  const items: readonly (Plain | EwsError)[] = [
    ...(await readContacts(session, idsOf('contact'))),
    ...(await readContactGroups(session, idsOf('contactGroup'))),
    ...(await readTasks(session, idsOf('task'))),
  ];
  return items.map((item) => {
    if (item instanceof EwsError) throw item;
    return item;
  });
};

const toWrite = (item: Plain, marks: readonly Assignment[]): PlainItem => {
  if (item.kind === 'task') return newTask(item, marks);
  return item.kind === 'contact' ? newContact(item, marks) : newContactGroup(item, marks);
};

const write = async (session: EwsSession, folder: DistinguishedFolderId, items: readonly Plain[]) =>
  writePlainItems(
    session,
    folderOf(session, folder),
    items.map((item, number) => toWrite(item, copyMarks(markOf(number)))),
  );

const canonicalForm = (item: Plain): string => {
  if (item.kind === 'task') return canonicalTask(item);
  return item.kind === 'contact' ? canonicalContact(item) : canonicalContactGroup(item);
};

/** Canonical forms in one order, and bodies with their markup. */
const canonicalForms = (items: readonly Plain[]): readonly unknown[] =>
  items
    .map((item) => JSON.stringify([canonicalForm(item), item.body]))
    .toSorted()
    .map((text) => {
      const [form = '', body] = JSON.parse(text) as readonly string[];
      return [JSON.parse(form), body] as const;
    });

test.for(['contacts', 'tasks'] as const)('the demo’s %s are on the other server what they were', async (folder) => {
  const { source, target } = await startBoth();
  const items = await plainIn(source.as(owner), folder);
  expect(items.length).toBeGreaterThan(5);
  expect(await write(target.as(owner), folder, items)).toEqual(items.map(() => []));
  expect(canonicalForms(await plainIn(target.as(owner), folder))).toEqual(canonicalForms(items));
});

const kinds = {
  contacts: fc.oneof({ weight: 4, arbitrary: anyContact }, anyContactGroup),
  tasks: anyTask,
};

test.for([
  ['contacts', 1],
  ['contacts', 2],
  ['tasks', 1],
  ['tasks', 2],
] as const)('whatever %s hold is written as it was (seed %d)', { timeout: 60_000 }, async ([folder, seed]) => {
  const items: readonly Plain[] = fc.sample<Plain>(kinds[folder], { numRuns: 60, seed });
  const server = await startServer({ seed: 'empty' });
  expect(await write(server.as(owner), folder, items)).toEqual(items.map(() => []));
  expect(canonicalForms(await plainIn(server.as(owner), folder))).toEqual(canonicalForms(items));
});

test(
  'a contact that is killed between its picture and its files is told as unfinished',
  { timeout: 60_000 },
  async () => {
    const [contact] = fc
      .sample(anyContact, { numRuns: 200, seed: 3 })
      .filter(({ photo, attachments }) => photo !== undefined && attachments.length > 0);
    if (contact === undefined) throw new Error('no contact with a picture and files');
    const server = await startServer({ seed: 'empty' });
    const whole = dyingSession(server.as(owner), Number.POSITIVE_INFINITY, true);
    await write(whole.session, 'contacts', [contact]);
    for (let at = 1; at <= whole.writes(); at += 1) {
      server.emulator.reset();
      const session = server.as(owner);
      await expect(write(dyingSession(session, at, true).session, 'contacts', [contact])).rejects.toThrow('killed');
      const place = { id: await folderIdOf(session, folderOf(session, 'contacts')) };
      const states: boolean[] = [];
      for await (const copies of listCopies(session, place)) states.push(...copies.map(({ isFinished }) => isFinished));
      expect(states).toEqual([at === whole.writes()]);
    }
  },
);

test('a member of whom no address is known is left out of a copied group, and that is said', async () => {
  const server = await startServer({ seed: 'empty' });
  const [group] = fc.sample(anyContactGroup, { numRuns: 1, seed: 4 });
  if (group === undefined) throw new Error('no group');
  const members = [{ name: 'Nobody' }, { name: 'Ann', address: 'ann@elsewhere.test' }];
  const answers = await write(server.as(owner), 'contacts', [{ ...group, members }]);
  expect(answers).toEqual([['a member without an address was left out of the group']]);
  const [copy] = await plainIn(server.as(owner), 'contacts');
  expect(copy).toMatchObject({ members: [{ name: 'Ann', address: 'ann@elsewhere.test' }] });
});
