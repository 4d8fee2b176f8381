import { sha256 } from '../portable/item-hashes.ts';
import { safeSegment, shortened } from './safe-segment.ts';

/** Bytes of the name of a Maildir++ folder, which holds the whole path to it. */
const longestPath = 140;

/**
 * One name of a path as Maildir++ has it: modified UTF-7 as in IMAP, which is what Dovecot and Courier expect on the disk. Dots part the names of a path
 * there, and IMAP searches with `*` and `%`, so they become `_`. https://www.rfc-editor.org/rfc/rfc3501#section-5.1.3
 */
export const maildirSegment = (name: string): string => modifiedUtf7(safeSegment(name).replace(/[.%]/g, '_'));

/** The folder's own name on the disk: `.Projects.Acme`. A path that is too long is cut and ends in a hash of the whole; it hangs at the top then. */
export const maildirFolder = (segments: readonly string[]): string => {
  const name = segments.join('.');
  if (name.length <= longestPath) return `.${name}`;
  // Cutting modified UTF-7 may tear a character, so that only what is plain stays.
  const plain = shortened(name.replace(/&[^-]*-|[.]/g, '_'), longestPath - 17);
  return `.${plain}~${sha256(name).slice(0, 16)}`;
};

const modifiedUtf7 = (text: string): string =>
  text.replace(/[^\u0020-\u007E]+|&/g, (part) => {
    if (part === '&') return '&-';
    const bytes = Buffer.from(part, 'utf16le').swap16();
    return `&${bytes.toString('base64').replace(/=+$/, '').replaceAll('/', ',')}-`;
  });
