import type { WorkMail } from '@aws-sdk/client-workmail';
import { describe, expect, test } from 'vitest';
import { ExportsError } from '../../src/exports/mailbox-exports.ts';
import { workmailExports } from '../../src/exports/workmail-exports.ts';

/** AWS's client, with these answers; what it is asked stands in `asked`. */
const exportsWith = (answers: Readonly<Record<string, (input: Readonly<Record<string, unknown>>) => unknown>>) => {
  const asked: string[] = [];
  const client = Object.fromEntries(
    Object.entries(answers).map(([name, answer]) => [
      name,
      (input: Readonly<Record<string, unknown>>) => {
        asked.push(name);
        return Promise.resolve(answer(input));
      },
    ]),
  ) as unknown as WorkMail;
  return { exports: workmailExports({ connect: () => Promise.resolve(client), organizationId: 'm-1' }), asked };
};

/** An error as AWS's client throws it. */
const failing =
  (name: string, message = name, fault?: 'client' | 'server') =>
  (): never => {
    throw Object.assign(new Error(message), { name, ...(fault === undefined ? {} : { $fault: fault }) });
  };

const job = (JobId: string, State: string, StartTime?: Date) => ({ JobId, State, StartTime, EntityId: 'entity' });

const order = {
  entityId: 'entity',
  description: undefined,
  roleArn: 'arn:aws:iam::111122223333:role/export',
  kmsKeyArn: 'arn:aws:kms:eu-west-1:111122223333:key/1',
  s3BucketName: 'bucket',
  s3Prefix: 'prefix',
  clientToken: 'token',
};

describe('a list of export jobs', () => {
  test('is read page by page, and ordered by when they began', async () => {
    const tokens: unknown[] = [];
    const pages = [
      { Jobs: [job('old', 'COMPLETED', new Date(1)), job('new', 'RUNNING', new Date(3))], NextToken: 'more' },
      { Jobs: [job('unknown', 'FAILED'), job('middle', 'CANCELLED', new Date(2))] },
    ];
    const { exports } = exportsWith({
      listMailboxExportJobs: ({ NextToken }) => {
        tokens.push(NextToken);
        return pages[tokens.length - 1];
      },
    });
    expect((await exports.list()).map(({ id }) => id)).toEqual(['new', 'middle', 'old', 'unknown']);
    expect(tokens).toEqual([undefined, 'more']);
  });

  test('ends, although the server says that there is more for ever', async () => {
    const { exports, asked } = exportsWith({ listMailboxExportJobs: () => ({ Jobs: [], NextToken: 'more' }) });
    expect(await exports.list()).toEqual([]);
    expect(asked).toHaveLength(100);
  });

  test('leaves out what does not tell whose it is or how it is doing', async () => {
    const whole = job('whole', 'RUNNING');
    const parts = [
      { ...whole, JobId: undefined },
      { ...whole, EntityId: undefined },
      { ...whole, State: undefined },
    ];
    const { exports } = exportsWith({ listMailboxExportJobs: () => ({ Jobs: [...parts, whole] }) });
    expect((await exports.list()).map(({ id }) => id)).toEqual(['whole']);
  });
});

describe('an export job', () => {
  test('is asked about until it has ended, and not after that', async () => {
    const states = ['RUNNING', 'RUNNING', 'COMPLETED'];
    const { exports, asked } = exportsWith({ describeMailboxExportJob: () => job('a', states.shift() ?? 'FAILED') });
    const seen: string[] = [];
    for (let look = 0; look < 5; look += 1) seen.push((await exports.describe('a')).state);
    expect(seen).toEqual(['RUNNING', 'RUNNING', 'COMPLETED', 'COMPLETED', 'COMPLETED']);
    expect(asked).toHaveLength(3);
  });

  test.each([
    ['a job in the answer', { startMailboxExportJob: () => ({}) }, 'unanswered'],
    ['a word about who may', { startMailboxExportJob: failing('AccessDeniedException', 'no', 'client') }, 'denied'],
    ['room', { startMailboxExportJob: failing('LimitExceededException', 'no', 'client') }, 'limit'],
    ['a known reason', { startMailboxExportJob: failing('NewException', 'no', 'client') }, 'refused'],
    ['an answer', { startMailboxExportJob: failing('TimeoutError') }, 'unanswered'],
    ['health', { startMailboxExportJob: failing('InternalServerException', 'no', 'server') }, 'unanswered'],
    ['a good input', { startMailboxExportJob: failing('InvalidParameterException', 'RoleArn', 'client') }, 'invalid'],
    [
      'the same order',
      { startMailboxExportJob: failing('InvalidParameterException', 'The ClientToken was used.', 'client') },
      'mismatch',
    ],
  ])('is not started without %s', async (_, answers, failure) => {
    const { exports } = exportsWith(answers);
    const error = await exports.start(order).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(ExportsError);
    expect((error as ExportsError).failure).toBe(failure);
  });

  test('fails without a word of AWS’s own text, which holds ARNs', async () => {
    const text = 'User: arn:aws:iam::111122223333:user/gateway is not authorized';
    const { exports } = exportsWith({ cancelMailboxExportJob: failing('AccessDeniedException', text, 'client') });
    await expect(exports.cancel('a', 'token')).rejects.toThrow(
      /^WorkMail CancelMailboxExportJob: AccessDeniedException$/,
    );
  });
});
