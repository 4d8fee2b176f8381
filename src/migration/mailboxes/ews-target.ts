import { EwsError } from '../../ews/errors.ts';
import { getItem } from '../../ews/operations/get-item.ts';
import { moveItem } from '../../ews/operations/move-item.ts';
import { updateItem, type ItemUpdate } from '../../ews/operations/update-item.ts';
import { folderId, itemId, type ItemId } from '../../ews/properties/id.ts';
import { copyMarkers } from '../../ews/properties/named-property.ts';
import { assign } from '../../ews/properties/written-rows.ts';
import { discardCopy } from './discard-copy.ts';
import { discardDoubles, type Doubled } from './discard-doubles.ts';
import { createEwsPlaces } from './ews-places.ts';
import { listedItem, wantedOf } from './ews-source.ts';
import { listCopies, type FoundCopy } from './find-copies.ts';
import { failureOf, ItemFailure } from '../item-failure.ts';
import { itemHashes } from '../portable/item-hashes.ts';
import { itemTypeOf } from '../portable/item-kind.ts';
import { readEssence } from '../portable/message-essence.ts';
import { openToMigrate, type MigratedMailbox, type MigrationServer } from '../migration-server.ts';
import type { PortableFolderKind } from '../portable/portable-folder.ts';
import type { Mark, PortableItem } from '../portable/portable-item.ts';
import { readItems, type ListedItem } from './read-items.ts';
import type { Comparison, ExpectedItem, Target, TargetMailbox } from '../target.ts';
import { createWriteItems } from './write-items.ts';

/** Mailboxes of an EWS server, to be written to. */
export const openEwsTarget = (server: MigrationServer): Target => ({
  open: async (address) => targetMailbox(await openToMigrate(server, address)),
  close: server.close,
});

/** Servers refuse events in a folder of mail, and mail in one of contacts. */
const taken: Readonly<Record<PortableFolderKind, readonly PortableItem['kind'][]>> = {
  mail: ['message'],
  calendar: ['event'],
  contacts: ['contact', 'contactGroup'],
  tasks: ['task'],
};

const targetMailbox = (mailbox: MigratedMailbox): TargetMailbox => {
  const { session, address } = mailbox;
  const places = createEwsPlaces(mailbox);
  const writeItems = createWriteItems(session);
  const known = new Map<Mark, FoundCopy>();

  const everyCopy = async function* (): AsyncGenerator<readonly FoundCopy[]> {
    for (const place of await places.all()) yield* listCopies(session, place);
  };

  return {
    name: address,
    present: async function* () {
      known.clear();
      for await (const copies of everyCopy()) {
        for (const copy of copies) known.set(copy.mark, copy);
        yield copies;
      }
    },
    find: places.find,
    make: places.make,
    takes: (folder, kind) => taken[folder].includes(kind),
    write: async (place, items) => {
      const begun = items.flatMap(({ mark }) => {
        const copy = known.get(mark);
        return copy === undefined || copy.isFinished ? [] : [copy];
      });
      // Half of a series is of no use to anybody: what was begun is made anew.
      for (const copy of begun) {
        await discardCopy(session, copy.reference);
        known.delete(copy.mark);
      }
      return writeItems(place, items);
    },
    move: async (present, to, mark) => {
      const { id, kind } = present;
      try {
        const moved = await session.call(moveItem, { ids: [{ id: itemId(id) }], to: { id: folderId(to.id) } });
        if (moved === undefined) return new ItemFailure('MoveItem does not tell the new id');
        await session.call(updateItem, {
          changes: [newMark(kind, moved.id, mark)],
          conflictResolution: 'AlwaysOverwrite',
          disposition: 'SaveOnly',
          invitations: 'SendToNone',
        });
        known.delete(present.mark);
        known.set(mark, { ...present, mark, id: moved.id, placeId: to.id, reference: moved });
        return { losses: [] };
      } catch (error) {
        // Found by its old mark in its new place, it is moved once more by the next run.
        if (error instanceof EwsError) return failureOf(error);
        throw error;
      }
    },
    compare: (expected) => compareCopies(mailbox, known, expected),
    finish: async (written) => {
      if (written.size === 0) return;
      const doubled: Doubled[] = [];
      known.clear();
      for await (const copies of everyCopy()) {
        for (const copy of copies) {
          const before = known.get(copy.mark);
          // A server that was still at work on a lost request has made a second one.
          if (before !== undefined && written.has(copy.mark)) doubled.push([before, copy]);
          else known.set(copy.mark, copy);
        }
      }
      await discardDoubles(session, doubled);
    },
  };
};

const newMark = (kind: PortableItem['kind'], id: ItemId, mark: Mark): ItemUpdate =>
  // Nothing is set but a named property, which items of every type have.
  ({ id, type: itemTypeOf[kind], changes: {}, named: [assign(copyMarkers.mark, mark)] }) as ItemUpdate;

/** Copies that are read again in one go. */
const copiesAtOnce = 20;

const compareCopies = async (
  { session }: MigratedMailbox,
  known: ReadonlyMap<Mark, FoundCopy>,
  expected: readonly ExpectedItem[],
): Promise<readonly (Comparison | ItemFailure)[]> => {
  const verdicts = new Map<ExpectedItem, Comparison | ItemFailure>();
  const there = expected.filter(({ mark }) => known.has(mark));
  for (let start = 0; start < there.length; start += copiesAtOnce) {
    const some = there.slice(start, start + copiesAtOnce);
    const listed = await list(session, some, known);
    const found = some.flatMap((item, index) => {
      const answer = listed[index];
      if (answer === undefined || answer instanceof EwsError) {
        verdicts.set(item, answer === undefined ? 'missing' : failureOf(answer));
        return [];
      }
      return [{ item, listed: answer }];
    });
    const read = await readItems(
      session,
      found.map((entry) => entry.listed),
    );
    for (const [index, { item }] of found.entries()) {
      const copy = read[index];
      if (copy === undefined || copy instanceof EwsError)
        verdicts.set(item, copy === undefined ? 'missing' : failureOf(copy));
      else verdicts.set(item, await verdictOn(session, item, copy, known.get(item.mark)));
    }
  }
  return expected.map((item) => verdicts.get(item) ?? 'missing');
};

const verdictOn = async (
  session: MigratedMailbox['session'],
  { content, state, essence }: ExpectedItem,
  copy: PortableItem,
  found: FoundCopy | undefined,
): Promise<Comparison | ItemFailure> => {
  const hashes = itemHashes(copy);
  if (hashes.state !== state) return 'different';
  if (hashes.content === content) return 'identical';
  if (essence === undefined || found === undefined) return 'different';
  try {
    const [original, own] = await Promise.all([essence(), readEssence(session, itemId(found.id))]);
    if (original instanceof ItemFailure) return original;
    return original === own ? 'equivalent' : 'different';
  } catch (error) {
    if (error instanceof EwsError) return failureOf(error);
    throw error;
  }
};

const list = async (
  session: MigratedMailbox['session'],
  items: readonly ExpectedItem[],
  known: ReadonlyMap<Mark, FoundCopy>,
): Promise<readonly (ListedItem | EwsError)[]> => {
  const [kind] = items.map((item) => item.kind);
  const answers = await session.callEach(getItem, {
    ids: items.map(({ mark }) => ({ id: itemId(known.get(mark)?.id ?? '') })),
    wanted: wantedOf[kind === 'message' ? 'mail' : 'contacts'],
  });
  return answers.map((answer) => (answer instanceof EwsError ? answer : listedItem(answer)));
};
