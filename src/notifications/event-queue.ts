/** What somebody is told, in order, until it is taken. */
export interface EventQueue<Event> extends AsyncIterableIterator<Event> {
  /** How many wait to be taken. */
  readonly length: number;
  /** Adds one; where there is no room, everything that waits is dropped for the one that `onOverflow` makes. After an end it does nothing. */
  push(event: Event, onOverflow: () => Event): void;
  /** Nothing comes any more: what waits can still be taken, then it is done or, with an error, throws that once. Only the first end counts. */
  end(error?: unknown): void;
}

/** How it ended, as `next` will say it. */
interface End {
  readonly error?: unknown;
}

/** Makes a queue with room for so many. `onReturn`: told once when whoever takes has enough. */
export const createEventQueue = <Event>(capacity: number, onReturn: () => void): EventQueue<Event> => {
  let events: Event[] = [];
  let ended: End | undefined;
  /** Those who wait for an event; then none waits to be taken. */
  const takers: ((step: Promise<IteratorResult<Event>>) => void)[] = [];

  const last = (): Promise<IteratorResult<Event>> => {
    const end = ended;
    ended = {};
    return end !== undefined && 'error' in end
      ? // oxlint-disable-next-line typescript/prefer-promise-reject-errors -- it is passed on as it came
        Promise.reject(end.error)
      : Promise.resolve({ done: true, value: undefined });
  };
  const release = (): void => {
    for (const take of takers.splice(0)) take(last());
  };

  const queue: EventQueue<Event> = {
    get length() {
      return events.length;
    },
    push: (event, onOverflow) => {
      if (ended !== undefined) return;
      const taker = takers.shift();
      if (taker !== undefined) taker(Promise.resolve({ done: false, value: event }));
      else if (events.length < capacity) events.push(event);
      else events = [onOverflow()];
    },
    end: (...errors) => {
      if (ended !== undefined) return;
      ended = errors.length === 0 ? {} : { error: errors[0] };
      release();
    },
    next: () => {
      const event = events.shift();
      if (event !== undefined) return Promise.resolve({ done: false, value: event });
      if (ended !== undefined) return last();
      return new Promise((resolve) => takers.push(resolve));
    },
    return: () => {
      const isFirst = ended === undefined;
      ended = {};
      events = [];
      release();
      if (isFirst) onReturn();
      return Promise.resolve({ done: true, value: undefined });
    },
    [Symbol.asyncIterator]: () => queue,
  };
  return queue;
};
