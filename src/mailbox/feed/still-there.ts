import type { ToldChange } from './name-moves.ts';

/**
 * What one look has found, without what a later one has found gone: to be told together with it. Whoever was told only that it came, and was cut off before
 * he was told that it went, could not be told that later: the position that both lead to knows nothing of it.
 */
export const stillThere = (found: readonly ToldChange[], later: readonly ToldChange[]): readonly ToldChange[] => {
  const goneFolders = new Set(later.flatMap((change) => (change.type === 'folderRemoved' ? [change.id] : [])));
  const goneItems = new Set(
    later.flatMap((change) => (change.type === 'itemRemoved' ? [`${change.folderId} ${change.id}`] : [])),
  );
  return found.filter((change) => {
    switch (change.type) {
      case 'folder':
        return !goneFolders.has(change.folder.id);
      case 'item':
      case 'readState':
        return !goneFolders.has(change.folderId) && !goneItems.has(`${change.folderId} ${change.id}`);
      case 'itemRemoved':
      case 'folderRemoved':
        return true;
    }
  });
};
