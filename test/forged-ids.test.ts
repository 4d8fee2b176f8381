import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { mailboxAddress } from '../src/ews/properties/id.ts';
import { decodeGlobalId, encodeGlobalId, type GlobalId, type GlobalIdType } from '../src/global-id.ts';
import { createSealer } from '../src/sealer.ts';

const secret = new Uint8Array(32).fill(7);
const previous = new Uint8Array(32).fill(8);
const older = new Uint8Array(32).fill(9);
const sealer = createSealer(secret);
/** As after two changes of the secret: it opens what `secret` and `previous` sealed. */
const rotated = createSealer(secret, previous);

/** Bytes that look random and are the same in every run. */
const bytesOf = (name: string, length: number): Buffer => {
  const blocks = Array.from({ length: Math.ceil(length / 32) }, (_, index) =>
    createHash('sha256').update(`${name}/${index}`).digest(),
  );
  return Buffer.concat(blocks).subarray(0, length);
};

const types: readonly GlobalIdType[] = ['Mailbox', 'Folder', 'Calendar', 'Item', 'Conversation'];

/** Ids of twenty mailboxes, of every type; as long as each other, so that halves of them fit together. */
const ids: readonly GlobalId[] = Array.from({ length: 20 }, (_, index) => ({
  type: types[index % types.length] ?? 'Item',
  mailbox: mailboxAddress(`user${index + 10}@example.test`) ?? expect.fail(),
  id: bytesOf(`id ${index}`, 60).toString('base64'),
}));
const good = ids.map((id) => encodeGlobalId(sealer, id));
const sealed = good.map((text) => Buffer.from(text, 'base64url'));
const [length = 0] = sealed.map((bytes) => bytes.length);

const changed = (bytes: Buffer, change: (copy: Buffer) => void): Buffer => {
  const copy = Buffer.from(bytes);
  change(copy);
  return copy;
};
const flipped = (bytes: Buffer, bits: readonly number[]): Buffer =>
  changed(bytes, (copy) => {
    for (const bit of bits) copy[bit >> 3] = (copy[bit >> 3] ?? 0) ^ (1 << (bit & 7));
  });

/** Encryption is a stream: who knows what stands behind a seal can change it to what he likes, but for the seal itself. */
const rewritten = (bytes: Buffer, at: number, known: Uint8Array, wanted: Uint8Array): Buffer =>
  changed(bytes, (copy) => {
    for (const [index, byte] of wanted.entries())
      copy[at + index] = (copy[at + index] ?? 0) ^ (known[index] ?? 0) ^ byte;
  });

const tagAt = 16;
const each = <Value>(make: (bytes: Buffer, index: number) => Iterable<Value>): readonly Value[] =>
  sealed.flatMap((bytes, index) => [...make(bytes, index)]);
const upTo = (end: number): readonly number[] => Array.from({ length: end }, (_, index) => index);
const pairs = upTo(20).flatMap((left) =>
  upTo(20)
    .filter((right) => right !== left)
    .map((right) => [left, right] as const),
);
const bytesAt = (index: number): Buffer => sealed[index] ?? Buffer.of();

/** How somebody may try, and every try. */
const forgeries: Readonly<Record<string, readonly Buffer[]>> = {
  'every single bit flipped': each((bytes) => upTo(length * 8).map((bit) => flipped(bytes, [bit]))),
  'two bits flipped': each((bytes, index) =>
    upTo(2_000).map((round) => {
      const random = bytesOf(`two bits ${index} ${round}`, 4);
      const first = random.readUInt16LE(0) % (length * 8);
      return flipped(bytes, [first, (first + 1 + (random.readUInt16LE(2) % (length * 8 - 1))) % (length * 8)]);
    }),
  ),
  'the beginning of one and the end of another, at every byte': pairs.flatMap(([left, right]) =>
    upTo(length - 1).map((at) => Buffer.concat([bytesAt(left).subarray(0, at + 1), bytesAt(right).subarray(at + 1)])),
  ),
  'the seal of one on the content of another': pairs.map(([left, right]) =>
    Buffer.concat([bytesAt(left).subarray(0, tagAt), bytesAt(right).subarray(tagAt)]),
  ),
  'another type: the tag set to every other value': each((bytes) =>
    upTo(255).map((difference) => rewritten(bytes, tagAt, Uint8Array.of(0), Uint8Array.of(difference + 1))),
  ),
  'another mailbox under the same seal': pairs.map(([left, right]) =>
    rewritten(bytesAt(left), tagAt + 1, Buffer.from(ids[left]?.mailbox ?? ''), Buffer.from(ids[right]?.mailbox ?? '')),
  ),
  'cut at either end': each((bytes) =>
    upTo(length - 1).flatMap((at) => [bytes.subarray(0, at), bytes.subarray(at + 1)]),
  ),
  'longer at either end': each((bytes, index) =>
    upTo(40).flatMap((more) => {
      const added = bytesOf(`added ${index} ${more}`, more + 1);
      return [Buffer.concat([bytes, added]), Buffer.concat([added, bytes])];
    }),
  ),
  'a byte put in or taken out': each((bytes) =>
    upTo(length).flatMap((at) => [
      Buffer.concat([bytes.subarray(0, at), Buffer.of(at), bytes.subarray(at)]),
      Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + 1)]),
    ]),
  ),
  'sealed with another secret': upTo(3_000).map((round) =>
    Buffer.from(
      encodeGlobalId(createSealer(bytesOf(`secret ${round % 100}`, 32)), ids[round % 20] ?? expect.fail()),
      'base64url',
    ),
  ),
  'never sealed at all': upTo(3_000).map((round) => bytesOf(`random ${round}`, 1 + (round % 150))),
};

/** Those that became what the gateway itself had made, which is no forgery. */
const isGood = new Set(good);

describe('forged ids', () => {
  test.each(Object.entries(forgeries))('%s: none opens, with one secret or two', (_name, tries) => {
    const texts = tries.map((bytes) => bytes.toString('base64url')).filter((text) => !isGood.has(text));
    expect(texts.length).toBeGreaterThan(tries.length * 0.9);
    expect(texts.filter((text) => decodeGlobalId(sealer, text) !== undefined)).toEqual([]);
    expect(texts.filter((text) => decodeGlobalId(rotated, text) !== undefined)).toEqual([]);
  });

  test('are more than 100,000 different ones', () => {
    const all = new Set(Object.values(forgeries).flatMap((tries) => tries.map((bytes) => bytes.toString('base64url'))));
    expect(all.size).toBeGreaterThan(100_000);
  });

  test('the good ones open, so that the others could have', () => {
    expect(good.map((text) => decodeGlobalId(sealer, text))).toEqual(ids);
    expect(good.map((text) => decodeGlobalId(rotated, text))).toEqual(ids);
  });

  test('an id opens in one spelling only', () => {
    for (const text of good) {
      const spellings = [
        `${text}=`,
        ` ${text}`,
        `${text}\n`,
        `${text}\u0000`,
        text.toUpperCase(),
        text.toLowerCase(),
        `${text.slice(0, 9)}.${text.slice(9)}`,
        encodeURIComponent(` ${text}`),
        Buffer.from(text, 'base64url').toString('hex'),
        `${text.slice(0, -1)}${text.endsWith('A') ? 'B' : 'A'}`,
      ];
      expect(spellings.filter((spelling) => decodeGlobalId(sealer, spelling) !== undefined)).toEqual([]);
    }
  });

  describe('after a change of the secret', () => {
    const before = createSealer(previous);
    const old = ids.map((id) => encodeGlobalId(before, id));

    test('ids made before open as long as the previous secret is named, and not with an older one', () => {
      expect(old.map((text) => decodeGlobalId(rotated, text))).toEqual(ids);
      expect(old.filter((text) => decodeGlobalId(sealer, text) !== undefined)).toEqual([]);
      const oldest = ids.map((id) => encodeGlobalId(createSealer(older), id));
      expect(oldest.filter((text) => decodeGlobalId(rotated, text) !== undefined)).toEqual([]);
    });

    test('ids made before are as hard to change, and do not mix with new ones', () => {
      const opened: string[] = [];
      for (const [index, text] of old.entries()) {
        const bytes = Buffer.from(text, 'base64url');
        const present = bytesAt(index);
        const tries = [
          ...upTo(length * 8).map((bit) => flipped(bytes, [bit])),
          ...upTo(length - 1).map((at) => Buffer.concat([bytes.subarray(0, at + 1), present.subarray(at + 1)])),
          ...upTo(length - 1).map((at) => Buffer.concat([present.subarray(0, at + 1), bytes.subarray(at + 1)])),
        ];
        for (const forged of tries)
          if (decodeGlobalId(rotated, forged.toString('base64url')) !== undefined) opened.push(text);
      }
      expect(opened).toEqual([]);
    });

    test('new ids are made with the new secret', () => {
      expect(ids.map((id) => encodeGlobalId(rotated, id))).toEqual(good);
    });
  });
});
