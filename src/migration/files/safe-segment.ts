import { cutUtf8 } from '../../mailbox/cut-utf8.ts';
import { sha256 } from '../portable/item-hashes.ts';

/** Bytes of UTF-8 that a name of ours may have: encrypted file systems take 143, and there are endings to come. */
const longestName = 120;

/** Names that Windows keeps for devices, whatever follows a dot. */
const reserved = /^(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(?=\.|$)/i;

/**
 * What some file system forbids or some program misreads: separators of paths, Windows' marks, control and invisible characters, marks that turn the
 * direction of text, halves of surrogate pairs, codes that are no character.
 */
const unsafe =
  /[\p{Cc}/\\:*?"<>|\u00AD\u061C\u180E\u200B\u200E\u200F\u2028-\u202E\u2060-\u2069\uFEFF\uFFF9-\uFFFB]|\p{Surrogate}|\p{Noncharacter_Code_Point}/gu;

/**
 * A name for a file or a folder that is safe on every system, from whatever somebody wrote: no path, never empty, neither dots nor spaces at its ends, no
 * more than 120 bytes; a long name ends in a hash of the whole. Several names may become the same one.
 */
export const safeSegment = (name: string): string => {
  const clean = name
    .normalize('NFC')
    .replace(unsafe, '_')
    .replace(/^[\s.]+|[\s.]+$/g, '');
  const named = clean === '' ? '_' : clean.replace(reserved, (device) => `${device}_`);
  return Buffer.byteLength(named) <= longestName
    ? named
    : `${shortened(named, longestName - 9)}~${sha256(name).slice(0, 8)}`;
};

/** As many whole characters as fit, without a dot or a space at the end. */
export const shortened = (name: string, bytes: number): string => cutUtf8(name, bytes).replace(/[\s.]+$/, '');
