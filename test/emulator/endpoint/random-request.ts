import fc from 'fast-check';
import { type Particle, requestType, schemaType } from '../../../src/emulator/endpoint/schema-type.ts';
import { node, type XmlNode } from '../../../src/emulator/xml/xml.ts';
import { requestName } from './operation-names.ts';

/** A whole number from 0 to `most`, by chance. */
type Dice = (most: number) => number;

/** Ids that requests may name besides invented ones. */
export interface KnownIds {
  readonly items: readonly string[];
  readonly folders: readonly string[];
}

/** Requests for an operation that are as the schema of the contract has them, made from the emulator's own table of types. */
export const validRequest = (operation: string, ids: KnownIds): fc.Arbitrary<XmlNode> =>
  fc.gen().map((draw) => {
    const dice: Dice = (most) => draw(fc.nat, { max: most });
    const name = `m:${requestName(operation)}`;
    return grow({ dice, ids }, name, requestType(name) ?? '', 0);
  });

/** The same with one thing wrong, or odd: something dropped, doubled, swapped, renamed, added or replaced. Some are valid even so. */
export const brokenRequest = (operation: string, ids: KnownIds): fc.Arbitrary<XmlNode> =>
  fc.tuple(validRequest(operation, ids), fc.gen()).map(([request, draw]) => {
    const dice: Dice = (most) => draw(fc.nat, { max: most });
    const places = count(request);
    return breakAt(dice, request, dice(places - 1)).element;
  });

/** A request as a client writes it. */
export const written = ({ name, attributes, children, text }: XmlNode): string =>
  `<${name}${Object.entries(attributes)
    .map(([attribute, value]) => ` ${attribute}="${escaped(value)}"`)
    .join('')}>${escaped(text)}${children.map(written).join('')}</${name}>`;

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

interface Ground {
  readonly dice: Dice;
  readonly ids: KnownIds;
}

const pick = <Value>(dice: Dice, values: readonly Value[]): Value => {
  const value = values[dice(values.length - 1)];
  if (value === undefined) throw new Error('Nothing to pick from');
  return value;
};

/** Below this nothing grows that need not. */
const deepest = 9;

const grow = (ground: Ground, name: string, typeName: string, depth: number): XmlNode => {
  const type = schemaType(typeName);
  if (type?.kind !== 'elements') return node(name, textOf(ground, typeName, name));
  const attributes = Object.fromEntries(
    [...type.attributes].flatMap(([attribute, use]) =>
      use.isRequired || ground.dice(2) === 0 ? [[attribute, textOf(ground, use.type, `${name}@${attribute}`)]] : [],
    ),
  );
  if (type.text !== undefined) return { ...node(name, attributes), text: textOf(ground, type.text, name) };
  const names = type.content.flatMap((part) => growPart(ground, part, depth));
  return node(
    name,
    attributes,
    names.map((inner) => grow(ground, inner, type.children.get(inner) ?? '', depth + 1)),
  );
};

const growPart = (ground: Ground, part: Particle, depth: number): readonly string[] => {
  // Items have fifty properties: few of them at a time.
  if (part.isOptional && (depth > deepest || ground.dice(5) > 0)) return [];
  const rounds = part.isMany && depth < deepest && ground.dice(3) === 0 ? 2 : 1;
  return Array.from({ length: rounds }).flatMap(() => {
    if (part.kind === 'child') return [part.name];
    if (part.kind === 'sequence') return part.parts.flatMap((one) => growPart(ground, one, depth));
    return part.parts.length === 0 ? [] : growPart(ground, shallow(ground, part.parts, depth), depth);
  });
};

/** Restrictions hold restrictions: deep down only those that hold none. */
const shallow = ({ dice }: Ground, parts: readonly Particle[], depth: number): Particle => {
  const simple = parts.filter((one) => one.kind === 'child' && !/^t:(?:Not|And|Or|ItemAttachment)$/.test(one.name));
  return pick(dice, depth > deepest && simple.length > 0 ? simple : parts);
};

const textOf = (ground: Ground, typeName: string, place: string): string => {
  const { dice, ids } = ground;
  if (
    /^t:(?:ItemId|OccurrenceItemId|RecurringMasterItemId|ReferenceItemId)@(?:Id|RecurringMasterId|OccurrenceId)$/.test(
      place,
    )
  ) {
    return pick(dice, [...ids.items, 'AAMk']);
  }
  if (place === 't:FolderId@Id') return pick(dice, [...ids.folders, 'AAMk']);
  const type = schemaType(typeName);
  switch (type?.kind) {
    case 'words':
      return place === 't:DistinguishedFolderId@Id' && dice(1) === 0
        ? pick(dice, ['inbox', 'calendar', 'contacts', 'tasks', 'drafts'])
        : pick(dice, [...type.words]);
    case 'list':
      return textOf(ground, type.item, place);
    case 'union':
      return textOf(ground, pick(dice, type.members), place);
    case 'limited':
      return limitedText(ground, type.base, type.limits, place);
    default:
      return pick(dice, samples[typeName] ?? samples['xs:string'] ?? []);
  }
};

const limitedText = (
  ground: Ground,
  base: string,
  limits: readonly (readonly [string, string])[],
  place: string,
): string => {
  const limit = (wanted: string): string | undefined => limits.find(([name]) => name === wanted)?.[1];
  const least = limit('minInclusive');
  const pattern = limit('pattern');
  if (least !== undefined) return least;
  if (pattern?.startsWith('[0-9A-Fa-f]{8}') === true) return '00020329-0000-0000-c000-000000000046';
  if (pattern !== undefined) return '0x1234';
  const text = textOf(ground, base, place);
  return text === '' ? 'x' : text;
};

const samples: Readonly<Record<string, readonly string[]>> = {
  'xs:string': ['', 'x', 'bob@example.test', 'alice@example.test', 'W. Europe Standard Time', '1', '__proto__', '<b>'],
  'xs:boolean': ['true', 'false', '1', '0'],
  'xs:int': ['0', '1', '-1', '5', '2147483647', '-2147483648'],
  'xs:short': ['0', '60', '-1'],
  'xs:unsignedShort': ['0', '3619', '65535'],
  'xs:double': ['0', '0.5', '-1e3', 'NaN'],
  'xs:dateTime': ['2026-01-05T09:00:00Z', '2026-01-05T10:00:00', '0001-01-01T00:00:00Z', '9999-12-31T23:59:59+14:00'],
  'xs:date': ['2026-01-05', '2026-12-31Z', '0001-01-01'],
  'xs:time': ['09:00:00', '23:59:59.5Z'],
  'xs:duration': ['PT30M', 'P1D', '-PT5M', 'P100Y'],
  'xs:language': ['en', 'de-CH'],
  'xs:base64Binary': ['', 'eA==', 'AAMk'],
  'xs:anyURI': ['x', 'https://example.test/'],
};

const count = ({ children }: XmlNode): number => children.reduce((sum, inner) => sum + count(inner), 1);

/** Breaks the element of that number, counted from 0 in the order of the document; `left` is how many are yet to be counted. */
const breakAt = (dice: Dice, element: XmlNode, left: number): { readonly element: XmlNode; readonly left: number } => {
  if (left === 0) return { element: breakElement(dice, element), left: -1 };
  let rest = left - 1;
  const children = element.children.map((inner) => {
    if (rest < 0) return inner;
    const broken = breakAt(dice, inner, rest);
    rest = broken.left;
    return broken.element;
  });
  return { element: { ...element, children }, left: rest };
};

const breakElement = (dice: Dice, element: XmlNode): XmlNode => {
  const { children, attributes } = element;
  const at = dice(Math.max(children.length - 1, 0));
  const names = Object.keys(attributes);
  const one = names[dice(Math.max(names.length - 1, 0))];
  switch (dice(8)) {
    case 0:
      return { ...element, children: children.filter((_, index) => index !== at) };
    case 1:
      return { ...element, children: children.flatMap((inner, index) => (index === at ? [inner, inner] : [inner])) };
    case 2:
      return { ...element, children: children.toReversed() };
    case 3:
      return { ...element, children: [...children.slice(0, at), newer(dice), ...children.slice(at)] };
    case 4:
      return { ...element, text: `${element.text}junk` };
    case 5:
      return { ...element, text: pick(dice, ['', ' ', '-0', '+1', 'TRUE', ' true ', '1.0', '2026-01-05']) };
    case 6:
      return {
        ...element,
        attributes: Object.fromEntries(Object.entries(attributes).filter(([name]) => name !== one)),
      };
    case 7:
      return one === undefined
        ? element
        : {
            ...element,
            attributes: {
              ...attributes,
              [one]: pick(dice, ['', 'junk', '0', '999999999999', 'archive', 'item:Preview']),
            },
          };
    default:
      return {
        ...element,
        attributes: {
          ...attributes,
          [pick(dice, ['SuppressReadReceipts', 'Id', 'Traversal', 'MailboxScope'])]: 'true',
        },
      };
  }
};

/** Elements of Exchange 2013 and later, and of nothing at all. */
const newer = (dice: Dice): XmlNode =>
  node(
    pick(dice, [
      't:TextBody',
      't:Flag',
      'm:ReturnHighlightTerms',
      'm:SeekToConditionPageItemView',
      't:UniqueBodyType',
      'm:Unknown',
    ]),
  );
