import { lineProblem, type Note } from './checked-text.ts';

/** Exchange keeps at most so many characters of a category. */
export const longestCategory = 255;

const problem = (category: string): string | undefined => {
  if (category.trim() === '') return 'must not be empty.';
  if (/[,;]/.test(category)) return 'holds a comma or semicolon, which mail programs take for the end of a category.';
  return lineProblem(category, longestCategory);
};

/** Reads categories as they will be kept: without white space around them. `path`: where they stand in the input. */
export const readCategories = (categories: readonly string[], path: readonly string[], note: Note): readonly string[] =>
  categories.map((written, index) => {
    note([...path, String(index)], problem(written));
    return written.trim();
  });
