const longestName = 150;
const unnamed = 'attachment';

/**
 * Control characters, line breaks, path separators, marks that turn the direction of text (`invoice\u202Efdp.exe` shows as `invoiceexe.pdf`), and the
 * beginning of an encoded word (RFC 2047): some readers decode it to a name that nobody looked at.
 */
const unsafe = /[\p{Cc}/\\\u061C\u200B\u200E\u200F\u2028-\u202E\u2066-\u2069\uFEFF]|\p{Surrogate}|=\?/gu;

/** Shortens a long name but keeps its extension. */
const shortened = (name: string): string => {
  const letters = Array.from(name);
  if (letters.length <= longestName) return name;
  const extension = /\.[^.]{1,10}$/u.exec(name)?.[0] ?? '';
  return letters.slice(0, longestName - extension.length).join('') + extension;
};

/** A file name that is safe on any system, from whatever the sender wrote: never empty, no path, no trick characters. */
export const safeFileName = (name: string): string => {
  const cleaned = shortened(name.replace(unsafe, '_').trim())
    .replace(/^[.\s]+/, '')
    .replace(/[.\s]+$/, '');
  return cleaned === '' ? unnamed : cleaned;
};

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
