import type { RequestListener } from 'node:http';
import { challenges, type Access } from '../access/access.ts';
import type { Policy } from '../access/policy.ts';
import type { Audit } from '../telemetry/audit.ts';
import type { Metrics } from '../telemetry/metrics.ts';
import { problem } from './problem.ts';
import { readyAnswer, type Readiness } from './ready.ts';
import { requestPath } from './request-target.ts';
import type { Route, RouteAnswer } from './route.ts';

type Rendered = Pick<Metrics, 'render' | 'contentType'>;

const answerOf = async (metrics: Rendered): Promise<RouteAnswer> => ({
  status: 200,
  headers: { 'content-type': metrics.contentType, 'cache-control': 'no-store' },
  body: await metrics.render(),
});

/** `/metrics` among the other paths: for callers with ADMIN, because it tells how much everybody does. */
export const metricsRoute = ({
  metrics,
  access,
  policy,
  audit,
}: {
  readonly metrics: Rendered;
  readonly access: Access;
  readonly policy: Pick<Policy, 'permissionsOf'>;
  readonly audit: Audit;
}): Route => ({
  path: '/metrics',
  methods: ['GET', 'HEAD'],
  handle: async ({ request, requestId }) => {
    const authentication = await access.authenticate(request);
    if ('failure' in authentication) {
      const { failure } = authentication;
      audit({ requestId, route: 'metrics', caller: undefined }).refusal({ reason: 'UNAUTHENTICATED', failure });
      return failure === 'unavailable'
        ? problem(503, 'Credentials cannot be examined at the moment')
        : problem(401, 'Send an Authorization header', { 'www-authenticate': challenges[failure] });
    }
    const { caller } = authentication;
    if (policy.permissionsOf(caller).has('ADMIN')) return answerOf(metrics);
    const refusal = { mailbox: undefined, permissions: ['ADMIN'], field: '/metrics' };
    audit({ requestId, route: 'metrics', caller }).refusal({ reason: 'FORBIDDEN', ...refusal });
    return problem(403, 'This needs ADMIN');
  },
});

/** What a port of its own serves to whoever reaches it: `/metrics`, `/health` and `/ready`, without credentials. */
export const metricsListener = ({
  metrics,
  reasonNotReady,
}: Readiness & {
  readonly metrics: Rendered;
}): RequestListener => {
  const answers = new Map<string, () => RouteAnswer | Promise<RouteAnswer>>([
    ['/metrics', () => answerOf(metrics)],
    ['/health', () => ({ status: 200, headers: { 'cache-control': 'no-store' } })],
    ['/ready', () => readyAnswer({ reasonNotReady })],
  ]);
  const answerTo = async (method: string | undefined, path: string): Promise<RouteAnswer> => {
    const answer = answers.get(path);
    if (answer === undefined) return problem(404, 'There is nothing here');
    if (method !== 'GET' && method !== 'HEAD') return problem(405, 'Use GET or HEAD', { allow: 'GET, HEAD' });
    try {
      return await answer();
    } catch {
      return problem(500, 'The gateway failed');
    }
  };
  return (request, response) => {
    // Nobody reads what a client sends along.
    request.resume();
    void answerTo(request.method, requestPath(request)).then(({ status, headers, body }) =>
      response.writeHead(status, headers).end(request.method === 'HEAD' ? undefined : body),
    );
  };
};
