import { inspect } from 'node:util';
import { expect, it } from 'vitest';
import { basicCredentials } from '../../src/credentials/basic-credentials.ts';
import { staticToken } from '../../src/credentials/static-token.ts';

it('sends user and password as UTF-8, and keeps doing so after a refusal', async () => {
  const provider = basicCredentials('service@example.test', 'pä:ss€');
  const authorization = await provider.authorization();
  expect(Buffer.from(authorization.slice('Basic '.length), 'base64').toString('utf8')).toBe(
    'service@example.test:pä:ss€',
  );
  provider.reject(authorization);
  expect(await provider.authorization()).toBe(authorization);
});

it('sends a given token as Bearer', async () => {
  expect(await staticToken('abc').authorization()).toBe('Bearer abc');
});

it('shows neither of them when printed', () => {
  for (const provider of [basicCredentials('service', 'canary'), staticToken('canary')]) {
    expect(`${inspect(provider, { depth: 20, showHidden: true })}${JSON.stringify(provider)}`).not.toMatch(
      /canary|c2Vydmlj/,
    );
  }
});
