import { describe, expect, it } from 'vitest';
import { isProperTarget, type RequestTarget } from '../../src/http/request-target.ts';

const isProper = (differences: Partial<RequestTarget>): boolean =>
  isProperTarget({ httpVersion: '1.1', url: '/graphql', headers: { host: 'mail.example.test' }, ...differences });

describe('a request goes to a path of one host', () => {
  it.each(['mail.example.test', 'localhost:4000', '127.0.0.1', '[::1]:4000', 'mail_gateway', 'MAIL.example.test.'])(
    'such as %s',
    (host) => {
      expect(isProper({ headers: { host } })).toBe(true);
    },
  );

  it('or of none, in HTTP/1.0', () => {
    expect(isProper({ httpVersion: '1.0', headers: {} })).toBe(true);
  });

  it.each([
    'x, y',
    '',
    'a b',
    'localhost/x',
    'evil.test#localhost',
    'user@localhost',
    'localhost:99999999',
    '[::1',
    ']a b[/\\',
    'x?y',
  ])('and not to %j', (host) => {
    expect(isProper({ headers: { host } })).toBe(false);
  });

  it.each(['http://evil.test/graphql', '*', '', '@evil.test/', 'graphql'])('nor to %j in it', (url) => {
    expect(isProper({ url })).toBe(false);
  });

  it('nor in HTTP/0.9', () => {
    expect(isProper({ httpVersion: '0.9' })).toBe(false);
  });
});
