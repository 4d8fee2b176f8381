import { describe, expect, it } from 'vitest';
import { InvalidInputError } from '../../../src/ews/errors.ts';
import { createFolder } from '../../../src/ews/operations/create-folder.ts';
import { deleteFolder } from '../../../src/ews/operations/delete-folder.ts';
import { updateFolder } from '../../../src/ews/operations/update-folder.ts';
import { itemId, type FolderId, type ItemId } from '../../../src/ews/properties/id.ts';
import { createEventTokens } from '../../../src/mailbox/feed/event-tokens.ts';
import type { MailboxChange } from '../../../src/mailbox/feed/mailbox-change.ts';
import { createReadChanges, type ChangeBatch } from '../../../src/mailbox/feed/read-changes.ts';
import { createSealer } from '../../../src/sealer.ts';
import { mail, smallOrganization } from '../../emulator/small-organization.ts';
import { readToEnd } from './feed-client.ts';
import { startFedMailbox } from './fed-mailbox.ts';

const sealer = createSealer(new Uint8Array(32).fill(3));
const tokens = createEventTokens(sealer);

const start = async () => {
  const fed = await startFedMailbox({ seed: smallOrganization() });
  const readChanges = createReadChanges({ sealer, now: () => Date.parse('2026-03-18T09:00:00Z') });
  const mailbox = await fed.open();
  const position = (await readToEnd(readChanges, mailbox, undefined)).at(-1)?.token ?? '';
  const read = (since: string): Promise<ChangeBatch> =>
    readChanges(mailbox, since, { limit: 100, follows: () => true });
  return {
    mailbox,
    position,
    read,
    /** All that is told from a token on. */
    follow: async (since: string): Promise<readonly MailboxChange[]> =>
      (await readToEnd(readChanges, mailbox, since)).flatMap(({ changes }) => changes),
    /** The token of an event, the change being told among others. */
    tokenOf: (batch: ChangeBatch, isIt: (change: MailboxChange) => boolean, from = position): string => {
      const change = batch.changes.slice(0, -1).find(isIt);
      if (change === undefined) throw new Error('it is not told, or told last');
      return tokens.within(mailbox.address, from, batch.token)(change);
    },
    deliver: (): ItemId => itemId(fed.emulator.deliver(fed.address, 'inbox', mail('New'))),
    remove: (id: ItemId): void => fed.emulator.remove(fed.address, id),
    createFolder: async (name: string): Promise<FolderId> => {
      const parent = mailbox.folders.targetOfRole('ROOT');
      const [made] = await mailbox.session.callEach(createFolder, {
        parent,
        folders: [{ element: 'Folder', properties: { displayName: name } }],
      });
      if (made === undefined || made instanceof Error) throw new Error('no folder was made', { cause: made });
      return made.id;
    },
  };
};

const isOf =
  (id: string) =>
  (change: MailboxChange): boolean =>
    change.type === 'folder' ? change.folder.id === id : 'id' in change && change.id === id;

describe('whoever goes on in the middle of a batch', () => {
  it('is told the rest of it, and hears of nothing twice that came later', async () => {
    const { position, read, follow, tokenOf, deliver } = await start();
    const [one, two] = [deliver(), deliver()];
    const batch = await read(position);
    const three = deliver();
    const told = await follow(tokenOf(batch, isOf(one)));
    for (const id of [one, two, three]) expect(told.filter(isOf(id))).toHaveLength(1);
  });

  it('hears that what it was told of has gone, though the server does not know that it ever came', async () => {
    const { position, read, follow, tokenOf, deliver, remove } = await start();
    const [one] = [deliver(), deliver()];
    const batch = await read(position);
    const token = tokenOf(batch, isOf(one));
    remove(one);
    expect((await follow(token)).filter(isOf(one))).toMatchObject([{ type: 'itemRemoved' }]);
    expect((await follow(position)).filter(isOf(one))).toEqual([]);
  });

  it('hears so also when it is cut off time and again', async () => {
    const { position, read, follow, tokenOf, deliver, remove } = await start();
    let token = position;
    const told: ItemId[] = [];
    for (let round = 0; round < 3; round += 1) {
      const [one] = [deliver(), deliver()];
      told.push(one);
      token = tokenOf(await read(token), isOf(one), token);
    }
    for (const id of told) remove(id);
    const after = await follow(token);
    for (const id of told) expect(after.filter(isOf(id)).at(-1)).toMatchObject({ type: 'itemRemoved' });
  });

  it('hears that a folder has gone that it was told of', async () => {
    const { mailbox, position, read, follow, tokenOf, deliver, createFolder: make } = await start();
    const folder = await make('Short-lived');
    deliver();
    const token = tokenOf(await read(position), isOf(folder));
    await mailbox.session.call(deleteFolder, { folders: [{ id: folder }], deleteType: 'HardDelete' });
    expect((await follow(token)).filter(isOf(folder))).toMatchObject([{ type: 'folderRemoved' }]);
  });

  it('hears what a folder is called that was renamed and is called again as before', async () => {
    const { mailbox, read, follow, tokenOf, deliver, createFolder: make, position: before } = await start();
    const folder = await make('First');
    const { token: position } = await read(before);
    const rename = (displayName: string) =>
      mailbox.session.call(updateFolder, {
        changes: [{ id: folder, element: 'Folder', changes: { displayName } }],
      });
    await rename('Second');
    deliver();
    const token = tokenOf(await read(position), isOf(folder), position);
    await rename('First');
    expect((await follow(token)).filter(isOf(folder))).toMatchObject([{ type: 'folder', folder: { name: 'First' } }]);
  });
});

describe('the token of an event', () => {
  it('is the same for the same event read again, and another one for each', async () => {
    const { mailbox, position, read, deliver } = await start();
    for (let count = 0; count < 3; count += 1) deliver();
    const tokensOf = async (): Promise<readonly string[]> => {
      const batch = await read(position);
      return batch.changes.map(tokens.within(mailbox.address, position, batch.token));
    };
    const [once, again] = [await tokensOf(), await tokensOf()];
    expect(again).toEqual(once);
    expect(new Set(once).size).toBe(once.length);
  });

  it("is nobody's but the gateway's to make", async () => {
    const { position, read, follow, tokenOf, deliver } = await start();
    const [one] = [deliver(), deliver()];
    const batch = await read(position);
    const token = tokenOf(batch, isOf(one));
    const [bare = '', mark = ''] = token.split('.');
    for (const forged of [
      `${token}A`,
      token.slice(0, -1),
      `${bare}.`,
      `${batch.token}.${mark}`,
      `${token}.${mark}`,
      `.${mark}`,
    ])
      await expect(follow(forged)).rejects.toThrow(InvalidInputError);
    // Without its mark it is a position like any other.
    await expect(follow(bare)).resolves.not.toEqual([]);
  });
});
