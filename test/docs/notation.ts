/** What names in angle brackets stood for so far on a page: `<id of the offer>`. */
export type Names = Map<string, unknown>;

/** No name holds an @: a Message-ID in its brackets stands for itself. */
const wholeName = /^<([^<>@\n]+)>$/;

/**
 * How a value differs from what a page shows of it; empty when it does not. `…` in a text stands for anything, alone for any value, at the end of a list for
 * any more elements, as a key for any other keys. `<a name>` keeps the value, and has to be the same when it comes again.
 */
export const differences = (shown: unknown, value: unknown, names: Names, path = 'answer'): readonly string[] => {
  if (shown === '…') return [];
  if (typeof shown === 'string') return textDifference(shown, value, names, path);
  if (Array.isArray(shown)) {
    if (!Array.isArray(value)) return [`${path} is ${tell(value)} and no list`];
    const isOpen = shown.at(-1) === '…';
    const wanted: readonly unknown[] = isOpen ? shown.slice(0, -1) : shown;
    if (isOpen ? value.length < wanted.length : value.length !== wanted.length)
      return [`${path} has ${value.length} elements instead of ${wanted.length}: ${tell(value)}`];
    return wanted.flatMap((element, index) => differences(element, value[index], names, `${path}[${index}]`));
  }
  if (typeof shown !== 'object' || shown === null)
    return shown === value ? [] : [`${path} is ${tell(value)} instead of ${tell(shown)}`];
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return [`${path} is ${tell(value)} and no object`];
  const isOpen = Object.hasOwn(shown, '…');
  const missing = Object.keys(shown).filter((key) => key !== '…' && !Object.hasOwn(value, key));
  const unshown = isOpen ? [] : Object.keys(value).filter((key) => !Object.hasOwn(shown, key));
  return [
    ...missing.map((key) => `${path}.${key} is missing`),
    ...unshown.map((key) => `${path}.${key} is not shown: ${tell((value as Readonly<Record<string, unknown>>)[key])}`),
    ...Object.entries(shown).flatMap(([key, part]) =>
      key === '…' || !Object.hasOwn(value, key)
        ? []
        : differences(part, (value as Readonly<Record<string, unknown>>)[key], names, `${path}.${key}`),
    ),
  ];
};

/** How a text differs from what a page shows: `…` in a line is anything in that line, as a line of its own any lines; `<a name>` keeps a word. */
export const outputDifference = (shown: string, output: string, names: Names): string | undefined => {
  const met: string[] = [];
  const lines = withoutTail(shown)
    .split('\n')
    .map((line) => (line.trim() === '…' ? '(?:.*\\n)*?' : `${linePattern(line, met)}\\s*\\n`));
  const found = new RegExp(`^${lines.join('')}$`, 'u').exec(`${withoutTail(output)}\n`);
  if (found === null) return `printed was\n${output}\ninstead of\n${shown}`;
  for (const [index, name] of met.entries()) {
    const word = found[index + 1];
    if (word === undefined) continue;
    const [difference] = differences(`<${name}>`, word, names, `<${name}>`);
    if (difference !== undefined) return difference;
  }
  return undefined;
};

/** The same value with what names stand for in place of them; names that are not known stay. */
export const filled = (value: unknown, names: Names): unknown => {
  if (typeof value === 'string') {
    const name = wholeName.exec(value)?.[1];
    return name !== undefined && names.has(name) ? names.get(name) : filledText(value, names);
  }
  if (Array.isArray(value)) return value.map((element) => filled(element, names));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, filled(part, names)]));
};

/** The same text with what names stand for in place of them; names that are not known stay. */
export const filledText = (text: string, names: Names): string =>
  text.replaceAll(/<([^<>@\n]+)>/g, (bracketed, name: string) =>
    names.has(name) ? String(names.get(name)) : bracketed,
  );

const textDifference = (shown: string, value: unknown, names: Names, path: string): readonly string[] => {
  const name = wholeName.exec(shown)?.[1];
  if (name !== undefined) {
    if (typeof value === 'object' || value === undefined) return [`${path} is ${tell(value)}, which has no name`];
    if (!names.has(name)) names.set(name, value);
    return names.get(name) === value ? [] : [`${path} is ${tell(value)} and not ${shown}, ${tell(names.get(name))}`];
  }
  const pattern = new RegExp(`^${shown.split('…').map(escaped).join('[^]*')}$`, 'u');
  return typeof value === 'string' && pattern.test(value)
    ? []
    : [`${path} is ${tell(value)} instead of ${tell(shown)}`];
};

/** A line as a pattern; each name takes the next group of it, and may stand for itself. */
const linePattern = (line: string, met: string[]): string =>
  line
    .trimEnd()
    .split(/(…|<[^<>@]+>)/u)
    .map((part) => {
      if (part === '…') return '.*?';
      const name = wholeName.exec(part)?.[1];
      if (name === undefined) return escaped(part);
      met.push(name);
      return `(?:${escaped(part)}|(\\S+?))`;
    })
    .join('');

const escaped = (text: string): string => text.replaceAll(/[\\^$.*+?()[\]{}|/]/g, String.raw`\$&`);

const withoutTail = (text: string): string => text.replace(/\s+$/, '');

const tell = (value: unknown): string => {
  const text = JSON.stringify(value) ?? 'missing';
  return text.length > 300 ? `${text.slice(0, 300)}…` : text;
};
