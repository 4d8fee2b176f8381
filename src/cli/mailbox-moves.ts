import { mailboxAddress } from '../ews/properties/id.ts';
import type { MailboxMove } from '../migration/migrate-mailbox.ts';

/** `ann@example.com`, or `ann@example.com=ann@example.org`. Throws an Error that says what is wrong. */
export const mailboxMove = (text: string): MailboxMove => moveOf(text, text.split('='));

/**
 * A list of mailboxes: one a line, address or `address,target`; empty lines, lines that begin with `#` and a first line without any address are gone past. Throws
 * an Error that says what is wrong, and in which line.
 */
export const mailboxList = (text: string): readonly MailboxMove[] => {
  const lines = text.replace(/^\u{feff}/u, '').split(/\r?\n/);
  const moves: MailboxMove[] = [];
  for (const [index, line] of lines.entries()) {
    const isTitle = moves.length === 0 && !line.includes('@');
    if (line.trim() === '' || line.trimStart().startsWith('#') || isTitle) continue;
    try {
      moves.push(moveOf(line, line.split(/[,;\t]/).map(unquoted)));
    } catch (error) {
      if (!(error instanceof Error)) throw error;
      throw new Error(`line ${index + 1}: ${error.message}`, { cause: error });
    }
  }
  return moves;
};

/**
 * Every mailbox once. Throws an Error when one is named twice, or two would go to one place: a run writes to each place alone, so that it knows what is there.
 */
export const distinctMoves = (moves: readonly MailboxMove[]): readonly MailboxMove[] => {
  for (const end of ['from', 'to'] as const) {
    const seen = new Set<string>();
    for (const move of moves) {
      if (seen.has(move[end]))
        throw new Error(`${move[end]} is named twice${end === 'to' ? ' as a target: run one after the other' : ''}`);
      seen.add(move[end]);
    }
  }
  return moves;
};

const moveOf = (text: string, parts: readonly string[]): MailboxMove => {
  const [from, to = from, ...more] = parts.map((part) => mailboxAddress(part));
  if (from === undefined || to === undefined || more.length > 0 || parts.slice(0, 2).some((part) => part.trim() === ''))
    throw new Error(`${text.trim()} is no address, and no two addresses`);
  return { from, to };
};

const unquoted = (part: string): string => part.trim().replace(/^"(.*)"$/, '$1');
