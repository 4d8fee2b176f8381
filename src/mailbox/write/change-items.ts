import { EwsError } from '../../ews/errors.ts';
import { updateItem, type ItemUpdate } from '../../ews/operations/update-item.ts';
import type { ItemId } from '../../ews/properties/id.ts';
import type { Item, itemTypes } from '../../ews/properties/item-types.ts';
import type { messageProperties } from '../../ews/properties/message.ts';
import type { AnyProperty, Settable } from '../../ews/properties/property.ts';
import type { Assignment } from '../../ews/properties/written-rows.ts';
import { isHiddenList } from '../content-permission.ts';
import type { OpenedMailbox } from '../open-mailbox.ts';
import { asFailureOfKind, mayWriteEveryKind, refusalOfKind } from './own-kind.ts';
import { readEach } from './read-each.ts';
import { wantsVersion } from './wants-version.ts';
import { mostInOneWrite, writeEach, type WriteFailure, type WriteOutcome } from './write-each.ts';
import { WriteRefusal } from './write-refusal.ts';

/** A message that is to change. */
export interface ChangeTarget {
  readonly id: ItemId;
  /** The version that is meant: nothing is written over another one. */
  readonly ifChangeKey?: string | undefined;
}

/** What is written to one message; a value sets, null clears, absence keeps. */
export interface MessageChange {
  readonly changes: Settable<typeof messageProperties, 'update'>;
  readonly named?: readonly Assignment[];
}

/** The same of an item that is no message. */
export type OtherChange = {
  readonly [Type in 'Contact' | 'Task']: {
    readonly type: Type;
    readonly changes: Settable<(typeof itemTypes)[Type], 'update'>;
    readonly named?: readonly Assignment[];
  };
}['Contact' | 'Task'];

/** A change that is made to several messages. */
export interface Changing {
  /** Rows that it follows from, for each message on its own; undefined: it is the same for all, and nothing need be read for it. */
  readonly follows: readonly AnyProperty[] | undefined;
  /** For a message with those rows. Undefined: it is so already. Throws WriteRefusal, which is the message's own. */
  readonly change: (item: Item | undefined) => MessageChange | OtherChange | undefined;
  /** What a conflict tells of the message as it is now. */
  readonly shown: readonly AnyProperty[];
}

/** What changing needs of a mailbox. */
export type ChangeSource = Pick<OpenedMailbox, 'session' | 'items' | 'folders' | 'may'>;

/** Characters of one request, ids and tags aside. */
const mostCharacters = 4_000_000;

const batchesOf = (updates: readonly ItemUpdate[]): readonly (readonly ItemUpdate[])[] => {
  const batches: ItemUpdate[][] = [[]];
  let size = 0;
  for (const update of updates) {
    const own = JSON.stringify([update.changes, update.named]).length;
    size += own;
    if (size > mostCharacters || batches.at(-1)?.length === mostInOneWrite) {
      batches.push([]);
      size = own;
    }
    batches.at(-1)?.push(update);
  }
  return batches;
};

/**
 * Changes messages, each named once: in one UpdateItem for 200, after one GetItem where the change follows from what is there, where a version was named, or
 * where the caller may write messages only. A named version is compared here as well as by the server, since some overwrite whatever they are told
 * (gromox 3.10). Without one the last writer wins, property by property; what follows from what was there is written over nothing else, and tried
 * once more from the new state. A CHANGED refusal tells the message as it is now, all of them by one GetItem. Throws EwsError when certainly nothing
 * was done.
 */
export const changeItems = async (
  mailbox: ChangeSource,
  targets: readonly ChangeTarget[],
  { follows, change, shown }: Changing,
): Promise<ReadonlyMap<ItemId, WriteOutcome>> => {
  const outcomes = new Map<ItemId, WriteOutcome>();
  const conflicts: ItemId[] = [];
  const fail = (id: ItemId, failure: WriteFailure): void => void outcomes.set(id, { failure });

  const read = (some: readonly ChangeTarget[]): Promise<ReadonlyMap<ItemId, Item | EwsError>> => {
    for (const { id } of some) mailbox.items.forget(id);
    return readEach(
      mailbox,
      some.map(({ id }) => id),
      follows ?? [],
    );
  };

  /** What is written to one of them; its own failure, conflict or contentment is noted. */
  const updateOf = ({ id, ifChangeKey }: ChangeTarget, item: Item | EwsError | undefined): readonly ItemUpdate[] => {
    if (item instanceof EwsError) {
      fail(id, item);
      return [];
    }
    const refusal = item === undefined ? undefined : refusalOfKind(mailbox, item);
    if (refusal !== undefined) {
      fail(id, refusal);
      return [];
    }
    if (ifChangeKey !== undefined && item?.changeKey !== ifChangeKey) {
      conflicts.push(id);
      return [];
    }
    try {
      const wanted = change(item);
      if (wanted !== undefined) return [{ id, changeKey: item?.changeKey, type: 'Message', ...wanted }];
      outcomes.set(id, { id });
    } catch (error) {
      if (!(error instanceof WriteRefusal)) throw error;
      fail(id, error);
    }
    return [];
  };

  /** Writes, and answers those that are worth another try. */
  const write = async (
    some: readonly ChangeTarget[],
    known: ReadonlyMap<ItemId, Item | EwsError>,
  ): Promise<readonly ChangeTarget[]> => {
    const updates = some.flatMap((target) => updateOf(target, known.get(target.id)));
    const byId = new Map(some.map((target) => [target.id, target]));
    const isGuarded = follows !== undefined || some.some(({ ifChangeKey }) => ifChangeKey !== undefined);
    const results = await writeEach(batchesOf(updates), (changes) =>
      mailbox.session.callEach(updateItem, {
        changes,
        conflictResolution: isGuarded ? 'NeverOverwrite' : 'AlwaysOverwrite',
        disposition: 'SaveOnly',
      }),
    );
    return updates.flatMap((update, index) => {
      const target = 'id' in update ? byId.get(update.id) : undefined;
      const result = results[index];
      if (target === undefined) return [];
      // A recurring task that was done is told under the id of what was done; its own goes on to the next time.
      if (!(result instanceof EwsError))
        outcomes.set(target.id, { id: update.type === 'Task' ? (result?.item?.id ?? target.id) : target.id });
      else if (!wantsVersion(result)) fail(target.id, asFailureOfKind(result));
      else if (target.ifChangeKey !== undefined) conflicts.push(target.id);
      else return [target];
      return [];
    });
  };

  /** From what is there now. What fails the whole call fails each: others have been written before. */
  const writeAgain = async (some: readonly ChangeTarget[]): Promise<void> => {
    try {
      for (const { id } of await write(some, await read(some))) conflicts.push(id);
    } catch (error) {
      if (!(error instanceof EwsError)) throw error;
      for (const { id } of some) if (!outcomes.has(id)) fail(id, error);
    }
  };

  const tellConflicts = async (): Promise<void> => {
    for (const id of conflicts) mailbox.items.forget(id);
    const current = await readEach(mailbox, conflicts, shown).catch((error: unknown) => {
      if (error instanceof EwsError) return new Map<ItemId, Item | EwsError>();
      throw error;
    });
    for (const id of conflicts) {
      const item = current.get(id);
      // It is gone by now: that is what there is to know.
      if (item instanceof EwsError && item.responseCode === 'ErrorItemNotFound') fail(id, item);
      else {
        const isShown = item !== undefined && !(item instanceof EwsError) && !isHiddenList(item, mailbox);
        fail(id, new WriteRefusal({ reason: 'CHANGED', current: isShown ? item : undefined }));
      }
    }
  };

  const mustRead =
    follows !== undefined ||
    targets.some(({ ifChangeKey }) => ifChangeKey !== undefined) ||
    !mayWriteEveryKind(mailbox);
  const left = await write(targets, mustRead ? await read(targets) : new Map());
  if (left.length > 0) await writeAgain(left);
  if (conflicts.length > 0) await tellConflicts();
  for (const { id } of targets) mailbox.items.forget(id);
  mailbox.folders.forgetCounts();
  return outcomes;
};
