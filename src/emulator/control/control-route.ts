import type { z } from 'zod';
import type { Emulator } from '../emulator.ts';
import type { Member } from '../seed/people.ts';
import { ControlProblem } from './control-problem.ts';
import { type JsonMistake, jsonMistakes, tellMistake } from '../json-mistake.ts';

/** One thing that control does. */
export interface ControlRoute {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  /** Below `/emulator`; `{id}` is one part of the path. */
  readonly path: string;
  /** What it does, for whoever reads the list. */
  readonly does: string;
  /** An example of a body, for routes that take one. */
  readonly takes?: unknown;
  /** Names of parameters of the query. */
  readonly query?: readonly string[];
  /** Does it; what it returns is answered as JSON. Nothing is an answer without a body. Throws ControlProblem before anything is done. */
  readonly answer: (call: ControlCall) => unknown;
}

/** What a request to a route brings. */
export interface ControlCall {
  /** The JSON that was sent; undefined without a body. */
  readonly body: unknown;
  /** Parameters of the query, of which only those that the route names are there. */
  readonly query: Readonly<Record<string, string>>;
  /** The part of the path that stands for `{id}`; empty for routes without one. */
  readonly id: string;
}

/** The input as a schema reads it. Throws ControlProblem `invalid-input` with every mistake. */
export const readInput = <Value>(schema: z.ZodType<Value>, input: unknown): Value => {
  const read = schema.safeParse(input);
  if (read.success) return read.data;
  throw invalidInput(jsonMistakes(read.error));
};

/** The problem that an input has mistakes. */
export const invalidInput = (mistakes: readonly JsonMistake[]): ControlProblem =>
  new ControlProblem('invalid-input', mistakes.map(tellMistake).join('; '), mistakes);

/** Whose mailbox has a primary address, in any case. Throws ControlProblem `not-found` when nobody's has. */
export const knownMailbox = ({ mailboxes }: Pick<Emulator, 'mailboxes'>, address: string): Member => {
  const owner = mailboxes.find((one) => one.address === address.toLowerCase());
  if (owner !== undefined) return owner;
  throw new ControlProblem('not-found', 'No mailbox of this organization has that primary address.');
};
