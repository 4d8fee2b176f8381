import { LRUCache } from 'lru-cache';
import { EwsError } from '../ews/errors.ts';
import type { EwsSession } from '../ews/operation.ts';
import { capabilityProbes } from './capability-probes.ts';
import { allUpstreamOperations, upstreamOperationOf, type UpstreamOperation } from './upstream-operations.ts';

/** Whether a server implements an operation; UNKNOWN when it could not be asked, or was not. */
export type CapabilityState = 'SUPPORTED' | 'UNSUPPORTED' | 'UNKNOWN';

/** What one operation came to. */
export interface Capability {
  readonly operation: UpstreamOperation;
  readonly state: CapabilityState;
}

/** Knows what an EWS server implements, which neither WorkMail nor the version that it answers as tells. */
export interface Capabilities {
  /**
   * Every operation that the gateway uses. Costs one call for each read that is not known yet; writes are never tried, their use tells. Without a
   * session nothing is asked, and what is not known stays so. Never throws EwsError.
   */
  probe(session: EwsSession | undefined): Promise<readonly Capability[]>;
  /** Whether the server has refused the operation within the hour. False while nobody knows; costs nothing. */
  isUnsupported(operation: UpstreamOperation): boolean;
  /**
   * The same session, from whose calls is learnt what the server implements. What has worked within the hour counts as implemented, however a later
   * request is refused: nobody can talk the gateway out of an operation by asking for nonsense.
   */
  watch(session: EwsSession): EwsSession;
}

/** Codes of a response message that say: there is no such operation here. In a real call they may be about what was asked for. */
const refusals: ReadonlySet<string | undefined> = new Set([
  'ErrorInvalidRequest',
  'ErrorInvalidOperation',
  'ErrorSchemaValidation',
]);

/** Codes of a whole request of which they do not say that a part of it is to blame. */
const wholeRequest: ReadonlySet<string> = new Set([
  'ErrorInvalidRequest',
  'ErrorInvalidOperation',
  'ErrorIncorrectSchemaVersion',
]);

/** Codes that say nothing about the operation: about the load, the mailbox, the rights. */
const passing =
  /Busy|Timeout|Transient|Unavailable|Impersonat|AccessDenied|NonExistentMailbox|Connection|Throttl|InternalServer/;

/** What the failure of one call says about its operation, whatever it asked for. UNKNOWN: it may go better next time. */
export const learntFrom = ({ lacking, kind, responseCode = '' }: EwsError): CapabilityState => {
  if (lacking === 'operation' || (lacking === 'request' && wholeRequest.has(responseCode))) return 'UNSUPPORTED';
  // Who looks at what the request names, and finds it wanting, has understood it.
  return kind === 'response' && !refusals.has(responseCode) && !passing.test(responseCode) ? 'SUPPORTED' : 'UNKNOWN';
};

/** The same of a request that cannot be to blame. */
const probedFrom = (error: EwsError): CapabilityState =>
  error.lacking !== undefined || refusals.has(error.responseCode) ? 'UNSUPPORTED' : learntFrom(error);

const rememberMs = 3_600_000;

/** Makes the memory of one endpoint: what is known stays known for an hour. `now` is a monotonic clock in milliseconds. */
export const createCapabilities = (now: () => number): Capabilities => {
  const known = new LRUCache<UpstreamOperation, CapabilityState>({
    max: allUpstreamOperations.length,
    ttl: rememberMs,
    perf: { now },
    ttlResolution: 0,
  });

  const learn = (operation: UpstreamOperation, state: CapabilityState): void => {
    if (state === 'UNKNOWN') return;
    if (state === 'UNSUPPORTED' && known.get(operation) === 'SUPPORTED') return;
    known.set(operation, state);
  };

  const learnFromCall = (name: string, outcomes: readonly unknown[]): void => {
    const operation = upstreamOperationOf(name);
    if (operation === undefined) return;
    const states = outcomes.map((outcome) => (outcome instanceof EwsError ? learntFrom(outcome) : 'SUPPORTED'));
    learn(operation, states.find((state) => state === 'SUPPORTED') ?? states[0] ?? 'UNKNOWN');
  };

  const stateOf = async (operation: UpstreamOperation, session: EwsSession | undefined): Promise<CapabilityState> => {
    const probe = capabilityProbes[operation];
    const state = known.get(operation);
    if (state !== undefined || probe === undefined || session === undefined) return state ?? 'UNKNOWN';
    try {
      await probe(session);
      learn(operation, 'SUPPORTED');
    } catch (error) {
      if (!(error instanceof EwsError)) throw error;
      learn(operation, probedFrom(error));
    }
    return known.get(operation) ?? 'UNKNOWN';
  };

  const watch = (session: EwsSession): EwsSession => {
    const watched = async <Result>(name: string, call: () => Promise<Result>): Promise<Result> => {
      try {
        return await call();
      } catch (error) {
        learnFromCall(name, [error]);
        throw error;
      }
    };
    const callEach: EwsSession['callEach'] = (operation, input) =>
      watched(operation.name, async () => {
        const answers = await session.callEach(operation, input);
        learnFromCall(operation.name, answers);
        return answers;
      });
    return {
      mailbox: session.mailbox,
      callEach,
      call: (operation, input) =>
        watched(operation.name, async () => {
          const answer = await session.call(operation, input);
          learnFromCall(operation.name, [answer]);
          return answer;
        }),
      open: (operation, input) => watched(operation.name, () => session.open(operation, input)),
    };
  };

  return {
    probe: (session) =>
      Promise.all(
        allUpstreamOperations.map(async (operation) => ({ operation, state: await stateOf(operation, session) })),
      ),
    isUnsupported: (operation) => known.get(operation) === 'UNSUPPORTED',
    watch,
  };
};
