import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { fingerprint } from '../../../src/mailbox/write/fingerprint.ts';

const of = (input: object): Promise<string> => fingerprint('sendMessage', input);
const file = (bytes: string | Uint8Array<ArrayBuffer>, name = 'a.txt', type = 'text/plain'): File =>
  new File([bytes], name, { type });

describe('the same content has the same hash', () => {
  test('which is that of its JSON with sorted keys', async () => {
    const json = '["sendMessage",{"a":[1,null,true,{"x":"é\\n\\u0007"}],"b":"two"}]';
    expect(await of({ b: 'two', a: [1, null, true, { y: undefined, x: 'é\n\u0007' }] })).toBe(
      createHash('sha256').update(json).digest('hex'),
    );
  });

  test('whatever the order of keys, what is undefined, and the key itself', async () => {
    const first = await of({ message: { subject: 's', to: [{ address: 'a' }] }, mailbox: 'm', idempotencyKey: 'one' });
    const again = {
      idempotencyKey: 'two',
      mailbox: 'm',
      message: { to: [{ address: 'a' }], subject: 's' },
      options: undefined,
    };
    expect(await of(again)).toBe(first);
    // As GraphQL makes inputs.
    expect(await of(Object.assign(Object.create(null) as object, again))).toBe(first);
  });

  test('also of files, however their bytes come', async () => {
    const bytes = new Uint8Array(200_000).fill(65);
    const pieces = {
      size: bytes.length,
      name: 'a.txt',
      type: 'text/plain',
      async *stream() {
        yield bytes.subarray(0, 7);
        yield bytes.subarray(7);
      },
    };
    expect(await of({ upload: pieces })).toBe(await of({ upload: file(bytes) }));
  });

  test('also of a text of many megabytes', async () => {
    const text = `${'a'.repeat(999_999)}😀${'b'.repeat(3_000_000)}`;
    expect(await of({ text })).toBe(await of({ text: `${text}` }));
    expect(await of({ text })).not.toBe(await of({ text: `${text.slice(0, -1)}c` }));
    expect(await of({ text })).not.toBe(await of({ text: text.replace('😀', '😁') }));
  });
});

test('whatever differs has another hash', async () => {
  const hashes = await Promise.all([
    fingerprint('createDraft', { a: '1' }),
    of({ a: '1' }),
    of({ a: 1 }),
    of({ a: null }),
    of({}),
    of({ a: ['1'] }),
    of({ a: { a: '1' } }),
    of({ a: ['1', '2'] }),
    of({ a: ['2', '1'] }),
    of({ a: '1', b: '' }),
    of({ a: '","b":"' }),
    of({ a: true }),
    of({ a: {} }),
    of({ a: [] }),
    of({ message: { idempotencyKey: 'inside' } }),
    of({ message: {} }),
    of({ a: new Date(0) }),
    of({ a: new Date(1) }),
    of({ a: file('x') }),
    of({ a: file('y') }),
    of({ a: file('x', 'b.txt') }),
    of({ a: file('x', 'a.txt', 'text/html') }),
    of({ a: file('') }),
  ]);
  expect(new Set(hashes).size).toBe(hashes.length);
  for (const hash of hashes) expect(hash).toMatch(/^[0-9a-f]{64}$/);
});

test('a file is read once, and no more of it held than a piece', async () => {
  let isBeingRead = 0;
  const source = {
    size: 300,
    stream: async function* () {
      isBeingRead += 1;
      for (let piece = 0; piece < 3; piece += 1) yield new Uint8Array(100);
    },
  };
  await of({ source });
  expect(isBeingRead).toBe(1);
});

test('a file that cannot be read fails', async () => {
  const broken = {
    size: 1,
    stream: async function* (): AsyncGenerator<Uint8Array> {
      yield Promise.reject(new Error('gone'));
    },
  };
  await expect(of({ broken })).rejects.toThrow('gone');
});
