import { describe, expect, test } from 'vitest';
import { EwsError } from '../../src/ews/errors.ts';
import { createLogger, scrub } from '../../src/telemetry/logger.ts';

const token = 'v1.canaryTokenCanaryTokenCanaryTokenCanaryTokenCanary';

const logged = (
  log: (logger: ReturnType<typeof createLogger>) => void,
): { readonly text: string; readonly line: Record<string, unknown> } => {
  let text = '';
  log(createLogger('trace', { write: (chunk: string) => void (text += chunk) }));
  return { text, line: JSON.parse(text) as Record<string, unknown> };
};

describe('createLogger', () => {
  test('writes JSON lines with a readable time and level', () => {
    const { line, text } = logged((logger) => logger.info({ status: 200 }, 'request'));
    expect(line).toMatchObject({
      level: 'info',
      status: 200,
      msg: 'request',
      time: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
    });
    expect(text.endsWith('\n')).toBe(true);
    expect(text.split('\n')).toHaveLength(2);
  });

  test.each([
    { authorization: `Bearer ${token}` },
    { headers: { authorization: token, cookie: token } },
    { request: { headers: { authorization: token } } },
    { config: { secret: token, previous: { secret: token } } },
    { ews: { password: token } },
    { config: { previousSecret: Buffer.from(token) } },
    { query: { link: token } },
    { answer: { body: token } },
  ])('%j shows none of its secrets', (fields) => {
    const { text } = logged((logger) => logger.warn(fields, 'something'));
    expect(text).not.toContain('canary');
    expect(text).toContain('[redacted]');
  });

  test('an error is told with its kind and causes, without the secrets in their text', () => {
    const cause = Object.assign(new Error(`socket closed after "authorization: Bearer ${token}"`), {
      code: 'UND_ERR_SOCKET',
      headers: { authorization: token },
      body: token,
    });
    const error = new EwsError('unreachable', 'GetItem as alice@example.test: no answer', { cause, status: 502 });
    const { text, line } = logged((logger) => logger.error({ err: error }, 'failed'));
    expect(line['err']).toMatchObject({
      type: 'EwsError',
      kind: 'unreachable',
      status: 502,
      message: 'GetItem as alice@example.test: no answer',
      cause: { message: expect.stringContaining('socket closed'), code: 'UND_ERR_SOCKET' },
    });
    expect(text).not.toContain('canary');
  });

  test('an error that is its own cause, and one that is no error, can be told', () => {
    const circular = new Error('round and round');
    circular.cause = circular;
    expect(logged((logger) => logger.error({ err: circular })).text).toContain('round and round');
    expect(logged((logger) => logger.error({ err: `Basic ${token}` })).line['err']).toEqual({
      type: 'string',
      message: 'Basic [redacted]',
    });
  });
});

describe('scrub', () => {
  test.each([
    [`answered to Bearer ${token}, again`, 'answered to Bearer [redacted], again'],
    ['Authorization: Basic YWxpY2U6c2VjcmV0', 'Authorization: Basic [redacted]'],
    ['User: arn:aws:sts::123456789012:assumed-role/x/y is not authorized', 'User: [arn] is not authorized'],
    [`organization m-${'0123456789abcdef'.repeat(2)} is not active`, 'organization [organization] is not active'],
    ['key AKIAIOSFODNN7EXAMPLE is wrong', 'key [access key] is wrong'],
    ['GET /attachments/abc?link=SECRETSECRET&inline=1', 'GET /attachments/abc?link=[redacted]&inline=1'],
    [`item ${'A'.repeat(152)}== is gone`, 'item [redacted] is gone'],
    [
      'FindItem as alice@example.test: no answer within 15000 ms',
      'FindItem as alice@example.test: no answer within 15000 ms',
    ],
  ])('%s', (text, expected) => {
    expect(scrub(text)).toBe(expected);
  });
});
