import type { Recipient } from '../../ews/properties/recipient.ts';
import { builder } from '../builder.ts';
import { lineProblem, type Note } from './checked-text.ts';

/** Somebody to write to, as a client sends it. */
export interface RecipientInputShape {
  readonly address: string;
  readonly name?: string | null | undefined;
}

export const RecipientInput = builder.inputRef<RecipientInputShape>('RecipientInput').implement({
  description: 'Somebody to write to.',
  fields: (t) => ({
    address: t.field({
      type: 'EmailAddress',
      required: true,
      description: 'One address; international ones too, where the mail server takes them.',
    }),
    name: t.string({
      description:
        'The name shown for it: one line of at most 255 characters, without white space around it. Marks that override the direction of text and `=?`, which begins an encoded word, are refused; joiners and direction marks, which names in Persian or Hebrew need, are kept.',
    }),
  }),
});

const longestName = 255;

/** Embeddings, overrides and isolates: what follows them, the address for one, would be shown backwards. https://www.unicode.org/reports/tr9/ */
const turnsDirection = /[\u202A-\u202E\u2066-\u2069]/;

const nameProblem = (name: string): string | undefined => {
  if (turnsDirection.test(name)) return 'holds a mark that overrides the direction of text.';
  // Readers decode an encoded word even inside quotes, and some look for addresses in what comes out.
  if (name.includes('=?')) return 'holds `=?`, which begins an encoded word.';
  return lineProblem(name, longestName);
};

/** Reads recipients; null clears, absence keeps. `path`: where they stand in the input. */
export const readRecipients = (
  inputs: readonly RecipientInputShape[] | null | undefined,
  path: readonly string[],
  note: Note,
): readonly Recipient[] | null | undefined =>
  inputs === null
    ? null
    : inputs?.map(({ address, name: written }, index) => {
        note([...path, String(index), 'name'], nameProblem(written ?? ''));
        const name = written?.trim() ?? '';
        return name === '' ? { address } : { address, name };
      });
