import type { EwsSession } from '../../ews/operation.ts';
import { folderId, type FolderTarget } from '../../ews/properties/id.ts';
import type { Assignment } from '../../ews/properties/written-rows.ts';
import { createEventWriter } from './calendar/write-events.ts';
import { newContact, newContactGroup } from './contacts/new-contact.ts';
import { copyMarks } from './copy-marks.ts';
import type { ItemFailure } from '../item-failure.ts';
import type { MarkedItem, PortableItem } from '../portable/portable-item.ts';
import { newTask } from './tasks/new-task.ts';
import type { Place, Written } from '../target.ts';
import { writeMarked, type WriteCopies } from './write-marked.ts';
import { writeMessages } from './write-messages.ts';
import { writePlainItems, type PlainItem } from './write-plain-items.ts';

/** Writes items into one mailbox, as `TargetMailbox` says. */
export type WriteItems = (place: Place, items: readonly MarkedItem[]) => Promise<readonly (Written | ItemFailure)[]>;

/** Remembers, as long as it lives, what the server has turned out to be unable to keep. */
export const createWriteItems = (session: EwsSession): WriteItems => {
  const events = createEventWriter(session);

  const writersIn = (folder: FolderTarget): Readonly<Record<Exclude<PortableItem['kind'], 'message'>, WriteCopies>> => {
    const plain =
      <Kind extends 'contact' | 'contactGroup' | 'task'>(
        kind: Kind,
        newItem: (item: MarkedOf<Kind>['item'], marks: readonly Assignment[]) => PlainItem,
      ): WriteCopies =>
      (items) =>
        writePlainItems(
          session,
          folder,
          ofKind(items, kind).map((marked) => newItem(marked.item, copyMarks(marked))),
        );
    return {
      event: (items) =>
        events.write(
          folder,
          ofKind(items, 'event').map((marked) => ({ event: marked.item, marks: copyMarks(marked) })),
        ),
      contact: plain('contact', newContact),
      contactGroup: plain('contactGroup', newContactGroup),
      task: plain('task', newTask),
    };
  };

  return async (place, items) => {
    const writers = writersIn({ id: folderId(place.id) });
    const outcomes = new Map<MarkedItem, Written | ItemFailure>();
    for (const kind of new Set(items.map(({ item }) => item.kind))) {
      const some = ofKind(items, kind);
      const written =
        kind === 'message'
          ? await writeMessages(session, place, ofKind(items, 'message'))
          : await writeMarked(session, place, some, writers[kind]);
      for (const [index, item] of some.entries()) {
        const outcome = written[index];
        if (outcome !== undefined) outcomes.set(item, outcome);
      }
    }
    return items.map((item) => outcomes.get(item) ?? { losses: [] });
  };
};

type MarkedOf<Kind extends PortableItem['kind']> = MarkedItem & {
  readonly item: PortableItem & { readonly kind: Kind };
};

const ofKind = <Kind extends PortableItem['kind']>(
  items: readonly MarkedItem[],
  kind: Kind,
): readonly MarkedOf<Kind>[] => items.filter((marked): marked is MarkedOf<Kind> => marked.item.kind === kind);
