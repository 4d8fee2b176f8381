import { parseEnv } from 'node:util';
import { readInputFile } from './input-file.ts';

/**
 * Variables of a file in dotenv's syntax (`NAME=value`, `#` comments, quotes), so that secrets do not stand on a command line. What the file does not
 * name is not there: nobody's environment is mixed in. Throws CommandFailure: 66 when it cannot be read, 65 for a line that is no variable; the
 * message tells the line's number, never what it says.
 * https://nodejs.org/api/util.html#utilparseenvcontent
 */
export const readEnvFile = (path: string): Promise<Readonly<Record<string, string>>> =>
  readInputFile(path, variablesOf);

const variablesOf = (text: string): Readonly<Record<string, string>> => {
  // Node's parser goes past what it does not understand, and a line with a mistake would be a variable that is silently not there.
  const plain = text.replace(/^\u{feff}/u, '');
  const lines = plain.split(/\r?\n/);
  const variables: Record<string, string> = {};
  for (const [name, value] of Object.entries(parseEnv(plain))) variables[name] = value ?? '';
  let openQuote: string | undefined;
  for (const [index, line] of lines.entries()) {
    if (openQuote !== undefined) {
      if (line.includes(openQuote)) openQuote = undefined;
      continue;
    }
    if (/^\s*(?:#.*)?$/.test(line)) continue;
    const [, quote, rest] = assignment.exec(line) ?? [];
    if (rest === undefined) throw new Error(`line ${index + 1} is not NAME=value`);
    if (quote !== undefined && quote !== '' && !rest.includes(quote)) openQuote = quote;
  }
  if (openQuote !== undefined) throw new Error('a quoted value does not end');
  return variables;
};

const assignment = /^\s*(?:export\s+)?[A-Za-z_][A-Za-z0-9_.-]*\s*=\s*(["'`]?)(.*)$/;
