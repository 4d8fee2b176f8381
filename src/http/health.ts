import type { Route } from './route.ts';

/** Whether this process should get requests. */
export interface Readiness {
  /** Undefined when it should; otherwise why not. Asks nobody: a mail server that is down must not take every gateway out of service. */
  readonly reasonNotReady: () => string | undefined;
}

const headers = { 'content-type': 'application/json', 'cache-control': 'no-store' };

/** `/health`: the process runs and its event loop turns. `/ready`: it wants requests; 503 while it drains. */
export const healthRoutes = ({ reasonNotReady }: Readiness): readonly Route[] => [
  {
    path: '/health',
    methods: ['GET', 'HEAD'],
    handle: () => Promise.resolve({ status: 200, headers, body: JSON.stringify({ status: 'ok' }) }),
  },
  {
    path: '/ready',
    methods: ['GET', 'HEAD'],
    handle: () => {
      const reason = reasonNotReady();
      const answer =
        reason === undefined
          ? { status: 200, body: { status: 'ready' } }
          : { status: 503, body: { status: 'not ready', reason } };
      return Promise.resolve({ status: answer.status, headers, body: JSON.stringify(answer.body) });
    },
  },
];
