import { describe, expect, it } from 'vitest';
import { type ApiBody, type RunningEmulator, startEmulator } from '../running-emulator.ts';
import { smallOrganization } from '../small-organization.ts';

const order = {
  ClientToken: 'first',
  EntityId: 'alice@example.test',
  Description: 'before she leaves',
  RoleArn: 'arn:aws:iam::111122223333:role/WorkmailMailboxExportRole',
  KmsKeyArn: 'arn:aws:kms:eu-west-1:111122223333:key/11111111-2222-3333-4444-555555555555',
  S3BucketName: 'amzn-s3-demo-bucket',
  S3Prefix: 'leavers/alice',
};

const startedAt = Date.UTC(2026, 10, 22, 9);

/** An emulator whose clock stands, except when it is moved. */
const start = () => startEmulator({ now: () => startedAt });

const exportOf = async ({ api }: RunningEmulator, differences: Readonly<Record<string, unknown>> = {}) =>
  (await api('StartMailboxExportJob', { ...order, ...differences })).body;

const described = async ({ api }: RunningEmulator, { JobId }: ApiBody): Promise<ApiBody> =>
  (await api('DescribeMailboxExportJob', { JobId })).body;

describe('a mailbox export job', () => {
  it('runs until it is completed, and tells how far it is', async () => {
    const running = await start();
    const { emulator, api } = running;
    const job = await exportOf(running);
    expect(job).toEqual({ JobId: expect.stringMatching(/^[A-Za-z0-9-]{1,63}$/) });
    const { body: alice } = await api('DescribeUser', { UserId: 'alice@example.test' });
    const asked = {
      EntityId: alice['UserId'],
      Description: order.Description,
      RoleArn: order.RoleArn,
      KmsKeyArn: order.KmsKeyArn,
      S3BucketName: order.S3BucketName,
      S3Prefix: order.S3Prefix,
      S3Path: `amzn-s3-demo-bucket/leavers/alice/${String(job['JobId'])}.zip`,
      StartTime: startedAt / 1000,
    };
    expect(await described(running, job)).toEqual({ ...asked, State: 'RUNNING', EstimatedProgress: 0 });
    emulator.clock.advance(225_000);
    expect(await described(running, job)).toEqual({ ...asked, State: 'RUNNING', EstimatedProgress: 75 });
    emulator.clock.advance(225_000);
    const ended = { ...asked, State: 'COMPLETED', EstimatedProgress: 100, EndTime: startedAt / 1000 + 300 };
    expect(await described(running, job)).toEqual(ended);
    const { RoleArn: _role, KmsKeyArn: _key, S3Prefix: _prefix, ...listed } = ended;
    expect((await api('ListMailboxExportJobs')).body).toEqual({ Jobs: [{ ...job, ...listed }] });
  });

  it('fails half way to a bucket that is missing, and says why', async () => {
    const running = await start();
    const job = await exportOf(running, { S3BucketName: 'missing-bucket' });
    running.emulator.clock.advance(300_000);
    expect(await described(running, job)).toMatchObject({
      State: 'FAILED',
      EstimatedProgress: 50,
      ErrorInfo: expect.stringMatching(/bucket/),
      EndTime: startedAt / 1000 + 150,
    });
  });

  it('is cancelled while it runs, however often that is said, and not when it has ended', async () => {
    const running = await start();
    const { emulator, api } = running;
    const job = await exportOf(running);
    emulator.clock.advance(150_000);
    const cancel = () => api('CancelMailboxExportJob', { ClientToken: 'stop', JobId: job['JobId'] });
    expect(await cancel()).toEqual({ status: 200, body: {} });
    emulator.clock.advance(300_000);
    expect(await cancel()).toEqual({ status: 200, body: {} });
    const cancelled = { State: 'CANCELLED', EstimatedProgress: 50, EndTime: startedAt / 1000 + 150 };
    expect(await described(running, job)).toMatchObject(cancelled);

    const second = await exportOf(running, { ClientToken: 'second' });
    emulator.clock.advance(300_000);
    await api('CancelMailboxExportJob', { ClientToken: 'stop', JobId: second['JobId'] });
    expect(await described(running, second)).toMatchObject({ State: 'COMPLETED' });
  });

  it('is started once however often the same client token asks for it, and another one by no other mailbox', async () => {
    const running = await start();
    const job = await exportOf(running);
    expect(await exportOf(running)).toEqual(job);
    const other = await exportOf(running, { EntityId: 'bob@example.test' });
    expect(other['__type']).toBe('InvalidParameterException');
    expect((await running.api('ListMailboxExportJobs')).body['Jobs']).toHaveLength(1);
  });

  it('may name the mailbox by its id or its name as well', async () => {
    const running = await start();
    const { body: bob } = await running.api('DescribeUser', { UserId: 'bob@example.test' });
    const jobs = [
      await exportOf(running, { ClientToken: 'id', EntityId: bob['UserId'], S3BucketName: 'missing-1' }),
      await exportOf(running, { ClientToken: 'name', EntityId: 'vault', S3BucketName: 'missing-2' }),
    ];
    expect(jobs.map(({ JobId }) => typeof JobId)).toEqual(['string', 'string']);
  });

  it('is listed for seven days, and described for ever', async () => {
    const running = await start();
    const job = await exportOf(running);
    running.emulator.clock.advance(7 * 86_400_000 - 1_000);
    expect((await running.api('ListMailboxExportJobs')).body['Jobs']).toHaveLength(1);
    running.emulator.clock.advance(1_000);
    expect((await running.api('ListMailboxExportJobs')).body['Jobs']).toEqual([]);
    expect(await described(running, job)).toMatchObject({ State: 'COMPLETED' });
  });

  it('is the only one of its mailbox in 24 hours, unless it came to nothing', async () => {
    const running = await start();
    await exportOf(running);
    const again = { ClientToken: 'again' };
    running.emulator.clock.advance(86_400_000 - 1_000);
    expect((await exportOf(running, again))['__type']).toBe('LimitExceededException');
    running.emulator.clock.advance(1_000);
    expect(await exportOf(running, again)).toEqual({ JobId: expect.any(String) });
  });

  it('is one of ten at most that run at a time', async () => {
    const small = smallOrganization();
    const [first] = small.mailboxes;
    const addresses = Array.from({ length: 11 }, (_, index) => `person-${index}@example.test`);
    const mailboxes = addresses.map((address) => ({ ...first!, address, aliases: [] }));
    const running = await startEmulator({ now: () => startedAt, seed: { ...small, mailboxes, groups: [] } });
    const jobs: ApiBody[] = [];
    for (const EntityId of addresses) jobs.push(await exportOf(running, { EntityId, ClientToken: EntityId }));
    expect(jobs.map((job) => job['__type'])).toEqual([...Array<undefined>(10), 'LimitExceededException']);
    const eleventh = { EntityId: addresses[10], ClientToken: 'again' };
    await running.api('CancelMailboxExportJob', { ClientToken: 'stop', JobId: jobs[0]?.['JobId'] });
    expect(await exportOf(running, eleventh)).toEqual({ JobId: expect.any(String) });
  });

  it.each([
    ['nobody’s', { EntityId: 'nobody@example.test' }, 'EntityNotFoundException'],
    ['a group’s', { EntityId: 'team@example.test' }, 'EntityNotFoundException'],
    ['without a token', { ClientToken: undefined }, 'InvalidParameterException'],
    ['under no role', { RoleArn: 'arn' }, 'InvalidParameterException'],
    ['with a key of something else', { KmsKeyArn: 'arn:aws:s3:::a-bucket-and-no-key' }, 'InvalidParameterException'],
    ['to a bucket that cannot be', { S3BucketName: 'a_b' }, 'InvalidParameterException'],
    ['under a prefix with a blank', { S3Prefix: 'a b' }, 'InvalidParameterException'],
    ['with a long description', { Description: 'x'.repeat(1024) }, 'InvalidParameterException'],
  ])('cannot be %s', async (_, differences, type) => {
    const running = await start();
    expect((await exportOf(running, differences))['__type']).toBe(type);
    expect((await running.api('ListMailboxExportJobs')).body['Jobs']).toEqual([]);
  });

  it.each(['DescribeMailboxExportJob', 'CancelMailboxExportJob'])('is missing to %s', async (action) => {
    const { api } = await start();
    const { body } = await api(action, { JobId: 'none', ClientToken: 'a' });
    expect(body['__type']).toBe('EntityNotFoundException');
  });

  it('is gone when the emulator is set back', async () => {
    const running = await start();
    await exportOf(running);
    running.emulator.reset();
    expect((await running.api('ListMailboxExportJobs')).body['Jobs']).toEqual([]);
  });
});
