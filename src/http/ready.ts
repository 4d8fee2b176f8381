import type { Route, RouteAnswer } from './route.ts';

/** Whether this process should get requests. */
export interface Readiness {
  /** Undefined when it should; otherwise why not. Asks nobody: a mail server that is down must not take every gateway out of service. */
  readonly reasonNotReady: () => string | undefined;
}

const headers = { 'content-type': 'application/json', 'cache-control': 'no-store' };

/** What a probe is told: 200, or 503 and why. */
export const readyAnswer = ({ reasonNotReady }: Readiness): RouteAnswer & { readonly body: string } => {
  const reason = reasonNotReady();
  const body = JSON.stringify(reason === undefined ? { status: 'ready' } : { status: 'not ready', reason });
  return { status: reason === undefined ? 200 : 503, headers, body };
};

/** `/ready`: 503 while the process drains. That it runs at all is told by Yoga's own `/health`. */
export const readyRoute = (readiness: Readiness): Route => ({
  path: '/ready',
  methods: ['GET', 'HEAD'],
  handle: () => Promise.resolve(readyAnswer(readiness)),
});
