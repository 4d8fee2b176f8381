import { UserError, type Written } from '../refs.ts';

/** `userErrors` of every payload that is about one thing: `userErrors: t.field(userErrorsField)`. */
export const userErrorsField = {
  type: [UserError] as [typeof UserError],
  nullable: false,
  description: 'Why it was not done; empty when it was.',
  resolve: ({ userErrors: errors }: Written<unknown>) => [...errors],
} as const;
