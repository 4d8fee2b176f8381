import { EwsError } from '../../ews/errors.ts';
import type { EwsSession } from '../../ews/operation.ts';
import { createItem, type NewItem } from '../../ews/operations/create-item.ts';
import { updateItem } from '../../ews/operations/update-item.ts';
import type { NewContactGroup } from '../../ews/properties/contact-group.ts';
import type { FolderTarget } from '../../ews/properties/id.ts';
import type { Assignment } from '../../ews/properties/written-rows.ts';
import { finishedMark, unfinishedMark } from './copy-marks.ts';
import type { PortableAttachment, PortableFile } from '../portable/portable-content.ts';
import { writeAttachments } from './write-attachments.ts';

/** A contact, a group or a task to be written. */
export interface PlainItem {
  readonly item: NewItem | NewContactGroup;
  /** What its copy carries from the moment in which it is made. */
  readonly marks: readonly Assignment[];
  readonly attachments: readonly PortableAttachment[];
  readonly photo?: PortableFile | undefined;
  /** What cannot be kept as it was, in plain words. */
  readonly losses: readonly string[];
}

/** Items that one CreateItem makes. */
const itemsAtOnce = 20;

/**
 * Makes copies of contacts, groups or tasks, one answer for each, in their order: what could not be kept as it was, or why there is no whole copy. A copy
 * that something hangs on carries the unfinished mark until all of that is there. Throws EwsError for what fails as a whole: some may have been made by
 * then, or begun.
 */
export const writePlainItems = async (
  session: EwsSession,
  folder: FolderTarget,
  items: readonly PlainItem[],
): Promise<readonly (readonly string[] | EwsError)[]> => {
  const answers = new Map<PlainItem, readonly string[] | EwsError>();
  const simple = items.filter(({ attachments, photo }) => attachments.length === 0 && photo === undefined);
  for (let from = 0; from < simple.length; from += itemsAtOnce) {
    const some = simple.slice(from, from + itemsAtOnce);
    const made = await session.callEach(createItem, {
      items: some.map(({ item, marks }) => withMarks(item, marks)),
      disposition: 'SaveOnly',
      saveIn: folder,
    });
    for (const [position, wanted] of some.entries()) {
      const answer = made[position];
      answers.set(wanted, answer instanceof EwsError ? answer : wanted.losses);
    }
  }
  for (const wanted of items) if (!answers.has(wanted)) answers.set(wanted, await writeSingle(session, folder, wanted));
  return items.map((wanted) => answers.get(wanted) ?? []);
};

const withMarks = (item: PlainItem['item'], marks: readonly Assignment[]): PlainItem['item'] => ({
  ...item,
  named: [...(item.named ?? []), ...marks],
});

const writeSingle = async (
  session: EwsSession,
  folder: FolderTarget,
  { item, marks, attachments, photo, losses }: PlainItem,
): Promise<readonly string[] | EwsError> => {
  try {
    const [made] = await session.call(createItem, {
      items: [withMarks(item, [...marks, unfinishedMark])],
      disposition: 'SaveOnly',
      saveIn: folder,
    });
    if (made === undefined) throw new EwsError('decode', 'CreateItem made an item and did not tell its id');
    const more = await writeAttachments(session, made.id, attachments, photo);
    await session.call(updateItem, {
      // Nothing is set but a named property, which the element of no kind says more about.
      changes: [{ id: made.id, type: 'Contact', changes: {}, named: [finishedMark] }],
      conflictResolution: 'AlwaysOverwrite',
      disposition: 'SaveOnly',
    });
    return [...losses, ...more];
  } catch (error) {
    if (error instanceof EwsError && (error.kind === 'response' || error.kind === 'decode')) return error;
    throw error;
  }
};
