import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Access } from '../operation.ts';

/** An HTTP request to the emulator and what became of it, for a log. Its headers, which carry credentials, are not in it. */
export interface AnsweredRequest {
  /** When it came in by the emulator's clock, milliseconds since 1970. */
  readonly receivedAt: number;
  /** `HTTP`: a path that is neither EWS nor the WorkMail API. */
  readonly service: 'EWS' | 'API' | 'HTTP';
  /** `FindItem`, `AssumeImpersonationRole`; method and path, without its query, where no such thing is named. Its first 320 characters. */
  readonly operation: string;
  /** The address impersonated, or the mail user's own. Its first 320 characters, which no address exceeds. */
  readonly mailbox: string | undefined;
  readonly authentication: Authentication;
  /** Kind of the fault that it was hit by, `delay`. */
  readonly fault: string | undefined;
  /** HTTP status; undefined: the connection ended before one was sent. */
  readonly status: number | undefined;
  /** Of its ResponseCodes the first that is not NoError, or the type of an API error; undefined where an answer has none. */
  readonly responseCode: string | undefined;
  /** The connection ended before the whole answer was out. */
  readonly isBroken: boolean;
  /** From its head to the end of its answer, by the machine's clock. */
  readonly durationMs: number;
  readonly requestBody: string;
  /** What the emulator had to say, also where a fault kept it from being said. Of streams the first million characters. */
  readonly answerBody: string;
}

/** Which credentials a request brought: a role's token, a service account's or a mail user's password, a signature; or none, or wrong ones. */
export type Authentication =
  | 'none'
  | 'refused'
  | 'signature'
  | { readonly scheme: 'Bearer' | 'Basic'; readonly access: Access };

/** Notes of a request while it is being answered. */
export interface RequestNotes {
  /** Takes down what was learnt; an empty operation is none. */
  learn(facts: Partial<RequestFacts>): void;
  /** Adds to what is answered. */
  answer(text: string): void;
}

type RequestFacts = Pick<
  AnsweredRequest,
  'service' | 'operation' | 'mailbox' | 'authentication' | 'fault' | 'requestBody'
>;

/** Takes notes of a request, and tells `onAnswered` when its connection or its answer has ended. `now`: milliseconds since 1970. */
export const followRequest = (
  request: IncomingMessage,
  response: ServerResponse,
  now: () => number,
  onAnswered: ((answered: AnsweredRequest) => void) | undefined,
): RequestNotes => {
  const receivedAt = now();
  const started = performance.now();
  let answerBody = '';
  let known: RequestFacts = {
    service: 'HTTP',
    operation: named(`${request.method ?? ''} ${(request.url ?? '').replace(/\?.*$/, '')}`),
    mailbox: undefined,
    authentication: 'none',
    fault: undefined,
    requestBody: '',
  };
  if (onAnswered === undefined) return { learn: () => undefined, answer: () => undefined };
  response.once('close', () => {
    onAnswered({
      ...known,
      receivedAt,
      status: response.headersSent ? response.statusCode : undefined,
      responseCode: responseCodeIn(answerBody, known.service),
      isBroken: !response.writableFinished,
      durationMs: performance.now() - started,
      answerBody,
    });
  });
  return {
    learn: (facts) => {
      const { operation = '', mailbox } = facts;
      known = {
        ...known,
        ...facts,
        operation: operation === '' ? known.operation : named(operation),
        mailbox: mailbox === undefined ? known.mailbox : named(mailbox),
      };
    },
    answer: (text) => {
      if (answerBody.length < mostAnswered) answerBody += text;
    },
  };
};

const mostAnswered = 1_000_000;

/** https://www.rfc-editor.org/rfc/rfc5321#section-4.5.3.1: 64 and 255 octets, and the @. A client may name a million. */
const named = (text: string): string => text.slice(0, 320);

const responseCodeIn = (answer: string, service: AnsweredRequest['service']): string | undefined => {
  const pattern = service === 'EWS' ? /<\w+:ResponseCode\b[^>]*>(\w+)</g : /"__type":"(\w+)"/g;
  let first: string | undefined;
  for (const [, code] of answer.matchAll(pattern)) {
    first ??= code;
    if (code !== 'NoError') return code;
  }
  return first;
};
