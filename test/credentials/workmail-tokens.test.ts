import { WorkMail } from '@aws-sdk/client-workmail';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { inspect } from 'node:util';
import { afterEach, expect, it } from 'vitest';
import { CredentialsError } from '../../src/credentials/credentials-error.ts';
import { workmailTokens } from '../../src/credentials/workmail-tokens.ts';

const organizationId = 'm-0123456789abcdef0123456789abcdef';

interface Received {
  readonly target: string | undefined;
  readonly signed: string | undefined;
  readonly body: unknown;
}

const closers: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

/** The real AWS SDK against a WorkMail API that answers like this. */
const workmail = async (answer: () => { readonly status?: number; readonly type?: string; readonly body: unknown }) => {
  const received: Received[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const target = request.headers['x-amz-target'];
      received.push({
        target: String(target),
        signed: request.headers.authorization,
        body: JSON.parse(Buffer.concat(chunks).toString()),
      });
      const { status = 200, type, body } = answer();
      const headers = { 'content-type': 'application/x-amz-json-1.1', 'x-amzn-requestid': 'request-1' };
      response
        .writeHead(status, type === undefined ? headers : { ...headers, 'x-amzn-errortype': type })
        .end(JSON.stringify(body));
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const client = new WorkMail({
    region: 'us-east-1',
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    credentials: { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secret' },
    maxAttempts: 1,
  });
  let connected = 0;
  const tokens = workmailTokens({
    connect: async () => {
      connected += 1;
      return client;
    },
    organizationId,
    clock: { monotonicMs: () => 1, now: () => new Date(Date.UTC(2026, 10, 20)) },
    random: Math.random,
  });
  closers.push(async () => {
    client.destroy();
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  });
  return { tokens, received, server, connected: () => connected };
};

const refusal = async (act: Promise<unknown>): Promise<CredentialsError> => {
  const error: unknown = await act.then(
    () => new Error('no error'),
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(CredentialsError);
  return error as CredentialsError;
};

it('assumes the role once for 2,000 callers, and nothing before the first of them', async () => {
  const { tokens, received, connected } = await workmail(() => ({ body: { Token: 'opaque~token', ExpiresIn: 600 } }));
  const reader = tokens.role('reader-role');
  expect(connected()).toBe(0);
  const values = await Promise.all(Array.from({ length: 2000 }, () => reader.authorization()));
  expect(new Set(values)).toEqual(new Set(['Bearer opaque~token']));
  expect(received).toHaveLength(1);
  expect(received[0]).toMatchObject({
    target: 'WorkMailService.AssumeImpersonationRole',
    body: { OrganizationId: organizationId, ImpersonationRoleId: 'reader-role' },
  });
  expect(received[0]?.signed).toContain('/us-east-1/workmail/aws4_request');
  expect(reader.stats()).toEqual({ expiresAt: new Date(Date.UTC(2026, 10, 20, 0, 10)), hits: 0, refreshes: 1 });
});

it.each([
  ['ResourceNotFoundException', 400, undefined],
  ['AccessDeniedException', 400, undefined],
  ['OrganizationStateException', 400, undefined],
  ['ThrottlingException', 400, 1000],
  ['TooManyRequestsException', 429, 1000],
  ['InternalServerException', 500, 1000],
])('tells %s from its own configuration, by name and without the text', async (name, status, retryAfterMs) => {
  const arn = 'arn:aws:iam::123456789012:user/gateway is not authorized';
  const { tokens } = await workmail(() => ({ status, type: name, body: { __type: name, message: arn, Message: arn } }));
  const error = await refusal(tokens.role('reader-role').authorization());
  expect(error.message).toBe(`AssumeImpersonationRole failed (${name}, request request-1)`);
  expect(error.retryAfterMs).toBe(retryAfterMs);
  expect(inspect(error, { depth: 20, showHidden: true })).not.toMatch(/arn:|123456789012|AKIDEXAMPLE/);
});

it('says that AWS was not reached, and that it may be tried again', async () => {
  const { tokens, server } = await workmail(() => ({ body: {} }));
  server.closeAllConnections();
  server.close();
  await once(server, 'close');
  closers.length = 0;
  const error = await refusal(tokens.role('reader-role').authorization());
  expect(error.message).toBe('AssumeImpersonationRole failed (ECONNREFUSED)');
  expect(error.retryAfterMs).toBe(1000);
});

it.each([
  [{}],
  [{ Token: '', ExpiresIn: 900 }],
  [{ Token: 'two\nlines', ExpiresIn: 900 }],
  [{ Token: 'ümlaut', ExpiresIn: 900 }],
])('refuses a token that no header can carry: %o', async (body) => {
  const { tokens } = await workmail(() => ({ body }));
  expect((await refusal(tokens.role('reader-role').authorization())).message).toBe(
    'AssumeImpersonationRole answered without a usable token',
  );
});
