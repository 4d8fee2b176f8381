import { createRandom } from '../random.ts';

/** Bytes that are neither XML nor UTF-8, the same ones every time; 1,000 unless told otherwise. */
export const garbage = (bytes = 1_000): Uint8Array => {
  const random = createRandom(bytes);
  // No UTF-8 text begins with it: https://www.rfc-editor.org/rfc/rfc3629#section-1
  return Uint8Array.from({ length: bytes }, (_, at) => (at === 0 ? 0xff : random.integer(0, 0xff)));
};
