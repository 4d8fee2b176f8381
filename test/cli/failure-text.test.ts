import { expect, test } from 'vitest';
import { failureText } from '../../src/cli/failure-text.ts';
import { formIn, formsOf, secretCanary } from '../journeys/canaries.ts';

test('a failure that nobody expected is told without what a library hung on it', () => {
  const error = Object.assign(new TypeError(`Cannot send: Bearer ${secretCanary}`), {
    request: { headers: { authorization: `Basic ${secretCanary}` } },
    config: { password: secretCanary },
    cause: Object.assign(new Error('the line was cut'), { credentials: { secretAccessKey: secretCanary } }),
  });
  const told = failureText(error);
  expect(JSON.parse(told)).toMatchObject({
    type: 'TypeError',
    message: 'Cannot send: Bearer [redacted]',
    cause: { message: 'the line was cut' },
  });
  expect(formIn(told, formsOf(secretCanary))).toBeUndefined();
});
