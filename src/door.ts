import type { IncomingMessage } from 'node:http';
import type { GatewayConfig } from './config.ts';
import { clientError } from './graphql/errors.ts';
import { admissionLimits, createAdmission, type Admission, type AdmissionLimits } from './http/admission.ts';
import { watchLoop } from './http/loop-load.ts';
import { answerOverloaded } from './http/overloaded-answer.ts';
import { urgencyOf } from './http/priority.ts';
import { requestPath } from './http/request-target.ts';
import { pushPath } from './notifications/sources/push-endpoints.ts';
import type { Logger } from './telemetry/logger.ts';

/** What the door of the gateway is made of. */
export interface DoorParts {
  readonly config: Pick<GatewayConfig, 'corsOrigins' | 'maxInFlight'>;
  readonly graphqlPath: string;
  readonly logger: Logger;
  readonly nowMs: () => number;
  /** 0 to 1, like Math.random. */
  readonly random: () => number;
  readonly requestId: () => string;
  /** What is different from the usual. */
  readonly limits: Partial<AdmissionLimits> | undefined;
}

/** The door of a gateway, until it is closed. */
export interface Door extends Admission {
  close(): void;
}

/** Who looks whether the gateway lives must not be told that it has much to do; nor a browser, which only asks whether it may ask. */
const exemptPaths: ReadonlySet<string> = new Set(['/health', '/ready', '/metrics']);

/** One word behind it, as the gateway makes them: with `..` in whatever spelling the path would be another one. */
const isPush = (path: string): boolean => path.startsWith(pushPath) && /^[\w-]+$/.test(path.slice(pushPath.length));

const isExempt = (request: IncomingMessage): boolean => {
  const path = requestPath(request);
  return request.method === 'OPTIONS' || exemptPaths.has(path) || isPush(path);
};

/** Whose calls to the mail server can wait can wait here too. */
const isBulk = ({ headers: { priority } }: IncomingMessage): boolean =>
  typeof priority === 'string' && urgencyOf(priority) === 'bulk';

const logEveryMs = 1_000;

/** Lets in what the gateway can answer, and says in the log, once a second at most, that it turns others away. */
export const openDoor = ({ config, graphqlPath, logger, nowMs, random, requestId, limits }: DoorParts): Door => {
  const loop = watchLoop();
  const answer = answerOverloaded({
    graphqlPath,
    bodyOf: (seconds) =>
      JSON.stringify({ errors: [clientError('OVERLOADED', undefined, { retryAfterMs: seconds * 1_000 })] }),
    corsOrigins: config.corsOrigins,
    requestId,
    random,
  });
  let loggedMs = Number.NEGATIVE_INFINITY;
  let refused = 0;
  const admission = createAdmission({
    limits: { ...admissionLimits, maxInFlight: config.maxInFlight, ...limits },
    nowMs,
    later: (work) => void setImmediate(work),
    loop,
    isExempt,
    isBulk,
    refuse: (request, response, reason) => {
      answer(request, response);
      refused += 1;
      if (nowMs() - loggedMs < logEveryMs) return;
      const { inFlight, waiting } = admission.stats();
      logger.warn({ reason, refused, inFlight, waiting }, 'too much to do: requests are turned away');
      loggedMs = nowMs();
      refused = 0;
    },
  });
  return { ...admission, close: () => loop.close() };
};
