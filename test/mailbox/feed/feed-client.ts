import { findFolder } from '../../../src/ews/operations/find-folder.ts';
import { findItem } from '../../../src/ews/operations/find-item.ts';
import { folderProperties } from '../../../src/ews/properties/folder.ts';
import type { FolderId } from '../../../src/ews/properties/id.ts';
import { itemProperties } from '../../../src/ews/properties/item.ts';
import type { MailboxChange } from '../../../src/mailbox/feed/mailbox-change.ts';
import type { ChangeBatch, FollowedMailbox, ReadChanges } from '../../../src/mailbox/feed/read-changes.ts';

/** An item as a client keeps it; the version is another one after each write. */
interface KeptItem {
  readonly folderId: string;
  readonly version: string | undefined;
}

/** What a client has of a mailbox: names of folders behind their parents' ids, and items, by id. */
export interface MailboxContents {
  readonly folders: ReadonlyMap<string, string>;
  readonly items: ReadonlyMap<string, KeptItem>;
}

/** What the server has. The roots are no folders of users, and nothing of theirs is told. */
export const contentsOf = async (mailbox: FollowedMailbox): Promise<MailboxContents> => {
  const root = mailbox.folders.targetOfRole('ROOT');
  const view = { offset: 0, limit: 1000 } as const;
  const found = await mailbox.session.call(findFolder, {
    parents: [root],
    wanted: [folderProperties.displayName, folderProperties.parentFolderId],
    traversal: 'Deep',
    ...view,
  });
  const ids = new Set(found.folders.map(({ id }) => id));
  const parentOf = (id: FolderId | undefined): string => (id !== undefined && ids.has(id) ? id : '');
  const pages = await mailbox.session.callEach(findItem, {
    parents: found.folders.map(({ id }) => ({ id })),
    wanted: [itemProperties.itemClass],
    view: { type: 'indexed', ...view },
  });
  const items = found.folders.flatMap(({ id }, index) => {
    const page = pages[index];
    if (page === undefined || page instanceof Error) throw new Error('the folder has gone', { cause: page });
    return page.items.map((item) => [item.id, { folderId: id, version: item.changeKey }] as const);
  });
  return {
    folders: new Map(
      found.folders.map(({ id, properties }) => [
        id,
        `${parentOf(properties.parentFolderId)}/${properties.displayName ?? ''}`,
      ]),
    ),
    items: new Map(items),
  };
};

/** A client that keeps a copy of a mailbox true by the feed, and reads again what it is told of. */
export class FeedClient {
  readonly #folders: Map<string, string>;
  readonly #items: Map<string, KeptItem>;
  readonly token: string;

  constructor(token: string, { folders, items }: MailboxContents) {
    this.token = token;
    this.#folders = new Map(folders);
    this.#items = new Map(items);
  }

  /** What it has. */
  get contents(): MailboxContents {
    return { folders: this.#folders, items: this.#items };
  }

  /** The client that it is after a batch; `now` is what it finds when it reads what the batch tells. */
  after({ changes, token }: ChangeBatch, now: MailboxContents): FeedClient {
    const client = new FeedClient(token, this.contents);
    for (const change of changes) client.#apply(change, now);
    return client;
  }

  #apply(change: MailboxChange, now: MailboxContents): void {
    const keep = (id: string, folderId: string): void =>
      void this.#items.set(id, { folderId, version: now.items.get(id)?.version });
    switch (change.type) {
      case 'folder':
        this.#folders.set(change.folder.id, `${change.folder.parentId ?? ''}/${change.folder.name}`);
        break;
      case 'folderRemoved':
        this.#folders.delete(change.id);
        for (const [id, { folderId }] of this.#items) if (folderId === change.id) this.#items.delete(id);
        break;
      case 'itemMoved':
        this.#items.delete(change.previousId);
        keep(change.id, change.folderId);
        break;
      case 'item':
      case 'readState':
        keep(change.id, change.folderId);
        break;
      case 'itemRemoved':
        if (this.#items.get(change.id)?.folderId === change.folderId) this.#items.delete(change.id);
        break;
    }
  }
}

/** Reads on until there is nothing more; throws when that takes more than 500 calls. */
export const readToEnd = async (
  readChanges: ReadChanges,
  mailbox: FollowedMailbox,
  since: string | undefined,
  limit = 100,
): Promise<readonly ChangeBatch[]> => {
  const batches: ChangeBatch[] = [];
  for (let token = since, hasMore = true; hasMore; token = batches.at(-1)?.token) {
    if (batches.length === 500) throw new Error('the feed never ends');
    const batch = await readChanges(mailbox, token, { limit, follows: () => true });
    batches.push(batch);
    ({ hasMore } = batch);
  }
  return batches;
};
