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

/** What is looked at first: more than enough for the line that most mail begins with. */
const firstUnits = 4_000;

/** The text on one line, as far as so many of its code units tell. */
const lineOf = (text: string, units: number): string =>
  withoutPadding(text.slice(0, units)).replace(/\s+/g, ' ').trim();

/** The first characters of a line as a reader counts them: telling them apart is slow, and most of a mail is not shown. */
const charactersOf = (line: string, most: number): readonly string[] => {
  const characters: string[] = [];
  for (const { segment } of graphemes.segment(line)) {
    if (characters.length === most) break;
    characters.push(segment);
  }
  return characters;
};

/**
 * The beginning of a text on one line: at most `length` characters as a reader counts them, cut between words where one ends in the last
 * third, never inside a character, with an ellipsis where something was cut. Undefined when nothing is to be read.
 */
export const preview = (text: string, length: number): string | undefined => {
  const enough = (length + 1) * unitsPerGrapheme;
  let line = '';
  // The end of a piece may look as if something of it were padding; what stands before that is the same in a longer one.
  for (let units = firstUnits; line.length < enough; units *= 5) {
    line = lineOf(text, Math.min(units, mostUnits));
    if (units >= Math.min(text.length, mostUnits)) break;
  }
  line = line.slice(0, enough);
  if (line === '') return undefined;
  const characters = charactersOf(line, length + 1);
  if (characters.length <= length) return line;
  const kept = characters.slice(0, Math.max(length - 1, 0));
  const space = characters[kept.length] === ' ' ? kept.length : kept.lastIndexOf(' ');
  const cut = space > (length * 2) / 3 ? kept.slice(0, space) : kept;
  return `${cut.join('').trimEnd()}${ellipsis}`;
};
