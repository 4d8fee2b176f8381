import { createHash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { Access } from '../../../src/access/access.ts';
import { permissions } from '../../../src/access/caller.ts';
import { accessOf, callerNamed, rulesOf } from '../../access.ts';
import { describeWithRedis, redisOfTest } from '../../redis.ts';
import { journeyOfTest, sealedId } from '../journey-of-test.ts';
import type { Journey } from '../start.ts';

const alice = 'alice@example.test';
const inbox = (name: string): string =>
  `query ${name} { mailbox(address: "${alice}") { inbox { messages(first: 3) { nodes { subject body { content } } } } } }`;

/** The gateway's own series, without those of the process. */
const seriesOf = async (journey: Journey): Promise<readonly string[]> =>
  (await journey.metrics()).split('\n').filter((line) => line.startsWith('workmail_graphql_'));

/** The value of a series, by its beginning; undefined where there is none. */
const valueOf = async (journey: Journey, beginning: string): Promise<number | undefined> => {
  const line = (await seriesOf(journey)).find((candidate) => candidate.startsWith(beginning));
  return line === undefined ? undefined : Number(line.slice(line.lastIndexOf(' ')));
};

/** A file of persisted operations that is gone with the test. */
const persisted = async (...documents: readonly string[]): Promise<string> => {
  const folder = await mkdtemp(join(tmpdir(), 'persisted-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const hashed = documents.map((document) => [createHash('sha256').update(document).digest('hex'), document]);
  const file = join(folder, 'operations.json');
  await writeFile(file, JSON.stringify(Object.fromEntries(hashed)));
  return file;
};

describe('operations', () => {
  it('are counted by the name of a persisted one, and a name that anybody made up is none', async () => {
    const file = await persisted(inbox('Inbox'));
    const journey = await journeyOfTest({ config: { persistedOperations: { file, only: 'nobody' } } });
    await journey.query(inbox('Inbox'));
    await journey.query('query Inbox { viewer { subject } }');
    await journey.query('mutation Inbox { markFolderRead(input: {}) { __typename } }');
    const query = 'workmail_graphql_operations_total{';
    expect(await valueOf(journey, `${query}name="Inbox",type="query",outcome="ok"}`)).toBe(1);
    expect(await valueOf(journey, `${query}name="other",type="query",outcome="ok"}`)).toBe(1);
    // Nothing of it was executed: nobody looked what it would have been.
    expect(await valueOf(journey, `${query}name="other",type="none",outcome="BAD_USER_INPUT"}`)).toBe(1);
    const seconds = 'workmail_graphql_operation_duration_seconds_count{';
    expect(await valueOf(journey, `${seconds}name="Inbox",type="query"}`)).toBe(1);
    expect(await valueOf(journey, `${seconds}name="other",type="none"}`)).toBeUndefined();
  });

  it('of 1,000 names, and paths and methods that nobody knows, make no more series than one', async () => {
    const journey = await journeyOfTest();
    await journey.query('query First { viewer { subject } }');
    await fetch(`${journey.origin}/first-path`);
    const before = (await seriesOf(journey)).length;
    const canary = 'Hostile_canary_name';
    for (let hundred = 0; hundred < 10; hundred += 1)
      await Promise.all(
        Array.from({ length: 100 }, (_, index) =>
          journey.query(
            `query ${canary}${hundred}_${index} { viewer { subject } }`,
            {},
            { headers: { 'user-agent': canary } },
          ),
        ),
      );
    await Promise.all(
      ['/a"} 1\nworkmail_graphql_forged 1', `/${canary}`, '/graphql/..%2f', '/Metrics', '/attachments'].map((path) =>
        fetch(`${journey.origin}/${encodeURI(path.slice(1))}`, { method: 'OPTIONS' }),
      ),
    );
    const series = await seriesOf(journey);
    expect(series.filter((line) => !line.includes('route="other"')).length).toBeLessThanOrEqual(before);
    expect(series.length).toBeLessThanOrEqual(before + 3);
    expect(series.join('\n')).not.toMatch(/canary|forged|first-path/i);
    expect(await valueOf(journey, 'workmail_graphql_operations_total{name="other",type="query",outcome="ok"}')).toBe(
      1_001,
    );
  }, 240_000);

  it('that fail in part are partial, and those with nothing but an error are counted by its code', async () => {
    const journey = await journeyOfTest();
    journey.emulator.faults.add({ operation: 'FindItem', kind: 'fault', responseCode: 'ErrorQuotaExceeded' });
    await journey.query(
      `{ viewer { subject } mailbox(address: "${alice}") { inbox { messages(first: 3) { nodes { subject } } } } }`,
    );
    await journey.query('{ nonsense }');
    const series = (await seriesOf(journey)).join('\n');
    expect(series).toMatch(/operations_total\{name="other",type="query",outcome="partial"\} 1/);
    expect(series).toMatch(/operations_total\{name="other",type="none",outcome="BAD_USER_INPUT"\} 1/);
  });
});

describe('mutations', () => {
  it('that fail in their payload are counted by its code, and the request line tells it', async () => {
    const journey = await journeyOfTest();
    const answer = await journey.query(
      `mutation ($input: UpdateMessagesInput!) { updateMessages(input: $input) { userErrors { code } results { error { code } } } }`,
      { input: { mailbox: alice, ids: [sealedId('Item', alice, 'gone'), 'no-id'], patch: { isRead: true } } },
    );
    expect(answer).not.toHaveProperty('errors');
    const told = JSON.stringify(answer.data).match(/"code":"\w+"/g) ?? [];
    expect(told.length).toBeGreaterThan(0);
    const counted = (await seriesOf(journey)).filter((line) => line.startsWith('workmail_graphql_user_errors_total'));
    expect(counted.reduce((sum, line) => sum + Number(line.split(' ')[1]), 0)).toBe(told.length);
    for (const code of told.map((text) => text.slice('"code":'.length))) {
      expect(counted.join('\n')).toContain(`{code=${code}}`);
      expect(journey.log()).toContain(code);
    }
  });
});

describe('operations whose client leaves', () => {
  it('are aborted, each once, and nobody is blamed', async () => {
    const journey = await journeyOfTest();
    journey.emulator.faults.add({ operation: 'FindItem', kind: 'hang' });
    const leave = new AbortController();
    const answer = journey.query(inbox('Any'), {}, { signal: leave.signal });
    await expect.poll(() => journey.emulator.requests.length).toBe(1);
    leave.abort();
    await expect(answer).rejects.toThrow('aborted');
    const outcome = (name: string) => `workmail_graphql_operations_total{name="other",type="query",outcome="${name}"}`;
    await expect.poll(() => valueOf(journey, outcome('aborted'))).toBe(1);
    const call = 'workmail_graphql_ews_calls_total{operation="FindItem",access="read",outcome="aborted"}';
    await expect.poll(() => valueOf(journey, call)).toBe(1);
    const counted = (await seriesOf(journey)).filter((line) => line.startsWith('workmail_graphql_operations_total'));
    expect(counted).toHaveLength(1);
  });
});

describeWithRedis('Redis', () => {
  it('is said to be up while it is', async () => {
    const redis = await redisOfTest();
    const journey = await journeyOfTest({ config: { redisUrl: redis.url } });
    await expect.poll(() => valueOf(journey, 'workmail_graphql_redis_up')).toBe(1);
    await redis.kill();
    await expect.poll(() => valueOf(journey, 'workmail_graphql_redis_up')).toBe(0);
  });
});

describe('calls to EWS', () => {
  it('are counted by operation and outcome, with their ids and bytes, and tokens by role', async () => {
    const journey = await journeyOfTest();
    await journey.query(inbox('Any'));
    const call = '{operation="GetItem",access="read",outcome="ok"}';
    expect(await valueOf(journey, `workmail_graphql_ews_calls_total${call}`)).toBe(1);
    expect(await valueOf(journey, 'workmail_graphql_ews_batch_size_sum{operation="GetItem"}')).toBe(3);
    expect(await valueOf(journey, 'workmail_graphql_ews_received_bytes_total{operation="GetItem"}')).toBeGreaterThan(
      500,
    );
    expect(await valueOf(journey, 'workmail_graphql_token_fetches_total{role="READ_ONLY",outcome="ok"}')).toBe(1);
    const remaining = await valueOf(journey, 'workmail_graphql_token_remaining_seconds{role="READ_ONLY"}');
    expect(remaining).toBeGreaterThan(100);
    expect(remaining).toBeLessThanOrEqual(900);
    expect(await valueOf(journey, 'workmail_graphql_token_remaining_seconds{role="FULL_ACCESS"}')).toBe(0);
    expect(await valueOf(journey, 'workmail_graphql_breaker_state{state="closed"}')).toBe(1);
    expect(await valueOf(journey, 'workmail_graphql_ews_running')).toBe(0);
  });

  it('that fail have a code of the closed list, whatever the server says', async () => {
    const journey = await journeyOfTest();
    journey.emulator.faults.add({ operation: 'FindItem', kind: 'fault', responseCode: 'ErrorNobodyHasHeardOf' });
    await journey.query(inbox('Any'));
    const series = (await seriesOf(journey)).join('\n');
    expect(series).toMatch(/ews_calls_total\{operation="FindItem",access="read",outcome="UPSTREAM_ERROR"\}/);
    expect(series).not.toContain('NobodyHasHeardOf');
  });
});

describe('callers', () => {
  it('who are refused are counted by why', async () => {
    const journey = await journeyOfTest({ config: { costLimit: 100 } });
    await journey.query(`{ mailbox(address: "${alice}") { messages(first: 500) { nodes { subject } } } }`);
    await journey.query('{ mailbox(address: "nobody@example.test") { address } }');
    expect(await valueOf(journey, 'workmail_graphql_refusals_total{reason="QUERY_TOO_EXPENSIVE"}')).toBe(1);
    expect(await valueOf(journey, 'workmail_graphql_refusals_total{reason="NOT_FOUND"}')).toBe(1);
    expect(await valueOf(journey, 'workmail_graphql_http_requests_total{route="graphql",status="4xx"}')).toBe(1);
  });

  it('who listen are counted while they do', async () => {
    const journey = await journeyOfTest();
    const leave = new AbortController();
    const response = await fetch(`${journey.origin}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'text/event-stream' },
      body: JSON.stringify({ query: `subscription { mailboxChanged(mailbox: "${alice}") { change { __typename } } }` }),
      signal: leave.signal,
    });
    expect(response.status).toBe(200);
    await expect.poll(() => valueOf(journey, 'workmail_graphql_subscriptions ')).toBe(1);
    expect(await valueOf(journey, 'workmail_graphql_subscribed_mailboxes ')).toBe(1);
    expect(
      await valueOf(journey, 'workmail_graphql_operations_total{name="other",type="subscription",outcome="ok"}'),
    ).toBe(1);
    leave.abort();
    await expect.poll(() => valueOf(journey, 'workmail_graphql_subscriptions ')).toBe(0);
  });
});

describe('/metrics beside GraphQL', () => {
  const admin = callerNamed('operator');
  const scrape = ({ origin }: Journey, method = 'GET'): Promise<Response> => fetch(`${origin}/metrics`, { method });

  it('is for callers with ADMIN', async () => {
    const journey = await journeyOfTest({ access: accessOf(admin, rulesOf(['ADMIN'])), isEmbedded: false });
    const response = await scrape(journey);
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toMatch(/^text\/plain; version=0\.0\.4/);
    expect(response.headers.get('cache-control')).toBe('no-store');
    expect(await response.text()).toContain('workmail_graphql_info{version="');
    const { status } = await scrape(journey, 'POST');
    expect(status).toBe(405);
  });

  it('is refused to everybody else, and the audit says so', async () => {
    const allButAdmin = rulesOf(permissions.filter((permission) => permission !== 'ADMIN'));
    const journey = await journeyOfTest({ access: accessOf(admin, allButAdmin), isEmbedded: false });
    expect((await scrape(journey)).status).toBe(403);
    expect(journey.audit()).toMatchObject([
      { audit: 'refusal', reason: 'FORBIDDEN', permissions: ['ADMIN'], route: 'metrics' },
    ]);
  });

  it('is refused to nobody', async () => {
    const nobody: Access = {
      authenticate: () => Promise.resolve({ failure: 'noCredentials' }),
      rules: rulesOf(['ADMIN']),
    };
    const journey = await journeyOfTest({ access: nobody, isEmbedded: false });
    const response = await scrape(journey);
    expect(response.status).toBe(401);
    expect(response.headers.get('www-authenticate')).toMatch(/^Bearer /);
    expect(await response.text()).not.toContain('workmail_graphql');
  });
});
