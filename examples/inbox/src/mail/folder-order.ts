import type { FolderRole, FolderRowFragment } from '../generated/graphql.ts';

/** The folders that people look into most, in the order in which they expect them; all others follow by name. */
const first: readonly FolderRole[] = ['INBOX', 'DRAFTS', 'SENT_ITEMS', 'DELETED_ITEMS', 'JUNK_EMAIL'];

/** A folder and how deep it lies: 0 at the top. */
export interface PlacedFolder {
  readonly folder: FolderRowFragment;
  readonly depth: number;
}

const topOf = (path: string): string => path.split('/')[1] ?? '';

/** The tree as lines: the usual folders first, and each folder followed by those in it. */
export const orderFolders = (folders: readonly FolderRowFragment[]): readonly PlacedFolder[] => {
  const rank = new Map(
    folders.flatMap(({ path, role }) =>
      role !== null && first.includes(role) ? [[topOf(path), first.indexOf(role)]] : [],
    ),
  );
  const rankOf = ({ path }: FolderRowFragment): number => rank.get(topOf(path)) ?? first.length;
  return folders
    .filter(({ role, totalCount }) => role !== 'OUTBOX' || totalCount > 0)
    .toSorted((a, b) => rankOf(a) - rankOf(b) || a.path.localeCompare(b.path))
    .map((folder) => ({ folder, depth: folder.path.split('/').length - 2 }));
};
