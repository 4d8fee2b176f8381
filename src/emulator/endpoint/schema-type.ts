import { requestSchema } from './request-schema.ts';

/** How often an element or a group may stand in its place: at least 0 or 1 times, at most once or any number of times. */
interface Repeated {
  readonly isOptional: boolean;
  readonly isMany: boolean;
}

/** A place in the content of an element: one child, children one after the other, or one of several. */
export type Particle = Repeated &
  (
    | { readonly kind: 'child'; readonly name: string }
    | { readonly kind: 'sequence' | 'choice'; readonly parts: readonly Particle[] }
  );

/** An attribute that an element may have. */
export interface AttributeUse {
  readonly type: string;
  readonly isRequired: boolean;
}

/** What an element of a type may have in it. */
export interface ElementsType {
  readonly kind: 'elements';
  readonly attributes: ReadonlyMap<string, AttributeUse>;
  readonly content: readonly Particle[];
  /** The type of each child, by its name. */
  readonly children: ReadonlyMap<string, string>;
  /** The type of its text; undefined: it has only children. */
  readonly text: string | undefined;
}

/** What a text may be. */
export type TextType =
  | { readonly kind: 'words'; readonly words: ReadonlySet<string> }
  | { readonly kind: 'list'; readonly item: string }
  | { readonly kind: 'union'; readonly members: readonly string[] }
  | {
      readonly kind: 'limited';
      readonly base: string;
      readonly limits: readonly (readonly [name: string, value: string])[];
    };

/** A type of EWS's schema: of elements with their contents, or of a text. */
export type SchemaType = ElementsType | TextType;

/** The type of a request element (`m:FindItem`) of the operations that the emulator serves; undefined for any other element. */
export const requestType = (element: string): string | undefined => lines.get(`<${element}>`)?.[1];

/** A type by its name, `t:FindItemType`; undefined for types of XML Schema itself, `xs:int`. */
export const schemaType = (name: string): SchemaType | undefined => {
  const known = types.get(name);
  if (known !== undefined) return known;
  const words = lines.get(name);
  if (words === undefined) return undefined;
  const type = readType(words);
  types.set(name, type);
  return type;
};

/** The lines of the schema by the names that they begin with, cut into words. */
const lines: ReadonlyMap<string, readonly string[]> = new Map(
  requestSchema
    .trim()
    .split('\n')
    .map((line) => {
      const [name = '', ...words] = line.split(' ');
      return [name, words];
    }),
);

const types = new Map<string, SchemaType>();

const readType = ([kind = '', ...words]: readonly string[]): SchemaType => {
  switch (kind) {
    case 'words':
      return { kind, words: new Set(words) };
    case 'list':
      return { kind, item: words[0] ?? '' };
    case 'union':
      return { kind, members: words };
    case 'limited': {
      const [base = '', ...limits] = words;
      return { kind, base, limits: limits.map((limit) => cut(limit)) };
    }
    case 'elements':
      return readElements(words);
    default:
      throw new Error(`The table of types has a line of the kind ${kind}`);
  }
};

const readElements = (words: readonly string[]): ElementsType => {
  const rest = [...words];
  const [, sign, baseName = ''] = /^([+~-])(.*)$/.exec(rest[0] ?? '') ?? [];
  if (sign !== undefined) rest.shift();
  const base = sign === undefined ? undefined : schemaType(baseName);
  const elements = base?.kind === 'elements' ? base : undefined;
  const attributes = new Map(elements?.attributes);
  const children = new Map(sign === '+' ? elements?.children : undefined);
  for (let word = rest[0]; word?.startsWith('@') === true; word = rest[0]) {
    const [name, type] = cut(word.slice(1));
    if (type === '-') attributes.delete(name);
    else attributes.set(name.replace('!', ''), { type, isRequired: name.endsWith('!') });
    rest.shift();
  }
  const own = readParts(rest, children);
  return {
    kind: 'elements',
    attributes,
    content: sign === '+' ? [...(elements?.content ?? []), ...own] : own,
    children,
    text: sign === '~' ? (elements?.text ?? baseName) : undefined,
  };
};

/** Reads places up to the end of the group or the line, and takes them out of `words`. */
const readParts = (words: string[], children: Map<string, string>): readonly Particle[] => {
  const parts: Particle[] = [];
  for (;;) {
    const word = words.shift();
    if (word === undefined) return parts;
    if (word === '(' || word === '[') {
      const inner = readParts(words, children);
      parts.push({ kind: word === '(' ? 'sequence' : 'choice', parts: inner, ...repeated(words.shift() ?? '') });
    } else if (word.startsWith(')') || word.startsWith(']')) {
      words.unshift(word);
      return parts;
    } else {
      const [name, type] = cut(word.replace(/[?*+]$/, ''));
      children.set(name, type);
      parts.push({ kind: 'child', name, ...repeated(word) });
    }
  }
};

const repeated = (word: string): Repeated => ({ isOptional: /[?*]$/.test(word), isMany: /[*+]$/.test(word) });

const cut = (word: string): readonly [name: string, value: string] => {
  const equals = word.indexOf('=');
  return [word.slice(0, equals), word.slice(equals + 1)];
};
