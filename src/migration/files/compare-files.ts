import { join } from 'node:path';
import { ItemFailure } from '../item-failure.ts';
import { canonicalState, sha256 } from '../portable/item-hashes.ts';
import type { Comparison, ExpectedItem } from '../target.ts';
import { collectionHash } from './collection.ts';
import type { ExportInput } from './complete-export.ts';
import type { ExportedCopy } from './export-storage.ts';
import { fileHash } from './manifest.ts';
import { flagsOf } from './message-file-name.ts';
import { stateOf, type LoggedMessage } from './message-log.ts';
import { readPart } from './parts.ts';

/** Compares items with their copies, one answer for each, in their order. */
export type CompareFiles = (expected: readonly ExpectedItem[]) => Promise<readonly (Comparison | ItemFailure)[]>;

/**
 * Compares by reading files again: every message and every part once, each calendar and each address book once however many items of it are asked for.
 * `copies`: everything that is there, by mark; nothing may be written meanwhile.
 */
export const createCompareFiles = async (
  input: ExportInput,
  copies: ReadonlyMap<string, ExportedCopy>,
): Promise<CompareFiles> => {
  const logged = await input.log.read();
  const whole = new Map<string, Promise<boolean>>();
  const isWhole = (copy: CollectedCopy): Promise<boolean> => {
    const key = `${copy.area} ${copy.folderId}`;
    const known = whole.get(key) ?? isCollectionWhole(input, copy);
    whole.set(key, known);
    return known;
  };
  return async (expected) => {
    const answers: (Comparison | ItemFailure)[] = [];
    for (const item of expected) {
      const copy = copies.get(item.mark);
      answers.push(copy === undefined ? 'missing' : await answerFor(item, copy, logged, isWhole));
    }
    return answers;
  };
};

type CollectedCopy = Exclude<ExportedCopy, { readonly kind: 'message' }>;

const answerFor = async (
  item: ExpectedItem,
  copy: ExportedCopy,
  logged: ReadonlyMap<string, LoggedMessage>,
  isWhole: (copy: CollectedCopy) => Promise<boolean>,
): Promise<Comparison | ItemFailure> => {
  try {
    const isSame =
      copy.kind === 'message'
        ? await isSameMessage(item, copy.message, logged.get(item.mark))
        : (await isSamePart(item, copy.part.path)) && (await isWhole(copy));
    return isSame ? 'identical' : 'different';
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return 'missing';
    if (error instanceof Error) return new ItemFailure(`the file could not be read (${error.name})`);
    throw error;
  }
};

const isSameMessage = async (
  { content, state }: ExpectedItem,
  { path, flags }: { readonly path: string; readonly flags: string },
  line: LoggedMessage | undefined,
): Promise<boolean> => {
  if (line === undefined || (await fileHash(path)) !== content) return false;
  const told = stateOf(line);
  return flags === flagsOf(told) && sha256(canonicalState(told)) === state;
};

const isSamePart = async ({ content }: ExpectedItem, path: string): Promise<boolean> => {
  const { head, text } = await readPart(path);
  return head.content === content && head.sha256 === sha256(text);
};

/** Whether the file that people open holds exactly what its parts say. */
const isCollectionWhole = async (
  { folder, register, storage }: ExportInput,
  { folderId, area }: CollectedCopy,
): Promise<boolean> => {
  const registered = register.find(folderId);
  const path = registered?.[area];
  if (registered === undefined || path === undefined) return false;
  const parts = await storage.parts(folderId, area).list();
  const wanted = await collectionHash({ area, name: registered.path.at(-1) ?? '', parts });
  return (await fileHash(join(folder, path))) === wanted;
};
