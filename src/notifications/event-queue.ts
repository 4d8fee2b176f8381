/** What somebody is told, in order, until it is taken. */
export interface EventQueue<Event> extends AsyncIterableIterator<Event> {
  /** How many wait to be taken. */
  readonly length: number;
  /** Adds one; where there is no room, everything that waits is dropped for the one that `onOverflow` makes. After an end it does nothing. */
  push(event: Event, onOverflow: () => Event): void;
  /** Resolves when nothing waits to be taken, or nothing will be. */
  emptied(): Promise<void>;
  /** Nothing comes any more: what waits can still be taken, then it is done or, with an error, throws that once. Only the first end counts. */
  end(error?: Error): void;
}

/** Makes a queue with room for so many. `onReturn`: told once, when whoever takes has enough. */
export const createEventQueue = <Event>(capacity: number, onReturn: () => void): EventQueue<Event> => {
  let events: Event[] = [];
  let ended: { readonly error: Error | undefined } | undefined;
  /** Those who wait for an event; then none waits to be taken. */
  const takers: ((step: Promise<IteratorResult<Event>>) => void)[] = [];
  const onEmpty: (() => void)[] = [];

  const tellEmpty = (): void => {
    if (events.length === 0) for (const tell of onEmpty.splice(0)) tell();
  };
  const lastStep = (): Promise<IteratorResult<Event>> => {
    const error = ended?.error;
    ended = { error: undefined };
    return error === undefined ? Promise.resolve({ done: true, value: undefined }) : Promise.reject(error);
  };
  const close = (error: Error | undefined): void => {
    ended = { error };
    for (const take of takers.splice(0)) take(lastStep());
  };

  const queue: EventQueue<Event> = {
    get length() {
      return events.length;
    },
    push: (event, onOverflow) => {
      if (ended !== undefined) return;
      const take = takers.shift();
      if (take !== undefined) take(Promise.resolve({ done: false, value: event }));
      else if (events.length < capacity) events.push(event);
      else events = [onOverflow()];
    },
    emptied: () =>
      new Promise((resolve) => {
        onEmpty.push(resolve);
        tellEmpty();
      }),
    end: (error) => {
      if (ended === undefined) close(error);
    },
    next: () => {
      const event = events.shift();
      tellEmpty();
      if (event !== undefined) return Promise.resolve({ done: false, value: event });
      return ended === undefined ? new Promise((resolve) => takers.push(resolve)) : lastStep();
    },
    return: () => {
      const isFirst = ended === undefined;
      events = [];
      close(undefined);
      tellEmpty();
      if (isFirst) onReturn();
      return Promise.resolve({ done: true, value: undefined });
    },
    [Symbol.asyncIterator]: () => queue,
  };
  return queue;
};
