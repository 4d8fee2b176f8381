import { inspect } from 'node:util';
import { expect, it } from 'vitest';
import { basicCredentials } from '../../src/credentials/basic-credentials.ts';

it('sends user and password as UTF-8, and keeps doing so after a refusal', async () => {
  const provider = basicCredentials('service@example.test', 'pä:ss€');
  const authorization = await provider.authorization();
  expect(Buffer.from(authorization.slice('Basic '.length), 'base64').toString('utf8')).toBe(
    'service@example.test:pä:ss€',
  );
  provider.reject(authorization);
  expect(await provider.authorization()).toBe(authorization);
});

it('shows neither of them when printed', () => {
  const provider = basicCredentials('service', 'canary');
  expect(`${inspect(provider, { depth: 20, showHidden: true })}${JSON.stringify(provider)}`).not.toMatch(
    /canary|c2Vydmlj/,
  );
});
