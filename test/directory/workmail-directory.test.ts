import { WorkMail } from '@aws-sdk/client-workmail';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Directory } from '../../src/directory/directory.ts';
import { DirectoryError } from '../../src/directory/directory.ts';
import { workmailDirectory } from '../../src/directory/workmail-directory.ts';
import { createEmulator, type Emulator } from '../../src/emulator/emulator.ts';
import { mailboxAddress, type MailboxAddress } from '../../src/ews/properties/id.ts';

const address = (value: string): MailboxAddress => {
  const parsed = mailboxAddress(value);
  if (parsed === undefined) throw new Error(`${value} is no address`);
  return parsed;
};

let emulator: Emulator;
let api: WorkMail;

beforeAll(async () => {
  emulator = createEmulator();
  const { apiEndpoint } = await emulator.listen();
  api = new WorkMail({
    endpoint: apiEndpoint,
    region: 'eu-west-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    maxAttempts: 1,
  });
});

afterAll(async () => {
  api.destroy();
  await emulator.close();
});

const start = (
  roleId = emulator.roles.readOnly,
): { readonly directory: Directory; readonly advance: (ms: number) => void } => {
  let time = 1000;
  emulator.apiRequests.length = 0;
  emulator.faults.clear();
  const directory = workmailDirectory({
    connect: () => Promise.resolve(api),
    organizationId: emulator.organizationId,
    roleId,
    now: () => time,
  });
  return { directory, advance: (ms) => void (time += ms) };
};

const actions = (): readonly string[] => emulator.apiRequests.map(({ action }) => action);

describe('find', () => {
  test('a user is found by the primary address', async () => {
    const { directory } = start();
    expect(await directory.find(address('Alice@Example.test'))).toMatchObject({
      address: 'alice@example.test',
      kind: 'USER',
      displayName: expect.stringContaining('Alice'),
    });
  });

  test('an alias leads to the primary address', async () => {
    const { directory } = start();
    expect((await directory.find(address('alice.smith@example.test')))?.address).toBe('alice@example.test');
  });

  test('rooms and groups tell what they are', async () => {
    const { directory } = start();
    expect(await directory.find(address('room-1@example.test'))).toMatchObject({
      address: 'room-1@example.test',
      kind: 'ROOM',
    });
    expect(await directory.find(address('team@example.test'))).toMatchObject({
      address: 'team@example.test',
      kind: 'GROUP',
    });
  });

  test('a mailbox that a DENY rule protects is as missing as one that does not exist', async () => {
    const { directory } = start();
    expect(await directory.find(address('vault@example.test'))).toBeUndefined();
    expect(await directory.find(address('nobody@example.test'))).toBeUndefined();
  });

  test('any number of callers cause one look-up, which is remembered for five minutes', async () => {
    const { directory, advance } = start();
    await Promise.all(Array.from({ length: 200 }, () => directory.find(address('alice@example.test'))));
    expect(actions()).toEqual(['DescribeUser', 'GetImpersonationRoleEffect']);
    advance(299_000);
    await directory.find(address('alice@example.test'));
    expect(actions()).toHaveLength(2);
    advance(2000);
    await directory.find(address('alice@example.test'));
    expect(actions()).toHaveLength(4);
  });

  test('that an address is missing is remembered for half a minute only', async () => {
    const { directory, advance } = start();
    await directory.find(address('nobody@example.test'));
    await directory.find(address('nobody@example.test'));
    const asked = actions().length;
    expect(asked).toBe(2);
    advance(31_000);
    await directory.find(address('nobody@example.test'));
    expect(actions()).toHaveLength(2 * asked);
  });

  test('a directory that fails is an error without its text, and is asked again', async () => {
    const { directory } = start();
    emulator.faults.add({
      operation: 'DescribeUser',
      kind: 'status',
      status: 500,
      body: '{"__type":"InternalFailure","Message":"arn:aws:workmail:secret"}',
    });
    const failure = await directory.find(address('bob@example.test')).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(DirectoryError);
    expect(String(failure)).toContain('DescribeUser');
    expect(String(failure)).not.toContain('arn:');
    expect(await directory.find(address('bob@example.test'))).toMatchObject({ address: 'bob@example.test' });
  });

  test('a mailbox that was found outlives a directory that fails, for a quarter of an hour', async () => {
    const { directory, advance } = start();
    await directory.find(address('alice@example.test'));
    emulator.faults.add({ operation: 'DescribeUser', kind: 'status', status: 503, times: Infinity });
    advance(6 * 60_000);
    expect(await directory.find(address('alice@example.test'))).toMatchObject({ address: 'alice@example.test' });
    await expect(directory.find(address('bob@example.test'))).rejects.toBeInstanceOf(DirectoryError);
    advance(10 * 60_000);
    await expect(directory.find(address('alice@example.test'))).rejects.toBeInstanceOf(DirectoryError);
  });

  test('a directory that failed is asked again after five seconds, not when a good answer would be', async () => {
    const { directory, advance } = start();
    await directory.find(address('alice@example.test'));
    emulator.faults.add({ operation: 'DescribeUser', kind: 'status', status: 503 });
    advance(6 * 60_000);
    await directory.find(address('alice@example.test'));
    emulator.apiRequests.length = 0;
    advance(4_000);
    await directory.find(address('alice@example.test'));
    expect(actions()).toEqual([]);
    advance(2_000);
    await directory.find(address('alice@example.test'));
    expect(actions()).toEqual(['DescribeUser', 'GetImpersonationRoleEffect']);
  });

  test("WorkMail's own users and disabled ones are not there", async () => {
    const { directory } = start();
    const found = { UserId: 'system', Email: 'system@example.test' };
    for (const more of [
      { State: 'ENABLED', UserRole: 'SYSTEM_USER' },
      { State: 'DISABLED', UserRole: 'USER' },
    ])
      emulator.faults.add({ operation: 'DescribeUser', kind: 'body', body: JSON.stringify({ ...found, ...more }) });
    expect(await directory.find(address('system@example.test'))).toBeUndefined();
    expect(await directory.find(address('disabled@example.test'))).toBeUndefined();
    expect(actions()).not.toContain('GetImpersonationRoleEffect');
  });

  test('a mailbox that the directory says is gone does not outlive it', async () => {
    const { directory, advance } = start();
    await directory.find(address('alice@example.test'));
    const responseCode = 'EntityNotFoundException';
    for (const operation of ['DescribeUser', 'DescribeEntity'])
      emulator.faults.add({ operation, kind: 'fault', responseCode });
    advance(6 * 60_000);
    expect(await directory.find(address('alice@example.test'))).toBeUndefined();
  });

  test('without the role nothing can be opened, so it is an error and not an empty answer', async () => {
    const { directory } = start('no-such-role');
    await expect(directory.find(address('alice@example.test'))).rejects.toBeInstanceOf(DirectoryError);
    await expect(directory.list()).rejects.toBeInstanceOf(DirectoryError);
  });
});

describe('list', () => {
  test('users, rooms and groups in order, without the protected and the disabled ones', async () => {
    const { directory } = start();
    const found = (await directory.list()).map((entry) => `${entry.kind} ${entry.address}`);
    expect(found).toEqual(found.toSorted((a, b) => (a.split(' ')[1] ?? '').localeCompare(b.split(' ')[1] ?? '')));
    for (const entry of [
      'USER alice@example.test',
      'USER bob@example.test',
      'USER carol@example.test',
      'USER dave@example.test',
    ])
      expect(found).toContain(entry);
    for (const entry of ['ROOM room-1@example.test', 'ROOM room-2@example.test', 'GROUP team@example.test'])
      expect(found).toContain(entry);
    expect(found.join()).not.toContain('vault');
  });

  test('agrees with find about every entry', async () => {
    const { directory } = start();
    for (const entry of await directory.list())
      expect(await directory.find(entry.address)).toMatchObject({ address: entry.address, kind: entry.kind });
  });

  test('a long directory is read to its last page', async () => {
    const pages = [
      { Users: [{ Id: '1', Email: 'a@example.test', State: 'ENABLED', UserRole: 'USER' }], NextToken: 'more' },
      { Users: [{ Id: '2', Email: 'b@example.test', State: 'ENABLED', UserRole: 'USER' }] },
    ];
    const asked: (string | undefined)[] = [];
    const fake = {
      listUsers: ({ NextToken }: { readonly NextToken?: string }) => {
        asked.push(NextToken);
        return Promise.resolve(pages[NextToken === 'more' ? 1 : 0]);
      },
      listResources: () => Promise.resolve({ Resources: [] }),
      listGroups: () => Promise.resolve({}),
      getImpersonationRole: () => Promise.resolve({ Rules: [{ Effect: 'ALLOW' }] }),
    } as unknown as WorkMail;
    const directory = workmailDirectory({
      connect: () => Promise.resolve(fake),
      organizationId: 'm-1',
      roleId: 'r',
      now: () => 0,
    });
    expect((await directory.list()).map((entry) => entry.address)).toEqual(['a@example.test', 'b@example.test']);
    expect(asked).toEqual([undefined, 'more']);
  });
});

describe('aliases', () => {
  test('are listed without the primary address, by any address', async () => {
    const { directory } = start();
    const expected = ['alice.smith@example.test', 'projects@example.test'];
    expect(await directory.aliases(address('alice@example.test'))).toEqual(expected);
    expect(await directory.aliases(address('projects@example.test'))).toEqual(expected);
  });

  test('of a mailbox that is not there are none', async () => {
    const { directory } = start();
    expect(await directory.aliases(address('vault@example.test'))).toEqual([]);
  });
});

describe('quota', () => {
  test('is told in bytes, by any address, and asked for once in five minutes', async () => {
    const { directory, advance } = start();
    const quota = await directory.quota(address('alice@example.test'));
    expect(quota).toEqual({ limitBytes: 51_200 * 1024 * 1024, usedBytes: expect.any(Number) });
    expect(quota?.usedBytes).toBeGreaterThan(1_000_000);
    expect(Number.isInteger(quota?.usedBytes)).toBe(true);
    await directory.quota(address('alice@example.test'));
    expect(actions().filter((action) => action === 'GetMailboxDetails')).toHaveLength(1);
    expect(await directory.quota(address('projects@example.test'))).toEqual(quota);
    advance(300_001);
    await directory.quota(address('alice@example.test'));
    expect(actions().filter((action) => action === 'GetMailboxDetails')).toHaveLength(3);
  });

  test('of what has no mailbox that may be opened is none, without a call', async () => {
    const { directory } = start();
    for (const nobody of ['vault@example.test', 'team@example.test', 'nobody@example.test'])
      expect(await directory.quota(address(nobody))).toBeUndefined();
    expect(actions()).not.toContain('GetMailboxDetails');
  });

  test.each(['AccessDeniedException', 'EntityNotFoundException', 'UnsupportedOperationException'])(
    'that the gateway is refused (%s) is none',
    async (responseCode) => {
      const { directory } = start();
      emulator.faults.add({ kind: 'fault', operation: 'GetMailboxDetails', responseCode });
      expect(await directory.quota(address('alice@example.test'))).toBeUndefined();
    },
  );

  test('that could not be asked for is a failure, and is asked for again', async () => {
    const { directory } = start();
    emulator.faults.add({ kind: 'fault', operation: 'GetMailboxDetails', responseCode: 'TooManyRequestsException' });
    await expect(directory.quota(address('alice@example.test'))).rejects.toThrow(DirectoryError);
    expect(await directory.quota(address('alice@example.test'))).toBeDefined();
  });

  test('may be a limit without a size', async () => {
    const { directory } = start();
    emulator.faults.add({
      kind: 'body',
      operation: 'GetMailboxDetails',
      body: '{"MailboxQuota":50}',
      contentType: 'application/x-amz-json-1.1',
    });
    expect(await directory.quota(address('alice@example.test'))).toEqual({
      limitBytes: 52_428_800,
      usedBytes: undefined,
    });
  });
});
