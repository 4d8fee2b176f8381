import { describe, expect, it } from 'vitest';
import { deadlineIn } from '../../src/http/deadline.ts';

const asked = (text: string): number | 'malformed' | undefined => deadlineIn(new Headers({ 'x-deadline-ms': text }));

describe('the time that a client gives a request', () => {
  it('is what it says, from five seconds to a minute', () => {
    expect(deadlineIn(new Headers())).toBeUndefined();
    expect(['5000', '12345', '60000'].map(asked)).toEqual([5_000, 12_345, 60_000]);
  });

  it.each(['4999', '60001', '0', '-5000', '5s', '5000.5', '1e4', '5000, 6000', '', '٥٠٠٠0', '0x2710'])(
    'is not %j',
    (text) => {
      // Headers take no letters beyond Latin-1, and a server hands such bytes on as these.
      expect(asked(Buffer.from(text).toString('latin1'))).toBe('malformed');
    },
  );
});
