import type { CombinedError } from 'urql';
import type { ProblemFragment } from '../generated/graphql.ts';

/** Something that did not work, in words for a reader. */
export interface Failure {
  /** The gateway's code, `NETWORK` when it could not be reached. */
  readonly code: string;
  readonly detail: string;
  /** Whether the same may work later. */
  readonly isRetryable: boolean;
  /** How long to wait before, milliseconds; 0 when nobody said. */
  readonly waitMs: number;
}

/** Milliseconds of an ISO 8601 duration such as `PT1M30S`; 0 for what is none. */
export const durationMs = (duration: string | null | undefined): number => {
  const [, hours, minutes, seconds] = /^PT(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?$/.exec(duration ?? '') ?? [];
  return (Number(hours ?? 0) * 3600 + Number(minutes ?? 0) * 60 + Number(seconds ?? 0)) * 1000;
};

/** What a failed operation comes to: the first of its errors, or that nobody answered. */
export const failureOf = ({ graphQLErrors, networkError }: CombinedError): Failure => {
  const [error] = graphQLErrors;
  if (error === undefined)
    return {
      code: 'NETWORK',
      detail: networkError === undefined ? 'Something went wrong.' : 'The gateway cannot be reached.',
      isRetryable: true,
      waitMs: 0,
    };
  const { code, retryable, retryAfter } = error.extensions as Readonly<Record<string, unknown>>;
  return {
    code: typeof code === 'string' ? code : 'ERROR',
    detail: error.message,
    isRetryable: retryable === true,
    waitMs: durationMs(typeof retryAfter === 'string' ? retryAfter : undefined),
  };
};

/** What a mutation says that it did not do. */
export const failureOfProblem = (problem: ProblemFragment): Failure => {
  const fields = problem.__typename === 'ValidationError' ? problem.fields.map(({ message }) => message) : [];
  const isUnknown = problem.__typename === 'UpstreamError' && problem.outcomeUnknown;
  return {
    code: problem.code,
    detail: [problem.detail, ...fields, ...(isUnknown ? ['It may have happened all the same.'] : [])].join(' '),
    isRetryable: problem.retryable,
    waitMs: durationMs(problem.retryAfter),
  };
};
