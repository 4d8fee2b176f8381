import { z } from 'zod';

/** What an operator has to know of a variable besides its name; Markdown. */
export interface VariableFacts {
  readonly description: string;
  /** What holds where it is not set, or that it has to be. */
  readonly default: string;
  /** A value that is accepted. */
  readonly example: string;
}

/** The manual of the configuration: `docs/configuration.md` is made of it. */
export const variableFacts = z.registry<VariableFacts>();

/** A variable that may be left out, and what the manual says about it. */
export const variable = <Schema extends z.ZodType>(schema: Schema, facts: VariableFacts): z.ZodOptional<Schema> => {
  const optional = z.optional(schema);
  variableFacts.add(optional, facts);
  return optional;
};
