import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { mailItem } from '../../src/emulator/seed/mail.ts';
import { bob, carol } from '../../src/emulator/seed/people.ts';
import type { SeedFolder, SeedOrganization } from '../../src/emulator/store/model.ts';
import { openEwsTarget } from '../../src/migration/mailboxes/ews-target.ts';
import { emptyOrganization } from '../../src/emulator/seed/empty-organization.ts';
import { witnessMailbox } from './mailbox-witness.ts';
import { migratingEmulator, type MigratingEmulator } from './migrating-emulators.ts';
import { memoryJournal, migrationServer, runMigration, total } from './run-migration.ts';

vi.setConfig({ testTimeout: 240_000 });

const owner = bob.address;
const move = [{ from: owner, to: owner }];
const writing = /^(?:Create|Update|Delete|Move|Copy|Send|Empty)/;

/** The demo, and the same people without anything; both listen until the test is over. */
const both = async (seed?: SeedOrganization): Promise<{ source: MigratingEmulator; target: MigratingEmulator }> => {
  const folder = await mkdtemp(join(tmpdir(), 'migration-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return {
    source: await migratingEmulator(folder, 'source', seed === undefined ? {} : { seed }),
    target: await migratingEmulator(folder, 'target', { seed: 'empty' }),
  };
};

const itemsOf = async ({ ewsUrl }: MigratingEmulator): Promise<readonly (readonly [string, readonly string[]])[]> =>
  [...(await witnessMailbox(ewsUrl, owner).items())].filter(([path]) => path !== '/Journal');

const writesTo = ({ emulator }: MigratingEmulator): readonly string[] =>
  emulator.requests.map(({ operation }) => operation).filter((operation) => writing.test(operation));

/** Whole items that were deleted; a series loses occurrences as it is written. */
const takenOut = ({ emulator }: MigratingEmulator): number =>
  emulator.requests.filter(({ operation, body }) => operation === 'DeleteItem' && body.includes('<t:ItemId ')).length;

const letter = (name: string, more: Partial<Parameters<typeof mailItem>[0]> = {}) =>
  mailItem(
    {
      name,
      from: carol,
      to: [bob],
      subject: name,
      body: { type: 'Text', content: name },
      receivedAt: '2026-03-17T09:00:00Z',
      ...more,
    } as Parameters<typeof mailItem>[0],
    bob,
  );

describe('a migration', () => {
  test('copies everything, writes nothing to the source, sends nothing, and has nothing to do the second time', async () => {
    const { source, target } = await both();
    const [first] = await runMigration(source, target, move, { verifies: true, journal: memoryJournal() });
    expect(first).toMatchObject({ outcome: 'complete', failures: [], differences: [] });
    expect(await itemsOf(target)).toEqual(await itemsOf(source));
    expect(writesTo(source)).toEqual([]);
    expect(target.emulator.outbox).toEqual([]);
    target.emulator.requests.length = 0;
    const [second] = await runMigration(source, target, move);
    expect(writesTo(target)).toEqual([]);
    expect(second && total(second, ({ copied }) => copied.items)).toBe(0);
    expect(second && total(second, ({ copiedBefore }) => copiedBefore.items)).toBe(
      first && total(first, ({ copied }) => copied.items),
    );
  });

  test('that is a dry run writes nothing, and tells what the run after it does', async () => {
    const { source, target } = await both();
    const [planned] = await runMigration(source, target, move, { isDryRun: true });
    expect([...writesTo(source), ...writesTo(target)]).toEqual([]);
    const [done] = await runMigration(source, target, move);
    const counts = (report: typeof planned) =>
      report?.folders.map(({ path, found, copied, skipped }) => ({ path, found, copied, skipped }));
    expect(counts(done)).toEqual(counts(planned));
  });

  test('finds out what became of requests whose answers were lost, and makes nothing twice', async () => {
    const { source, target } = await both();
    target.emulator.faults.add({ kind: 'lose', operation: 'CreateItem', probability: 0.4, seed: 3, times: 12 });
    target.emulator.faults.add({ kind: 'lose', operation: 'UpdateItem', probability: 0.4, seed: 4, times: 3 });
    // Mail is looked for before it is written again: nothing has to be taken out afterwards.
    const [mail] = await runMigration(source, target, move, { kinds: new Set(['mail']) });
    expect(mail).toMatchObject({ outcome: 'complete', failures: [] });
    expect(takenOut(target)).toBe(0);
    await runMigration(source, target, move);
    expect(target.emulator.faults.waiting().every(({ script, times }) => times < (script.times ?? 0))).toBe(true);
    // What lost every one of its attempts has another run.
    target.emulator.faults.clear();
    const [report] = await runMigration(source, target, move);
    expect(report).toMatchObject({ outcome: 'complete' });
    expect(await itemsOf(target)).toEqual(await itemsOf(source));
  });

  test('waits for servers that are busy or away', async () => {
    const { source, target } = await both();
    source.emulator.faults.add({ kind: 'serverBusy', backOffMs: 10, probability: 0.3, seed: 1, times: 8 });
    source.emulator.faults.add({ kind: 'unavailable', operation: 'FindItem', skip: 2, times: 6 });
    target.emulator.faults.add({ kind: 'tooManyRequests', operation: 'CreateItem', times: 4 });
    const waits: number[] = [];
    const [report] = await runMigration(source, target, move, { onWait: (ms) => waits.push(ms) });
    expect(report).toMatchObject({ outcome: 'complete' });
    expect(waits.length).toBeGreaterThan(0);
    expect(await itemsOf(target)).toEqual(await itemsOf(source));
  });

  test('reports an item that cannot be written, copies the others, and that one with the next run', async () => {
    const { source, target } = await both({
      ...emptyOrganization(),
      mailboxes: mailboxWith([letter('one'), letter('two'), letter('three')]),
    });
    // Within its batch, alone, and after everything else.
    target.emulator.faults.add({
      kind: 'itemError',
      operation: 'CreateItem',
      index: 1,
      responseCode: 'ErrorItemCorrupt',
    });
    target.emulator.faults.add({
      kind: 'itemError',
      operation: 'CreateItem',
      index: 0,
      responseCode: 'ErrorItemCorrupt',
      times: 3,
    });
    const [first] = await runMigration(source, target, move);
    expect(first?.outcome).toBe('incomplete');
    expect(first?.failures).toMatchObject([{ folder: '/Inbox', kind: 'message', date: '2026-03-17T09:00:00Z' }]);
    expect(first?.failures[0]?.reason).toContain('ErrorItemCorrupt');
    expect(JSON.stringify(first)).not.toMatch(/"(?:one|two|three)"/);
    const [second] = await runMigration(source, target, move);
    expect(second).toMatchObject({ outcome: 'complete' });
    expect(await itemsOf(target)).toEqual(await itemsOf(source));
  });

  test('goes on with other mailboxes when one cannot be opened', async () => {
    const { source, target } = await both();
    target.emulator.faults.add({
      kind: 'fault',
      responseCode: 'ErrorImpersonateUserDenied',
      mailbox: carol.address,
      times: 100,
    });
    const reports = await runMigration(source, target, [
      { from: carol.address, to: carol.address },
      { from: owner, to: owner },
    ]);
    expect(reports.map(({ outcome }) => outcome)).toEqual(['failed', 'complete']);
    expect(reports[0]?.reason).toContain('ErrorImpersonateUserDenied');
  });

  test('that is stopped finishes what is under way, and goes on later', async () => {
    const { source, target } = await both();
    const stop = new AbortController();
    const mail = { kinds: new Set(['mail'] as const) };
    const [first] = await runMigration(source, target, move, {
      ...mail,
      stop: stop.signal,
      onCall: ({ operation }) => {
        if (operation === 'CreateItem') stop.abort();
      },
    });
    expect(first?.outcome).toBe('interrupted');
    expect(first && total(first, ({ copied }) => copied.items)).toBeGreaterThan(0);
    expect(first && total(first, ({ remaining }) => remaining)).toBeGreaterThan(0);
    const [second] = await runMigration(source, target, move, mail);
    expect(second?.outcome).toBe('complete');
    // Nothing was made twice and taken out again.
    expect(takenOut(target)).toBe(0);
    await runMigration(source, target, move);
    expect(await itemsOf(target)).toEqual(await itemsOf(source));
  });

  test('takes out again what a lost request has made twice, and leaves alone what somebody has copied', async () => {
    const { source, target } = await both({
      ...emptyOrganization(),
      mailboxes: mailboxWith([letter('one'), letter('two')]),
    });
    await runMigration(source, target, move, { folders: ['/Inbox'] });
    const copy = witnessMailbox(target.ewsUrl, owner);
    await copy.copyInto('one', 'Inbox');
    const server = openEwsTarget(migrationServer(target, true));
    const opened = await server.open(owner, { isDryRun: false });
    const marks: string[] = [];
    for await (const page of opened.present()) marks.push(...page.map(({ mark }) => mark));
    expect(marks).toHaveLength(3);
    await opened.finish(new Set(['of another item']));
    expect(await copy.subjects()).toEqual({ '/Inbox': ['one', 'one', 'two'] });
    await opened.finish(new Set(marks));
    expect(await copy.subjects()).toEqual({ '/Inbox': ['one', 'two'] });
  });

  test('takes nothing out that somebody moves while folders are looked through', async () => {
    const { source, target } = await both({
      ...emptyOrganization(),
      mailboxes: mailboxWith([letter('one'), letter('two')], [folderNamed('Kept')]),
    });
    await runMigration(source, target, move);
    const copy = witnessMailbox(target.ewsUrl, owner);
    const server = migrationServer(target, true);
    let isMoved = false;
    /** As soon as the inbox has been listed. */
    const moveOne = async (answer: unknown): Promise<void> => {
      if (isMoved || !JSON.stringify(answer).includes('Message')) return;
      isMoved = true;
      await copy.moveTo('one', 'Kept');
    };
    const opened = await openEwsTarget({
      ...server,
      openMailbox: async (address) => {
        const mailbox = await server.openMailbox(address);
        if (mailbox === undefined) return undefined;
        const { session } = mailbox;
        const call: typeof session.call = async (operation, input) => {
          const answer = await session.call(operation, input);
          if (operation.name === 'FindItem' && marks.length > 0) await moveOne(answer);
          return answer;
        };
        return { ...mailbox, session: { ...session, call } };
      },
    }).open(owner, { isDryRun: false });
    const marks: string[] = [];
    for await (const page of opened.present()) marks.push(...page.map(({ mark }) => mark));
    await opened.finish(new Set(marks));
    expect(isMoved).toBe(true);
    expect(await copy.subjects()).toEqual({ '/Inbox': ['two'], '/Kept': ['one'] });
  });

  test('copies later what is new, puts copies where their originals went, and keeps and tells what has gone', async () => {
    const { source, target } = await both({
      ...emptyOrganization(),
      mailboxes: mailboxWith([letter('stays'), letter('moves'), letter('goes')], [folderNamed('Kept')]),
    });
    await runMigration(source, target, move);
    source.emulator.deliver(owner, 'inbox', letter('arrives'));
    const inbox = witnessMailbox(source.ewsUrl, owner);
    await inbox.moveTo('moves', 'Kept');
    await inbox.discard('goes');
    target.emulator.requests.length = 0;
    const [report] = await runMigration(source, target, move);
    expect(report).toMatchObject({ outcome: 'complete' });
    expect(report && total(report, ({ copied }) => copied.items)).toBe(1);
    expect(report && total(report, ({ moved }) => moved)).toBe(1);
    expect(report && total(report, ({ gone }) => gone)).toBe(1);
    const copy = witnessMailbox(target.ewsUrl, owner);
    expect(await copy.subjects()).toEqual({ '/Inbox': ['arrives', 'goes', 'stays'], '/Kept': ['moves'] });
    const [third] = await runMigration(source, target, move);
    expect(third && total(third, ({ copied, moved }) => copied.items + moved)).toBe(0);
  });

  test('copies only the kinds, folders and dates that were asked for', async () => {
    const { source, target } = await both({
      ...emptyOrganization(),
      mailboxes: mailboxWith(
        [letter('old', { receivedAt: '2024-05-01T00:00:00Z' }), letter('new')],
        [folderNamed('Kept', [letter('kept')], [folderNamed('Secret', [letter('secret')])])],
      ),
    });
    const [report] = await runMigration(source, target, move, {
      kinds: new Set(['mail']),
      excludedFolders: ['/kept/secret'],
      since: '2025-01-01T00:00:00Z',
    });
    expect(await witnessMailbox(target.ewsUrl, owner).subjects()).toEqual({ '/Inbox': ['new'], '/Kept': ['kept'] });
    expect(report?.folders.flatMap(({ skipped }) => skipped)).toEqual([
      { reason: 'outside --since and --until', items: 1 },
    ]);
    expect(report?.folders.every(({ kind }) => kind === 'mail')).toBe(true);
    await runMigration(source, target, move, { folders: ['/Kept/Secret'] });
    expect(await witnessMailbox(target.ewsUrl, owner).subjects()).toMatchObject({ '/Kept/Secret': ['secret'] });
  });

  test('that verifies tells copies that their server has written in its own way from those that say something else', async () => {
    const { source, target } = await both({
      ...emptyOrganization(),
      mailboxes: mailboxWith([letter('a'), letter('b'), letter('c')]),
    });
    const journal = memoryJournal();
    await runMigration(source, target, move, { journal });
    const copy = witnessMailbox(target.ewsUrl, owner);
    // A message in which a server has written something is composed anew.
    await copy.set('a', 'Importance', 'Low');
    await copy.set('a', 'Importance', 'Normal');
    await copy.set('b', 'Importance', 'High');
    const [report] = await runMigration(source, target, move, { journal, verifies: true });
    expect(report?.folders.find(({ path }) => path === '/Inbox')?.verified).toEqual({
      identical: 1,
      equivalent: 1,
      different: 1,
      missing: 0,
      unreadable: 0,
    });
  });

  test('that verifies tells copies that have become different', async () => {
    const { source, target } = await both({
      ...emptyOrganization(),
      mailboxes: mailboxWith([letter('a'), letter('b')]),
    });
    const journal = memoryJournal();
    await runMigration(source, target, move, { journal });
    await witnessMailbox(target.ewsUrl, owner).toggleRead('b');
    const [report] = await runMigration(source, target, move, { journal, verifies: true });
    expect(report?.outcome).toBe('incomplete');
    expect(report?.differences).toMatchObject([{ folder: '/Inbox', reason: 'different' }]);
    expect(report && total(report, ({ verified }) => verified?.identical ?? 0)).toBe(1);
  });

  test('makes a folder beside one of another kind that has its name already', async () => {
    const { source, target } = await both({
      ...emptyOrganization(),
      mailboxes: mailboxWith([], [folderNamed('Plans', [letter('a plan')])]),
    });
    await witnessMailbox(target.ewsUrl, owner).makeFolder('Plans', 'CalendarFolder');
    const [report] = await runMigration(source, target, move);
    expect(report?.outcome).toBe('complete');
    expect(await witnessMailbox(target.ewsUrl, owner).subjects()).toMatchObject({ '/Plans (mail)': ['a plan'] });
  });

  test('lets a message of 13 MB through, byte by byte', async () => {
    const line = `${'0123456789abcdef'.repeat(4)}\r\n`;
    const mime = Buffer.concat([
      Buffer.from('From: carol@example.test\r\nTo: bob@example.test\r\nSubject: large\r\nMIME-Version: 1.0\r\n\r\n'),
      Buffer.from(line.repeat(Math.ceil((13 * 1024 * 1024) / line.length))),
    ]);
    const { source, target } = await both({
      ...emptyOrganization(),
      mailboxes: mailboxWith([letter('large', { mime: () => mime }), letter('small')]),
    });
    const [report] = await runMigration(source, target, move, { verifies: true });
    expect(report).toMatchObject({ outcome: 'complete', differences: [] });
    expect(await itemsOf(target)).toEqual(await itemsOf(source));
  });
});

const folderNamed = (
  name: string,
  items: SeedFolder['items'] = [],
  children: readonly SeedFolder[] = [],
): SeedFolder => ({ name, folderClass: 'IPF.Note', items, children });

const mailboxWith = (inbox: SeedFolder['items'], topLevel: readonly SeedFolder[] = []): SeedOrganization['mailboxes'] =>
  emptyOrganization().mailboxes.map((mailbox) =>
    mailbox.address === owner ? { ...mailbox, root: () => withMail(mailbox.root(), inbox, topLevel) } : mailbox,
  );

const withMail = (folder: SeedFolder, inbox: SeedFolder['items'], topLevel: readonly SeedFolder[]): SeedFolder => ({
  ...folder,
  items: folder.distinguishedId === 'inbox' ? inbox : folder.items,
  children: [
    ...folder.children.map((child) => withMail(child, inbox, topLevel)),
    ...(folder.distinguishedId === 'msgfolderroot' ? topLevel : []),
  ],
});
