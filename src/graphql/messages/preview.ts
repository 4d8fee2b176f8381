const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });
const ellipsis = '…';
/** One grapheme may be many code units (a family emoji has eleven); this many for each is always enough to cut from. */
const unitsPerGrapheme = 16;

/** Code units of a text that are looked at: mail may begin with pages of empty lines, but not all of it need be read for one line. */
const mostUnits = 100_000;

/** What marketing mail fills its preview line with. Between letters these characters carry meaning, before white space none. */
const invisiblePadding = /(?:\s?[\u034F\u00AD\u200B-\u200D\u2060\uFEFF])+/gu;
// What follows is looked at from here: a look-ahead would take the square of the length of a run that no white space follows.
const withoutPadding = (text: string): string =>
  text.replace(invisiblePadding, (run, offset: number) => (/^\s?$/u.test(text.charAt(offset + run.length)) ? '' : run));

/**
 * The beginning of a text on one line: at most `length` characters as a reader counts them, cut between words where one ends in the last
 * third, never inside a character, with an ellipsis where something was cut. Undefined when nothing is to be read.
 */
export const preview = (text: string, length: number): string | undefined => {
  const line = withoutPadding(text.slice(0, mostUnits))
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, (length + 1) * unitsPerGrapheme);
  if (line === '') return undefined;
  const characters = [...graphemes.segment(line)].map(({ segment }) => segment);
  if (characters.length <= length) return line;
  const kept = characters.slice(0, Math.max(length - 1, 0));
  const space = characters[kept.length] === ' ' ? kept.length : kept.lastIndexOf(' ');
  const cut = space > (length * 2) / 3 ? kept.slice(0, space) : kept;
  return `${cut.join('').trimEnd()}${ellipsis}`;
};
