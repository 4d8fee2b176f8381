import type { SendMessageInput } from './order.ts';

/** One entry of `userErrors`: what every type has, and what single types have besides. */
export interface UserError {
  readonly __typename: string;
  readonly code: string;
  readonly detail: string;
  /** The same mutation may be sent again, and cannot do anything twice. */
  readonly retryable: boolean;
  /** `PT2S`: how long to wait. */
  readonly retryAfter: string | null;
  /** ValidationError. */
  readonly fields?: readonly { readonly path: readonly string[]; readonly message: string }[];
  /** QuotaExceededError. */
  readonly quota?: string;
  /** UpstreamError. */
  readonly outcomeUnknown?: boolean;
  readonly requestId?: string | null;
}

/** What the mutation answered. */
export interface SendPayload {
  readonly submission: { readonly status: 'SENT' | 'REPLAYED' } | null;
  readonly userErrors: readonly UserError[];
}

/** The request as a whole failed; nothing is known of the mail. */
export interface RequestError {
  readonly code: string;
  readonly retryable: boolean;
  readonly retryAfter: string | null;
}

/** One try: the mutation's own answer, or why there is none. */
export type Try = { readonly payload: SendPayload } | { readonly error: RequestError };

/** Sends the mutation once. Never throws for what the network does. */
export type TrySend = (input: SendMessageInput) => Promise<Try>;

const mutation = `
  mutation Confirm($input: SendMessageInput!) {
    sendMessage(input: $input) {
      submission { status }
      userErrors {
        __typename code detail retryable retryAfter
        ... on ValidationError { fields { path message } }
        ... on QuotaExceededError { quota }
        ... on UpstreamError { outcomeUnknown requestId }
      }
    }
  }`;

/** How long one try may take, milliseconds: longer than the gateway's own patience with the mail server. */
const patienceMs = 60_000;

/** A gateway at an address. `token`: a JWT or an API key; the embedded demo wants none. */
export const gatewayAt =
  (url: string, token?: string): TrySend =>
  async (input) => {
    try {
      const response = await fetch(url, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          accept: 'application/graphql-response+json',
          ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        },
        body: JSON.stringify({ query: mutation, variables: { input } }),
        signal: AbortSignal.timeout(patienceMs),
      });
      return readTry((await response.json()) as GraphqlBody);
    } catch {
      // Refused, cut in the middle, silent, or no JSON: the mail may have been sent or not. Under its key it can be asked for again.
      return { error: noAnswer };
    }
  };

const noAnswer: RequestError = { code: 'NO_ANSWER', retryable: true, retryAfter: null };

interface GraphqlBody {
  readonly data?: { readonly sendMessage: SendPayload | null } | null;
  readonly errors?: readonly {
    readonly extensions?: { readonly code?: string; readonly retryable?: boolean; readonly retryAfter?: string };
  }[];
}

const readTry = ({ data, errors = [] }: GraphqlBody): Try => {
  if (data?.sendMessage) return { payload: data.sendMessage };
  const [first] = errors;
  if (first === undefined) return { error: noAnswer };
  const { code = 'UNKNOWN', retryable = false, retryAfter = null } = first.extensions ?? {};
  return { error: { code, retryable, retryAfter } };
};
