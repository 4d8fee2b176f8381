/** The largest operation, bytes of JSON: a query of 1,000 ids with their variables is a third of it. */
export const maxOperationBytes = 1_000_000;

/** Levels of objects and lists in a request: three times what the deepest filter has. */
const deepestJson = 64;
/**
 * Values in a request, lists and objects included: four times the ids of the longest list. Every object of a filter is read by all its fields, and
 * more than once: the filters that fit into a megabyte would hold the gateway up for two seconds (Node 20.20).
 */
const mostValues = 4_000;

const isDeeper = (value: unknown, levels: number): boolean => {
  if (typeof value !== 'object' || value === null) return false;
  return levels === 0 || Object.values(value).some((inner) => isDeeper(inner, levels - 1));
};

/** Whether there are more values than this in it, itself included; nothing is looked at beyond. */
const holdsMore = (value: unknown, most: number): boolean => {
  let left = most;
  const count = (inner: unknown): boolean => {
    left -= 1;
    return left < 0 || (typeof inner === 'object' && inner !== null && Object.values(inner).some(count));
  };
  return count(value);
};

/** An operation as it is sent: one object. */
export type OperationObject = Record<string, unknown>;

/**
 * Reads the JSON of one operation, of bearable depth and size. Answers a sentence when it is something else. `what`: how the sentence calls it.
 */
export const operationIn = (text: string, what: string): OperationObject | string => {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return `${what} is not JSON.`;
  }
  if (Array.isArray(value)) return 'Batching is not supported.';
  if (typeof value !== 'object' || value === null) return `${what} is not an object.`;
  if (isDeeper(value, deepestJson)) return `${what} nests deeper than ${deepestJson} levels.`;
  if (holdsMore(value, mostValues)) return `${what} holds more than ${mostValues} values.`;
  return value as OperationObject;
};
