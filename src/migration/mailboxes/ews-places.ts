import { EwsError } from '../../ews/errors.ts';
import { createFolder } from '../../ews/operations/create-folder.ts';
import type { WrittenFolderElement } from '../../ews/properties/folder.ts';
import { folderId, type FolderTarget } from '../../ews/properties/id.ts';
import type { MailboxFolder } from '../../mailbox/folder-tree.ts';
import type { MigratedMailbox } from '../migration-server.ts';
import type { PortableFolder, PortableFolderKind } from '../portable/portable-folder.ts';
import type { Place } from '../target.ts';

/** The folders of a mailbox that is copied to. */
export interface EwsPlaces {
  /** All that can hold copies, saved searches left out. */
  all(): Promise<readonly Place[]>;
  /** As those of `TargetMailbox`. */
  find(folder: PortableFolder, parent: Place | undefined): Promise<Place | undefined>;
  make(folder: PortableFolder, parent: Place | undefined): Promise<Place>;
}

const elements: Readonly<Record<PortableFolderKind, WrittenFolderElement>> = {
  mail: 'Folder',
  calendar: 'CalendarFolder',
  contacts: 'ContactsFolder',
  tasks: 'TasksFolder',
};

const elementClasses: Readonly<Record<WrittenFolderElement, string>> = {
  Folder: 'IPF.Note',
  CalendarFolder: 'IPF.Appointment',
  ContactsFolder: 'IPF.Contact',
  TasksFolder: 'IPF.Task',
};

const kinds: Readonly<Record<MailboxFolder['kind'], PortableFolderKind>> = {
  MAIL: 'mail',
  NOTES: 'mail',
  OTHER: 'mail',
  SEARCH: 'mail',
  CALENDAR: 'calendar',
  CONTACTS: 'contacts',
  TASKS: 'tasks',
};

/** What a folder without a name is called: servers do not make one. */
const nameless = 'Unnamed';

/** Folders that every mailbox has are found by what they are for, whatever they are called; others by their names, as a person compares them. */
export const createEwsPlaces = ({ session, folders }: MigratedMailbox): EwsPlaces => {
  let reading: Promise<readonly MailboxFolder[]> | undefined;
  const tree = (): Promise<readonly MailboxFolder[]> => (reading ??= folders.tree());
  const forget = (): void => {
    reading = undefined;
    folders.forget();
  };

  const childOf = async (name: string, parent: Place | undefined): Promise<MailboxFolder | undefined> =>
    (await tree()).find(
      (folder) =>
        folder.parentId === parent?.id && folder.kind !== 'SEARCH' && comparable(folder.name) === comparable(name),
    );

  const find: EwsPlaces['find'] = async ({ role, name, kind }, parent) => {
    const ofRole = role === undefined ? undefined : (await tree()).find((folder) => folder.role === role);
    if (ofRole !== undefined) return placeOf(ofRole);
    const named = await childOf(name || nameless, parent);
    if (named === undefined || kinds[named.kind] === kind) return named && placeOf(named);
    // Another kind of folder has the name already.
    const beside = await childOf(besideName(name, kind), parent);
    return beside && placeOf(beside);
  };

  const create = async (folder: PortableFolder, parent: Place | undefined, withClass: boolean): Promise<void> => {
    const { name, kind, folderClass } = folder;
    const isTaken = (await childOf(name || nameless, parent)) !== undefined;
    const tag = elements[kind];
    const isUsual = folderClass === elementClasses[tag];
    const target: FolderTarget = parent === undefined ? folders.targetOfRole('ROOT') : { id: folderId(parent.id) };
    await session.call(createFolder, {
      parent: target,
      folders: [
        {
          element: tag,
          properties: {
            displayName: isTaken ? besideName(name, kind) : name || nameless,
            ...(withClass && !isUsual ? { folderClass } : {}),
          },
        },
      ],
    });
  };

  return {
    all: async () => (await tree()).filter(({ kind }) => kind !== 'SEARCH').map(placeOf),
    find,
    make: async (folder, parent) => {
      let failure: unknown;
      for (const withClass of [true, false]) {
        const found = await find(folder, parent);
        if (found !== undefined) return found;
        try {
          await create(folder, parent, withClass);
        } catch (error) {
          if (!(error instanceof EwsError)) throw error;
          // It may be there by now: an answer was lost, or somebody else has made it.
          failure = error;
        }
        forget();
      }
      const made = await find(folder, parent);
      if (made === undefined) throw failure ?? new EwsError('decode', 'CreateFolder made a folder that is not there');
      return made;
    },
  };
};

const placeOf = ({ id, kind }: MailboxFolder): Place => ({ id, kind: kinds[kind] });

/** Exchange keeps no two folders in one place whose names differ in case only. */
const comparable = (name: string): string => name.normalize('NFC').toLowerCase();

const besideName = (name: string, kind: PortableFolderKind): string => `${name || nameless} (${kind})`;
