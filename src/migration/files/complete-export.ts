import { mkdir, rm } from 'node:fs/promises';
import { dirname, join, relative, sep } from 'node:path';
import { collectionText } from './collection.ts';
import { privateFolder, syncFolder, writeFileWhole } from './durable-file.ts';
import type { ExportedCopy, ExportStorage } from './export-storage.ts';
import { areas, type FolderRegister } from './folder-register.ts';
import { writeManifest, type ManifestCounts } from './manifest.ts';
import type { LoggedMessage, MessageLog } from './message-log.ts';

/** What an export consists of. */
export interface ExportInput {
  readonly address: string;
  /** Of the mailbox. */
  readonly folder: string;
  /** Name, in it, of the folder for what the export needs to go on. */
  readonly state: string;
  readonly aside: string;
  readonly register: FolderRegister;
  readonly storage: ExportStorage;
  readonly log: MessageLog;
}

/** The folders of each format that have to be put together. Empty ones have no file. */
export const completeCollections = async ({ folder, aside, register, storage }: ExportInput): Promise<void> => {
  for (const registered of register.folders()) {
    for (const area of areas) {
      const path = area === 'mail' ? undefined : registered[area];
      if (area === 'mail' || path === undefined) continue;
      const parts = await storage.parts(registered.id, area).list();
      const file = join(folder, path);
      if (parts.length === 0) {
        await rm(file, { force: true });
        continue;
      }
      await mkdir(dirname(file), privateFolder);
      await writeFileWhole(file, collectionText({ area, name: registered.path.at(-1) ?? '', parts }), { aside });
      await syncFolder(dirname(file));
    }
  }
};

/** Puts everything together that a folder of files promises, and writes its manifest last. */
export const completeExport = async (input: ExportInput): Promise<void> => {
  const { address, folder, state, aside, register, storage, log } = input;
  await completeCollections(input);
  const logged = await log.read();
  const counts = {
    folders: register.folders().length,
    messages: 0,
    events: 0,
    contacts: 0,
    contactGroups: 0,
    tasks: 0,
  };
  const kept: LoggedMessage[] = [];
  for await (const copies of storage.copies()) {
    for (const copy of copies) {
      counts[countOf[copy.kind]] += 1;
      const line = copy.kind === 'message' ? logged.get(copy.mark) : undefined;
      if (copy.kind === 'message' && line !== undefined)
        kept.push({ ...line, file: pathWithin(folder, copy.message.path) });
    }
  }
  kept.sort((one, other) => (one.file < other.file ? -1 : 1));
  await log.replace(kept);
  const known = new Map(kept.map(({ file, bytes, sha256 }) => [file, { bytes, sha256 }]));
  await writeManifest(folder, { mailbox: address, counts, known, state, aside });
};

const countOf = {
  message: 'messages',
  event: 'events',
  contact: 'contacts',
  contactGroup: 'contactGroups',
  task: 'tasks',
} as const satisfies Record<ExportedCopy['kind'], keyof ManifestCounts>;

/** A path from the mailbox's folder, with slashes on every system. */
export const pathWithin = (folder: string, path: string): string => relative(folder, path).split(sep).join('/');
