import { marked } from 'marked';

/** A fenced code block of a page. */
export interface Block {
  /** Path of its page from the root of the repository. */
  readonly page: string;
  /** Line of its fence, 1 for the first. */
  readonly line: number;
  readonly language: string;
  /** What follows the language: `answer` of `json answer`. */
  readonly words: readonly string[];
  readonly code: string;
  /** What the comments directly above say, by their first words: `needs` → `aws` of `<!-- needs: aws -->`. */
  readonly notes: ReadonlyMap<string, string>;
}

const fence = /^(\s*(?:> ?)*)(`{3,}|~{3,})\s*(.*?)\s*$/;
const note = /^\s*<!--\s*([a-z ]+?)(?::\s*(.*?))?\s*-->\s*$/;

/** The blocks of a page, in order. Throws where markdown sees more code than is fenced, because that would never be run. */
export const readBlocks = (page: string, markdown: string): readonly Block[] => {
  const lines = markdown.split('\n');
  const blocks: Block[] = [];
  for (let at = 0; at < lines.length; at += 1) {
    const [, indent = '', marks, info = ''] = fence.exec(lines[at] ?? '') ?? [];
    if (marks === undefined) continue;
    const first = at + 1;
    at = first;
    while (at < lines.length && !closes(lines[at] ?? '', marks)) at += 1;
    if (at === lines.length) throw new Error(`${page}:${first} a fence is never closed`);
    const [language = '', ...words] = info.split(/\s+/);
    const code = lines.slice(first, at).map((line) => withoutIndent(line, indent));
    blocks.push({
      page,
      line: first,
      language,
      words,
      code: `${code.join('\n')}\n`,
      notes: notesAbove(lines, first - 2),
    });
  }
  const seen = countCode(marked.lexer(markdown));
  if (seen !== blocks.length)
    throw new Error(`${page}: markdown has ${seen} blocks of code, ${blocks.length} of them fenced`);
  return blocks;
};

/** Where a block stands, as editors open it. */
export const place = ({ page, line }: Block): string => `${page}:${line}`;

const closes = (line: string, marks: string): boolean => {
  const bare = line.replace(/^\s*(?:> ?)*/, '').trimEnd();
  return bare.length >= marks.length && bare.replaceAll(marks[0] ?? '', '') === '';
};

const withoutIndent = (line: string, indent: string): string =>
  line.startsWith(indent) ? line.slice(indent.length) : line.trimStart();

const notesAbove = (lines: readonly string[], last: number): ReadonlyMap<string, string> => {
  const notes = new Map<string, string>();
  for (let at = last; at >= 0; at -= 1) {
    const line = lines[at] ?? '';
    const [, name, value = ''] = note.exec(line) ?? [];
    if (name !== undefined) notes.set(name, value);
    else if (line.trim() !== '') break;
  }
  return notes;
};

/** Blocks of code that a markdown reader sees, fenced and indented, in lists and quotes too. */
const countCode = (tokens: readonly unknown[]): number => {
  let count = 0;
  void marked.walkTokens(tokens as Parameters<typeof marked.walkTokens>[0], (token) => {
    if (token.type === 'code') count += 1;
  });
  return count;
};
