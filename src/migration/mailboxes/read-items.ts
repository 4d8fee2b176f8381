import { EwsError } from '../../ews/errors.ts';
import type { EwsSession } from '../../ews/operation.ts';
import type { ItemId } from '../../ews/properties/id.ts';
import { readEvents } from './calendar/read-events.ts';
import { readContactGroups } from './contacts/read-contact-groups.ts';
import { readContacts } from './contacts/read-contacts.ts';
import type { PortableItem } from '../portable/portable-item.ts';
import { readMessages, type ListedMessage } from './read-messages.ts';
import { readTasks } from './tasks/read-tasks.ts';

/** An item as a list of its folder tells it. What is no message has a state too, which says nothing. */
export interface ListedItem extends ListedMessage {
  readonly kind: PortableItem['kind'];
}

type Answers = readonly (PortableItem | EwsError)[];

const readers: Readonly<
  Record<PortableItem['kind'], (session: EwsSession, items: readonly ListedItem[]) => Promise<Answers>>
> = {
  message: readMessages,
  event: (session, items) => readEvents(session, idsOf(items)),
  contact: (session, items) => readContacts(session, idsOf(items)),
  contactGroup: (session, items) => readContactGroups(session, idsOf(items)),
  task: (session, items) => readTasks(session, idsOf(items)),
};

/** Reads items of any kind whole, one answer for each, in their order. Throws EwsError only where nothing can be had of any of them. */
export const readItems = async (session: EwsSession, items: readonly ListedItem[]): Promise<Answers> => {
  const answers = new Map<ListedItem, PortableItem | EwsError>();
  for (const kind of new Set(items.map((item) => item.kind))) {
    const some = items.filter((item) => item.kind === kind);
    const read = await readTogether(session, kind, some);
    for (const [index, item] of some.entries()) {
      const answer = read[index];
      if (answer !== undefined) answers.set(item, answer);
    }
  }
  return items.map((item) => answers.get(item) ?? new EwsError('decode', 'the server gave no answer for the item'));
};

/** What one item fails with must not be the failure of those that were read beside it. */
const readTogether = async (
  session: EwsSession,
  kind: PortableItem['kind'],
  items: readonly ListedItem[],
): Promise<Answers> => {
  const read = readers[kind];
  try {
    return await read(session, items);
  } catch (error) {
    if (!(error instanceof EwsError)) throw error;
    if (items.length === 1) return [error];
  }
  const alone: (PortableItem | EwsError)[] = [];
  for (const item of items) alone.push(...(await readTogether(session, kind, [item])));
  return alone;
};

const idsOf = (items: readonly ListedItem[]): readonly ItemId[] => items.map(({ id }) => id);
