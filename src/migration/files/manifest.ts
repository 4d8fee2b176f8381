import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { syncFolder, writeFileWhole } from './durable-file.ts';

/** The file that tells that an export is complete, and what belongs to it. */
export const manifestName = 'manifest.json';

/** How many of what there is. */
export interface ManifestCounts {
  readonly folders: number;
  readonly messages: number;
  readonly events: number;
  readonly contacts: number;
  readonly contactGroups: number;
  readonly tasks: number;
}

/** What the manifest is made from. */
export interface ManifestInput {
  readonly mailbox: string;
  readonly counts: ManifestCounts;
  /** Hashes that are known, by path from the mailbox's folder; for a file of another size it is worked out anew. */
  readonly known: ReadonlyMap<string, { readonly bytes: number; readonly sha256: string }>;
  /** The folder that is not part of the export. */
  readonly state: string;
  readonly aside: string;
}

/** Writes `manifest.json` into a mailbox's folder: size and SHA-256 of every file. It is written last, and only a complete export has it. */
export const writeManifest = async (folder: string, input: ManifestInput): Promise<void> => {
  await writeFileWhole(join(folder, manifestName), manifestText(folder, input), { aside: input.aside });
  await syncFolder(folder);
};

/** Takes it away: what follows is incomplete until there is another. */
export const removeManifest = async (folder: string): Promise<void> => {
  await rm(join(folder, manifestName), { force: true });
};

async function* manifestText(folder: string, { mailbox, counts, known, state }: ManifestInput): AsyncGenerator<string> {
  yield `{\n  "format": 1,\n  "mailbox": ${JSON.stringify(mailbox)},\n  "counts": ${JSON.stringify(counts)},\n  "files": [`;
  let separator = '\n';
  for await (const path of filesIn(folder, '', state)) {
    const { size } = await stat(join(folder, path));
    const told = known.get(path);
    const sha256 = told?.bytes === size ? told.sha256 : await fileHash(join(folder, path));
    yield `${separator}    ${JSON.stringify({ path, bytes: size, sha256 })}`;
    separator = ',\n';
  }
  yield '\n  ]\n}\n';
}

/** Paths of all files, in order. What mail programs keep beside messages is not ours and may change. */
async function* filesIn(folder: string, path: string, state: string): AsyncGenerator<string> {
  const entries = await readdir(join(folder, path), { withFileTypes: true });
  for (const entry of entries.toSorted((one, other) => (one.name < other.name ? -1 : 1))) {
    const inside = path === '' ? entry.name : `${path}/${entry.name}`;
    if (inside === manifestName || inside === state || entry.name.startsWith('dovecot')) continue;
    if (entry.isDirectory()) yield* filesIn(folder, inside, state);
    else if (entry.isFile()) yield inside;
  }
}

/** SHA-256 of a file, hex, in a bounded memory. */
export const fileHash = async (path: string): Promise<string> => {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path)) hash.update(chunk as Uint8Array);
  return hash.digest('hex');
};
