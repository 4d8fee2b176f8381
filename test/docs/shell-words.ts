/** The commands of a script as lists of words: quotes are taken off, comments left out, and nothing is expanded. */
export const shellWords = (script: string): readonly (readonly string[])[] => {
  const commands: string[][] = [[]];
  const token = /\\\n|(\s*\n|;|&&|\|\|?|&)|\s+|#[^\n]*|((?:'[^']*'|"(?:\\[^]|[^"\\])*"|\\[^]|[^\s;&|'"\\])+)/gy;
  for (const [, end, word] of script.matchAll(token)) {
    if (end !== undefined) commands.push([]);
    if (word !== undefined) commands.at(-1)?.push(unquoted(word));
  }
  return commands.filter((words) => words.length > 0);
};

const unquoted = (word: string): string =>
  word.replaceAll(
    /'([^']*)'|"((?:\\[^]|[^"\\])*)"|\\([^])/g,
    (_match, single?: string, double?: string, bare?: string) =>
      single ?? double?.replaceAll(/\\(["\\$`])/g, '$1') ?? bare ?? '',
  );
