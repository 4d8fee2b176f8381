/** Where the files of an operation go. */
export interface FilePlaces {
  /** Names of the parts that have to come. */
  readonly names: readonly string[];
  /** Puts a file where the map says that it goes. */
  put(name: string, file: unknown): void;
}

/** As many as a message may have. */
export const mostFiles = 500;

interface Slot {
  readonly holder: Record<string, unknown>;
  readonly key: string;
}

const isHolder = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;

/** The null that a path leads to; undefined when there is none. Only what the JSON itself holds is walked through. */
const slotAt = (operations: Readonly<Record<string, unknown>>, path: string): Slot | undefined => {
  const [first, ...rest] = path.split('.');
  const key = rest.pop();
  if (first !== 'variables' || key === undefined) return undefined;
  let holder: unknown = operations['variables'];
  for (const step of rest) holder = isHolder(holder) && Object.hasOwn(holder, step) ? holder[step] : undefined;
  return isHolder(holder) && Object.hasOwn(holder, key) && holder[key] === null ? { holder, key } : undefined;
};

/**
 * Reads the `map` of a form: for each file the paths of nulls in the variables. Answers a sentence when it is something else.
 * https://github.com/jaydenseric/graphql-multipart-request-spec
 */
export const filePlaces = (operations: Readonly<Record<string, unknown>>, mapText: string): FilePlaces | string => {
  let map: unknown;
  try {
    map = JSON.parse(mapText);
  } catch {
    return 'map is not JSON.';
  }
  if (!isHolder(map) || Array.isArray(map)) return 'map is not an object.';
  const slots = new Map<string, readonly Slot[]>();
  const taken = new Map<object, Set<string>>();
  for (const [name, paths] of Object.entries(map)) {
    if (slots.size === mostFiles) return `There are more than ${mostFiles} files.`;
    if (!Array.isArray(paths) || paths.length === 0 || paths.length > mostFiles)
      return 'map has to give each file a list of paths.';
    const ofFile: Slot[] = [];
    for (const path of paths as readonly unknown[]) {
      const slot = typeof path === 'string' ? slotAt(operations, path) : undefined;
      if (slot === undefined) return 'A path in map leads to something else than a null in the variables.';
      const keys = taken.get(slot.holder) ?? new Set();
      if (keys.has(slot.key)) return 'Two paths in map lead to the same place.';
      taken.set(slot.holder, keys.add(slot.key));
      ofFile.push(slot);
    }
    slots.set(name, ofFile);
  }
  return {
    names: [...slots.keys()],
    put: (name, file) => {
      for (const { holder, key } of slots.get(name) ?? []) holder[key] = file;
    },
  };
};
