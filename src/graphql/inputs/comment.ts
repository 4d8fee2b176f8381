import type { Body } from '../../ews/properties/body.ts';
import { textProblem, type Note } from './checked-text.ts';

/** What is said in mail about an event. */
export type Comment = Pick<Body, 'type' | 'content'>;

/** Reads `input.comment`; nothing in it is no comment. `isTold`: whether anybody gets the mail that it would stand in, and why not otherwise. */
export const readComment = (
  comment: string | null | undefined,
  isTold: { readonly asked: boolean; readonly otherwise: string },
  note: Note,
): Comment | undefined => {
  if (comment === null || comment === undefined || comment === '') return undefined;
  const path = ['input', 'comment'];
  note(path, isTold.asked ? undefined : isTold.otherwise);
  note(path, textProblem(comment));
  return { type: 'Text', content: comment };
};
