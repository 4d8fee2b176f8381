import type { Plugin } from 'graphql-yoga';
import { maxOperationBytes, operationIn, type OperationObject } from './operation-bounds.ts';
import { problem } from './problem.ts';
import { bodyText, BodyCutError, BodyTooLargeError } from './request-body.ts';
import { isUpload } from './uploads.ts';

/** What a GraphQL request must be before anybody reads its body. */
interface OperationsOptions {
  /** The one path of GraphQL. */
  readonly path: string;
  /** Makes the error that a client gets, in the shape of GraphQL, with this HTTP status and these headers. */
  readonly refuse: (message: string, status: number, headers?: Readonly<Record<string, string>>) => Error;
}

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

/**
 * Lets nothing but operations pass to GraphQL: POST with one JSON object of bearable size, or with a form that brings files along. A page of another
 * origin cannot send either without asking first, so no form and no image makes a browser call. Compressed bodies are refused rather than unpacked.
 * Paths that nobody serves are not found, whatever they end with.
 */
export const useOperationsOnly = ({ path, refuse }: OperationsOptions): Plugin => {
  const readJson = async (request: Request): Promise<OperationObject> => {
    try {
      const operation = operationIn(await bodyText(request, maxOperationBytes), 'The request');
      if (typeof operation === 'string') throw refuse(operation, 400);
      return operation;
    } catch (error) {
      if (error instanceof BodyTooLargeError)
        throw refuse(`An operation may have ${maxOperationBytes} bytes at most.`, 413);
      if (error instanceof BodyCutError) throw refuse('The request ends before its body.', 400);
      throw error;
    }
  };
  return {
    onRequest: ({ url, endResponse, fetchAPI }) => {
      // Yoga itself takes every address that ends with its path for its own, after a question mark too.
      if (url.pathname === path) return;
      const { status, headers, body } = problem(404, 'There is nothing here');
      endResponse(new fetchAPI.Response(body as string, { status, headers: { ...headers } }));
    },
    onRequestParse: ({ request: { method, headers }, setRequestParser }) => {
      if (method !== 'POST') throw refuse('Send operations with POST.', 405, { allow: 'POST' });
      if (!isPlain(headers.get('content-encoding')))
        throw refuse('Send operations without compression.', 415, { 'accept-encoding': 'identity' });
      if (isUpload(headers)) return;
      if (!isJson(headers.get('content-type')))
        throw refuse(
          'Send operations as application/json in UTF-8; files as multipart/form-data with the header apollo-require-preflight: true.',
          415,
          { accept: 'application/json' },
        );
      setRequestParser(async (request) => (await readJson(request)) as never);
    },
    onResponse: ({ response }) => {
      // What the client goes on sending is not wanted: the connection ends with the answer.
      if (response.status === 413 || response.status === 415) response.headers.set('connection', 'close');
    },
  };
};
