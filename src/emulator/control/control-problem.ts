import type { JsonMistake } from '../json-mistake.ts';

/** A request that control refuses, as it is told: RFC 9457. Whoever gets it can rely on nothing having changed. */
export class ControlProblem extends Error {
  readonly kind: ProblemKind;
  readonly mistakes: readonly JsonMistake[];

  readonly headers: Readonly<Record<string, string>>;

  constructor(
    kind: ProblemKind,
    detail: string,
    mistakes: readonly JsonMistake[] = [],
    headers: Readonly<Record<string, string>> = {},
  ) {
    super(detail);
    this.name = 'ControlProblem';
    this.kind = kind;
    this.mistakes = mistakes;
    this.headers = headers;
  }
}

/** What kind of problem it is; the last part of its `type`. */
export type ProblemKind = keyof typeof kinds;

/** Status and body of the answer, `application/problem+json`. https://www.rfc-editor.org/rfc/rfc9457 */
export const problemDetails = ({
  kind,
  message,
  mistakes,
}: ControlProblem): { readonly status: number; readonly body: object } => {
  const { status, title } = kinds[kind];
  const errors = mistakes.length === 0 ? {} : { errors: mistakes };
  return { status, body: { type: `urn:workmail-emulator:problem:${kind}`, title, status, detail: message, ...errors } };
};

const kinds = {
  'invalid-input': { status: 400, title: 'The input is not what this route takes' },
  'not-json': { status: 400, title: 'The body is not JSON' },
  'not-loopback': { status: 403, title: 'Control is for programs on this machine' },
  'from-web-page': { status: 403, title: 'Control is not for web pages' },
  'not-found': { status: 404, title: 'There is no such thing' },
  'wrong-method': { status: 405, title: 'The route does not have this method' },
  'too-long': { status: 413, title: 'The body is too long' },
  failed: { status: 500, title: 'The emulator made a mistake' },
  'wrong-content-type': { status: 415, title: 'Requests that change something are application/json' },
} as const;
