import { describe, expect, it } from 'vitest';
import { urgencyOf } from '../../src/http/priority.ts';

const urgency = (text: string) => urgencyOf(new Headers({ priority: text }).get('priority'));

describe('the urgency of a request', () => {
  it('is that of a person unless its client has time', () => {
    expect(urgencyOf(null)).toBe('interactive');
    expect(['u=0', 'u=3', 'u=4', 'i', 'u=2, i'].map(urgency)).toEqual(Array(5).fill('interactive'));
    expect(
      ['u=5', 'u=6', 'u=7', 'i, u=5', 'u=5;x=1, i', 'u=1, u=7', 'a="b\\"", u=6', 'x=tok/en ,\tu=7'].map(urgency),
    ).toEqual(Array(8).fill('bulk'));
  });

  it.each(['u=8', 'u=-1', 'u=5.0', 'u="7"', 'u=?1', 'u', 'u=7, u=9'])('is not made of another value: %s', (text) => {
    expect(urgency(text)).toBe('interactive');
  });

  it.each(['u=7,', 'u=7 u=7', 'u = 7', 'U=7', 'u=7, ???', ',u=7', 'u=7;', 'u=7, a="b', '=7'])(
    'is not made of what is no dictionary: %s',
    (text) => {
      expect(urgency(text)).toBe('interactive');
    },
  );

  it('takes no time to read, whatever it says', () => {
    for (const text of [
      'a;'.repeat(8_000),
      'a;a'.repeat(8_000),
      `${'u=1,'.repeat(8_000)}!`,
      `a="${'\\"'.repeat(8_000)}`,
    ])
      expect(urgency(text)).toBe('interactive');
  });
});
