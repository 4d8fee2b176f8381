import { PassThrough, Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { gatherBytes } from '../../src/ews/gather-bytes.ts';

const text = (pieces: readonly Buffer[]): string => Buffer.concat(pieces).toString();
const of = (...pieces: readonly string[]): Readable => Readable.from(pieces.map((piece) => Buffer.from(piece)));

describe('gathering', () => {
  it('takes everything up to the end, as much as it may', async () => {
    const { pieces, isWhole } = await gatherBytes(of('one', 'two'), 6);
    expect([text(pieces), isWhole]).toEqual(['onetwo', true]);
    expect((await gatherBytes(of(), 6)).pieces).toEqual([]);
  });

  it('leaves what is too much to whoever reads on, and loses nothing', async () => {
    const stream = of('one', 'two', 'three', 'four');
    const { pieces, isWhole } = await gatherBytes(stream, 5);
    expect([text(pieces), isWhole]).toEqual(['onetwo', false]);
    let rest = '';
    for await (const piece of stream) rest += String(piece);
    expect(rest).toBe('threefour');
  });

  it('fails with the stream, and when that is closed before its end, at once if it is already', async () => {
    const broken = new PassThrough();
    broken.write('half');
    const waiting = gatherBytes(broken, 100);
    broken.destroy(new Error('cut'));
    await expect(waiting).rejects.toThrow('cut');
    await expect(gatherBytes(broken, 100)).rejects.toThrow('cut');
    const closed = new PassThrough();
    const forsaken = gatherBytes(closed, 100);
    closed.destroy();
    await expect(forsaken).rejects.toThrow('closed before its end');
  });
});
