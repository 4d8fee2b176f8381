import type { TypedDocumentString } from './generated/graphql.ts';

/** One entry of `errors`. */
export interface GatewayError {
  /** A sentence for people, without values. */
  readonly message: string;
  /** Which field is null because of it; undefined when the whole request failed. */
  readonly path: readonly (string | number)[] | undefined;
  /** `NOT_FOUND`, `RATE_LIMITED`, …: all of them are the values of ErrorCode in schema.graphql. Decide by this, never by the message. */
  readonly code: string;
  /** The same request may succeed later. */
  readonly isRetryable: boolean;
}

/** What came back: data, of which fields may be missing, and why they are. */
export interface Answer<Data> {
  readonly data: Data;
  readonly errors: readonly GatewayError[];
}

/** There were no data at all. */
export class RequestFailed extends Error {
  override readonly name = 'RequestFailed';
  readonly errors: readonly GatewayError[];

  constructor(errors: readonly GatewayError[]) {
    super(errors.map(({ code, message }) => `${code}: ${message}`).join('\n'));
    this.errors = errors;
  }
}

/** A client of one gateway. */
export interface Client {
  /**
   * Sends an operation of the generated file; its variables and its answer have their types. Fields may be null with an error beside them: that is no
   * exception. Throws RequestFailed when nothing could be answered, and what fetch throws when nobody answered.
   */
  request<Data, Variables>(document: TypedDocumentString<Data, Variables>, variables: Variables): Promise<Answer<Data>>;
}

/** Makes a client. `token`: a JWT or an API key; the embedded demo wants none. */
export const createClient = ({
  url,
  token,
}: {
  readonly url: string;
  readonly token?: string | undefined;
}): Client => ({
  request: async <Data, Variables>(document: TypedDocumentString<Data, Variables>, variables: Variables) => {
    const response = await fetch(url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        accept: 'application/graphql-response+json',
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      },
      body: JSON.stringify({ query: document.toString(), variables }),
      signal: AbortSignal.timeout(30_000),
    });
    const body = (await response.json().catch(() => ({}))) as GraphqlBody<Data>;
    const errors = (body.errors ?? []).map(({ message, path, extensions }): GatewayError => ({
      message,
      path,
      code: extensions?.code ?? 'UNKNOWN',
      isRetryable: extensions?.retryable ?? false,
    }));
    if (body.data === null || body.data === undefined)
      throw new RequestFailed(errors.length > 0 ? errors : [withoutGraphql(response.status)]);
    return { data: body.data, errors };
  },
});

/** An answer as GraphQL over HTTP has it. https://graphql.github.io/graphql-over-http/draft/ */
interface GraphqlBody<Data> {
  readonly data?: Data | null;
  readonly errors?: readonly {
    readonly message: string;
    readonly path?: readonly (string | number)[];
    readonly extensions?: { readonly code?: string; readonly retryable?: boolean };
  }[];
}

/** Something between us and the gateway answered. */
const withoutGraphql = (status: number): GatewayError => ({
  message: `HTTP ${status} without an answer of the gateway`,
  path: undefined,
  code: 'UNKNOWN',
  isRetryable: status >= 500,
});
