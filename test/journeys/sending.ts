import type { Answer, Journey } from './start.ts';

/** A failure in a payload, as these selections ask for it. */
export interface Told {
  readonly __typename: string;
  readonly code: string;
  readonly detail: string;
  readonly retryable: boolean;
  readonly upstreamCode: string | null;
}

/** What a send gives. */
export interface SendPayload {
  readonly submission: { readonly status: string; readonly internetMessageId?: string | null } | null;
  readonly message?: Readonly<Record<string, unknown>> | null;
  readonly userErrors: readonly Told[];
}

const failure = `userErrors {
  __typename code detail retryable retryAfter upstreamCode
  ... on ValidationError { fields { path message } }
  ... on NotFoundError { missingId }
  ... on ConflictError { currentChangeKey current { ... on Message { subject } } }
  ... on UpstreamError { outcomeUnknown }
}`;

type Options = Parameters<Journey['query']>[2];

const sender =
  (mutation: 'sendMessage' | 'sendDraft', inputType: string) =>
  async (
    journey: Pick<Journey, 'query'>,
    input: object,
    shown = 'submission { status }',
    options: Options = {},
  ): Promise<{ readonly payload: SendPayload; readonly answer: Answer<unknown> }> => {
    const answer = await journey.query<Readonly<Record<string, SendPayload>>>(
      `mutation ($input: ${inputType}!) { ${mutation}(input: $input) { ${shown} ${failure} } }`,
      { input },
      options,
    );
    const payload = answer.data?.[mutation];
    if (payload === undefined) throw new Error(`no payload: ${JSON.stringify(answer.errors)}`);
    return { payload, answer };
  };

/** Sends a message; `shown`: what the payload selects besides every failure. */
export const sendMessage = sender('sendMessage', 'SendMessageInput');
/** Sends a draft. */
export const sendDraft = sender('sendDraft', 'SendDraftInput');
