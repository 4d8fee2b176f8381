import { expect } from 'vitest';
import { messageOf, messagesOf, type ToldMessage } from './graphql-mailbox.ts';
import { alice, bob, type Part, type ReadMessage, type Stage } from './stage.ts';

/** Messages moved, deleted and marked, as GraphQL sees them afterwards. */
export const tryTidying: Part = ({ works }, stage) => {
  works('move', async () => {
    const { journey, driver } = stage();
    const subject = 'To be put away';
    await driver.run('send_without_copy', alice, { subject, text: 'Put me away.', to: [bob] });
    await driver.run('create_folder', bob, { parent: 'inbox', name: 'Boats & more' });
    const folder = '/Inbox/Boats & more';
    await driver.run('move', bob, { where: 'inbox', subject, to: folder });
    // For a minute the gateway may believe in the folders that it knows.
    journey.clock.advance(60_000);
    expect(await placesOf(stage(), subject)).toEqual([folder]);
    await driver.run('copy', bob, { where: folder, subject, to: 'inbox' });
    expect(await placesOf(stage(), subject)).toEqual(['/Inbox', folder]);
    const [copy, moved] = await Promise.all(
      ['/Inbox', folder].map((place) => messageOf(journey, bob, { subject }, place)),
    );
    expect(copy?.internetMessageId).toBe(moved?.internetMessageId);
    const listed = await driver.run<readonly { readonly names: readonly string[]; readonly total: number }[]>(
      'folders',
      bob,
    );
    expect(listed.find(({ names }) => names.at(-1) === 'Boats & more')?.total).toBe(1);
  });

  works('delete', async () => {
    const { journey, driver } = stage();
    const subject = 'To be deleted in steps';
    await driver.run('send_without_copy', alice, { subject, text: 'Delete me.', to: [bob] });
    await driver.run('delete', bob, { where: 'inbox', subject, how: 'move_to_trash' });
    expect(await messageOf(journey, bob, { subject }, 'DELETED_ITEMS')).toMatchObject({ isRead: false });
    await driver.run('delete', bob, { where: 'trash', subject, how: 'soft_delete' });
    const trash = { place: 'DELETED_ITEMS', filter: { subject: { equals: subject } } };
    expect([...(await placesOf(stage(), subject)), ...(await messagesOf(journey, bob, trash))]).toEqual([]);
    const recoverable = { where: 'recoverable_items_deletions', subject };
    expect(await driver.run('read', bob, recoverable)).toMatchObject({ subject });
    await driver.run('delete', bob, { ...recoverable, how: 'delete' });
    await expect(driver.run('read', bob, recoverable)).rejects.toThrow('DoesNotExist');

    const many = Array.from({ length: 12 }, (_, index) => `Bulk ${index}`);
    for (const each of many) await driver.run('send_without_copy', alice, { subject: each, text: 'x', to: [bob] });
    const bulk = { place: 'INBOX', filter: { subject: { startsWith: 'Bulk ' } } };
    expect(await messagesOf(journey, bob, bulk)).toHaveLength(12);
    await driver.run('delete_all', bob, { where: 'inbox', prefix: 'Bulk ' });
    expect(await messagesOf(journey, bob, bulk)).toEqual([]);
  });

  works('flag and mark as read', async () => {
    const { journey, driver } = stage();
    const subject = 'To be marked';
    await driver.run('send_without_copy', alice, { subject, text: 'Mark me.', to: [bob] });
    const told = (): Promise<ToldMessage> => messageOf(journey, bob, { subject }, 'INBOX');
    const message = { where: 'inbox', subject };
    expect(await told()).toMatchObject({ isRead: false, flag: { status: 'NOT_FLAGGED' }, categories: [] });
    await driver.run('update', bob, {
      ...message,
      changes: { is_read: true, flag_status: 2, categories: ['Boats', 'Grün'], importance: 'High' },
    });
    expect(await told()).toMatchObject({
      isRead: true,
      flag: { status: 'FLAGGED' },
      categories: ['Boats', 'Grün'],
      importance: 'HIGH',
    });
    expect(await driver.run<ReadMessage>('read', bob, message)).toMatchObject({
      isRead: true,
      flagStatus: 2,
      categories: ['Boats', 'Grün'],
      importance: 'High',
    });
    const flagged = { where: 'inbox', conditions: { flag_status: 2, subject } };
    expect(await driver.run('search', bob, flagged)).toEqual([(await told()).internetMessageId]);
    await driver.run('update', bob, { ...message, changes: { is_read: false, flag_status: null, categories: null } });
    expect(await told()).toMatchObject({ isRead: false, flag: { status: 'NOT_FLAGGED' }, categories: [] });
    expect(await driver.run('search', bob, flagged)).toEqual([]);

    for (const each of ['Mark 1', 'Mark 2', 'Mark 3'])
      await driver.run('send_without_copy', alice, { subject: each, text: 'x', to: [bob] });
    const unread = { place: 'INBOX', filter: { subject: { startsWith: 'Mark ' }, isRead: false } };
    expect(await messagesOf(journey, bob, unread)).toHaveLength(3);
    await driver.run('mark_all_read', bob, { where: 'inbox', prefix: 'Mark ' });
    expect(await messagesOf(journey, bob, unread)).toEqual([]);
  });
};

/** Paths of the folders in which bob has a message. */
const placesOf = async ({ journey }: Stage, subject: string): Promise<readonly (string | undefined)[]> =>
  (await messagesOf(journey, bob, { filter: { subject: { equals: subject } } }))
    .map(({ folder }) => folder?.path)
    .toSorted();
