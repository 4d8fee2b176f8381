import { useMemo, useState, type KeyboardEvent } from 'react';
import { Dialog } from '../frame/dialog.tsx';
import type { FolderRowFragment } from '../generated/graphql.ts';
import { orderFolders } from './folder-order.ts';

interface FolderPickerProps {
  readonly title: string;
  readonly folders: readonly FolderRowFragment[];
  readonly onPick: (folder: FolderRowFragment) => void;
  readonly onClose: () => void;
}

/** Chooses a folder: some letters of its path, arrows, Enter. */
export const FolderPicker = ({ title, folders, onPick, onClose }: FolderPickerProps) => {
  const [text, setText] = useState('');
  const [place, setPlace] = useState(0);
  const found = useMemo(() => {
    const wanted = text.toLocaleLowerCase();
    return orderFolders(folders).filter(({ folder: { path } }) => path.toLocaleLowerCase().includes(wanted));
  }, [folders, text]);
  const chosen = Math.min(place, found.length - 1);
  const press = (event: KeyboardEvent): void => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined) {
      event.preventDefault();
      setPlace(Math.max(0, Math.min(found.length - 1, chosen + step)));
    }
    const folder = found[chosen]?.folder;
    if (event.key === 'Enter' && folder !== undefined) {
      event.preventDefault();
      onPick(folder);
    }
  };
  return (
    <Dialog title={title} className="picker" onClose={onClose}>
      <input
        type="text"
        role="combobox"
        aria-label="Folder"
        aria-expanded="true"
        aria-controls="picker-folders"
        aria-activedescendant={found[chosen] && `pick-${chosen}`}
        placeholder="Type a few letters"
        autoComplete="off"
        value={text}
        onChange={(event) => {
          setText(event.target.value);
          setPlace(0);
        }}
        onKeyDown={press}
        data-first
      />
      <ul id="picker-folders" role="listbox" aria-label="Folders">
        {found.map(({ folder, depth }, index) => (
          <li
            key={folder.id}
            id={`pick-${index}`}
            role="option"
            aria-selected={index === chosen}
            style={{ '--depth': text === '' ? depth : 0 } as React.CSSProperties}
            onClick={() => onPick(folder)}
          >
            {text === '' ? folder.name : folder.path.slice(1)}
          </li>
        ))}
      </ul>
      {found.length === 0 && <p className="muted">No folder has these letters.</p>}
    </Dialog>
  );
};
