import { createHash, randomUUID } from 'node:crypto';
import { mkdir, open, readdir, rename, rm, utimes } from 'node:fs/promises';
import { join } from 'node:path';

/** Only the operator reads what was exported. */
export const privateFolder = { recursive: true, mode: 0o700 } as const;
const privateFile = 0o600;

/** What has been written. */
export interface WrittenFile {
  readonly bytes: number;
  /** Hex. */
  readonly sha256: string;
}

/** A content has other bytes than it should have. */
export class ContentError extends Error {
  override readonly name = 'ContentError';
}

/** How a file is written. */
export interface WriteOptions {
  /** Folder for what is not whole yet. */
  readonly aside: string;
  readonly modifiedAt?: Date | undefined;
  readonly expected?: WrittenFile;
}

/**
 * Writes a file that is there whole or not at all, however the process or the machine ends: aside, in a folder of the same file system, onto the disk, and
 * then under its name. What the content throws is thrown, and nothing is left; ContentError when it is not what was expected. The folder itself is
 * `syncFolder`'s to make last.
 */
export const writeFileWhole = async (
  path: string,
  content: AsyncIterable<Uint8Array | string> | Iterable<Uint8Array | string>,
  { aside, modifiedAt, expected }: WriteOptions,
): Promise<WrittenFile> => {
  const draft = join(aside, `${randomUUID()}.part`);
  const hash = createHash('sha256');
  let bytes = 0;
  try {
    const file = await open(draft, 'wx', privateFile);
    try {
      for await (const piece of content) {
        const chunk = typeof piece === 'string' ? Buffer.from(piece, 'utf8') : piece;
        hash.update(chunk);
        bytes += chunk.byteLength;
        await file.writeFile(chunk);
      }
      await file.sync();
    } finally {
      await file.close();
    }
    if (expected !== undefined && (expected.bytes !== bytes || hash.copy().digest('hex') !== expected.sha256))
      throw new ContentError('A content is not the one that was announced');
    if (modifiedAt !== undefined) await utimes(draft, modifiedAt, modifiedAt);
    await rename(draft, path);
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  }
  return { bytes, sha256: hash.digest('hex') };
};

/** Makes what has been renamed into a folder, and out of it, last through a loss of power. Windows has no such thing. */
export const syncFolder = async (path: string): Promise<void> => {
  if (process.platform === 'win32') return;
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
};

/** Makes a folder for drafts, and takes away what an earlier process has left in it. */
export const emptyAside = async (path: string): Promise<void> => {
  await mkdir(path, privateFolder);
  for (const name of await readdir(path)) {
    if (name.endsWith('.part')) await rm(join(path, name), { force: true });
  }
};

/** Names in a folder; none where there is no such folder. */
export const namesIn = async (path: string): Promise<readonly string[]> => {
  try {
    return await readdir(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
};
