import { DraftsIcon, FolderIcon, InboxIcon, JunkIcon, SendIcon, TrashIcon } from '../frame/icons.tsx';
import { folderName, routeHref, type Route } from '../frame/route.ts';
import type { FolderRole, FolderRowFragment } from '../generated/graphql.ts';
import { orderFolders } from './folder-order.ts';

const icons: Partial<Record<FolderRole, () => React.ReactNode>> = {
  INBOX: InboxIcon,
  DRAFTS: DraftsIcon,
  SENT_ITEMS: SendIcon,
  DELETED_ITEMS: TrashIcon,
  JUNK_EMAIL: JunkIcon,
};

interface FolderTreeProps {
  readonly folders: readonly FolderRowFragment[];
  readonly route: Route;
  readonly onOpen: () => void;
}

/** Every folder as a link, with its unread count. */
export const FolderTree = ({ folders, route, onOpen }: FolderTreeProps) => (
  <nav className="folders" aria-label="Folders">
    {folders.length === 0 && <div className="skeleton tree" aria-hidden="true" />}
    <ul>
      {orderFolders(folders).map(({ folder, depth }) => {
        const name = folderName(folder);
        const isHere = route.view === 'mail' && (route.folder === name || route.folder === folder.id);
        const Icon = (folder.role !== null && icons[folder.role]) || FolderIcon;
        return (
          <li key={folder.id} style={{ '--depth': depth } as React.CSSProperties}>
            <a
              href={routeHref({ ...route, view: 'mail', folder: name, only: 'all', search: '', message: '' })}
              aria-current={isHere ? 'page' : undefined}
              onClick={onOpen}
            >
              <Icon />
              <span className="name">{folder.name}</span>
              {folder.unreadCount > 0 && (
                <span className="count">
                  {folder.unreadCount}
                  <span className="unseen"> unread</span>
                </span>
              )}
            </a>
          </li>
        );
      })}
    </ul>
  </nav>
);
