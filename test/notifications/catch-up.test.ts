import { expect, it } from 'vitest';
import { folderId, itemId } from '../../src/ews/properties/id.ts';
import type { MailboxChange } from '../../src/mailbox/feed/mailbox-change.ts';
import type { ReadChanges } from '../../src/mailbox/feed/read-changes.ts';
import type { MailboxEvent } from '../../src/notifications/mailbox-event.ts';
import { createFakeFeed } from './fake-feed.ts';
import { hubOfTest, listening } from './hub-of-test.ts';

const folders = ['inbox', 'archive'] as const;

interface Position {
  /** How far each folder was read. */
  readonly at: readonly [number, number];
  /** The folder that the round has still to read. */
  readonly due: number | undefined;
}

/** A mailbox of two folders, of which a reading reads one: a round takes two of them. */
const roundsOfTwo = () => {
  const items: { readonly folder: number; readonly number: number }[] = [];
  /** What readings from a token wait for, when they have looked. */
  const gates = new Map<string, Promise<void>>();
  const looked = new Set<string>();
  const token = (position: Position): string => JSON.stringify(position);
  const readChanges: ReadChanges = async (_mailbox, since) => {
    const now = items.length;
    if (since === undefined)
      return {
        changes: [],
        token: token({ at: [now, now], due: undefined }),
        hasMore: false,
        beginsRound: true,
        resyncRequired: false,
      };
    const { at, due } = JSON.parse(since) as Position;
    const folder = due ?? 0;
    const end = items.length;
    const changes = items
      .filter((item) => item.folder === folder && item.number > (at[folder] ?? 0))
      .map(({ number }): MailboxChange => ({
        type: 'item',
        what: 'created',
        itemType: 'Message',
        isPeopleList: false,
        id: itemId(`item ${number}`),
        folderId: folderId(folders[folder] ?? ''),
        folderKind: 'MAIL',
      }));
    looked.add(since);
    await gates.get(since);
    return {
      changes,
      token: token({ at: folder === 0 ? [end, at[1]] : [at[0], end], due: folder === 0 ? 1 : undefined }),
      hasMore: folder === 0,
      beginsRound: due === undefined,
      resyncRequired: false,
    };
  };
  return {
    readChanges,
    token,
    gates,
    looked,
    create: (folder: number): void => void items.push({ folder, number: items.length + 1 }),
  };
};

const nextId = async (events: AsyncIterator<MailboxEvent>): Promise<string | undefined> => {
  const { value } = (await events.next()) as IteratorYieldResult<MailboxEvent>;
  return 'id' in value.change ? value.change.id : undefined;
};

it('whoever joins at the end of a long round is told what came meanwhile into a folder that it has read early', async () => {
  const mailbox = roundsOfTwo();
  const { hub, hint, watches } = hubOfTest(createFakeFeed({ limit: 100 }), {
    readChanges: mailbox.readChanges,
    eventTokens: { within: (_mailbox, from) => () => from },
  });
  mailbox.create(0);
  const first = hub.listen(listening());
  expect(await nextId(first)).toBeUndefined();
  await expect.poll(() => watches.size).toBe(1);

  const beginning = mailbox.token({ at: [0, 0], due: undefined });
  let goOn = (): void => undefined;
  mailbox.gates.set(beginning, new Promise((resolve) => (goOn = resolve)));
  const second = hub.listen(listening(beginning));
  await expect.poll(() => mailbox.looked.has(beginning)).toBe(true);

  // Its round does not read the inbox again, and the channel has told it by then.
  mailbox.create(0);
  hint();
  while ((await nextId(first)) !== 'item 2');
  goOn();
  mailbox.create(1);
  hint();
  while ((await nextId(first)) !== 'item 3');
  mailbox.create(0);
  hint();
  const heard: (string | undefined)[] = [];
  while (heard.at(-1) !== 'item 4') heard.push(await nextId(second));
  expect(heard).toContain('item 2');
});
