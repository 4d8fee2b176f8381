import type { MailboxEvent } from '../../src/emulator/subscriptions/notification-event.ts';
import type { Mailbox } from '../../src/emulator/store/store.ts';
import { childText } from '../../src/emulator/xml/xml.ts';

/** What somebody knows of a mailbox who saw it once and then nothing but its events. */
export class EventMirror {
  readonly #mailbox: Mailbox;
  /** Folders of items, and parents of folders, by ids. */
  readonly #places: Map<string, string>;
  readonly #unread: Map<string, number>;
  readonly #surprises: string[] = [];

  constructor(mailbox: Mailbox) {
    this.#mailbox = mailbox;
    this.#places = placesIn(mailbox);
    this.#unread = unreadIn(mailbox);
    mailbox.watchers.add((event) => this.#learn(event));
  }

  /** Events that could not be, and where the mailbox is not what they tell. */
  troubles(): readonly string[] {
    return [
      ...this.#surprises,
      ...differences('place', this.#places, placesIn(this.#mailbox)),
      ...differences('unread', this.#unread, unreadIn(this.#mailbox)),
    ];
  }

  #learn({ type, subject: { id, parentId, kind }, old, unreadCount }: MailboxEvent): void {
    const isKnown = this.#places.has(id);
    const isFolder = kind === 'folder';
    if (type === 'CreatedEvent' || type === 'CopiedEvent') {
      if (isKnown) this.#surprises.push(`${type} of what was there`);
      this.#places.set(id, parentId);
      if (isFolder) this.#unread.set(id, 0);
    } else if (type === 'MovedEvent') {
      if (old === undefined || this.#places.get(old.id) !== old.parentId) this.#surprises.push('moved from elsewhere');
      if (old !== undefined) this.#places.delete(old.id);
      this.#places.set(id, parentId);
    } else if (!isKnown || this.#places.get(id) !== parentId) {
      // Only of an event that is taken away the free time is told after it has gone.
      if (type !== 'FreeBusyChangedEvent') this.#surprises.push(`${type} of what was not there`);
    } else if (type === 'DeletedEvent') {
      this.#places.delete(id);
      this.#unread.delete(id);
    } else if (type === 'ModifiedEvent' && isFolder) {
      this.#unread.set(id, unreadCount ?? Number.NaN);
    }
  }
}

const placesIn = ({ folders, items }: Mailbox): Map<string, string> =>
  new Map([
    ...[...folders.values()].map(({ id, parent }) => [id, parent?.id ?? id] as const),
    ...[...items.values()].map(({ id, folder }) => [id, folder.id] as const),
  ]);

const unreadIn = ({ folders }: Mailbox): Map<string, number> =>
  new Map(
    [...folders.values()].map(({ id, items }) => [
      id,
      [...items].filter(({ element }) => childText(element, 't:IsRead') === 'false').length,
    ]),
  );

const differences = <Value>(
  what: string,
  known: ReadonlyMap<string, Value>,
  present: ReadonlyMap<string, Value>,
): readonly string[] =>
  [...new Set([...known.keys(), ...present.keys()])]
    .filter((id) => known.get(id) !== present.get(id))
    .map((id) => `${what} of ${id}: ${String(known.get(id))}, but ${String(present.get(id))}`);
