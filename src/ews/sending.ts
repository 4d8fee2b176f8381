import { Readable } from 'node:stream';
import type { ByteSource } from './byte-source.ts';

/** An envelope on its way out. */
export interface Sending {
  readonly content: string | Readable;
  /** Why the bytes could not be had, which is no failure of the exchange. */
  failure(): unknown;
}

/** Hands over a text as it is, and bytes as a stream that is closed with the exchange. */
export const startSending = (body: string | ByteSource): Sending => {
  if (typeof body === 'string') return { content: body, failure: () => undefined };
  let failure: unknown;
  const bytes = async function* (): AsyncGenerator<Uint8Array> {
    const source = body.stream()[Symbol.asyncIterator]();
    const next = (): Promise<IteratorResult<Uint8Array>> =>
      source.next().catch((error: unknown) => {
        failure = error;
        throw error;
      });
    try {
      for (let step = await next(); step.done !== true; step = await next()) yield step.value;
    } finally {
      // The stream throws its own end in here when the exchange fails: that is not the source's failure.
      await source.return?.();
    }
  };
  return { content: Readable.from(bytes(), { objectMode: false }), failure: () => failure };
};
