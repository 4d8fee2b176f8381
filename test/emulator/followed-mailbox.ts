import { accountOf } from '../../src/emulator/store/directory.ts';
import { EmulatorError } from '../../src/emulator/emulator-error.ts';
import type { OperationContext, OperationHandler } from '../../src/emulator/operation.ts';
import { copyFolder } from '../../src/emulator/operations/copy-folder.ts';
import { copyItem } from '../../src/emulator/operations/copy-item.ts';
import { createFolder } from '../../src/emulator/operations/create-folder.ts';
import { deleteFolder } from '../../src/emulator/operations/delete-folder.ts';
import { deleteItem } from '../../src/emulator/operations/delete-item.ts';
import { emptyFolder } from '../../src/emulator/operations/empty-folder.ts';
import { moveFolder } from '../../src/emulator/operations/move-folder.ts';
import { moveItem } from '../../src/emulator/operations/move-item.ts';
import { syncFolderHierarchy } from '../../src/emulator/operations/sync-folder-hierarchy.ts';
import { syncFolderItems } from '../../src/emulator/operations/sync-folder-items.ts';
import { updateFolder } from '../../src/emulator/operations/update-folder.ts';
import { createStore, descendants, distinguishedFolder, type StoredFolder } from '../../src/emulator/store/store.ts';
import { addItem, changeItem } from '../../src/emulator/store/store-writes.ts';
import { child, childText, node, type XmlNode } from '../../src/emulator/xml/xml.ts';
import { EventMirror } from './event-mirror.ts';
import { mail } from './small-organization.ts';
import { alice, organization } from './writing-organization.ts';

/** What happens next: something to a folder or an item picked by number, or a client that asks for changes. */
export interface Step {
  readonly kind: (typeof kinds)[number];
  readonly which: number;
  readonly other: number;
}

export const kinds = [
  'createFolder',
  'renameFolder',
  'moveFolder',
  'copyFolder',
  'deleteFolder',
  'emptyFolder',
  'deliver',
  'read',
  'moveItem',
  'copyItem',
  'deleteItem',
  'syncFolders',
  'syncItems',
] as const;
const deleteTypes = ['HardDelete', 'SoftDelete', 'MoveToDeletedItems'];

const folderId = (folder: StoredFolder): XmlNode => node('t:FolderId', { Id: folder.id });
const keyOf = (id: XmlNode | undefined): readonly [string, string] => [
  id?.attributes['Id'] ?? '',
  id?.attributes['ChangeKey'] ?? '',
];
const pick = <Held>(held: readonly Held[], number: number): Held | undefined => held[number % held.length];

/** Alice's mailbox, and a client that follows the folders below one of them, and the items in all of these; another one follows its events. */
export class FollowedMailbox {
  readonly #context: OperationContext;
  readonly #base: StoredFolder;
  readonly #mirror: EventMirror;
  #hierarchyState: string | undefined;
  readonly #folders = new Map<string, string>();
  readonly #surprises: string[] = [];
  readonly #items = new Map<string, { state?: string; readonly known: Map<string, string> }>();

  constructor(baseId: string) {
    const store = createStore(organization(), Date.now);
    const mailbox = accountOf(store, alice).open();
    const options = {
      withoutOperations: [],
      withoutQueryString: false,
      withoutFolderCommits: false,
      directoryWithoutMailbox: false,
    };
    this.#context = { store, mailbox, access: 'USER', now: () => 0, timeZoneId: undefined, options };
    const base = distinguishedFolder(mailbox, baseId);
    if (base === undefined) throw new Error(`alice has no ${baseId}`);
    this.#base = base;
    this.#mirror = new EventMirror(mailbox);
  }

  do({ kind, which, other }: Step): void {
    const { mailbox } = this.#context;
    const ordinary = [...mailbox.folders.values()].filter(({ searchParameters }) => searchParameters === undefined);
    const folder = pick(ordinary, which) ?? mailbox.root;
    const target = pick(ordinary, other) ?? mailbox.root;
    const item = pick([...mailbox.items.values()], which);
    const into = [node('m:ToFolderId', [folderId(target)]), node('m:FolderIds', [folderId(folder)])];
    const itemIds = node('m:ItemIds', [node('t:ItemId', { Id: item?.id })]);
    const DeleteType = pick(deleteTypes, other);
    const named = node('t:Folder', [node('t:DisplayName', `New ${other % 5}`)]);
    switch (kind) {
      case 'createFolder':
        return this.#run(createFolder, [node('m:ParentFolderId', [folderId(folder)]), node('m:Folders', [named])]);
      case 'renameFolder': {
        const field = node('t:SetFolderField', [node('t:FieldURI', { FieldURI: 'folder:DisplayName' }), named]);
        const change = node('t:FolderChange', [folderId(folder), node('t:Updates', [field])]);
        return this.#run(updateFolder, [node('m:FolderChanges', [change])]);
      }
      case 'moveFolder':
        return this.#run(moveFolder, into);
      case 'copyFolder':
        return mailbox.folders.size > 60 ? undefined : this.#run(copyFolder, into);
      case 'deleteFolder':
        return this.#run(deleteFolder, into.slice(1), { DeleteType });
      case 'emptyFolder':
        return this.#run(emptyFolder, into.slice(1), { DeleteType, DeleteSubFolders: String(which % 2 === 0) });
      case 'deliver':
        return void addItem(mailbox, folder, mail('New'));
      case 'read':
        return item && changeItem(mailbox, item, [node('t:IsRead', String(other % 2 === 0))]);
      case 'moveItem':
        return this.#run(moveItem, [...into.slice(0, 1), itemIds]);
      case 'copyItem':
        return this.#run(copyItem, [...into.slice(0, 1), itemIds]);
      case 'deleteItem':
        return this.#run(deleteItem, [itemIds], { DeleteType, SendMeetingCancellations: 'SendToNone' });
      case 'syncFolders':
        return this.followFolders();
      default:
        return void this.followItems(pick([...this.#folders.keys()], which), 1 + (other % 3));
    }
  }

  /** Asks for changes of the folders. */
  followFolders(): void {
    const { state, changes } = this.#ask(syncFolderHierarchy, 'm:FolderShape', this.#base.id, this.#hierarchyState, []);
    this.#hierarchyState = state;
    for (const { name, children } of changes) {
      const [told] = children;
      const id = (told && child(told, 't:FolderId'))?.attributes['Id'] ?? told?.attributes['Id'] ?? '';
      if (this.#folders.has(id) === (name === 't:Create')) this.#surprises.push(`${name} of a folder`);
      if (name === 't:Delete') this.#folders.delete(id);
      else this.#folders.set(id, childText(told, 't:DisplayName') ?? '');
    }
  }

  /** Asks once for changes of the items of a folder; true when there are no more. */
  followItems(id: string | undefined, limit: number): boolean {
    if (id === undefined) return true;
    const followed = this.#items.get(id) ?? { known: new Map<string, string>() };
    this.#items.set(id, followed);
    const more = [node('m:MaxChangesReturned', String(limit))];
    const answer = this.#ask(syncFolderItems, 'm:ItemShape', id, followed.state, more);
    if (answer.state === undefined) return true;
    followed.state = answer.state;
    for (const { name, children } of answer.changes) {
      const [told] = children;
      const itemId = told?.name === 't:ItemId' ? told : child(told, 't:ItemId');
      const [key, changeKey] = keyOf(itemId);
      // What went while a round was being told may be told as gone to a client that never saw it.
      const mustBeKnown = !['t:Create', 't:Delete'].includes(name);
      if (mustBeKnown && !followed.known.has(key)) this.#surprises.push(`${name} of an item`);
      if (name === 't:Delete') followed.known.delete(key);
      else followed.known.set(key, changeKey);
    }
    return answer.isLast;
  }

  /** What who was told of every event knows to be wrong: see EventMirror. */
  eventTroubles(): readonly string[] {
    return this.#mirror.troubles();
  }

  /** Follows everything to its end. What the client knows then, what there is, and what it was told though it could not be. */
  finish(): { readonly known: unknown; readonly present: unknown; readonly surprises: readonly string[] } {
    this.followFolders();
    const below = descendants(this.#base);
    const holding = below.filter(({ searchParameters }) => searchParameters === undefined);
    for (const { id } of holding) {
      // The round that is being told, and the next one.
      for (let rounds = 0; rounds < 2; rounds += 1) while (!this.followItems(id, 3));
    }
    const names = new Map(below.map(({ id, name }) => [id, name]));
    const keys = holding.map(
      ({ items }) => new Map(Array.from(items, ({ element }) => keyOf(child(element, 't:ItemId')))),
    );
    return {
      known: { folders: this.#folders, items: holding.map(({ id }) => this.#items.get(id)?.known) },
      present: { folders: names, items: keys },
      surprises: this.#surprises,
    };
  }

  #run(handler: OperationHandler, children: readonly XmlNode[], attributes: Record<string, string | undefined> = {}) {
    handler(node('m:Request', attributes, children), this.#context);
  }

  #ask(
    handler: OperationHandler,
    shape: string,
    id: string,
    state: string | undefined,
    more: readonly XmlNode[],
  ): { readonly state: string | undefined; readonly changes: readonly XmlNode[]; readonly isLast: boolean } {
    const request = node('m:Request', [
      node(shape, [node('t:BaseShape', 'Default')]),
      node('m:SyncFolderId', [node('t:FolderId', { Id: id })]),
      state === undefined ? undefined : node('m:SyncState', state),
      ...more,
    ]);
    try {
      const [message] = child(handler(request, this.#context), 'm:ResponseMessages')?.children ?? [];
      return {
        state: childText(message, 'm:SyncState'),
        changes: child(message, 'm:Changes')?.children ?? [],
        isLast: childText(message, 'm:IncludesLastItemInRange') !== 'false',
      };
    } catch (error) {
      // The folder is gone, and the client has not been told yet.
      if (error instanceof EmulatorError && error.responseCode === 'ErrorSyncFolderNotFound') {
        return { state: undefined, changes: [], isLast: true };
      }
      throw error;
    }
  }
}
