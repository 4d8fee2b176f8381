import { setTimeout as sleep } from 'node:timers/promises';
import type { ErrorCode } from '../../src/graphql/error-table.ts';
import type { Random } from '../../src/emulator/random.ts';
import { passingCodes } from './passing-codes.ts';

/** A keyed mutation that somebody wants to be done. */
export interface Errand {
  /** Tells it from all others, in the mailboxes too. */
  readonly subject: string;
  /** The whole operation, its key in it; the answer has `submission`, or `message` where it has none. */
  readonly document: string;
  readonly variables: Readonly<Record<string, unknown>>;
  /** How often its client asks at most. */
  readonly attempts: number;
}

/** What one request came to. */
export type Told =
  | { readonly kind: 'done'; readonly isReplayed: boolean | undefined }
  /** Nobody listened. */
  | { readonly kind: 'away' }
  /** No answer: the gateway was killed, or the client had no patience. */
  | { readonly kind: 'lost' }
  /** It may have been done, or somebody else is at it: nobody knows yet. */
  | { readonly kind: 'open'; readonly afterMs: number | undefined }
  /** Nothing was done by this request. */
  | { readonly kind: 'refused'; readonly code: ErrorCode; readonly afterMs: number | undefined };

/** What became of an errand. */
export interface Story {
  readonly errand: Errand;
  /** All that its client was told, in order of arrival. */
  readonly told: readonly Told[];
  /** What it was told last, the best of it where several requests were under way. */
  readonly last: Told;
}

interface Problem {
  readonly code: ErrorCode;
  readonly retryable: boolean;
  readonly retryAfter?: string | null;
}

interface Payload {
  readonly submission?: { readonly status: 'SENT' | 'REPLAYED' } | null;
  readonly message?: unknown;
  readonly userErrors: readonly Problem[];
}

interface Answer {
  readonly data?: Readonly<Record<string, Payload>> | null;
  readonly errors?: readonly { readonly extensions: Problem }[];
}

const pauseOf = ({ retryAfter }: Problem): number | undefined => {
  const seconds = /^PT(\d+)S$/.exec(retryAfter ?? '')?.[1];
  return seconds === undefined ? undefined : Number(seconds) * 1000;
};

const toldBy = ({ data, errors }: Answer): Told => {
  const payload = Object.values(data ?? {})[0];
  const problem = payload?.userErrors[0] ?? (payload === undefined ? errors?.[0]?.extensions : undefined);
  if (problem === undefined) {
    const status = payload?.submission?.status;
    return { kind: 'done', isReplayed: status === undefined ? undefined : status === 'REPLAYED' };
  }
  const afterMs = pauseOf(problem);
  const isOpen = problem.code === 'OUTCOME_UNKNOWN' || (problem.code === 'CONFLICT' && problem.retryable);
  return isOpen ? { kind: 'open', afterMs } : { kind: 'refused', code: problem.code, afterMs };
};

const isRefused = ({ cause }: Error): boolean =>
  cause instanceof Error && 'code' in cause && cause.code === 'ECONNREFUSED';

const ask = async (origin: string, { document, variables }: Errand, patienceMs: number): Promise<Told> => {
  try {
    const answer = await fetch(`${origin}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query: document, variables }),
      signal: AbortSignal.timeout(patienceMs),
    });
    return toldBy((await answer.json()) as Answer);
  } catch (error) {
    // fetch: the connection; AbortSignal: the patience. A broken program is neither.
    if (error instanceof DOMException && error.name === 'TimeoutError') return { kind: 'lost' };
    if (error instanceof TypeError) return { kind: isRefused(error) ? 'away' : 'lost' };
    throw error;
  }
};

/** The more one knows after it, the higher. */
const worth = { done: 4, open: 3, lost: 2, refused: 1, away: 0 } as const;

const mayRepeat = (told: Told): boolean =>
  told.kind === 'away' ||
  told.kind === 'lost' ||
  (told.kind === 'open' && told.afterMs !== undefined) ||
  (told.kind === 'refused' && passingCodes.has(told.code));

/**
 * Asks until it is done, told that repeating makes no sense, or out of attempts. One errand in four is asked of two gateways at once; one request in
 * twenty is left before it can be answered. The pauses that the gateway asks for are kept, more or less. `inFlight` lets one through at a time that
 * there is room for.
 */
export const runErrand = async (
  errand: Errand,
  origins: readonly string[],
  random: Random,
  inFlight: <Value>(work: () => Promise<Value>) => Promise<Value>,
): Promise<Story> => {
  const told: Told[] = [];
  let last: Told = { kind: 'away' };
  let lastAsked: string | undefined;
  for (let attempt = 1; attempt <= errand.attempts; attempt += 1) {
    // Who finds nobody goes elsewhere.
    const others = origins.length > 1 ? origins.filter((origin) => origin !== lastAsked) : origins;
    lastAsked = random.pick<string>(last.kind === 'away' ? others : origins);
    const asked: readonly string[] = random.chance(25) ? origins : [lastAsked];
    const patienceMs = random.chance(5) ? random.integer(3, 120) : 20_000;
    const answers = await inFlight(() => Promise.all(asked.map((origin) => ask(origin, errand, patienceMs))));
    told.push(...answers);
    last = answers.reduce((best, answer) => (worth[answer.kind] > worth[best.kind] ? answer : best));
    if (last.kind === 'done' || !mayRepeat(last) || attempt === errand.attempts) break;
    const pauseMs = ('afterMs' in last ? last.afterMs : undefined) ?? 300;
    // Many come far too early, and have to be told again.
    await sleep((pauseMs * (random.chance(40) ? 1 : random.integer(30, 110))) / 100);
  }
  return { errand, told, last };
};
