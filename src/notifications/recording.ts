import type { Receiver, ToldEvent } from './told-event.ts';

/** A channel's way, from a position on; another one after each loss. */
export interface Way {
  position: string;
}

/** What a channel tells on its way, for somebody who is not there yet. */
export interface Recording {
  readonly way: Way;
  readonly events: readonly ToldEvent[];
  /** It was more than is kept: what is here is not all. */
  readonly isFull: boolean;
  stop(): void;
}

/** Events that are kept: a listener holds no more either. */
export const mostRecorded = 256;

/** Records from now on what a channel tells its receivers. */
export const startRecording = (way: Way, receivers: Set<Receiver>): Recording => {
  const events: ToldEvent[] = [];
  let isFull = false;
  const receiver: Receiver = {
    tell: (event) => {
      if (events.length < mostRecorded) events.push(event);
      else isFull = true;
    },
  };
  receivers.add(receiver);
  return {
    way,
    events,
    get isFull() {
      return isFull;
    },
    stop: () => void receivers.delete(receiver),
  };
};
