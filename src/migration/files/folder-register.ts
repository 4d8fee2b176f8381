import { readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import pLimit from 'p-limit';
import { z } from 'zod';
import { sha256 } from '../portable/item-hashes.ts';
import type { PortableFolder } from '../portable/portable-folder.ts';
import { syncFolder, writeFileWhole } from './durable-file.ts';
import { maildirFolder, maildirSegment } from './maildir-name.ts';
import { safeSegment } from './safe-segment.ts';

/** What programs are made for: each of these has its own format and its own folder of the export. */
export const areas = ['mail', 'calendar', 'contacts', 'tasks'] as const;
export type Area = (typeof areas)[number];

/** A path within the export, as `newPlace` makes them: whoever changes the file leads nobody out of its folder. */
const place = (pattern: RegExp) => z.string().regex(pattern).optional();

const registeredFolder = z.object({
  /** Names it in the export, always the same for the same folder. */
  id: z.string().regex(/^[0-9a-f]{16}$/),
  parentId: z.string().optional(),
  /** The true names from the top of the mailbox. */
  path: z.array(z.string()),
  kind: z.enum(areas),
  role: z.string().optional(),
  folderClass: z.string(),
  /** Its own part of the name that Maildir++ has for it. */
  segment: z.string(),
  /** Where its items are, as paths from the mailbox's folder; absent where it has none of that kind. */
  mail: place(/^mail(?:\/\.[^./\\\p{Cc}][^/\\\p{Cc}]*)?$/u),
  calendar: place(/^calendar\/[^/\\\p{Cc}]+\.ics$/u),
  contacts: place(/^contacts\/[^/\\\p{Cc}]+\.vcf$/u),
  tasks: place(/^tasks\/[^/\\\p{Cc}]+\.ics$/u),
});

/** A folder of the mailbox, and where it is in the export. */
export type RegisteredFolder = Readonly<z.infer<typeof registeredFolder>>;

const register = z.object({ format: z.literal(1), mailbox: z.string(), folders: z.array(registeredFolder) });

/** `folders.json`: which folder of the mailbox is which file. What has a name keeps it in every run. */
export interface FolderRegister {
  folders(): readonly RegisteredFolder[];
  find(id: string): RegisteredFolder | undefined;
  /** Adds a folder, or answers what is there. When it answers, it is on the disk. `parentId`: of a folder that is registered. */
  add(folder: PortableFolder, parentId: string | undefined): Promise<RegisteredFolder>;
  /** Gives a folder a place for items of a kind that it did not have yet. */
  place(id: string, area: Area): Promise<string>;
}

/** Names a folder in every run: by what it is for, where every mailbox has one for that, else by its path. */
export const folderKey = ({ role, path }: Pick<PortableFolder, 'role' | 'path'>): string =>
  sha256(JSON.stringify(role === undefined ? path : role)).slice(0, 16);

/** Opens the register of a mailbox's folder. `aside`: where it is drafted. Throws SyntaxError or ZodError for a file that is none. */
export const openRegister = async (
  file: string,
  { mailbox, aside }: { readonly mailbox: string; readonly aside: string },
): Promise<FolderRegister> => {
  const folders = new Map((await readRegister(file)).map((folder) => [folder.id, folder]));
  const inTurn = pLimit(1);
  const save = async (folder: RegisteredFolder): Promise<void> => {
    const all = new Map([...folders, [folder.id, folder]]);
    const text = `${JSON.stringify({ format: 1, mailbox, folders: [...all.values()] }, null, 2)}\n`;
    await writeFileWhole(file, [text], { aside });
    await syncFolder(dirname(file));
    folders.set(folder.id, folder);
  };
  return {
    folders: () => [...folders.values()],
    find: (id) => folders.get(id),
    add: (folder, parentId) =>
      inTurn(async () => {
        const id = folderKey(folder);
        const known = folders.get(id);
        if (known !== undefined) return known;
        const added = newFolder(folder, id, parentId, [...folders.values()]);
        await save(added);
        return added;
      }),
    place: (id, area) =>
      inTurn(async () => {
        const folder = folders.get(id);
        if (folder === undefined) throw new Error('A folder has no entry in folders.json');
        const known = folder[area];
        if (known !== undefined) return known;
        const path = newPlace(folder, area, folders);
        await save({ ...folder, [area]: path });
        return path;
      }),
  };
};

const readRegister = async (file: string): Promise<readonly RegisteredFolder[]> => {
  try {
    return register.parse(JSON.parse(await readFile(file, 'utf8'))).folders;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
};

/** The first of a name, the name with ` (2)`, with ` (3)` ... that nobody has, whatever the capitals. */
const unused = (make: (suffix: string) => string, taken: readonly (string | undefined)[]): string => {
  const used = new Set(taken.map((name) => name?.toLowerCase()));
  for (let number = 1; ; number += 1) {
    const name = make(number === 1 ? '' : ` (${number})`);
    if (!used.has(name.toLowerCase())) return name;
  }
};

/** IMAP's own name of the inbox, which no other folder may have in any capitals. */
const inbox = 'INBOX';

const newFolder = (
  { name, path, kind, role, folderClass }: PortableFolder,
  id: string,
  parentId: string | undefined,
  others: readonly RegisteredFolder[],
): RegisteredFolder => {
  const siblings = others.filter((other) => other.parentId === parentId).map(({ segment }) => segment);
  const segment =
    role === 'INBOX'
      ? inbox
      : unused(
          (suffix) => maildirSegment(`${name}${suffix}`),
          [...siblings, parentId === undefined ? inbox : undefined],
        );
  return { id, parentId, path: [...path], kind, role, folderClass, segment };
};

const endings = { calendar: '.ics', contacts: '.vcf', tasks: '.ics' } as const;

const newPlace = (folder: RegisteredFolder, area: Area, folders: ReadonlyMap<string, RegisteredFolder>): string => {
  const taken = [...folders.values()].map((other) => other[area]);
  if (area !== 'mail') {
    const shown = folder.path.join(' - ');
    return unused((suffix) => `${area}/${safeSegment(`${shown}${suffix}`)}${endings[area]}`, taken);
  }
  // The inbox is the top of a Maildir++.
  if (folder.role === 'INBOX') return 'mail';
  const segments = [folder.segment];
  for (
    let parent = folders.get(folder.parentId ?? '');
    parent !== undefined;
    parent = folders.get(parent.parentId ?? '')
  )
    segments.unshift(parent.segment);
  return unused((suffix) => `mail/${maildirFolder([...segments.slice(0, -1), `${folder.segment}${suffix}`])}`, taken);
};
