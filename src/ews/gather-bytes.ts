import type { Readable } from 'node:stream';

/** What has come of a stream. */
export interface Gathered {
  readonly pieces: readonly Buffer[];
  /** False: there was more than was to be gathered, and the rest is still to be read. */
  readonly isWhole: boolean;
}

/**
 * Takes pieces as they come, without an iterator and its promises, until the end or until there are more than `mostBytes`; then the stream waits for
 * whoever reads on. Rejects with the stream's error, or when it was closed before its end.
 */
export const gatherBytes = (stream: Readable, mostBytes: number): Promise<Gathered> =>
  new Promise((resolve, reject) => {
    const pieces: Buffer[] = [];
    let bytes = 0;
    const stop = (): void => {
      stream.off('data', take).off('end', end).off('error', fail).off('close', fail);
    };
    const take = (piece: Buffer): void => {
      pieces.push(piece);
      bytes += piece.byteLength;
      if (bytes <= mostBytes) return;
      stop();
      stream.pause();
      resolve({ pieces, isWhole: false });
    };
    const end = (): void => {
      stop();
      resolve({ pieces, isWhole: true });
    };
    const fail = (): void => {
      stop();
      reject(stream.errored ?? new Error('the stream was closed before its end'));
    };
    if (stream.destroyed) fail();
    else stream.on('data', take).on('end', end).on('error', fail).on('close', fail);
  });
