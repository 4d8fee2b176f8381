import { describe, expect, it } from 'vitest';
import { readBearer } from '../../src/access/bearer.ts';

describe('an Authorization header', () => {
  it.each([
    ['Bearer abc', 'apiKey', 'abc'],
    ['bearer   abc', 'apiKey', 'abc'],
    ['BEARER a-b_c~d+e/f==', 'apiKey', 'a-b_c~d+e/f=='],
    ['Bearer a.b.c', 'jwt', 'a.b.c'],
    ['Bearer a.b.', 'jwt', 'a.b.'],
    ['Bearer a.b', 'apiKey', 'a.b'],
    ['Bearer a.b.c.d.e', 'apiKey', 'a.b.c.d.e'],
  ])('%j shows a token', (header, kind, token) => {
    expect(readBearer(header)).toEqual({ kind, token });
  });

  it.each([null, '', ' ', 'Basic YW5uOnNlY3JldA==', 'Digest x', 'Bearerabc', 'abc', 'a.b.c', 'Basic x, Bearer a.b.c'])(
    '%j shows no credentials of the kind that is accepted',
    (header) => {
      expect(readBearer(header)).toEqual({ failure: 'noCredentials' });
    },
  );

  it.each([
    'Bearer',
    'Bearer ',
    'Bearer abc ',
    'Bearer  abc def',
    'Bearer abc, Bearer def',
    'Bearer abc,def',
    'Bearer "abc"',
    'Bearer =abc',
    'Bearer a=b',
    'Bearer a%20b',
    'Bearer é',
    `Bearer ${'a'.repeat(8_193)}`,
    `Bearer ${'a.'.repeat(500_000)}`,
    `Bearer ${' '.repeat(1_000_000)}`,
  ])('%.40j shows bad credentials', (header) => {
    expect(readBearer(header)).toEqual({ failure: 'badCredentials' });
  });

  it('may hold 8,192 characters', () => {
    expect(readBearer(`Bearer ${'a'.repeat(8_192)}`)).toMatchObject({ kind: 'apiKey' });
  });
});
