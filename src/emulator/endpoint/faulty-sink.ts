import type { FaultEffect } from './faults.ts';
import type { TextSink } from './http-exchange.ts';

/** The same sink, or one that does to the pieces written to it what a fault says. Pieces are whole envelopes. */
export const faultySink = (sink: TextSink, effect: FaultEffect | undefined): TextSink => {
  switch (effect?.kind) {
    case 'cut':
      return cutSink(sink, effect.atByte);
    case 'breakStream':
      return limitedSink(sink, effect.envelopes, { write: sink.breakOff, end: sink.end });
    case 'muteStream':
      return limitedSink(sink, effect.envelopes, { write: () => undefined, end: () => undefined });
    default:
      return sink;
  }
};

/** Passes so many bytes on and ends there. */
const cutSink = (sink: TextSink, atByte: number): TextSink => {
  let left = atByte;
  return {
    ...sink,
    write: (text) => {
      const bytes = Buffer.from(text);
      if (left > 0) sink.write(bytes.subarray(0, left).toString());
      if (left > 0 && bytes.length >= left) sink.end();
      left -= bytes.length;
    },
    end: () => {
      if (left > 0) sink.end();
    },
  };
};

/** Passes so many pieces on. What comes then is done with as `atLimit` says, the first time only. */
const limitedSink = (sink: TextSink, pieces: number, atLimit: Pick<TextSink, 'write' | 'end'>): TextSink => {
  let passed = 0;
  return {
    write: (text) => {
      passed += 1;
      if (passed <= pieces) sink.write(text);
      else if (passed === pieces + 1) atLimit.write(text);
    },
    end: () => {
      if (passed < pieces) sink.end();
      else if (passed === pieces) atLimit.end();
    },
    breakOff: sink.breakOff,
  };
};
