import type { IncomingMessage, ServerResponse } from 'node:http';
import { arrivalRoutes } from './arrival-routes.ts';
import { checkCaller } from './control-guard.ts';
import { ControlProblem, problemDetails } from './control-problem.ts';
import type { ControlRoute } from './control-route.ts';
import type { AnsweredRequest } from '../endpoint/answered-request.ts';
import type { Emulator } from '../emulator.ts';
import { faultKinds } from '../faults/fault-file.ts';
import { faultRoutes } from './fault-routes.ts';
import { createRequestLog, keepRecent } from './request-log.ts';
import { recordRoutes } from './record-routes.ts';
import { serverRoutes } from './server-routes.ts';

/** The strings that move an emulator, over HTTP. */
export interface Control {
  /** Answers a request to one of its paths. */
  readonly answer: (request: IncomingMessage, response: ServerResponse) => Promise<void>;
  /** Takes note of a request to EWS or the WorkMail API that was answered. */
  readonly record: (answered: AnsweredRequest) => void;
}

/** Whether a path, in lower case and without a query, is one of control's. */
export const isControlPath = (path: string): boolean => path === base || path.startsWith(`${base}/`);

/** Control of an emulator. */
export const createControl = (emulator: Emulator): Control => {
  const log = createRequestLog();
  const arrivals = arrivalRoutes(emulator);
  const routes: readonly ControlRoute[] = [
    ...faultRoutes(emulator),
    ...serverRoutes(emulator),
    ...arrivals.routes,
    ...recordRoutes(emulator, log),
    {
      method: 'POST',
      path: '/reset',
      does: 'Makes everything as it was when the emulator began to listen: mailboxes, roles, clock, faults and options.',
      answer: () => {
        emulator.reset();
        arrivals.forget();
        log.clear();
      },
    },
  ];
  const index: ControlRoute = {
    method: 'GET',
    path: '',
    does: 'Lists all this.',
    answer: () => ({
      organizationId: emulator.organizationId,
      roles: emulator.roles,
      mailboxes: emulator.mailboxes.map(({ address, name, kind }) => ({ address, name, kind })),
      faultKinds,
      routes: [index, ...routes].map(({ method, path, does, takes, query }) => ({
        method,
        path: `${base}${path}`,
        ...(query === undefined ? {} : { query }),
        does,
        ...(takes === undefined ? {} : { example: takes }),
      })),
    }),
  };
  return {
    answer: (request, response) => answerControl([index, ...routes], request, response),
    record: (answered) => {
      log.add(answered);
      keepRecent(emulator.requests, ({ body }) => body.length);
      keepRecent(emulator.apiRequests);
      keepRecent(emulator.outbox);
    },
  };
};

const base = '/emulator';

const answerControl = async (
  routes: readonly ControlRoute[],
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> => {
  try {
    checkCaller(request);
    const url = new URL(request.url ?? '', 'http://control');
    const { route, id } = routeOf(routes, request.method ?? '', url.pathname);
    const query = readQuery(route, url.searchParams);
    const answer = route.answer({ body: await readJson(request), query, id });
    if (answer === undefined) return send(response, 204);
    send(response, route.method === 'POST' ? 201 : 200, 'application/json', answer);
  } catch (error) {
    const { status, body } = problemDetails(
      error instanceof ControlProblem ? error : new ControlProblem('failed', String(error)),
    );
    send(response, status, 'application/problem+json', body, error instanceof ControlProblem ? error.headers : {});
  }
};

const send = (
  response: ServerResponse,
  status: number,
  contentType?: string,
  body?: unknown,
  headers: Readonly<Record<string, string>> = {},
): void => {
  const shared = { ...headers, 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' };
  if (contentType === undefined) {
    response.writeHead(status, shared).end();
    return;
  }
  response.writeHead(status, { ...shared, 'content-type': contentType }).end(`${JSON.stringify(body, null, 2)}\n`);
};

const routeOf = (
  routes: readonly ControlRoute[],
  method: string,
  pathname: string,
): { readonly route: ControlRoute; readonly id: string } => {
  const path = pathname.slice(base.length).replace(/\/$/, '');
  const here = routes.flatMap((route) => {
    const id = idIn(route.path, path);
    return id === undefined ? [] : [{ route, id }];
  });
  const found = here.find(({ route }) => route.method === method);
  if (found !== undefined) return found;
  if (here.length === 0)
    throw new ControlProblem('not-found', `There is no such path; GET ${base} lists those that there are.`);
  const allow = here.map(({ route }) => route.method).join(', ');
  throw new ControlProblem('wrong-method', `It has ${allow}.`, [], { allow });
};

/** What stands for `{id}` in a path, empty when the route has none; undefined when the path is another one. */
const idIn = (pattern: string, path: string): string | undefined => {
  if (!pattern.endsWith('/{id}')) return pattern === path ? '' : undefined;
  const prefix = pattern.slice(0, -'{id}'.length);
  const id = path.startsWith(prefix) ? path.slice(prefix.length) : '';
  return id === '' || id.includes('/') ? undefined : id;
};

const readQuery = ({ query = [] }: ControlRoute, given: URLSearchParams): Readonly<Record<string, string>> => {
  const unknown = [...new Set(given.keys())].filter((name) => !query.includes(name));
  if (unknown.length > 0) {
    const known = query.length === 0 ? 'none' : query.join(', ');
    throw new ControlProblem('invalid-input', `The query has ${unknown.join(', ')}; this route takes ${known}.`);
  }
  return Object.fromEntries(given);
};

const readJson = async (request: IncomingMessage): Promise<unknown> => {
  const parts: Buffer[] = [];
  let bytes = 0;
  for await (const part of request as AsyncIterable<Buffer>) {
    bytes += part.length;
    // What is too long is read to its end all the same: a connection that is closed before loses the answer.
    if (bytes > mostBytes) parts.length = 0;
    else parts.push(part);
  }
  if (bytes > mostBytes) throw new ControlProblem('too-long', `At most ${mostBytes} bytes are read.`);
  const text = Buffer.concat(parts).toString('utf8');
  if (text.trim() === '') return undefined;
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) throw new ControlProblem('not-json', error.message);
    throw error;
  }
};

/** Room for a message with 25 MB of attachments in base64. */
const mostBytes = 40_000_000;
