import { createServer } from 'node:https';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { certificateFinding } from '../../src/doctor/endpoint.ts';
import type { Result } from '../../src/doctor/examine.ts';
import type { FaultScript } from '../../src/emulator/faults/faults.ts';
import { examined, named, practiceOfTest, type Practice } from './examination.ts';

const mailbox = 'alice@example.test';

describe('a gateway that is set up well', () => {
  test('on WorkMail nothing fails, and every way to the mailbox is tried', async () => {
    const { workmail } = await practiceOfTest();
    const results = await examined(workmail, { mailbox });
    expect(named(results, 'failed')).toEqual([]);
    // Neither an identity provider nor Redis: the configuration says so.
    expect(named(results, 'warning')).toEqual(['configuration']);
    expect(named(results, 'skipped')).toEqual(['redis', 'jwks', 'persisted-operations']);
    expect(results['aws-credentials']?.found).toBe('from environment variables');
    expect(results['roles']?.details).toEqual(['IMPERSONATION_ROLE_ID: gateway-full is FULL_ACCESS with 2 rules']);
    expect(results['impersonation']?.found).toBe('alice@example.test can be opened for reads');
    expect(results['impersonation']?.details?.join()).toMatch(
      /can be opened for writes.*the server says it is \d+\.\d+/,
    );
    expect(results['policy']?.details).toEqual(['alice@example.test is granted to API key inbox']);
    expect(results['clock']?.details).toHaveLength(2);
  });

  test('on another EWS server there is no AWS to look at', async () => {
    const { ews } = await practiceOfTest();
    const results = await examined(ews, { mailbox });
    expect(named(results, 'failed')).toEqual([]);
    for (const check of ['aws-credentials', 'roles', 'role-effect'])
      expect(results[check]).toMatchObject({ status: 'skipped', found: 'the mail server is no WorkMail' });
    expect(results['impersonation']?.status).toBe('ok');
  });

  test('without a mailbox everything else is examined', async () => {
    const { workmail } = await practiceOfTest();
    const results = await examined(workmail);
    for (const check of ['mailbox', 'role-effect', 'impersonation', 'capabilities'])
      expect(results[check]).toMatchObject({
        status: 'skipped',
        found: expect.stringContaining('--mailbox') as string,
      });
    expect(results['ews-credentials']?.status).toBe('ok');
  });

  test('DIRECTORY_MAILBOX is tried where none is named', async () => {
    const { workmail } = await practiceOfTest();
    const results = await examined({ ...workmail, DIRECTORY_MAILBOX: 'bob@example.test' });
    expect(results['impersonation']?.found).toContain('bob@example.test');
  });
});

/** What is wrong, how it came about, and what is said of it. */
interface Case {
  readonly wrong: string;
  readonly server?: 'workmail' | 'ews';
  readonly mailbox?: string;
  readonly environment?: (practice: Practice) => Readonly<Record<string, string>>;
  readonly fault?: FaultScript;
  readonly check: string;
  readonly status?: Result['status'];
  readonly found: RegExp;
  readonly advice: RegExp;
  /** What is not tried then. */
  readonly skipped?: readonly string[];
}

const always = { times: Infinity } as const;

const cases: readonly Case[] = [
  {
    wrong: 'a role that there is not',
    environment: () => ({ READ_ONLY_IMPERSONATION_ROLE_ID: '00000000-0000-4000-8000-000000000000' }),
    check: 'roles',
    found: /^READ_ONLY_IMPERSONATION_ROLE_ID: GetImpersonationRole failed: ResourceNotFoundException$/,
    advice: /READ_ONLY_IMPERSONATION_ROLE_ID names no impersonation role.*list-impersonation-roles/,
    skipped: ['ews-credentials', 'impersonation', 'capabilities'],
  },
  {
    wrong: 'an organisation that is not in the region',
    environment: () => ({ WORKMAIL_ORGANIZATION_ID: `m-${'0'.repeat(32)}` }),
    check: 'tokens',
    found: /OrganizationNotFoundException/,
    advice: /no active organisation m-0{32} in eu-west-1.*WORKMAIL_REGION/,
  },
  {
    wrong: 'an identity that may not assume the role',
    fault: { kind: 'fault', operation: 'AssumeImpersonationRole', responseCode: 'AccessDeniedException', ...always },
    check: 'tokens',
    found: /AssumeImpersonationRole failed: AccessDeniedException/,
    advice: /workmail:AssumeImpersonationRole on arn:aws:workmail:eu-west-1:<account>:organization\/m-/,
    skipped: ['ews-credentials', 'impersonation', 'capabilities'],
  },
  {
    wrong: 'credentials that AWS does not know',
    fault: { kind: 'fault', operation: 'GetImpersonationRole', responseCode: 'UnrecognizedClientException', ...always },
    check: 'roles',
    found: /UnrecognizedClientException/,
    advice: /access key is wrong/,
  },
  {
    wrong: 'roles that were mixed up',
    environment: ({ emulator: { roles } }) => ({
      IMPERSONATION_ROLE_ID: roles.readOnly,
      READ_ONLY_IMPERSONATION_ROLE_ID: roles.fullAccess,
    }),
    check: 'roles',
    found: /^IMPERSONATION_ROLE_ID: gateway-read is READ_ONLY/,
    advice: /FULL_ACCESS.*READ_ONLY_IMPERSONATION_ROLE_ID/s,
  },
  {
    wrong: 'an endpoint of another region',
    environment: () => ({ WORKMAIL_EWS_URL: 'https://ews.mail.us-east-1.awsapps.com/EWS/Exchange.asmx' }),
    check: 'mail-server',
    found: /EWS at ews\.mail\.us-east-1/,
    advice: /leads to us-east-1, WORKMAIL_REGION says eu-west-1/,
    skipped: ['aws-credentials', 'endpoint', 'impersonation'],
  },
  {
    wrong: 'an AWS endpoint that nobody listens at',
    environment: () => ({ WORKMAIL_API_ENDPOINT: 'http://127.0.0.1:1' }),
    check: 'roles',
    found: /ECONNREFUSED/,
    advice: /127\.0\.0\.1:1 cannot be reached.*WORKMAIL_API_ENDPOINT/,
  },
  {
    wrong: 'a mailbox that the role is kept from',
    mailbox: 'vault@example.test',
    check: 'role-effect',
    found: /^READ_ONLY_IMPERSONATION_ROLE_ID: DENY by all users, protected mailboxes$/,
    advice: /may not open vault@example\.test/,
    skipped: ['capabilities'],
  },
  {
    wrong: 'a mailbox that does not exist on WorkMail',
    mailbox: 'nobody@example.test',
    check: 'role-effect',
    found: /EntityNotFoundException/,
    advice: /no active user or resource with the primary address nobody@example\.test/,
    skipped: ['capabilities'],
  },
  {
    wrong: 'a mailbox that does not exist elsewhere',
    server: 'ews',
    mailbox: 'nobody@example.test',
    check: 'impersonation',
    found: /ErrorNonExistentMailbox/,
    advice: /no such mailbox/,
    skipped: ['capabilities'],
  },
  {
    wrong: 'an alias in place of the primary address',
    server: 'ews',
    mailbox: 'alice.smith@example.test',
    check: 'impersonation',
    found: /ErrorNonPrimarySmtpAddress/,
    advice: /primary one can be impersonated: alice@example\.test/,
  },
  {
    wrong: 'a wrong password',
    server: 'ews',
    environment: () => ({ EWS_PASSWORD: 'wrong' }),
    check: 'ews-credentials',
    found: /credentials are refused/,
    advice: /EWS_USERNAME or EWS_PASSWORD is wrong/,
    skipped: ['impersonation', 'capabilities'],
  },
  {
    wrong: 'an account that may not impersonate',
    server: 'ews',
    fault: { kind: 'fault', operation: 'GetFolder', responseCode: 'ErrorImpersonateUserDenied', ...always },
    check: 'impersonation',
    found: /ErrorImpersonateUserDenied/,
    advice: /ApplicationImpersonation/,
    skipped: ['capabilities'],
  },
  {
    wrong: 'a version that the server does not take',
    server: 'ews',
    environment: () => ({ EWS_SERVER_VERSION: 'Exchange2099' }),
    check: 'impersonation',
    found: /ErrorInvalidServerVersion/,
    advice: /EWS_SERVER_VERSION \(Exchange2099\)/,
  },
  {
    wrong: 'an operation that the server lacks',
    fault: { kind: 'fault', operation: 'GetInboxRules', responseCode: 'ErrorInvalidRequest', ...always },
    check: 'capabilities',
    status: 'warning',
    found: /^21 of \d+ operations answer$/,
    advice: /UNSUPPORTED/,
  },
  {
    wrong: 'a path without EWS',
    server: 'ews',
    environment: ({ ewsUrl }) => ({ EWS_URL: ewsUrl.replace('Exchange.asmx', 'Services.wsdl') }),
    check: 'ews-credentials',
    found: /no EWS at this path/,
    advice: /\/EWS\/Exchange\.asmx/,
  },
  {
    wrong: 'a port where nobody listens',
    server: 'ews',
    environment: () => ({ EWS_URL: 'http://127.0.0.1:1/EWS/Exchange.asmx' }),
    check: 'endpoint',
    found: /^port 1 of 127\.0\.0\.1 cannot be reached \(ECONNREFUSED\)$/,
    advice: /firewall/,
    skipped: ['ews-credentials', 'impersonation', 'capabilities'],
  },
  {
    wrong: 'a name that leads nowhere',
    server: 'ews',
    environment: () => ({ EWS_URL: 'https://mail.invalid/EWS/Exchange.asmx' }),
    check: 'endpoint',
    found: /^there is no address for mail\.invalid/,
    advice: /DNS/,
  },
];

describe('what is wrong with the way to mail is told apart', () => {
  test.each(cases)(
    '$wrong',
    async ({ server = 'workmail', environment, fault, check, status, skipped = [], ...given }) => {
      const practice = await practiceOfTest();
      if (fault !== undefined) practice.emulator.faults.add(fault);
      const variables = { ...practice[server], ...environment?.(practice) };
      const results = await examined(variables, { mailbox: given.mailbox ?? mailbox });
      expect(results[check]).toMatchObject({ status: status ?? 'failed' });
      expect(results[check]?.found).toMatch(given.found);
      expect(results[check]?.advice?.join('\n')).toMatch(given.advice);
      for (const other of skipped) expect(results[other]?.status).toBe('skipped');
      // Files and ports have nothing to do with it.
      expect(results['policy']?.status).not.toBe('skipped');
    },
  );

  test('no AWS credentials anywhere', async () => {
    const { workmail } = await practiceOfTest();
    for (const name of ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY']) vi.stubEnv(name, undefined);
    const results = await examined(workmail, { mailbox });
    expect(results['aws-credentials']).toMatchObject({ status: 'failed' });
    expect(results['aws-credentials']?.advice?.join()).toContain('No AWS credentials were found');
    expect(results['tokens']).toEqual({
      check: 'tokens',
      title: 'Tokens',
      status: 'skipped',
      found: 'it needs what "AWS credentials" did not find',
      ms: expect.any(Number) as number,
    });
  });

  test('a certificate of an unknown authority', async () => {
    const file = (name: string): Promise<Buffer> =>
      readFile(fileURLToPath(new URL(`../coordination/certificates/${name}`, import.meta.url)));
    const server = createServer({ cert: await file('server.pem'), key: await file('server-key.pem') });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    onTestFinished(() => void server.close());
    const { ews } = await practiceOfTest();
    const url = `https://127.0.0.1:${(server.address() as AddressInfo).port}/EWS/Exchange.asmx`;
    const results = await examined({ ...ews, EWS_URL: url }, { mailbox });
    expect(results['endpoint']).toMatchObject({
      status: 'failed',
      found: expect.stringMatching(/^TLS with 127/) as string,
    });
    expect(results['endpoint']?.advice?.join()).toContain('NODE_EXTRA_CA_CERTS');
  });

  test.each([
    ['2027-01-31T12:00:00Z', 'ok', 'the certificate ends on 2027-01-31'],
    ['2026-12-15T12:00:00Z', 'ok', 'the certificate ends on 2026-12-15'],
    ['2026-12-15T11:59:59Z', 'warning', 'the certificate ends on 2026-12-15, in 13 days'],
  ])('a certificate that lasts until %s: %s', (ends, status, found) => {
    expect(certificateFinding(new Date(ends), new Date('2026-12-01T12:00:00Z'))).toMatchObject({ status, found });
  });

  test.each([
    [0, 'ok'],
    [120_000, 'warning'],
    [-600_000, 'failed'],
  ])('a clock that is %i ms off: %s', async (offMs, status) => {
    const { workmail } = await practiceOfTest();
    const results = await examined(workmail, { mailbox, now: () => new Date(Date.now() + offMs) });
    expect(results['clock']?.status).toBe(status);
    if (status !== 'ok') expect(results['clock']?.advice?.join()).toContain('NTP');
  });
});
