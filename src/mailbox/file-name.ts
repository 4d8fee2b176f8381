const unnamed = 'attachment';

/**
 * Control characters, line breaks, path separators, marks that cannot be seen or turn the direction of text (`invoice\u202Efdp.exe` shows as
 * `invoiceexe.pdf`; joiners stay, Persian and emoji need them), codes that are no character, and the beginning of an encoded word (RFC 2047): some
 * readers decode it to a name that nobody looked at.
 */
const unsafe =
  /[\p{Cc}/\\\u00AD\u061C\u180E\u200B\u200E\u200F\u2028-\u202E\u2060-\u2069\uFEFF\uFFF9-\uFFFB\uFFFE\uFFFF]|\p{Surrogate}|=\?/gu;

/** Shortens a long name between characters, but keeps its extension. */
const shortened = (name: string, longest: number): string => {
  if (name.length <= longest) return name;
  const extension = /\.[^.]{1,10}$/u.exec(name)?.[0] ?? '';
  let stem = '';
  for (const character of name) {
    if (stem.length + character.length > longest - extension.length) break;
    stem += character;
  }
  return stem + extension;
};

/**
 * A file name that is safe on any system, from whatever somebody wrote: one line, no path, no trick characters, no dots or spaces at its end, never
 * empty, at most `longest` UTF-16 units (file systems take 255). A name that is clean stays as it is.
 */
export const cleanFileName = (name: string, longest = 255): string => {
  const cleaned = shortened(name.replace(unsafe, '_').trim(), longest).replace(/[.\s]+$/, '');
  return cleaned === '' ? unnamed : cleaned;
};
