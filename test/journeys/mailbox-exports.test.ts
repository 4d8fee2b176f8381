import { describe, expect, test } from 'vitest';
import { permissions, type Permission } from '../../src/access/caller.ts';
import { accessOf, callerNamed, rulesOf } from '../access.ts';
import { askApi, exportPlace, startExport } from './export-jobs.ts';
import { ewsIdIn, journeyOfTest, problemsOf, sealedId } from './journey-of-test.ts';
import { journeyDay, type Answer, type Journey, type JourneyOptions } from './start.ts';

const [alice, bob] = ['alice@example.test', 'bob@example.test'];

interface Job {
  readonly id: string;
  readonly mailbox: string;
  readonly state: string;
  readonly description: string | null;
  readonly progressPercent: number | null;
  readonly s3Path: string | null;
  readonly startedAt: string | null;
  readonly endedAt: string | null;
  readonly error: string | null;
}

interface UserError {
  readonly __typename: string;
  readonly code: string;
  readonly detail: string;
  readonly retryable: boolean;
  readonly quota?: string;
  readonly outcomeUnknown?: boolean;
  readonly fields?: readonly { readonly path: readonly string[]; readonly message: string }[];
}

interface Payload {
  readonly done: { readonly job: Job | null; readonly userErrors: readonly UserError[] };
}

const whole = '{ id mailbox state description progressPercent s3Path startedAt endedAt error }';
const outcome = `{ job ${whole} userErrors { __typename code detail retryable
  ... on QuotaExceededError { quota } ... on UpstreamError { outcomeUnknown } ... on ValidationError { fields { path message } } } }`;

const start = (journey: Journey, differences: object = {}): Promise<Answer<Payload>> =>
  journey.query<Payload>(
    `mutation Leaving($input: StartMailboxExportInput!) { done: startMailboxExport(input: $input) ${outcome} }`,
    { input: { mailbox: alice, ...exportPlace, idempotencyKey: 'leaving-1', ...differences } },
  );

const cancel = (journey: Journey, jobId: string): Promise<Answer<Payload>> =>
  journey.query<Payload>(`mutation ($jobId: ID!) { done: cancelMailboxExport(jobId: $jobId) ${outcome} }`, { jobId });

const describeJob = async (journey: Journey, id: string): Promise<Job | null> =>
  (await journey.query<{ mailboxExport: Job | null }>(`query ($id: ID!) { mailboxExport(id: $id) ${whole} }`, { id }))
    .data.mailboxExport;

const list = (journey: Journey, args = ''): Promise<Answer<{ readonly mailboxExports: readonly Job[] }>> =>
  journey.query(`{ mailboxExports${args} ${whole} }`);

const startedJob = async (journey: Journey, differences: object = {}): Promise<Job> => {
  const { data } = await start(journey, differences);
  expect(data.done.userErrors).toEqual([]);
  return data.done.job ?? expect.fail('no job was started');
};

const errorOf = ({ errors, data }: Answer<Payload>): UserError => {
  expect(errors).toBeUndefined();
  expect(data.done.job).toBeNull();
  return data.done.userErrors[0] ?? expect.fail('it was done');
};

/** A journey in which no time passes but what a test lets pass, so that exports run for as long as they should. */
const begin = (options: JourneyOptions = {}): Promise<Journey> =>
  journeyOfTest({ now: () => journeyDay.getTime(), ...options });

const actions = ({ emulator }: Journey): readonly string[] =>
  emulator.apiRequests.map(({ action }) => action).filter((action) => action.includes('ExportJob'));

/** A caller who may do this to alice's mailbox, and nothing to others. */
const holding = (...held: readonly Permission[]): JourneyOptions => ({
  access: accessOf(
    callerNamed('ann'),
    rulesOf(held, (mailbox) => mailbox === alice),
  ),
});

describe('an export', () => {
  test('is started, followed and found again', async () => {
    const journey = await begin();
    const job = await startedJob(journey, { mailbox: 'Alice.Smith@example.test', description: 'Alice leaves' });
    expect(job).toEqual({
      id: job.id,
      mailbox: alice,
      state: 'RUNNING',
      description: 'Alice leaves',
      progressPercent: 0,
      s3Path: `amzn-s3-demo-bucket/leavers/${ewsIdIn(job.id)}.zip`,
      startedAt: '2026-03-18T00:00:00.000Z',
      endedAt: null,
      error: null,
    });
    journey.emulator.clock.advance(300_000);
    const ended = { ...job, state: 'COMPLETED', progressPercent: 100, endedAt: '2026-03-18T00:05:00.000Z' };
    expect(await describeJob(journey, job.id)).toEqual(ended);
    expect((await list(journey)).data.mailboxExports).toEqual([ended]);
    const node = `query ($id: ID!) { node(id: $id) { __typename ... on MailboxExportJob ${whole} } nodes(ids: [$id]) { id } }`;
    expect((await journey.query(node, { id: job.id })).data).toEqual({
      node: { __typename: 'MailboxExportJob', ...ended },
      nodes: [{ id: job.id }],
    });
  });

  test('tells why it failed, in lists too, and is asked about once when it has ended', async () => {
    const journey = await begin();
    const { id } = await startedJob(journey, { s3BucketName: 'missing-bucket' });
    journey.emulator.clock.advance(300_000);
    journey.emulator.apiRequests.length = 0;
    const failed = { state: 'FAILED', error: 'The bucket does not exist, or the role may not write to it.' };
    expect((await list(journey)).data.mailboxExports).toMatchObject([failed]);
    expect((await list(journey)).data.mailboxExports).toMatchObject([failed]);
    expect(await describeJob(journey, id)).toMatchObject(failed);
    expect(actions(journey)).toEqual(['ListMailboxExportJobs', 'DescribeMailboxExportJob', 'ListMailboxExportJobs']);
  });

  test('is cancelled while it runs; what has ended stays as it is and WorkMail is not asked to cancel it', async () => {
    const journey = await begin();
    const { id } = await startedJob(journey);
    const cancelled = await cancel(journey, id);
    expect(cancelled.data.done).toMatchObject({ job: { id, state: 'CANCELLED' }, userErrors: [] });
    expect((await cancel(journey, id)).data).toEqual(cancelled.data);
    expect(actions(journey).filter((action) => action === 'CancelMailboxExportJob')).toHaveLength(1);
  });

  test('that is too far to be cancelled is a conflict', async () => {
    const journey = await begin();
    const { id } = await startedJob(journey);
    const responseCode = 'InvalidParameterException';
    journey.emulator.faults.add({ kind: 'fault', operation: 'CancelMailboxExportJob', responseCode });
    expect(errorOf(await cancel(journey, id))).toMatchObject({ __typename: 'ConflictError', code: 'CONFLICT' });
  });
});

describe('a key', () => {
  test('starts one export however often it is sent; with another order it is a mismatch', async () => {
    const journey = await begin();
    const job = await startedJob(journey);
    expect((await startedJob(journey)).id).toBe(job.id);
    expect((await list(journey)).data.mailboxExports).toHaveLength(1);
    expect(errorOf(await start(journey, { mailbox: bob }))).toMatchObject({
      __typename: 'ConflictError',
      code: 'IDEMPOTENCY_MISMATCH',
    });
  });

  test('of one caller is not that of another, and WorkMail is told neither', async () => {
    const tokens = async (subject: string): Promise<readonly unknown[]> => {
      const journey = await begin({ access: accessOf(callerNamed(subject)) });
      await startedJob(journey);
      await startedJob(journey);
      return journey.emulator.apiRequests.flatMap(({ input }) => input['ClientToken'] ?? []);
    };
    const [ann, ben] = [await tokens('ann'), await tokens('ben')];
    expect([new Set(ann).size, new Set(ben).size, new Set([...ann, ...ben]).size]).toEqual([1, 1, 2]);
    for (const token of [...ann, ...ben]) expect(token).toMatch(/^[\x21-\x7e]{43}$/);
  });

  test('is good to ask again with when nobody knows whether it was done', async () => {
    const journey = await begin();
    // AWS's client tries three times by itself.
    journey.emulator.faults.add({ kind: 'status', operation: 'StartMailboxExportJob', status: 500, times: 3 });
    expect(errorOf(await start(journey))).toMatchObject({
      __typename: 'UpstreamError',
      code: 'OUTCOME_UNKNOWN',
      outcomeUnknown: true,
      retryable: true,
    });
    await startedJob(journey);
    expect((await list(journey)).data.mailboxExports).toHaveLength(1);
  });
});

describe('an export that cannot be', () => {
  test('is refused by the names of everything that is wrong with it, and WorkMail is not asked', async () => {
    const journey = await begin();
    const wrong = {
      roleArn: 'arn:aws:iam::1:user/x',
      kmsKeyArn: 'alias/key',
      s3BucketName: 'no_bucket',
      s3Prefix: '',
      description: 'x'.repeat(1024),
      idempotencyKey: 'with a blank',
    };
    const { code, fields = [] } = errorOf(await start(journey, wrong));
    expect([code, ...fields.map(({ path }) => path.join('.'))]).toEqual([
      'BAD_USER_INPUT',
      ...Object.keys(wrong).map((name) => `input.${name}`),
    ]);
    expect(actions(journey)).toEqual([]);
  });

  test('is one too many for WorkMail', async () => {
    const journey = await begin();
    await startedJob(journey);
    expect(errorOf(await start(journey, { idempotencyKey: 'leaving-2' }))).toMatchObject({
      __typename: 'QuotaExceededError',
      code: 'QUOTA_EXCEEDED',
      quota: 'mailboxExports',
      detail: expect.stringContaining('24 hours'),
    });
  });

  test.each([
    ['InvalidParameterException', 'ValidationError', 'BAD_USER_INPUT', false],
    ['EntityNotFoundException', 'NotFoundError', 'NOT_FOUND', false],
    ['AccessDeniedException', 'UpstreamError', 'UPSTREAM_ERROR', false],
    ['OrganizationStateException', 'UpstreamError', 'UPSTREAM_ERROR', false],
    ['UnknownOperationException', 'AccessDeniedError', 'UNSUPPORTED', false],
    ['TooManyRequestsException', 'ThrottledError', 'THROTTLED', true],
  ])('%s of AWS is told as %s', async (responseCode, typeName, code, retryable) => {
    const journey = await begin();
    journey.emulator.faults.add({ kind: 'fault', operation: 'StartMailboxExportJob', responseCode, times: 3 });
    const { detail, ...told } = errorOf(await start(journey));
    expect(told).toMatchObject({ __typename: typeName, code, retryable });
    expect(detail).not.toMatch(/arn:|bucket-|scripted/i);
  });

  test('is unsupported by another mail server than WorkMail', async () => {
    const journey = await begin({ serviceAccount: { username: 'gateway', password: 'secret' } });
    expect(errorOf(await start(journey))).toMatchObject({ __typename: 'AccessDeniedError', code: 'UNSUPPORTED' });
    for (const args of ['', `(mailbox: "${alice}")`]) {
      const answer = await list(journey, args);
      expect(answer.data.mailboxExports).toEqual([]);
      expect(problemsOf(answer)).toMatchObject([{ path: ['mailboxExports'], code: 'UNSUPPORTED', retryable: false }]);
    }
    const one = await journey.query(`query ($id: ID!) { mailboxExport(id: $id) { state } }`, {
      id: sealedId('MailboxExportJob', alice, 'none'),
    });
    expect(problemsOf(one)).toMatchObject([{ path: ['mailboxExport'], code: 'UNSUPPORTED' }]);
  });
});

describe('a list of exports', () => {
  test('has the newest first, those that were started elsewhere too, and as many as are asked for', async () => {
    const journey = await begin();
    await startExport(journey, bob, 'RUNNING');
    journey.emulator.clock.advance(2_000);
    await startedJob(journey);
    const mailboxesOf = async (args: string) =>
      (await list(journey, args)).data.mailboxExports.map((job) => job.mailbox);
    expect(await mailboxesOf('')).toEqual([alice, bob]);
    expect(await mailboxesOf('(first: 1)')).toEqual([alice]);
    expect(await mailboxesOf(`(mailbox: "${bob}")`)).toEqual([bob]);
    for (const first of [0, 101]) {
      const answer = await list(journey, `(first: ${first})`);
      expect(problemsOf(answer)).toMatchObject([{ path: ['mailboxExports'], code: 'BAD_USER_INPUT' }]);
    }
  });

  test('is read to its last page', async () => {
    const journey = await begin();
    for (let made = 0; made < 101; made += 1) {
      const input = { EntityId: alice, RoleArn: exportPlace.roleArn, KmsKeyArn: exportPlace.kmsKeyArn };
      const place = { S3BucketName: 'missing-bucket', S3Prefix: 'a', ClientToken: `${made}` };
      await askApi(journey, 'StartMailboxExportJob', { ...input, ...place });
      journey.emulator.clock.advance(300_000);
    }
    await startedJob(journey);
    journey.emulator.apiRequests.length = 0;
    const answer = await journey.query<{ mailboxExports: readonly Job[] }>(
      '{ mailboxExports(first: 100) { state startedAt } }',
    );
    expect(answer.data.mailboxExports).toHaveLength(100);
    expect(answer.data.mailboxExports[0]?.state).toBe('RUNNING');
    expect(actions(journey)).toEqual(['ListMailboxExportJobs', 'ListMailboxExportJobs']);
  });

  test('is empty beside an error when WorkMail cannot be asked, and the operator is told', async () => {
    const journey = await begin();
    const responseCode = 'AccessDeniedException';
    journey.emulator.faults.add({ kind: 'fault', operation: 'ListMailboxExportJobs', responseCode });
    const answer = await list(journey);
    expect(answer.data.mailboxExports).toEqual([]);
    expect(problemsOf(answer)).toMatchObject([{ path: ['mailboxExports'], code: 'UPSTREAM_ERROR', retryable: false }]);
    expect(journey.log()).toContain('WorkMail ListMailboxExportJobs: AccessDeniedException');
  });
});

describe('whoever may export one mailbox', () => {
  test('sees the jobs of that one, and those of another are missing', async () => {
    const journey = await begin(holding('EXPORT'));
    const bobs = await startExport(journey, bob, 'RUNNING');
    const own = await startExport(journey, alice, 'RUNNING');
    expect((await list(journey)).data.mailboxExports.map(({ id }) => id)).toEqual([own]);
    const refused = await list(journey, `(mailbox: "${bob}")`);
    expect(problemsOf(refused)).toMatchObject([{ path: ['mailboxExports'], code: 'NOT_FOUND' }]);
    expect(await describeJob(journey, bobs)).toBeNull();
    expect(errorOf(await cancel(journey, bobs))).toMatchObject({ __typename: 'NotFoundError', code: 'NOT_FOUND' });
    // A mailbox that has been given to somebody else since has none of the jobs of the one before.
    expect(await describeJob(journey, sealedId('MailboxExportJob', alice, ewsIdIn(bobs)))).toBeNull();
    expect(actions(journey)).not.toContain('CancelMailboxExportJob');
  });

  test('is nobody who may do everything else to it', async () => {
    const journey = await begin(holding(...permissions.filter((permission) => permission !== 'EXPORT')));
    const own = await startExport(journey, alice, 'RUNNING');
    journey.emulator.apiRequests.length = 0;
    const queries = ['mailboxExports { id }', `mailboxExports(mailbox: "${alice}") { id }`];
    for (const field of [...queries, `mailboxExport(id: "${own}") { id }`, `node(id: "${own}") { id }`]) {
      const problems = problemsOf(await journey.query(`{ ${field} }`));
      expect(problems, field).toMatchObject([{ code: 'FORBIDDEN', message: expect.stringContaining('EXPORT') }]);
    }
    expect(errorOf(await start(journey))).toMatchObject({ code: 'FORBIDDEN' });
    expect(errorOf(await cancel(journey, own))).toMatchObject({ code: 'FORBIDDEN' });
    expect(actions(journey)).toEqual([]);
  });

  test('sees nothing of a mailbox that the role of the gateway may not open', async () => {
    const journey = await begin();
    const vaults = await startExport(journey, 'vault@example.test', 'RUNNING');
    expect((await list(journey)).data.mailboxExports).toEqual([]);
    expect(await describeJob(journey, vaults)).toBeNull();
    expect(errorOf(await start(journey, { mailbox: 'vault@example.test' }))).toMatchObject({ code: 'NOT_FOUND' });
  });
});

test('the audit tells who let what be exported, and where to, and how it ended', async () => {
  const journey = await begin();
  const { id } = await startedJob(journey);
  await start(journey, { mailbox: bob });
  await cancel(journey, id);
  const exported = journey.audit().filter(({ audit }) => audit === 'export');
  const caller = { kind: 'demo', subject: 'demo' };
  const started = {
    action: 'StartMailboxExportJob',
    bucket: 'amzn-s3-demo-bucket',
    caller,
    graphqlOperation: 'Leaving',
  };
  expect(exported).toMatchObject([
    { ...started, mailbox: alice, ids: [id], outcome: 'ok' },
    { ...started, mailbox: bob, ids: [], outcome: 'mismatch' },
    { action: 'CancelMailboxExportJob', mailbox: alice, ids: [id], outcome: 'ok', caller },
  ]);
  expect(JSON.stringify(exported)).not.toMatch(/arn:|leavers|leaving-1/);
});
