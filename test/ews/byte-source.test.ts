import { setImmediate } from 'node:timers/promises';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { joined, type ByteSource } from '../../src/ews/byte-source.ts';
import { InvalidInputError } from '../../src/ews/errors.ts';
import { sentText } from './sent-text.ts';

const inChunks = (chunks: readonly Uint8Array[]): ByteSource => ({
  size: chunks.reduce((sum, { byteLength }) => sum + byteLength, 0),
  async *stream() {
    yield* chunks;
  },
});

const asBytes = (document: string | ByteSource): ByteSource =>
  typeof document === 'string' ? expect.fail('a text') : document;

describe('a document of pieces', () => {
  it('is a text as long as it holds only texts', () => {
    expect(joined(['a', 'ü', ''])).toBe('aü');
    expect(joined([])).toBe('');
  });

  it('writes bytes as base64, however they are cut, and knows its length beforehand', async () => {
    const chunk = fc.uint8Array({ maxLength: 200 });
    await fc.assert(
      fc.asyncProperty(fc.array(chunk, { maxLength: 6 }), async (chunks) => {
        const document = asBytes(joined(['<ü>', inChunks(chunks), '</ü>']));
        const text = await sentText(document);
        expect(text).toBe(`<ü>${Buffer.concat(chunks).toString('base64')}</ü>`);
        expect(Buffer.byteLength(text)).toBe(document.size);
      }),
    );
  });

  it('takes a Blob, any number of times', async () => {
    const bytes = Buffer.alloc(300_001, 'workmail');
    const document = asBytes(joined([new Blob([bytes]), ' ', new Blob([])]));
    for (const _time of [1, 2]) expect(await sentText(document)).toBe(`${bytes.toString('base64')} `);
  });

  it('makes small pieces of a large chunk, so that nobody waits for it', async () => {
    const document = asBytes(joined([inChunks([new Uint8Array(1_000_000)])]));
    for await (const chunk of document.stream()) expect(chunk.byteLength).toBeLessThanOrEqual(64 * 1024);
  });

  it('lets others have their turn, although all bytes lie in memory', async () => {
    const document = asBytes(joined([inChunks([new Uint8Array(4_000_000)])]));
    let turns = 0;
    let isOver = false;
    const others = (async () => {
      for (; !isOver; turns += 1) await setImmediate();
    })();
    await sentText(document);
    isOver = true;
    await others;
    expect(turns).toBeGreaterThan(5);
  });

  it.each([2, 4])('does not end when a source of 3 bytes has %i', async (bytes) => {
    const document = joined([{ ...inChunks([new Uint8Array(bytes)]), size: 3 }, '</end>']);
    await expect(sentText(document)).rejects.toThrow(InvalidInputError);
  });
});
