import type { IncomingMessage, ServerResponse } from 'node:http';
import { sharedHeaders, type CorsOrigins } from './cors.ts';
import { problem } from './problem.ts';
import { requestPath } from './request-target.ts';

/** What an answer to a request that is not let in is made of. */
export interface OverloadedParts {
  readonly graphqlPath: string;
  /** The answer of GraphQL that says when to come again. */
  readonly bodyOf: (retryAfterSeconds: number) => string;
  readonly corsOrigins: CorsOrigins;
  readonly requestId: () => string;
  /** 0 to 1, like Math.random. */
  readonly random: () => number;
}

/** Not all at the same time: one to three seconds. */
const mostSeconds = 3;

const graphqlResponse = 'application/graphql-response+json';

/**
 * Answers 503 to a request of which nothing but the headers has been read. Node throws away what still arrives of its body, so the connection serves the
 * next one. A page may read it, as it may any other answer.
 */
export const answerOverloaded = ({ graphqlPath, bodyOf, corsOrigins, requestId, random }: OverloadedParts) => {
  const answers = Array.from({ length: mostSeconds }, (_, index) => ({
    seconds: String(index + 1),
    graphql: bodyOf(index + 1),
  }));
  const elsewhere = problem(503, 'The gateway has too much to do').body as string;
  return (request: IncomingMessage, response: ServerResponse): void => {
    const { seconds, graphql } = answers[Math.floor(random() * mostSeconds)] ?? answers[0]!;
    const isGraphql = requestPath(request) === graphqlPath;
    const body = isGraphql ? graphql : elsewhere;
    const graphqlType =
      request.headers.accept?.includes(graphqlResponse) === true ? graphqlResponse : 'application/json';
    response
      .writeHead(503, {
        'content-type': isGraphql ? `${graphqlType}; charset=utf-8` : 'application/problem+json',
        'content-length': Buffer.byteLength(body),
        'cache-control': 'no-store',
        'retry-after': seconds,
        'x-request-id': requestId(),
        ...sharedHeaders(corsOrigins, request.headers.origin ?? null),
      })
      .end(body);
  };
};
