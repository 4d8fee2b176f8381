import { readFile } from 'node:fs/promises';
import { CommandFailure } from './command-failure.ts';
import { exitData, exitNoInput } from './exit-codes.ts';

/**
 * What a file given on the command line says. `read` makes sense of its text, or throws an Error whose message tells what is wrong and where.
 * Throws CommandFailure: 66 when the file cannot be read, 65 when its content is wrong.
 */
export const readInputFile = async <Content>(path: string, read: (text: string) => Content): Promise<Content> => {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    throw new CommandFailure(exitNoInput, `${path}: cannot be read (${code})`, { cause: error });
  }
  try {
    return read(text);
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    throw new CommandFailure(exitData, `${path}: ${error.message}`, { cause: error });
  }
};
