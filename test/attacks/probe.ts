import { send, type Outcome } from './attacker.ts';
import type { CallerName, Target } from './target.ts';

/** A word that stands in many probes and may be repeated by no answer. */
export const canary = 'Attackers-Canary-41';

/** When an attack has not got through. The body must hold no foreign mail and nothing of the gateway's insides in any case. */
export interface Verdict {
  /** 0: the connection is ended without an answer. */
  readonly status: number | readonly number[];
  /** Every error has one of these codes, and there is at least one; absent: the answer is not GraphQL's. */
  readonly codes?: readonly string[];
  /** The whole of `data`; absent: nothing but nulls and empty lists. */
  readonly data?: unknown;
  /** Requests that may reach the mail server; default none. */
  readonly calls?: number;
  /** The longest answer, characters; default 2,000. */
  readonly maxLength?: number;
  /** What else must be. Throws, or tells in a few words what is wrong. */
  readonly wrong?: (outcome: Outcome, target: Target) => string | undefined;
}

/** One attack. */
export interface Probe {
  readonly name: string;
  /** The row of the threat model that it tries. */
  readonly threat: number;
  readonly send: (target: Target) => Promise<Outcome>;
  readonly verdict: Verdict;
  /** The same without malice: what reaches the mail server must have the same elements. */
  readonly harmless?: (target: Target) => Promise<Outcome>;
  /** It waits for the gateway to lose patience. */
  readonly isSlow?: true;
}

/** Makes the probes of one threat: `probe('what is done', send, verdict)`. */
export const probesOf =
  (threat: number) =>
  (name: string, attack: Probe['send'], verdict: Verdict, more: Pick<Probe, 'harmless' | 'isSlow'> = {}): Probe => ({
    name,
    threat,
    send: attack,
    verdict,
    ...more,
  });

/** What an honest client sends along. */
export const headersOf = ({ credentials }: Target, as: CallerName = 'alice'): Readonly<Record<string, string>> => ({
  'content-type': 'application/json',
  accept: 'application/graphql-response+json',
  authorization: `Bearer ${credentials[as]}`,
});

/** Variables, which may need something of the target. */
type Variables = Readonly<Record<string, unknown>>;

/** Sends a document as a caller with good credentials does. */
export const operation =
  (
    document: string,
    variables: Variables | ((target: Target) => Variables) = {},
    {
      as = 'alice',
      headers = {},
      operationName,
    }: { readonly as?: CallerName; readonly headers?: Variables; readonly operationName?: string } = {},
  ) =>
  (target: Target): Promise<Outcome> =>
    send(target.origin, {
      headers: { ...headersOf(target, as), ...(headers as Record<string, string>) },
      body: JSON.stringify({
        query: document,
        variables: typeof variables === 'function' ? variables(target) : variables,
        ...(operationName === undefined ? {} : { operationName }),
      }),
    });

/** Sends a body as it is, with good credentials. */
export const rawBody =
  (body: string | Uint8Array, headers: Readonly<Record<string, string>> = {}) =>
  (target: Target): Promise<Outcome> =>
    send(target.origin, { headers: { ...headersOf(target), ...headers }, body });

/** `write(0) write(1) …` */
export const times = (count: number, write: (index: number) => string, separator = ' '): string =>
  Array.from({ length: count }, (_, index) => write(index)).join(separator);

/** Refused as a whole: nothing was executed. */
export const refused = (code: string, status: number | readonly number[] = 400): Verdict => ({
  status,
  codes: [code],
});

/** Executed, and this part of it refused. */
export const refusedField = (...codes: readonly string[]): Verdict => ({ status: 200, codes });

/** What everybody may know of themselves. */
export const whoIsAlice = { viewer: { subject: 'alice' } };
