/** One promise of reliability, and where it is proven. */
export interface Goal {
  readonly number: number;
  readonly name: string;
  /** What is promised, for one gateway process on two cores. */
  readonly figure: string;
  /** Files below test/: `*.test.ts` are held by `npm test`, `*.soak.ts` are measured by `npm run soak` and report their figures. */
  readonly provenBy: readonly string[];
}

/** Every goal, by number. */
export const goals: readonly Goal[] = [
  {
    number: 1,
    name: 'GraphQL over HTTP',
    figure: 'every MUST and every SHOULD of graphql-http',
    provenBy: ['http/server-audits.test.ts'],
  },
  {
    number: 2,
    name: 'well-known attacks',
    figure: 'none of those that scanners of GraphQL servers try is let through',
    provenBy: ['attacks/attacks.test.ts'],
  },
  {
    number: 3,
    name: 'attacks',
    figure: '0 let through; event loop held up <= 100 ms (99 of 100) meanwhile',
    provenBy: ['attacks/attacks.test.ts', 'soak/attacks.soak.ts'],
  },
  {
    number: 4,
    name: 'permissions',
    figure: '10,000 random operations against an oracle: 0 differences',
    provenBy: ['journeys/policy-oracle.test.ts', 'journeys/permissions.test.ts'],
  },
  {
    number: 5,
    name: 'forged ids',
    figure: '100,000 changed ids: 0 opened',
    provenBy: ['forged-ids.test.ts'],
  },
  {
    number: 6,
    name: 'isolation under load',
    figure: '20 callers x 500 requests at a time: 0 foreign fields',
    provenBy: ['journeys/isolation.test.ts', 'journeys/many-callers.test.ts'],
  },
  {
    number: 7,
    name: 'secrets',
    figure: '0 canaries in answers, logs, audit, metrics, traces and Redis, over all journeys',
    provenBy: ['journeys/secrets.test.ts', 'journeys/redis-content.test.ts'],
  },
  {
    number: 8,
    name: 'XML in',
    figure: '>= 332 of 338 bad documents of W3C refused; an answer cut at any byte: 0 taken for whole',
    provenBy: ['ews/xml.test.ts', 'ews/envelopes.test.ts'],
  },
  {
    number: 9,
    name: 'XML out',
    figure: '20,000 random texts come back; requests are valid by the schema',
    provenBy: ['ews/xml.test.ts', 'ews/requests-valid.test.ts', 'journeys/written-strings.test.ts'],
  },
  {
    number: 10,
    name: 'HTML',
    figure: '>= 100 published attacks: 0 left',
    provenBy: ['graphql/html/hostile-html.test.ts'],
  },
  {
    number: 11,
    name: 'load',
    figure: '50 connections: >= 1,000 small queries/s, >= 500 lists of 25 through EWS/s, p99 <= 250 ms, 0 errors',
    provenBy: ['soak/load.soak.ts'],
  },
  {
    number: 12,
    name: 'overload ten times',
    figure: 'admitted p99 <= 500 ms, the rest 503 within 50 ms, <= 400 MB, usual again <= 2 s after',
    provenBy: ['soak/overload.soak.ts', 'http/admission.test.ts', 'http/overload.test.ts'],
  },
  {
    number: 13,
    name: 'memory',
    figure: '10 min of mixed traffic with 500 listeners: slope <= 1 MB/min',
    provenBy: ['journeys/many-listeners.test.ts', 'soak/mixed-traffic.soak.ts'],
  },
  {
    number: 14,
    name: 'cancelled requests',
    figure: '50 of them: 0 run on, connections to the mail server closed <= 200 ms',
    provenBy: ['journeys/cancellation.test.ts', 'soak/cancel.soak.ts'],
  },
  {
    number: 15,
    name: 'faults',
    figure: '12 kinds x 3 classes of operations: typed answers in time, nothing done twice',
    provenBy: [
      'journeys/upstream-failures.test.ts',
      'journeys/faults/survived-faults.test.ts',
      'journeys/faults/deadlines.test.ts',
    ],
  },
  {
    number: 16,
    name: 'backing off',
    figure: 'BackOffMilliseconds 3,000: 0 requests of that mailbox for 3 s, the others as before',
    provenBy: ['journeys/faults/pauses.test.ts'],
  },
  {
    number: 17,
    name: 'tokens',
    figure: '2,000 callers 1 fetch; 14 min without AWS 0 failed reads; 0 uses past their time',
    provenBy: ['credentials/cached-tokens.test.ts', 'credentials/million-uses.test.ts', 'journeys/tokens.test.ts'],
  },
  {
    number: 18,
    name: 'mutations once',
    figure: '1,000 keyed sends while gateways are killed: 0 doubled, 0 lost without OUTCOME_UNKNOWN',
    provenBy: ['chaos/once.test.ts', 'soak/replicas.soak.ts'],
  },
  {
    number: 19,
    name: 'events',
    figure: '10,000 changes, cut streams, lost Redis, killed gateways: 0 lost',
    provenBy: ['chaos/changes.test.ts'],
  },
  {
    number: 20,
    name: 'without Redis',
    figure: '100 of 100 reads',
    provenBy: ['journeys/redis-dead.test.ts', 'journeys/shared-budget.test.ts'],
  },
  {
    number: 21,
    name: 'shutdown',
    figure: 'SIGTERM under 50 clients: all begun is answered, exit code 0 within 30 s',
    provenBy: ['main.test.ts', 'soak/shutdown.soak.ts'],
  },
  {
    number: 22,
    name: 'start',
    figure: 'ready within 2 s; a bad configuration exits with 78 and names the variable, never its value',
    provenBy: ['main.test.ts', 'soak/start.soak.ts'],
  },
  {
    number: 23,
    name: 'engines',
    figure: 'no package that Node 20 cannot run, one copy of graphql',
    provenBy: ['engines.test.ts'],
  },
  {
    number: 24,
    name: 'worst accepted query',
    figure: '<= 150 ms of CPU, <= 2 MB of answer, <= 60 EWS calls',
    provenBy: ['journeys/any-operation.test.ts', 'soak/worst-query.soak.ts'],
  },
  {
    number: 25,
    name: 'big mail',
    figure: '40 MB: memory <= 100 MB more, event loop held up <= 50 ms',
    provenBy: ['journeys/big-attachment.test.ts', 'soak/big-mail.soak.ts'],
  },
];
