import { folderLine, itemLine } from './held-mailbox.ts';

/** Documents that ask for what a model needs of an item. */
export const messageFields = 'id subject isRead folder { id }';
export const eventFields = 'id subject calendar { folder { id } }';
export const folderFields = 'id name kind parent { id }';

interface FolderNode {
  readonly id: string;
  readonly name: string;
  readonly kind: string;
  readonly parent: { readonly id: string } | null;
}
interface MessageNode {
  readonly id: string;
  readonly subject: string | null;
  readonly isRead: boolean;
  readonly folder: { readonly id: string } | null;
}
interface EventNode {
  readonly id: string;
  readonly subject: string | null;
  readonly calendar: { readonly folder: { readonly id: string } } | null;
}
interface ContactNode {
  readonly id: string;
  readonly displayName: string | null;
}
interface TaskNode {
  readonly id: string;
  readonly subject: string | null;
}

/** What a model needs of a change. */
export const changeFields = `
  __typename
  ... on MessageChanged { message { ${messageFields} } previousId }
  ... on MessageReadStateChanged { id isRead }
  ... on ItemRemoved { id folder { id } }
  ... on FolderChanged { folder { ${folderFields} } }
  ... on FolderRemoved { id }
  ... on CalendarEventChanged { event { ${eventFields} } }
  ... on ContactChanged { contact { id displayName } }
  ... on TaskChanged { task { id subject } }
  ... on ResyncRequired { reason }
`;

/** A change as a subscription tells it. */
export type ToldChange =
  | { readonly __typename: 'MessageChanged'; readonly message: MessageNode | null; readonly previousId: string | null }
  | { readonly __typename: 'MessageReadStateChanged'; readonly id: string; readonly isRead: boolean }
  | { readonly __typename: 'ItemRemoved'; readonly id: string; readonly folder: { readonly id: string } | null }
  | { readonly __typename: 'FolderChanged'; readonly folder: FolderNode | null }
  | { readonly __typename: 'FolderRemoved'; readonly id: string }
  | { readonly __typename: 'CalendarEventChanged'; readonly event: EventNode | null }
  | { readonly __typename: 'ContactChanged'; readonly contact: ContactNode | null }
  | { readonly __typename: 'TaskChanged'; readonly task: TaskNode | null }
  | { readonly __typename: 'ResyncRequired'; readonly reason: string };

/** What one reading of a whole mailbox found. */
export interface MailboxSnapshot {
  readonly folders: readonly FolderNode[];
  readonly messages: readonly MessageNode[];
  readonly events: readonly EventNode[];
  readonly contacts: readonly ContactNode[];
  readonly tasks: readonly TaskNode[];
}

interface HeldItem {
  /** Undefined: the first folder of its kind. */
  readonly folderId: string | undefined;
  readonly kind: 'MAIL' | 'CONTACTS' | 'TASKS';
  readonly name: string;
  readonly isRead: boolean | undefined;
}

/** A mailbox as a client shows it that knows nothing but what it was told. */
export interface MailboxModel {
  /** A ResyncRequired is none of its business. */
  apply(change: ToldChange): void;
  /** Drops everything for what was read. */
  replace(snapshot: MailboxSnapshot): void;
  /** Drops what is not among what was read. */
  retain(snapshot: MailboxSnapshot): void;
  /** One line for each folder and each item, sorted; as `heldMailbox`. */
  lines(): readonly string[];
}

/** An empty one. */
export const createMailboxModel = (): MailboxModel => {
  const folders = new Map<string, FolderNode>();
  const items = new Map<string, HeldItem>();

  const message = ({ id, subject, isRead, folder }: MessageNode): void =>
    void items.set(id, { folderId: folder?.id, kind: 'MAIL', name: subject ?? '', isRead });
  const event = ({ id, subject, calendar }: EventNode): void =>
    void items.set(id, { folderId: calendar?.folder.id, kind: 'MAIL', name: subject ?? '', isRead: undefined });
  const contact = ({ id, displayName }: ContactNode): void =>
    void items.set(id, { folderId: undefined, kind: 'CONTACTS', name: displayName ?? '', isRead: undefined });
  const task = ({ id, subject }: TaskNode): void =>
    void items.set(id, { folderId: undefined, kind: 'TASKS', name: subject ?? '', isRead: undefined });

  const pathOf = (folder: FolderNode): string => {
    const parent = folders.get(folder.parent?.id ?? '');
    return `${parent === undefined ? '' : `${pathOf(parent)}/`}${folder.name}`;
  };
  const pathOfItem = ({ folderId, kind }: HeldItem): string => {
    const folder = folderId === undefined ? firstOf(kind) : folders.get(folderId);
    return folder === undefined ? '(a folder that nobody has told of)' : pathOf(folder);
  };
  const firstOf = (kind: string): FolderNode | undefined => [...folders.values()].find((one) => one.kind === kind);

  return {
    apply: (change) => {
      switch (change.__typename) {
        case 'MessageChanged':
          if (change.previousId !== null) items.delete(change.previousId);
          return change.message === null ? undefined : message(change.message);
        case 'MessageReadStateChanged': {
          const held = items.get(change.id);
          return held === undefined ? undefined : void items.set(change.id, { ...held, isRead: change.isRead });
        }
        case 'ItemRemoved': {
          const folderId = items.get(change.id)?.folderId;
          const isElsewhere = change.folder !== null && folderId !== undefined && folderId !== change.folder.id;
          return isElsewhere ? undefined : void items.delete(change.id);
        }
        case 'FolderChanged':
          return change.folder === null ? undefined : void folders.set(change.folder.id, change.folder);
        case 'FolderRemoved':
          folders.delete(change.id);
          for (const [id, { folderId }] of items) if (folderId === change.id) items.delete(id);
          return undefined;
        case 'CalendarEventChanged':
          return change.event === null ? undefined : event(change.event);
        case 'ContactChanged':
          return change.contact === null ? undefined : contact(change.contact);
        case 'TaskChanged':
          return change.task === null ? undefined : task(change.task);
        case 'ResyncRequired':
          return undefined;
      }
    },
    replace: (snapshot) => {
      folders.clear();
      items.clear();
      for (const folder of snapshot.folders) folders.set(folder.id, folder);
      snapshot.messages.forEach(message);
      snapshot.events.forEach(event);
      snapshot.contacts.forEach(contact);
      snapshot.tasks.forEach(task);
    },
    retain: (snapshot) => {
      const { folders: readFolders, messages, events, contacts, tasks } = snapshot;
      const ids = new Set([readFolders, messages, events, contacts, tasks].flat().map(({ id }) => id));
      for (const known of [folders, items]) for (const id of known.keys()) if (!ids.has(id)) known.delete(id);
    },
    lines: () =>
      [
        ...[...folders.values()].map((folder) => folderLine(pathOf(folder))),
        ...[...items.values()].map((item) => itemLine(pathOfItem(item), item.name, item.isRead)),
      ].toSorted(),
  };
};
