import { child, childText } from '../../src/ews/xml.ts';
import { answered, rows } from './answered.ts';
import type { RunningEmulator } from './running-emulator.ts';
import { alice } from './writing-organization.ts';

/** What can be asked for what a mailbox holds. */
type Asked = Pick<RunningEmulator, 'call'>;

/** Folders of a mailbox by their paths, `Inbox/Projects`, with their ids and their counts of items and of unread ones, `1/1`. */
export interface FolderTree {
  readonly paths: readonly string[];
  /** Throws when there is none. */
  id(path: string): string;
  changeKey(path: string): string;
  counts(path: string): string;
}

/** The folders below the top of a mailbox, alice's unless told otherwise, as FindFolder lists them. */
export const folderTree = async ({ call }: Asked, asMailbox = alice): Promise<FolderTree> => {
  const found = await call(
    `<m:FindFolder Traversal="Deep"><m:FolderShape><t:BaseShape>AllProperties</t:BaseShape></m:FolderShape><m:ParentFolderIds><t:DistinguishedFolderId Id="root"/></m:ParentFolderIds></m:FindFolder>`,
    asMailbox,
  );
  const folders = rows(answered(found).body).map((row) => ({
    id: child(row, 'FolderId')?.attributes['Id'] ?? '',
    changeKey: child(row, 'FolderId')?.attributes['ChangeKey'] ?? '',
    parentId: child(row, 'ParentFolderId')?.attributes['Id'],
    name: childText(row, 'DisplayName') ?? '',
    counts: `${childText(row, 'TotalCount')}/${childText(row, 'UnreadCount')}`,
  }));
  const pathOf = ({ name, parentId }: (typeof folders)[number]): string => {
    const parent = folders.find(({ id }) => id === parentId);
    return parent === undefined || parent.name === 'Top of Information Store' ? name : `${pathOf(parent)}/${name}`;
  };
  const byPath = new Map(folders.map((folder) => [pathOf(folder), folder]));
  const folderAt = (path: string) => {
    const folder = byPath.get(path);
    if (folder === undefined) throw new Error(`there is no ${path} in ${[...byPath.keys()].join(', ')}`);
    return folder;
  };
  return {
    paths: [...byPath.keys()],
    id: (path) => folderAt(path).id,
    changeKey: (path) => folderAt(path).changeKey,
    counts: (path) => folderAt(path).counts,
  };
};

/** A t:FolderId, and a t:DistinguishedFolderId in a mailbox that may be another one. */
export const byId = (id: string): string => `<t:FolderId Id="${id}"/>`;
export const named = (id: string, address?: string): string => {
  const owner = address && `<t:Mailbox><t:EmailAddress>${address}</t:EmailAddress></t:Mailbox>`;
  return `<t:DistinguishedFolderId Id="${id}">${owner ?? ''}</t:DistinguishedFolderId>`;
};

/** An item as FindItem tells it. */
export interface FoundItem {
  readonly id: string;
  readonly changeKey: string;
  readonly subject: string;
}

/** The items of a folder, `named('inbox')`, in order of arrival. */
export const itemsOf = async ({ call }: Asked, folder: string, asMailbox = alice): Promise<readonly FoundItem[]> => {
  const found = await call(
    `<m:FindItem Traversal="Shallow"><m:ItemShape><t:BaseShape>AllProperties</t:BaseShape></m:ItemShape><m:ParentFolderIds>${folder}</m:ParentFolderIds></m:FindItem>`,
    asMailbox,
  );
  return rows(answered(found).body).map((row) => ({
    id: child(row, 'ItemId')?.attributes['Id'] ?? '',
    changeKey: child(row, 'ItemId')?.attributes['ChangeKey'] ?? '',
    subject: childText(row, 'Subject') ?? '',
  }));
};

/** Subjects of the items of a folder. */
export const subjectsOf = async (running: Asked, folder: string): Promise<readonly string[]> =>
  (await itemsOf(running, folder)).map(({ subject }) => subject);

/** Id of the item with this subject. Throws when the folder has none. */
export const idOfSubject = async (running: Asked, folder: string, subject: string): Promise<string> => {
  const found = (await itemsOf(running, folder)).find((item) => item.subject === subject);
  if (found === undefined) throw new Error(`there is no ${subject}`);
  return found.id;
};
