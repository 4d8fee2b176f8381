import { createReadStream } from 'node:fs';
import { mkdir, readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { sha256 } from '../portable/item-hashes.ts';
import type { PortableItem } from '../portable/portable-item.ts';
import { namesIn, privateFolder, syncFolder, writeFileWhole } from './durable-file.ts';
import type { Area } from './folder-register.ts';

/** Kinds of items of which a file holds many. */
export type PartKind = Exclude<PortableItem['kind'], 'message'>;

/** Which part of a calendar or an address book a file is, as its name tells. */
export interface PartName {
  readonly mark: string;
  readonly identity: string;
  readonly kind: PartKind;
  /** The file. */
  readonly path: string;
}

const partHead = z.object({
  /** Of `itemHashes`. */
  content: z.string(),
  /** SHA-256 of what follows. */
  sha256: z.string(),
  /** By which parts stand in order. */
  order: z.string(),
  zones: z.array(z.object({ tzid: z.string(), definition: z.unknown().optional() })),
  years: z.object({ first: z.number(), last: z.number() }),
});

/** What a part says before its lines of iCalendar or vCard. */
export type PartHead = Readonly<z.infer<typeof partHead>>;

/**
 * The items of one folder in one format, each in a file of its own until they are put together: what a run that was ended has left is whole, item by item,
 * and the next run goes on from there.
 */
export interface Parts {
  list(): Promise<readonly PartName[]>;
  write(part: Omit<PartName, 'path'>, head: Omit<PartHead, 'sha256'>, text: string): Promise<void>;
  /** Puts a part of another folder here, under another mark. */
  take(part: PartName, mark: string): Promise<void>;
  sync(): Promise<void>;
}

const kinds: readonly PartKind[] = ['event', 'contact', 'contactGroup', 'task'];

/** The parts of a folder. `aside`: where they are drafted. Nothing is made before the first is written. */
export const partsIn = (folder: string, aside: string): Parts => ({
  list: async () =>
    (await namesIn(folder)).flatMap((name) => {
      const [mark = '', identity = '', end] = name.split('.');
      const kind = kinds.find((known) => known === end);
      return kind === undefined ? [] : [{ mark, identity, kind, path: join(folder, name) }];
    }),
  write: async ({ mark, identity, kind }, head, text) => {
    await mkdir(folder, privateFolder);
    const path = join(folder, `${mark}.${identity}.${kind}`);
    await writeFileWhole(path, [`${JSON.stringify({ ...head, sha256: sha256(text) })}\n`, text], { aside });
  },
  take: async ({ identity, kind, path }, mark) => {
    await mkdir(folder, privateFolder);
    await rename(path, join(folder, `${mark}.${identity}.${kind}`));
  },
  sync: () => syncFolder(folder),
});

/** Where the parts of a folder are. */
export const partsFolder = (state: string, area: Area, id: string): string => join(state, 'parts', area, id);

/** Reads a part whole. Throws SyntaxError or ZodError for a file that is none. */
export const readPart = async (path: string): Promise<{ readonly head: PartHead; readonly text: string }> => {
  const whole = await readFile(path, 'utf8');
  const end = whole.indexOf('\n');
  return { head: partHead.parse(JSON.parse(whole.slice(0, end))), text: whole.slice(end + 1) };
};

/** Reads the head of a part alone: what follows may be megabytes of attachments. Throws as `readPart`. */
export const readPartHead = async (path: string): Promise<PartHead> => {
  const read: Buffer[] = [];
  // Not by readLines: later releases of Node end a line at U+2028 too, which JSON may hold.
  for await (const piece of createReadStream(path) as AsyncIterable<Buffer>) {
    const end = piece.indexOf('\n');
    read.push(end === -1 ? piece : piece.subarray(0, end));
    if (end !== -1) break;
  }
  return partHead.parse(JSON.parse(Buffer.concat(read).toString('utf8')));
};
