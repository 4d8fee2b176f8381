import type { Plugin } from 'graphql-yoga';
import { problem } from './problem.ts';

/** What a GraphQL request must be before anybody reads its body. */
interface OperationsOptions {
  /** The one path of GraphQL. */
  readonly path: string;
  /** Makes the error that a client gets, in the shape of GraphQL, with this HTTP status and these headers. */
  readonly refuse: (message: string, status: number, headers?: Readonly<Record<string, string>>) => Error;
}

/** Levels of objects and lists in a request: three times what the deepest filter has. */
const deepestJson = 64;
/**
 * Values in a request, lists and objects included: four times the ids of the longest list. Every object of a filter is read by all its fields, and
 * more than once: the filters that fit into a megabyte would hold the gateway up for two seconds (Node 20.20).
 */
const mostValues = 4_000;

/** JSON in UTF-8, spelled the one way that Yoga's own parser takes. */
const isJson = (contentType: string | null): boolean => {
  const [type, ...parameters] = contentType?.split(';') ?? [];
  return (
    type === 'application/json' &&
    parameters.every(
      (parameter) => !/^\s*charset/i.test(parameter) || /^\s*charset\s*=\s*"?utf-8"?\s*$/i.test(parameter),
    )
  );
};

const isPlain = (encoding: string | null): boolean => encoding === null || /^(?:identity)?$/i.test(encoding.trim());

const isDeeper = (value: unknown, levels: number): boolean => {
  if (typeof value !== 'object' || value === null) return false;
  return levels === 0 || Object.values(value).some((inner) => isDeeper(inner, levels - 1));
};

/** Whether there are more values than this in it, itself included; nothing is looked at beyond. */
const holdsMore = (value: unknown, most: number): boolean => {
  let left = most;
  const count = (inner: unknown): boolean => {
    left -= 1;
    return left < 0 || (typeof inner === 'object' && inner !== null && Object.values(inner).some(count));
  };
  return count(value);
};

/**
 * Lets nothing but operations pass to GraphQL: POST with one JSON object of bearable size. A page of another origin cannot send that without asking
 * first, so no form and no image makes a browser call. Compressed bodies are refused rather than unpacked. Paths that nobody serves are not found,
 * whatever they end with.
 */
export const useOperationsOnly = ({ path, refuse }: OperationsOptions): Plugin => ({
  onRequest: ({ url, endResponse, fetchAPI }) => {
    // Yoga itself takes every address that ends with its path for its own, after a question mark too.
    if (url.pathname === path) return;
    const { status, headers, body } = problem(404, 'There is nothing here');
    endResponse(new fetchAPI.Response(body as string, { status, headers: { ...headers } }));
  },
  onRequestParse: ({ request: { method, headers } }) => {
    if (method !== 'POST') throw refuse('Send operations with POST.', 405, { allow: 'POST' });
    if (!isJson(headers.get('content-type')))
      throw refuse('Send operations as application/json in UTF-8.', 415, { accept: 'application/json' });
    if (!isPlain(headers.get('content-encoding')))
      throw refuse('Send operations without compression.', 415, { 'accept-encoding': 'identity' });
    return {
      onRequestParseDone: ({ requestParserResult }) => {
        if (isDeeper(requestParserResult, deepestJson))
          throw refuse(`The request nests deeper than ${deepestJson} levels.`, 400);
        if (holdsMore(requestParserResult, mostValues))
          throw refuse(`The request holds more than ${mostValues} values.`, 400);
      },
    };
  },
  onResponse: ({ response }) => {
    // What the client goes on sending is not wanted: the connection ends with the answer.
    if (response.status === 413 || response.status === 415) response.headers.set('connection', 'close');
  },
});
