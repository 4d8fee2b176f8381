import { describe, expect, test } from 'vitest';
import { ConfigError } from '../src/config-error.ts';
import { readServer } from '../src/server-config.ts';

const workmail = {
  WORKMAIL_ORGANIZATION_ID: `m-${'0'.repeat(32)}`,
  WORKMAIL_REGION: 'eu-west-1',
  READ_ONLY_IMPERSONATION_ROLE_ID: 'reader',
};

const problemsOf = (environment: Readonly<Record<string, string>>): readonly string[] => {
  try {
    readServer(environment);
    return [];
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
};

describe('the mail server of a command', () => {
  test('needs nothing of what a gateway needs besides', () => {
    expect(readServer(workmail)).toMatchObject({
      mode: 'workmail',
      serverVersion: 'Exchange2010_SP2',
      workmail: { readRoleId: 'reader', writeRoleId: undefined, credentials: undefined },
    });
    const ews = { EWS_URL: 'https://mail.example.com/EWS/Exchange.asmx', EWS_USERNAME: 'ann', EWS_PASSWORD: 'secret' };
    expect(readServer({ ...ews, GATEWAY_SECRET: 'of no use here', EWS_SERVER_VERSION: 'Exchange2013' })).toMatchObject({
      mode: 'ews',
      serverVersion: 'Exchange2013',
      ews: { username: 'ann', password: 'secret' },
    });
  });

  test('is reached with the AWS credentials that stand beside it', () => {
    const keys = { AWS_ACCESS_KEY_ID: 'id', AWS_SECRET_ACCESS_KEY: 'key' };
    expect(readServer({ ...workmail, ...keys, AWS_SESSION_TOKEN: 'token' })).toMatchObject({
      workmail: { credentials: { accessKeyId: 'id', secretAccessKey: 'key', sessionToken: 'token' } },
    });
    expect(readServer({ ...workmail, AWS_ACCESS_KEY_ID: 'id' })).toMatchObject({
      workmail: { credentials: undefined },
    });
  });

  test('must be named, once and wholly', () => {
    expect(problemsOf({})).toEqual(['WORKMAIL_ORGANIZATION_ID, EWS_URL: one of them must name the mail server']);
    expect(problemsOf({ ...workmail, EWS_URL: 'https://mail.example.com/' })).toContain(
      'WORKMAIL_ORGANIZATION_ID, EWS_URL: set one of them, not both',
    );
    expect(problemsOf({ WORKMAIL_ORGANIZATION_ID: 'm-1', WORKMAIL_REGION: 'mars-1' })).toHaveLength(2 + 1);
    expect(problemsOf({ EWS_URL: 'http://mail.example.com/' }).join('\n')).toMatch(
      /EWS_URL: must be an https[\s\S]*EWS_USERNAME: required[\s\S]*EWS_PASSWORD: required/,
    );
  });
});
