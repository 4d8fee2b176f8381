import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { mailboxAddress, type MailboxAddress } from '../src/ews/properties/id.ts';
import { decodeGlobalId, encodeGlobalId, globalIdTypes, type GlobalId, type GlobalIdType } from '../src/global-id.ts';
import { createSealer } from '../src/sealer.ts';

const sealer = createSealer(new Uint8Array(32).fill(7));

const address = (value: string): MailboxAddress => {
  const parsed = mailboxAddress(value);
  if (parsed === undefined) throw new Error(`${value} is no address`);
  return parsed;
};

const types: readonly GlobalIdType[] = globalIdTypes;

/** Bytes that look random and are the same in every run. */
const bytesOf = (name: string, length: number): Buffer => {
  const blocks = Array.from({ length: Math.ceil(length / 32) }, (_, index) =>
    createHash('sha256').update(`${name}/${index}`).digest(),
  );
  return Buffer.concat(blocks).subarray(0, length);
};

/** As long as the ids of WorkMail: 138 bytes, 184 characters. */
const ewsId = bytesOf('item', 138).toString('base64');
const item: GlobalId = { type: 'Item', mailbox: address('alice@example.test'), id: ewsId };

describe('global ids', () => {
  test('every type, mailbox and id comes back as it went in', () => {
    const ids = [ewsId, 'AAMkAD==', 'AAMkAD', 'a+b/c===', 'not base64 at all', 'alice@example.test', '', 'ünï'];
    for (const type of types) {
      for (const mailbox of ['alice@example.test', 'jürgen@bücher.example'].map(address)) {
        for (const id of ids)
          expect(decodeGlobalId(sealer, encodeGlobalId(sealer, { type, mailbox, id }))).toEqual({ type, mailbox, id });
      }
    }
  });

  test('the same thing always has the same id', () => {
    expect(encodeGlobalId(sealer, item)).toBe(encodeGlobalId(sealer, { ...item }));
  });

  test('ids of the same EWS id differ by type and by mailbox', () => {
    const variants = [...types.map((type) => ({ ...item, type })), { ...item, mailbox: address('bob@example.test') }];
    expect(new Set(variants.map((variant) => encodeGlobalId(sealer, variant))).size).toBe(variants.length);
  });

  test('the id of a WorkMail item fits in 240 characters that need no escaping in a URL', () => {
    const encoded = encodeGlobalId(sealer, item);
    expect(encoded.length).toBeLessThanOrEqual(240);
    expect(encodeURIComponent(encoded)).toBe(encoded);
  });

  test('an id made before the secret was replaced still opens', () => {
    const next = createSealer(new Uint8Array(32).fill(8), new Uint8Array(32).fill(7));
    expect(decodeGlobalId(next, encodeGlobalId(sealer, item))).toEqual(item);
  });

  test('a sealed value of another purpose is no id', () => {
    expect(decodeGlobalId(sealer, sealer.seal('cursor', `\u0003${item.mailbox}\0${item.id}`))).toBeUndefined();
  });

  test('of 100,000 flipped bits, spliced halves, cut ends and swapped types, none opens', () => {
    const good = Array.from({ length: 20 }, (_, index) =>
      encodeGlobalId(sealer, {
        type: types[index % types.length] ?? 'Item',
        mailbox: address(`user${index}@example.test`),
        id: bytesOf(`id ${index}`, 60).toString('base64'),
      }),
    );
    const bytes = good.map((text) => Buffer.from(text, 'base64url'));
    const forged = new Set<string>();
    for (let round = 0; forged.size < 100_000; round += 1) {
      const random = bytesOf(`forgery ${round}`, 16);
      const original = Buffer.from(bytes[round % bytes.length] ?? []);
      const donor = bytes[(random[0] ?? 0) % bytes.length] ?? Buffer.of();
      const at = random.readUInt16LE(1) % original.length;
      if (round % 4 === 0) original[at] = (original[at] ?? 0) ^ (1 << ((random[3] ?? 0) % 8));
      const text =
        round % 4 === 1
          ? Buffer.concat([original.subarray(0, at), donor.subarray(at)]).toString('base64url')
          : round % 4 === 2
            ? Buffer.concat([
                original.subarray(0, at),
                random.subarray(4, 4 + ((random[3] ?? 0) % 12)),
                original.subarray(at + 1),
              ]).toString('base64url')
            : round % 4 === 3
              ? (good[round % good.length] ?? '').slice(0, at) +
                random.toString('base64url').slice(0, 1 + (round % 7)) +
                (good[round % good.length] ?? '').slice(at + 1)
              : original.toString('base64url');
      if (!good.includes(text)) forged.add(text);
    }
    const opened = [...forged].filter((text) => decodeGlobalId(sealer, text) !== undefined);
    expect(opened).toEqual([]);
  });
});

describe('what was sealed not long ago', () => {
  const counting = (secret: number) => {
    const made = createSealer(new Uint8Array(32).fill(secret));
    let seals = 0;
    const sealBytes = (purpose: string, value: Uint8Array): string => {
      seals += 1;
      return made.sealBytes(purpose, value);
    };
    return { sealer: { ...made, sealBytes }, seals: () => seals };
  };
  const id: GlobalId = { type: 'Item', mailbox: address('ann@x.test'), id: 'AAMkAD=' };

  test('is not sealed again, and is told from what differs from it in any part', () => {
    const { sealer: counted, seals } = counting(1);
    const others: readonly GlobalId[] = [
      { ...id, type: 'Folder' },
      { ...id, mailbox: address('bob@x.test') },
      { ...id, id: 'AAMkAE=' },
    ];
    const texts = [id, ...others].map((one) => encodeGlobalId(counted, one));
    expect(texts.map((text) => decodeGlobalId(counted, text))).toEqual([id, ...others]);
    expect([id, ...others].map((one) => encodeGlobalId(counted, one))).toEqual(texts);
    expect(seals()).toBe(4);
  });

  test('is another sealer’s own', () => {
    const [one, two] = [counting(1), counting(2)];
    expect(encodeGlobalId(one.sealer, id)).not.toBe(encodeGlobalId(two.sealer, id));
    expect(two.seals()).toBe(1);
  });

  test('is forgotten when there is too much of it', () => {
    const { sealer: counted, seals } = counting(1);
    const long = (index: number): GlobalId => ({ ...id, id: `${index}`.padEnd(500_000, ' ') });
    for (let index = 0; index < 20; index += 1) encodeGlobalId(counted, long(index));
    encodeGlobalId(counted, long(0));
    expect(seals()).toBe(21);
  });
});
