import { EwsError } from '../ews/errors.ts';
import type { EwsSession } from '../ews/operation.ts';
import { findFolder, type FindFolderPage } from '../ews/operations/find-folder.ts';
import { folderProperties } from '../ews/properties/folder.ts';
import type { FolderId, FolderTarget } from '../ews/properties/id.ts';

const foldersPerPage = 1000;

const isCalendar = ({ element, properties }: FindFolderPage['folders'][number]): boolean =>
  element === 'CalendarFolder' || /^IPF\.Appointment(\.|$)/.test(properties.folderClass ?? '');

const answerOf = (answer: FindFolderPage | EwsError | undefined): FindFolderPage => {
  if (answer === undefined) throw new EwsError('decode', 'FindFolder gave no answer for a folder');
  if (answer instanceof EwsError) throw answer;
  return answer;
};

/**
 * The calendars of a mailbox that are not deleted, without the whole folder tree and its roles: one FindFolder, which also looks below the deleted
 * items. Throws EwsError.
 */
export const readCalendars = async (
  session: EwsSession,
  { root, deletedItems }: { readonly root: FolderTarget; readonly deletedItems: FolderTarget },
): Promise<readonly FolderId[]> => {
  const all: FolderId[] = [];
  const deleted = new Set<FolderId>();
  let isLast = false;
  for (let offset = 0; !isLast; offset += foldersPerPage) {
    const [everywhere, below] = await session.callEach(findFolder, {
      parents: [root, deletedItems],
      wanted: [folderProperties.folderClass],
      traversal: 'Deep',
      offset,
      limit: foldersPerPage,
    });
    const page = answerOf(everywhere);
    all.push(...page.folders.filter(isCalendar).map(({ id }) => id));
    // A mailbox without deleted items has no deleted calendars.
    if (below !== undefined && !(below instanceof EwsError)) for (const { id } of below.folders) deleted.add(id);
    isLast = page.isLast || page.folders.length === 0;
  }
  return all.filter((id) => !deleted.has(id));
};

/** What a folder of the tree must tell to be known as a calendar. */
interface TreeFolder {
  readonly id: FolderId;
  readonly parentId: FolderId | undefined;
  readonly kind: string;
  readonly role: string | undefined;
}

/** The calendars of a folder tree (parents before children) that do not lie in the deleted items. */
export const calendarsIn = <Folder extends TreeFolder>(tree: readonly Folder[]): readonly Folder[] => {
  const deleted = new Set<FolderId>();
  for (const { id, role, parentId } of tree) {
    if (role === 'DELETED_ITEMS' || (parentId !== undefined && deleted.has(parentId))) deleted.add(id);
  }
  return tree.filter(({ id, kind }) => kind === 'CALENDAR' && !deleted.has(id));
};
