import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createHeldBytes } from '../../src/ews/held-bytes.ts';

const read = async (pieces: AsyncIterable<Uint8Array>): Promise<readonly Uint8Array[]> => {
  const all: Uint8Array[] = [];
  for await (const piece of pieces) all.push(piece);
  return all;
};

describe('held bytes', () => {
  it('come out as they went in, as often as they are read', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer({ min: 0, max: 250_000 }), { maxLength: 4 }),
        fc.integer({ min: 0, max: 255 }),
        async (lengths, seed) => {
          const held = createHeldBytes();
          const pieces = lengths.map((length, turn) =>
            Uint8Array.from({ length }, (_, index) => (index * 31 + turn + seed) % 256),
          );
          for (const piece of pieces) held.add(piece);
          const source = held.source();
          const expected = Buffer.concat(pieces);
          expect([held.size, source.size]).toEqual([expected.length, expected.length]);
          for (let turn = 0; turn < 2; turn += 1)
            expect(Buffer.compare(Buffer.concat(await read(source.stream())), expected)).toBe(0);
        },
      ),
      { numRuns: 20 },
    );
  });

  it('are held in blocks, however small the pieces were, and nothing of the pieces themselves', async () => {
    const held = createHeldBytes();
    const piece = new Uint8Array(1);
    for (let index = 0; index < 500_000; index += 1) {
      piece[0] = index % 251;
      held.add(piece);
    }
    const blocks = await read(held.source().stream());
    expect(blocks.length).toBeLessThan(5);
    expect(blocks.reduce((sum, { buffer }) => sum + buffer.byteLength, 0)).toBe(500_000);
    expect([...blocks[0]!.subarray(249, 253)]).toEqual([249, 250, 0, 1]);
  });

  it('that end on a block go on from there as base64 without a rest', async () => {
    const held = createHeldBytes();
    held.add(new Uint8Array(1_000_000));
    const blocks = await read(held.source().stream());
    expect(blocks.slice(0, -1).map(({ byteLength }) => byteLength % 3)).toEqual(blocks.slice(1).map(() => 0));
  });
});
