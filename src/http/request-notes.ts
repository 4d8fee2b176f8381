import { getOperationAST, type ExecutionArgs, type OperationTypeNode } from 'graphql';
import type { Plugin } from 'graphql-yoga';

/** What is noted of a request while it is served, for the request log, the audit and whoever counts. */
export interface RequestNotes {
  /** The gateway's own id of the request, never the client's: nobody may write another one's id into the records. */
  readonly id: string;
  /** Name of the GraphQL operation that is executed; undefined before, for operations without a name and for downloads. */
  readonly operation: () => string | undefined;
  /** Its type; undefined before. */
  readonly operationType: () => `${OperationTypeNode}` | undefined;
  /** What it has come to so far; whoever knows more writes it down. */
  readonly account: RequestAccount;
}

/** What a request has come to. */
export interface RequestAccount {
  /** Calls to EWS that have ended, and the decompressed bytes of their answers. */
  calls: number;
  bytes: number;
  /** What the operation cost; undefined where nothing has a price. */
  cost: number | undefined;
  /** Codes of the closed list among the errors of the answer and of its payloads, each once. */
  codes: readonly string[];
  /** Where spans of this request are found; undefined where there are none. */
  traceId: string | undefined;
  /** The answer goes on after its beginning: a download, or a stream of events. */
  isLasting: boolean;
}

/** Characters of a name that are noted: a document may name its operation with a hundred thousand. */
const longestName = 100;

const notesKey = Symbol('notes of this request');

interface Kept extends RequestNotes {
  name: string | undefined;
  type: `${OperationTypeNode}` | undefined;
}

interface Noted {
  [notesKey]?: Kept;
}

const begin = (id: string): Kept => {
  const kept: Kept = {
    id,
    name: undefined,
    type: undefined,
    operation: () => kept.name,
    operationType: () => kept.type,
    account: { calls: 0, bytes: 0, cost: undefined, codes: [], traceId: undefined, isLasting: false },
  };
  return kept;
};

/** The notes of a request by its server context. Throws when `useRequestNotes` has not run. */
export const notesOf = (serverContext: object): RequestNotes => {
  const notes = (serverContext as Noted)[notesKey];
  if (notes === undefined) throw new Error('useRequestNotes has to come before whatever reads its notes');
  return notes;
};

/**
 * Gives every request an id and its answer the header `x-request-id`, whatever that answer is. Has to be the first plugin. `newId`: visible ASCII,
 * different each time.
 */
export const useRequestNotes = (newId: () => string): Plugin => {
  const noteOperation = ({ args }: { readonly args: ExecutionArgs }): void => {
    const notes = (args.contextValue as Noted)[notesKey];
    const operation = getOperationAST(args.document, args.operationName);
    if (notes === undefined) return;
    notes.name = operation?.name?.value.slice(0, longestName);
    notes.type = operation?.operation;
  };
  return {
    // Kept in the server context, which becomes part of the GraphQL context: Yoga's body limit replaces the Request object.
    onRequest: ({ serverContext }) => {
      (serverContext as Noted)[notesKey] = begin(newId());
    },
    onExecute: noteOperation,
    onSubscribe: noteOperation,
    onResponse: ({ response, serverContext }) => {
      // Yoga answers its probe of life before it asks any plugin.
      const { id } = ((serverContext as Noted)[notesKey] ??= begin(newId()));
      response.headers.set('x-request-id', id);
    },
  };
};
