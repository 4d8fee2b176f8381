const slowKey = Symbol('a request that may take long to arrive');

interface Marked {
  [slowKey]?: true;
}

/** Lets a request of node's HTTP server take the time of an upload to arrive, once it is known who sends it. */
export const allowSlowly = (request: object): void => {
  (request as Marked)[slowKey] = true;
};

/** Whether that has been said of it. */
export const mayBeSlow = (request: object): boolean => (request as Marked)[slowKey] === true;
