import type { PlainEffect } from './faults.ts';
import type { TextSink } from '../text-sink.ts';

/** The same sink, or one that does to what is written to it what a fault says. Pieces are whole envelopes. */
export const faultySink = (sink: TextSink, effect: PlainEffect | undefined): TextSink => {
  switch (effect?.kind) {
    case 'cut':
      return limitedBytes(sink, effect.atByte, { begin: sink.end, write: nothing, end: nothing });
    case 'breakAnswer':
      return limitedBytes(sink, effect.atByte, { begin: sink.destroy, write: nothing, end: nothing });
    case 'stall':
      return limitedBytes(sink, effect.atByte, stalled(sink, effect.ms));
    case 'slow':
      return slowSink(sink, effect);
    case 'breakStream':
      return limitedPieces(sink, effect.envelopes, { write: sink.breakOff, end: sink.end });
    case 'muteStream':
      return limitedPieces(sink, effect.envelopes, { write: nothing, end: nothing });
    case 'endStream':
      return limitedPieces(sink, effect.envelopes, { write: sink.end, end: sink.end });
    default:
      return sink;
  }
};

/** What becomes of an answer after the bytes that are passed on. */
interface Rest {
  /** Called once, when the last of those bytes is out, or the answer at its end before that. */
  readonly begin: () => void;
  readonly write: (bytes: Uint8Array) => void;
  readonly end: () => void;
}

const nothing = (): void => undefined;

/** Passes so many bytes on. */
const limitedBytes = (sink: TextSink, atByte: number, rest: Rest): TextSink => {
  let passed = 0;
  let hasBegun = false;
  const begin = (): void => {
    if (hasBegun) return;
    hasBegun = true;
    rest.begin();
  };
  return {
    ...sink,
    write: (text) => {
      const bytes = Buffer.from(text);
      const left = Math.max(atByte - passed, 0);
      passed += bytes.length;
      if (left > 0) sink.write(bytes.subarray(0, left));
      if (passed < atByte) return;
      begin();
      if (bytes.length > left) rest.write(bytes.subarray(left));
    },
    end: () => {
      begin();
      rest.end();
    },
  };
};

/** Holds back what is left: for so many milliseconds, or for good. */
const stalled = (sink: TextSink, ms: number | undefined): Rest => {
  const held: Uint8Array[] = [];
  let isHolding = true;
  let hasEnded = false;
  const release = (): void => {
    isHolding = false;
    for (const bytes of held) sink.write(bytes);
    if (hasEnded) sink.end();
  };
  return {
    begin: () => {
      if (ms !== undefined) setTimeout(release, ms).unref();
    },
    write: (bytes) => {
      if (!isHolding) sink.write(bytes);
      else if (ms !== undefined) held.push(bytes);
    },
    end: () => {
      hasEnded = true;
      if (!isHolding) sink.end();
    },
  };
};

/** Passes on so many bytes at a time, with a pause after each, for as long as somebody takes them. */
const slowSink = (sink: TextSink, { bytes, everyMs }: Extract<PlainEffect, { kind: 'slow' }>): TextSink => {
  const waiting: Buffer[] = [];
  let isPausing = false;
  let hasEnded = false;
  const next = (): void => {
    isPausing = false;
    const [first] = waiting;
    if (sink.isClosed()) return;
    if (first === undefined) {
      if (hasEnded) sink.end();
      return;
    }
    sink.write(first.subarray(0, bytes));
    if (first.length > bytes) waiting[0] = first.subarray(bytes);
    else waiting.shift();
    isPausing = true;
    setTimeout(next, everyMs).unref();
  };
  return {
    ...sink,
    write: (text) => {
      waiting.push(Buffer.from(text));
      if (!isPausing) next();
    },
    end: () => {
      hasEnded = true;
      if (!isPausing) next();
    },
  };
};

/** Passes so many pieces on. What comes then is done with as `atLimit` says, the first time only. */
const limitedPieces = (sink: TextSink, pieces: number, atLimit: Pick<TextSink, 'write' | 'end'>): TextSink => {
  let passed = 0;
  return {
    ...sink,
    write: (text) => {
      passed += 1;
      if (passed <= pieces) sink.write(text);
      else if (passed === pieces + 1) atLimit.write(text);
    },
    end: () => {
      if (passed < pieces) sink.end();
      else if (passed === pieces) atLimit.end();
    },
  };
};
