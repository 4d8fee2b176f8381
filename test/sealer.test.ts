import { randomBytes } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { createSealer } from '../src/sealer.ts';

const secret = new Uint8Array(32).fill(7);
const other = new Uint8Array(32).fill(9);

describe('createSealer', () => {
  test('what was sealed opens again, whatever characters it holds', () => {
    const sealer = createSealer(secret);
    for (const value of [
      '',
      'a',
      '{"receivedAt":"2026-11-20T23:43:09Z"}',
      'Grüße 🎈 \u0000 строка',
      'x'.repeat(10_000),
    ]) {
      expect(sealer.open('cursor', sealer.seal('cursor', value))).toBe(value);
    }
  });

  test('the same value always has the same text, across processes too', () => {
    expect(createSealer(secret).seal('cursor', 'page 2')).toBe(
      createSealer(Uint8Array.from(secret)).seal('cursor', 'page 2'),
    );
    expect(createSealer(secret).seal('cursor', 'page 2')).not.toBe(createSealer(secret).seal('cursor', 'page 3'));
    expect(createSealer(secret).seal('cursor', 'page 2')).not.toBe(createSealer(other).seal('cursor', 'page 2'));
  });

  test('text sealed for one purpose does not open for another, even where purpose and value could be confused', () => {
    const sealer = createSealer(secret);
    expect(sealer.open('id', sealer.seal('cursor', 'page 2'))).toBeUndefined();
    expect(sealer.open('cursorp', sealer.seal('cursor', 'page 2'))).toBeUndefined();
    expect(sealer.open('', sealer.seal('cursor', 'page 2'))).toBeUndefined();
  });

  test('after a change of secret the old text opens with the previous one, and new text uses the new one', () => {
    const before = createSealer(other).seal('cursor', 'page 2');
    const rotated = createSealer(secret, other);
    expect(rotated.open('cursor', before)).toBe('page 2');
    expect(rotated.seal('cursor', 'page 2')).toBe(createSealer(secret).seal('cursor', 'page 2'));
    expect(createSealer(secret).open('cursor', before)).toBeUndefined();
  });

  test('neither the value nor its beginning can be seen in the text', () => {
    const sealer = createSealer(secret);
    const first = sealer.seal('cursor', 'alice@example.test/1');
    const second = sealer.seal('cursor', 'alice@example.test/2');
    expect(Buffer.from(first, 'base64url').toString('latin1')).not.toContain('alice');
    expect(first.slice(0, 12)).not.toBe(second.slice(0, 12));
  });

  test('text in any other spelling of the same bytes is refused', () => {
    const sealer = createSealer(secret);
    const sealed = sealer.seal('cursor', 'page 2');
    const inStandardAlphabet = Buffer.from(sealed, 'base64url').toString('base64');
    expect(sealer.open('cursor', `${sealed}=`)).toBeUndefined();
    expect(sealer.open('cursor', ` ${sealed}`)).toBeUndefined();
    expect(sealer.open('cursor', `${sealed.slice(0, 4)}\n${sealed.slice(4)}`)).toBeUndefined();
    expect(inStandardAlphabet).not.toBe(sealed);
    expect(sealer.open('cursor', inStandardAlphabet)).toBeUndefined();
  });

  test('text that was never sealed is refused', () => {
    const sealer = createSealer(secret);
    for (const text of [
      '',
      'A',
      'page 2',
      '-'.repeat(20),
      randomBytes(16).toString('base64url'),
      randomBytes(60).toString('base64url'),
    ]) {
      expect(sealer.open('cursor', text)).toBeUndefined();
    }
  });
});
