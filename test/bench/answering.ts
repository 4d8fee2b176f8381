import { Pool } from 'undici';

/** A server that answers GraphQL operations, or what stands in for one. */
export interface Answering {
  /** Posts an operation. Throws when the answer is no success, or has errors. */
  ask<Data>(document: string, variables?: Readonly<Record<string, unknown>>): Promise<Answered<Data>>;
  close(): Promise<void>;
}

/** An answer without errors. */
export interface Answered<Data> {
  readonly data: Data;
  readonly extensions?: {
    readonly upstream?: {
      readonly roundTrips: number;
      readonly calls: readonly { readonly operation: string }[];
    };
  };
}

/** Asks at an address over connections that are kept. */
export const answering = (address: string, headers: Readonly<Record<string, string>> = {}): Answering => {
  const { origin, pathname } = new URL(address);
  const pool = new Pool(origin, { headersTimeout: 60_000, bodyTimeout: 60_000 });
  return {
    ask: async <Data>(document: string, variables: Readonly<Record<string, unknown>> = {}) => {
      const { statusCode, body } = await pool.request({
        method: 'POST',
        path: pathname,
        headers: { 'content-type': 'application/json', ...headers },
        body: JSON.stringify({ query: document, variables }),
      });
      const text = await body.text();
      const answer = (statusCode === 200 ? JSON.parse(text) : { errors: text }) as Answered<Data> & {
        readonly errors?: unknown;
      };
      if (answer.errors === undefined) return answer;
      throw new Error(`answered with ${statusCode}: ${JSON.stringify(answer.errors).slice(0, 1_000)}`);
    },
    close: () => pool.destroy(),
  };
};
