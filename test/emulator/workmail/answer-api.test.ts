import { describe, expect, it } from 'vitest';
import { startEmulator } from '../running-emulator.ts';

describe('an API request that cannot be answered', () => {
  it.each([
    ['ListUsers', { OrganizationId: 'm-other' }, 'OrganizationNotFoundException'],
    ['AssumeImpersonationRole', { ImpersonationRoleId: 'unknown' }, 'ResourceNotFoundException'],
    ['AssumeImpersonationRole', {}, 'InvalidParameterException'],
    ['DescribeUser', { UserId: 'nobody@example.test' }, 'EntityNotFoundException'],
    ['ListUsers', { MaxResults: 101 }, 'InvalidParameterException'],
    ['ListUsers', { NextToken: 'invented' }, 'InvalidParameterException'],
    ['ListUsers', { Filters: { Nickname: 'a' } }, 'InvalidParameterException'],
    ['DeleteOrganization', {}, 'UnknownOperationException'],
  ])('%s with %j is %s', async (action, input, type) => {
    const { api } = await startEmulator();
    expect(await api(action, input)).toMatchObject({ status: 400, body: { __type: type } });
  });

  it.each(['constructor', 'toString', 'assumeImpersonationRole', 'PutAccessControlRule'])(
    '%s is no action',
    async (action) => {
      const { api } = await startEmulator();
      expect(await api(action)).toMatchObject({ status: 400, body: { __type: 'UnknownOperationException' } });
    },
  );

  it('takes null for a member that is not there, and passes over members that it does not know', async () => {
    const { api } = await startEmulator();
    const { body } = await api('ListGroups', { MaxResults: null, NextToken: null, Filters: null, Color: 'blue' });
    expect(body['Groups']).toHaveLength(1);
  });

  it.each([
    ['ThrottlingException', 400],
    ['TooManyRequestsException', 429],
    ['ServiceUnavailableException', 503],
    ['InternalFailure', 500],
  ])('%s, put in its way, has the status %i', async (responseCode, status) => {
    const { emulator, api } = await startEmulator();
    emulator.faults.add({ kind: 'fault', operation: 'ListGroups', responseCode });
    expect(await api('ListGroups')).toMatchObject({ status, body: { __type: responseCode } });
    expect((await api('ListGroups')).status).toBe(200);
  });
});

const signedFor = (service: string): string =>
  `AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20261120/us-east-1/${service}/aws4_request, SignedHeaders=host;x-amz-date, Signature=${'0'.repeat(64)}`;
const date = { 'x-amz-date': '20261120T000000Z' };

describe('a request whose signature', () => {
  it.each([
    ['is not there', {}, 'MissingAuthenticationTokenException'],
    ['is a token', { ...date, authorization: 'Bearer abc' }, 'MissingAuthenticationTokenException'],
    [
      'is only said to be one',
      { ...date, authorization: 'AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE' },
      'IncompleteSignatureException',
    ],
    ['has no date', { authorization: signedFor('workmail') }, 'IncompleteSignatureException'],
    ['is for another service', { ...date, authorization: signedFor('s3') }, 'InvalidSignatureException'],
  ])('%s is refused', async (_, headers, type) => {
    const { emulator, ewsUrl } = await startEmulator();
    const answer = await fetch(new URL('/', ewsUrl), {
      method: 'POST',
      headers: { ...headers, 'x-amz-target': 'WorkMailService.ListUsers' },
      body: JSON.stringify({ OrganizationId: emulator.organizationId }),
    });
    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject({ __type: type });
  });
});
