import { join } from 'node:path';
import type { PortableItem } from '../portable/portable-item.ts';
import { areas, type Area, type FolderRegister, type RegisteredFolder } from './folder-register.ts';
import { maildirIn, type Maildir, type MaildirMessage } from './maildir.ts';
import { partsFolder, partsIn, type PartName, type Parts } from './parts.ts';

/** A copy, found by the name of its file. */
export type ExportedCopy = {
  readonly mark: string;
  readonly identity: string;
  readonly folderId: string;
} & (
  | { readonly kind: 'message'; readonly message: MaildirMessage }
  | { readonly kind: PartName['kind']; readonly area: Exclude<Area, 'mail'>; readonly part: PartName }
);

/** Where a mailbox's folders keep their items on the disk. */
export interface ExportStorage {
  /** Undefined: the folder has no place for messages. */
  maildir(folder: RegisteredFolder): Maildir | undefined;
  parts(folderId: string, area: Exclude<Area, 'mail'>): Parts;
  /** Everything that is there, a page for each folder and format. */
  copies(): AsyncGenerator<readonly ExportedCopy[]>;
}

/** Which format an item is written in. */
export const areaOf = (kind: PortableItem['kind']): Area => {
  switch (kind) {
    case 'message':
      return 'mail';
    case 'event':
      return 'calendar';
    case 'contact':
    case 'contactGroup':
      return 'contacts';
    case 'task':
      return 'tasks';
  }
};

/** The files of a mailbox's folder. `state`: name, in it, of the folder for parts. */
export const exportStorage = (
  folder: string,
  { state, aside, register }: { readonly state: string; readonly aside: string; readonly register: FolderRegister },
): ExportStorage => {
  const maildir = ({ mail }: RegisteredFolder): Maildir | undefined =>
    mail === undefined ? undefined : maildirIn(join(folder, mail), { isTop: mail === 'mail' });
  const parts = (folderId: string, area: Exclude<Area, 'mail'>): Parts =>
    partsIn(partsFolder(join(folder, state), area, folderId), aside);
  return {
    maildir,
    parts,
    copies: async function* () {
      for (const registered of register.folders()) {
        const folderId = registered.id;
        const messages = (await maildir(registered)?.list()) ?? [];
        yield messages.map((message) => {
          const { mark, identity } = message;
          return { mark, identity, folderId, kind: 'message' as const, message };
        });
        for (const area of areas) {
          if (area === 'mail' || registered[area] === undefined) continue;
          const found = await parts(folderId, area).list();
          yield found.map((part) => {
            const { mark, identity, kind } = part;
            return { mark, identity, folderId, kind, area, part };
          });
        }
      }
    },
  };
};
