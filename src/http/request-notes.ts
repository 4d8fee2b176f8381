import { getOperationAST, type ExecutionArgs } from 'graphql';
import type { Plugin } from 'graphql-yoga';

/** What is noted of a request while it is served, for the request log and the audit. */
export interface RequestNotes {
  /** The gateway's own id of the request, never the client's: nobody may write another one's id into the records. */
  readonly id: string;
  /** Name of the GraphQL operation that is executed; undefined before, for operations without a name and for downloads. */
  readonly operation: () => string | undefined;
}

/** Characters of a name that are noted: a document may name its operation with a hundred thousand. */
const longestName = 100;

const notesKey = Symbol('notes of this request');

interface Noted {
  [notesKey]?: { readonly id: string; operation?: string | undefined };
}

/** The notes of a request by its server context. Throws when `useRequestNotes` has not run. */
export const notesOf = (serverContext: object): RequestNotes => {
  const notes = (serverContext as Noted)[notesKey];
  if (notes === undefined) throw new Error('useRequestNotes has to come before whatever reads its notes');
  return { id: notes.id, operation: () => notes.operation };
};

/**
 * Gives every request an id and its answer the header `x-request-id`, whatever that answer is. Has to be the first plugin. `newId`: visible ASCII,
 * different each time.
 */
export const useRequestNotes = (newId: () => string): Plugin => {
  const noteOperation = ({ args }: { readonly args: ExecutionArgs }): void => {
    const notes = (args.contextValue as Noted)[notesKey];
    const name = getOperationAST(args.document, args.operationName)?.name?.value;
    if (notes !== undefined) notes.operation = name?.slice(0, longestName);
  };
  return {
    // Kept in the server context, which becomes part of the GraphQL context: Yoga's body limit replaces the Request object.
    onRequest: ({ serverContext }) => {
      (serverContext as Noted)[notesKey] = { id: newId() };
    },
    onExecute: noteOperation,
    onSubscribe: noteOperation,
    onResponse: ({ response, serverContext }) => {
      // Yoga answers its probe of life before it asks any plugin.
      const { id } = ((serverContext as Noted)[notesKey] ??= { id: newId() });
      response.headers.set('x-request-id', id);
    },
  };
};
