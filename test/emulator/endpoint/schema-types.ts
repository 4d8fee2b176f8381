import { readFileSync } from 'node:fs';
import { XMLParser } from 'fast-xml-parser';

/** An element of a schema document; `tag` without its prefix. */
interface Part {
  readonly tag: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly parts: readonly Part[];
}

/** A definition, and the prefix of the namespace that it was made in. */
interface Definition {
  readonly prefix: 't' | 'm';
  readonly part: Part;
}

/**
 * The types that the request elements of the contract need, one a line, from the Exchange2010_SP2 schema in the witness folder: what
 * src/emulator/endpoint/request-schema.ts is made of, and explains.
 */
export const schemaTypes = (folder: string, requests: readonly string[]): readonly string[] => {
  const definitions = new Map<string, Definition>();
  const elements = new Map<string, Definition>();
  for (const [prefix, file] of [
    ['t', 'types.xsd'],
    ['m', 'messages.xsd'],
  ] as const) {
    for (const part of readSchema(`${folder}/ews/xsd/Exchange2010_SP2/${file}`)) {
      const { name } = part.attributes;
      if (name === undefined) continue;
      (part.tag === 'element' ? elements : definitions).set(`${prefix}:${name}`, { prefix, part });
    }
  }
  const written = new Map<string, string>();
  const wanted: string[] = [];

  const typeNamed = (prefix: string, name: string): string => {
    const full = name.includes(':') ? name.replace(/^tns:/, `${prefix}:`) : `xs:${name}`;
    if (!full.startsWith('xs:')) wanted.push(full);
    return full;
  };

  /** The type of an element or attribute, which may be defined on the spot; `place` is then its name. */
  const typeOf = ({ prefix, part }: Definition, place: string): string => {
    const { type } = part.attributes;
    if (type !== undefined) return typeNamed(prefix, type);
    const inner = part.parts.find(({ tag }) => tag === 'complexType' || tag === 'simpleType');
    if (inner === undefined) return 'xs:string';
    definitions.set(place, { prefix, part: inner });
    wanted.push(place);
    return place;
  };

  const times = ({ attributes: { minOccurs = '1', maxOccurs = '1' } }: Part): string => {
    if (maxOccurs === '1') return minOccurs === '0' ? '?' : '';
    if (maxOccurs === 'unbounded') return minOccurs === '0' ? '*' : '+';
    throw new Error(`${minOccurs} to ${maxOccurs} times`);
  };

  /** The elements that may stand for the head of a substitution group. */
  const substitutes = (head: string): readonly string[] => [
    ...(elements.get(head)?.part.attributes['abstract'] === 'true' ? [] : [head]),
    ...[...elements].flatMap(([name, { prefix, part }]) =>
      part.attributes['substitutionGroup']?.replace(/^tns:/, `${prefix}:`) === head ? [name] : [],
    ),
  ];

  const content = (owner: string, { prefix, part }: Definition): readonly string[] => {
    const inner = part.parts.flatMap((one) => content(owner, { prefix, part: one }));
    switch (part.tag) {
      case 'sequence':
        return inner.length === 0 ? [] : ['(', ...inner, `)${times(part)}`];
      case 'choice':
        return ['[', ...inner, `]${times(part)}`];
      case 'group': {
        const ref = part.attributes['ref'] ?? '';
        const group = definitions.get(ref.replace(/^tns:/, `${prefix}:`));
        const body = group?.part.parts.flatMap((one) => content(owner, { prefix: group.prefix, part: one })) ?? [];
        return ['(', ...body, `)${times(part)}`];
      }
      case 'element': {
        const { ref, name = '' } = part.attributes;
        if (ref === undefined) {
          const full = `${prefix}:${name}`;
          return [`${full}=${typeOf({ prefix, part }, `${owner}.${name}`)}${times(part)}`];
        }
        const head = ref.replace(/^tns:/, `${prefix}:`);
        const named = substitutes(head).map((one) => {
          const element = elements.get(one);
          return `${one}=${element === undefined ? 'xs:string' : typeOf(element, `${one}.`)}`;
        });
        return named.length === 1 ? [`${named[0]}${times(part)}`] : ['[', ...named, `]${times(part)}`];
      }
      default:
        return [];
    }
  };

  const attributes = (owner: string, { prefix, part }: Definition): readonly string[] =>
    part.parts
      // xml:lang has a definition elsewhere, and is not looked at.
      .filter((one) => one.tag === 'attribute' && one.attributes['name'] !== undefined)
      .map((one) => {
        const { name = '', use } = one.attributes;
        if (use === 'prohibited') return `@${name}=-`;
        return `@${name}${use === 'required' ? '!' : ''}=${typeOf({ prefix, part: one }, `${owner}@${name}`)}`;
      });

  const simple = (owner: string, { prefix, part }: Definition): string => {
    const [kind] = part.parts.filter(({ tag }) => tag !== 'annotation');
    const inline = (kind?.parts ?? []).filter(({ tag }) => tag === 'simpleType');
    const inner = inline.map((one, index) => {
      const place = `${owner}#${index}`;
      definitions.set(place, { prefix, part: one });
      wanted.push(place);
      return place;
    });
    if (kind?.tag === 'list') {
      const { itemType } = kind.attributes;
      return `list ${itemType === undefined ? inner.join(' ') : typeNamed(prefix, itemType)}`;
    }
    if (kind?.tag === 'union') {
      const members = (kind.attributes['memberTypes'] ?? '').split(/\s+/).filter((name) => name !== '');
      return `union ${[...members.map((name) => typeNamed(prefix, name)), ...inner].join(' ')}`;
    }
    const facets = (kind?.parts ?? []).filter(({ tag }) => tag !== 'annotation');
    const words = facets.filter(({ tag }) => tag === 'enumeration').map((one) => one.attributes['value'] ?? '');
    if (words.length > 0) return `words ${words.join(' ')}`;
    const limits = facets.map((one) => ` ${one.tag}=${one.attributes['value'] ?? ''}`).join('');
    return `limited ${typeNamed(prefix, kind?.attributes['base'] ?? '')}${limits}`;
  };

  const complex = (owner: string, { prefix, part }: Definition): string => {
    const derived = part.parts.find(({ tag }) => tag === 'complexContent' || tag === 'simpleContent');
    const change = derived?.parts.find(({ tag }) => tag === 'extension' || tag === 'restriction');
    const body = change ?? part;
    const base = change && typeNamed(prefix, change.attributes['base'] ?? '');
    const isText = derived?.tag === 'simpleContent';
    const head = base === undefined ? [] : [`${isText ? '~' : change?.tag === 'extension' ? '+' : '-'}${base}`];
    const inside = body.parts.flatMap((one) => content(owner, { prefix, part: one }));
    return ['elements', ...head, ...attributes(owner, { prefix, part: body }), ...inside].join(' ');
  };

  for (const name of requests) {
    const element = elements.get(name);
    if (element === undefined) throw new Error(`The schema has no element ${name}`);
    written.set(`<${name}>`, `is ${typeOf(element, `${name}.`)}`);
  }
  for (let name = wanted.pop(); name !== undefined; name = wanted.pop()) {
    if (written.has(name)) continue;
    const definition = definitions.get(name);
    if (definition === undefined) throw new Error(`The schema has no type ${name}`);
    written.set(name, (definition.part.tag === 'simpleType' ? simple : complex)(name, definition));
  }
  return [...written].map(([name, text]) => `${name} ${text}`).toSorted();
};

const readSchema = (path: string): readonly Part[] => {
  const parser = new XMLParser({
    preserveOrder: true,
    ignoreAttributes: false,
    attributeNamePrefix: '',
    removeNSPrefix: true,
    parseAttributeValue: false,
  });
  const toPart = (raw: Readonly<Record<string, unknown>>): Part => {
    const tag = Object.keys(raw).find((key) => key !== ':@') ?? '';
    const inner = Array.isArray(raw[tag]) ? (raw[tag] as Readonly<Record<string, unknown>>[]) : [];
    return { tag, attributes: (raw[':@'] ?? {}) as Part['attributes'], parts: inner.map(toPart) };
  };
  const document = parser.parse(readFileSync(path, 'utf8')) as Readonly<Record<string, unknown>>[];
  return document.map(toPart).find(({ tag }) => tag === 'schema')?.parts ?? [];
};
