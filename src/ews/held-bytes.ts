import type { ByteSource } from './byte-source.ts';

/** Bytes that arrive in pieces and are kept until they are sent on. */
export interface HeldBytes {
  /** Bytes so far. */
  readonly size: number;
  /** Takes a copy of the piece. */
  add(piece: Uint8Array): void;
  /** All of them, to be read as often as needed; nothing may be added any more. */
  source(): ByteSource;
}

/** Divisible by three, so that base64 goes on from block to block without a rest. */
const blockBytes = 192 * 1024;

/**
 * Starts with nothing. Pieces are copied into blocks: kept as they come, each would keep the whole of what was read from the network with it, and
 * pieces of one byte, which anybody can send, would cost a hundred times their size.
 */
export const createHeldBytes = (): HeldBytes => {
  const full: Uint8Array[] = [];
  let block = Buffer.alloc(0);
  let used = 0;
  let size = 0;
  return {
    get size() {
      return size;
    },
    add: (piece) => {
      size += piece.byteLength;
      for (let taken = 0; taken < piece.byteLength;) {
        if (used === block.length) {
          if (used > 0) full.push(block);
          block = Buffer.allocUnsafeSlow(blockBytes);
          used = 0;
        }
        const some = piece.subarray(taken, taken + block.length - used);
        block.set(some, used);
        used += some.byteLength;
        taken += some.byteLength;
      }
    },
    source: () => {
      // Of five hundred small files none shall keep a block to itself.
      if (used > 0) full.push(used === block.length ? block : Uint8Array.from(block.subarray(0, used)));
      block = Buffer.alloc(0);
      used = 0;
      return {
        size,
        stream: async function* () {
          yield* full;
        },
      };
    },
  };
};
