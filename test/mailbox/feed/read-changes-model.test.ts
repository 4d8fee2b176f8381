import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EwsError } from '../../../src/ews/errors.ts';
import { createFolder } from '../../../src/ews/operations/create-folder.ts';
import { deleteFolder } from '../../../src/ews/operations/delete-folder.ts';
import { moveFolder } from '../../../src/ews/operations/move-folder.ts';
import { moveItem } from '../../../src/ews/operations/move-item.ts';
import { updateFolder } from '../../../src/ews/operations/update-folder.ts';
import { updateItem } from '../../../src/ews/operations/update-item.ts';
import { folderId, itemId } from '../../../src/ews/properties/id.ts';
import { createEventTokens } from '../../../src/mailbox/feed/event-tokens.ts';
import type { MailboxChange } from '../../../src/mailbox/feed/mailbox-change.ts';
import { createReadChanges, type ChangeBatch } from '../../../src/mailbox/feed/read-changes.ts';
import type { OpenedMailbox } from '../../../src/mailbox/open-mailbox.ts';
import { createSealer } from '../../../src/sealer.ts';
import { mail, smallOrganization } from '../../emulator/small-organization.ts';
import { contentsOf, FeedClient, readToEnd } from './feed-client.ts';
import { startFedMailbox, type FedMailbox } from './fed-mailbox.ts';

const writes = [
  'deliver',
  'deliver',
  'setRead',
  'edit',
  'edit',
  'edit',
  'remove',
  'moveItem',
  'moveItem',
  'createFolder',
  'renameFolder',
  'moveFolder',
  'deleteFolder',
] as const;
const steps = fc.array(
  fc.record({
    kind: fc.constantFrom(
      ...writes,
      ...(['read', 'read', 'read', 'read', 'cut', 'cut', 'cut', 'resume', 'resume'] as const),
    ),
    which: fc.nat(999),
    other: fc.nat(999),
    pauseMs: fc.constantFrom(0, 0, 300, 90_000),
  }),
  { minLength: 5, maxLength: 30 },
);

const pick = <Thing>(things: readonly Thing[], number: number): Thing => {
  const thing = things[number % things.length];
  if (thing === undefined) throw new Error('there is none to pick');
  return thing;
};

/** What the server refuses (a folder below itself, a name that is taken) has not been done. */
const unlessRefused = async (act: Promise<unknown>): Promise<void> => {
  try {
    await act;
  } catch (error) {
    if (!(error instanceof EwsError) || error.kind !== 'response') throw error;
  }
};

const write = async (
  kind: (typeof writes)[number],
  { emulator, address }: FedMailbox,
  mailbox: OpenedMailbox,
  [which, other]: readonly [number, number],
): Promise<void> => {
  const { folders, items } = await contentsOf(mailbox);
  const { session } = mailbox;
  const folder = { id: folderId(pick([...folders.keys()], which)) };
  const target = { id: folderId(pick([...folders.keys()], other)) };
  const name = `Folder ${other}`;
  if (kind === 'deliver' || items.size === 0) return void emulator.deliver(address, 'inbox', mail('New'));
  const item = itemId(pick([...items.keys()], which));
  switch (kind) {
    case 'setRead':
      return emulator.setRead(address, item, other % 2 === 0);
    case 'edit':
      return unlessRefused(
        session.call(updateItem, {
          changes: [{ id: item, type: 'Message', changes: { subject: name } }],
          conflictResolution: 'AlwaysOverwrite',
          disposition: 'SaveOnly',
        }),
      );
    case 'remove':
      return emulator.remove(address, item);
    case 'moveItem': {
      const moved = await session.call(moveItem, { ids: [{ id: item }], to: target });
      if (moved !== undefined && other % 2 === 0) mailbox.moves.note(item, moved.id);
      return undefined;
    }
    case 'createFolder':
      return unlessRefused(
        session.call(createFolder, {
          parent: folder,
          folders: [{ element: 'Folder', properties: { displayName: name } }],
        }),
      );
    case 'renameFolder':
      return unlessRefused(
        session.call(updateFolder, { changes: [{ ...folder, element: 'Folder', changes: { displayName: name } }] }),
      );
    case 'moveFolder':
      return unlessRefused(session.call(moveFolder, { folders: [folder], to: target }));
    case 'deleteFolder':
      return unlessRefused(session.call(deleteFolder, { folders: [folder], deleteType: 'HardDelete' }));
  }
};

/** A batch as far as somebody was told it, one change after the other. */
const upTo = (count: number, batch: ChangeBatch, tokenOf: (change: MailboxChange) => string): ChangeBatch => {
  const changes = batch.changes.slice(0, 1 + (count % Math.max(1, batch.changes.length)));
  const last = changes.at(-1);
  return changes.length === batch.changes.length || last === undefined
    ? batch
    : { ...batch, changes, token: tokenOf(last) };
};

describe('a client that follows a mailbox by its feed', () => {
  it.each([
    ['tells nothing of what a folder holds', false],
    ['tells when something was last committed in a folder', true],
  ])(
    'has what the server has, whatever was done between its reads and however old its token, where the server %s',
    (_, tellsCommits) =>
      fc.assert(
        fc.asyncProperty(steps, async (script) => {
          let nowMs = Date.parse('2026-03-18T09:00:00.100Z');
          const now = (): number => nowMs;
          const fed = await startFedMailbox({ seed: smallOrganization(), now });
          fed.emulator.serverOptions.withoutFolderCommits = !tellsCommits;
          const readChanges = createReadChanges({ sealer: createSealer(new Uint8Array(32)), now });
          const eventTokens = createEventTokens(createSealer(new Uint8Array(32)));
          const mailbox = await fed.open();
          const position = (await readToEnd(readChanges, mailbox, undefined)).at(-1)?.token ?? '';
          let client = new FeedClient(position, await contentsOf(mailbox));
          const olderSelves = [client];
          for (const { kind, which, other, pauseMs } of script) {
            nowMs += pauseMs;
            if (kind === 'resume') client = pick(olderSelves, which);
            if (kind !== 'resume' && kind !== 'read' && kind !== 'cut') {
              await write(kind, fed, mailbox, [which, other]);
              continue;
            }
            const batch = await readChanges(mailbox, client.token, { limit: 1 + (other % 4), follows: () => true });
            const told =
              kind === 'cut'
                ? upTo(which, batch, eventTokens.within(mailbox.address, client.token, batch.token))
                : batch;
            client = client.after(told, await contentsOf(mailbox));
            olderSelves.push(client);
          }
          // The round that is under way, and the next one.
          for (let rounds = 0; rounds < 2; rounds += 1)
            for (const batch of await readToEnd(readChanges, mailbox, client.token, 3))
              client = client.after(batch, await contentsOf(mailbox));
          expect(client.contents).toEqual(await contentsOf(mailbox));
        }),
        { numRuns: 10, interruptAfterTimeLimit: 40_000 },
      ),
  );
});
