import type { Route } from './route.ts';

/** Whether this process should get requests. */
export interface Readiness {
  /** Undefined when it should; otherwise why not. Asks nobody: a mail server that is down must not take every gateway out of service. */
  readonly reasonNotReady: () => string | undefined;
}

const headers = { 'content-type': 'application/json', 'cache-control': 'no-store' };

/** `/ready`: 503 while the process drains. That it runs at all is told by Yoga's own `/health`. */
export const readyRoute = ({ reasonNotReady }: Readiness): Route => ({
  path: '/ready',
  methods: ['GET', 'HEAD'],
  handle: () => {
    const reason = reasonNotReady();
    const body = JSON.stringify(reason === undefined ? { status: 'ready' } : { status: 'not ready', reason });
    return Promise.resolve({ status: reason === undefined ? 200 : 503, headers, body });
  },
});
