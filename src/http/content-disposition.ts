import { cleanFileName } from '../mailbox/file-name.ts';

/** Longer names make header lines that some clients refuse. */
const longestName = 150;

/** A file name that may stand in a download: clean, and not hidden (no dot first). */
export const safeFileName = (name: string): string =>
  cleanFileName(cleanFileName(name, longestName).replace(/^[.\s]+/, ''));

/** For clients that read no filename*: accents taken off, everything else that is not plain replaced. */
const asciiName = (name: string): string =>
  name
    .normalize('NFKD')
    .replace(/\p{Mark}/gu, '')
    .replace(/[^A-Za-z0-9 ._()+-]/gu, '_');

/** RFC 8187 value characters: encodeURIComponent leaves `'()*!` alone, of which only `!` is allowed. */
const extendedValue = (name: string): string =>
  encodeURIComponent(name).replace(/['()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);

/** The Content-Disposition header for a file of this name. https://www.rfc-editor.org/rfc/rfc6266#appendix-D */
export const contentDisposition = (type: 'attachment' | 'inline', name: string): string => {
  const safe = safeFileName(name);
  const ascii = asciiName(safe);
  const extended = ascii === safe ? '' : `; filename*=UTF-8''${extendedValue(safe)}`;
  return `${type}; filename="${ascii}"${extended}`;
};
