import { readFileSync } from 'node:fs';
import { validateXML } from 'xmllint-wasm';
import { elementPosition, hasOrder } from '../../../src/emulator/xml/element-order.ts';
import { namespaces } from '../../../src/emulator/xml/namespaces.ts';
import { readXml } from '../../../src/emulator/xml/read-xml.ts';
import { writeXml } from '../../../src/emulator/xml/write-xml.ts';
import type { XmlNode } from '../../../src/emulator/xml/xml.ts';
import { pathOf } from './same-place.ts';

/** What of an answer Exchange's schema confirms. */
export interface Confirmed {
  /** The answer without the elements and attributes that the schema does not allow where they are. */
  readonly envelope: XmlNode;
  /** Paths of what was left out, of values that are none of their type, and of what the schema demands and the answer lacks; `@` before attributes. */
  readonly overruled: ReadonlySet<string>;
}

/**
 * Holds answers against the 2010_SP2 schema in the witness folder. libxml2 tells the first mistake among the children of an element only, so they
 * are held against it again without what was wrong, until nothing is told that was not known.
 */
export const withinSchema = async (folder: string, answers: readonly string[]): Promise<readonly Confirmed[]> => {
  let confirmed: readonly Confirmed[] = answers.map((text) => ({
    envelope: inPlace(readXml(text)),
    overruled: new Set(),
  }));
  for (;;) {
    const mistakes = await mistakesIn(folder, confirmed);
    const next = confirmed.map((answer, index) => withoutMistakes(answer, mistakes.get(index) ?? []));
    if (next.every(({ overruled }, index) => overruled.size === confirmed[index]?.overruled.size)) return next;
    confirmed = next;
  }
};

interface Mistake {
  /** Counted through the document in the order of start tags, from 0. */
  readonly element: number;
  readonly message: string;
}

const mistakesIn = async (
  folder: string,
  answers: readonly Confirmed[],
): Promise<ReadonlyMap<number, readonly Mistake[]>> => {
  const schema = (fileName: string) => ({
    fileName,
    contents: readFileSync(`${folder}/ews/xsd/Exchange2010_SP2/${fileName}`, 'utf8'),
  });
  // One start tag a line: the line of a mistake is then its element.
  const documents = answers.map(({ envelope }) =>
    writeXml(declaring(envelope))
      .replaceAll(/>(?=<)/g, '>\n')
      .split('\n'),
  );
  const { errors } = await validateXML({
    xml: documents.map((lines, index) => ({ fileName: `${index}.xml`, contents: lines.join('\n') })),
    schema: [schema('envelope-driver.xsd')],
    preload: ['messages.xsd', 'types.xsd', 'xml.xsd', 'soap11.xsd'].map(schema),
    initialMemoryPages: 512,
    maxMemoryPages: 8192,
  });
  const found = new Map<number, Mistake[]>();
  for (const { message, loc } of errors) {
    if (loc === null && message.endsWith(' fails to validate')) continue;
    if (loc === null) throw new Error(`libxml2: ${message}`);
    const index = Number.parseInt(loc.fileName, 10);
    const before = documents[index]?.slice(0, loc.lineNumber) ?? [];
    const element = before.filter((line) => /<[^/?!]/.test(line)).length - 1;
    found.set(index, [...(found.get(index) ?? []), { element, message }]);
  }
  return found;
};

const declaring = (envelope: XmlNode): XmlNode => ({
  ...envelope,
  attributes: {
    ...envelope.attributes,
    ...Object.fromEntries(['soap', 't', 'm', 'xsi'].map((prefix) => [`xmlns:${prefix}`, uris[prefix]])),
    'xmlns:xsd': 'http://www.w3.org/2001/XMLSchema',
    'xmlns:SOAP': namespaces.soap,
  },
});

const withoutMistakes = ({ envelope, overruled }: Confirmed, mistakes: readonly Mistake[]): Confirmed => {
  const wrong = new Set(overruled);
  let count = -1;
  const walk = (element: XmlNode, path: string): XmlNode | undefined => {
    count += 1;
    const here = mistakes.filter((mistake) => mistake.element === count).map(({ message }) => message);
    const named = here.map((message) => /attribute '(\w+)'/.exec(message)?.[1]);
    for (const [index, message] of here.entries()) {
      const missing = /Missing child element\(s\)\. Expected is (.*)/.exec(message)?.[1];
      if (missing !== undefined) for (const name of namesIn(missing)) wrong.add(pathOf(path, name));
      else wrong.add(named[index] === undefined ? path : `${path}@${named[index]}`);
    }
    const children = element.children
      .map((inner) => walk(inner, pathOf(path, inner.name)))
      .filter((inner) => inner !== undefined);
    if (here.some((message) => /not expected|No matching global element/.test(message))) return undefined;
    const kept = Object.entries(element.attributes).filter(([name]) => !named.includes(name));
    return { ...element, attributes: Object.fromEntries(kept), children };
  };
  return { envelope: walk(envelope, '') ?? envelope, overruled: wrong };
};

/**
 * An answer with what is in it where the schema has it: the properties of items and folders in their order, messages under the names that they have,
 * and texts without the type that faults declare for them.
 */
const inPlace = (element: XmlNode): XmlNode => {
  const placeOf = ({ name }: XmlNode): number => elementPosition(element.name, name) ?? Infinity;
  const children = element.children.map(inPlace);
  const isText = element.name.startsWith('fault');
  return {
    ...element,
    name: misnamed[element.name] ?? element.name,
    attributes: Object.fromEntries(
      Object.entries(element.attributes).filter(([name]) => !isText || name !== 'xsi:type'),
    ),
    children: hasOrder(element.name) ? children.toSorted((one, other) => placeOf(one) - placeOf(other)) : children,
  };
};

/** Names of no schema at all that the recording server writes, of GetEvents and of SendItem. */
const misnamed: Readonly<Record<string, string>> = {
  'm:x': 'm:GetEventsResponseMessage',
  'm:Responses': 'm:ResponseMessages',
};

/** The elements in libxml2's words `one of ( {http://…/types}Folders, {…}Items )`. */
const namesIn = (text: string): readonly string[] =>
  [...text.matchAll(/\{([^}]*)\}(\w+)/g)].map(([, uri = '', local = '']) => `${prefixOf(uri)}:${local}`);

const uris: Readonly<Record<string, string>> = namespaces;
const prefixOf = (uri: string): string => Object.keys(uris).find((prefix) => uris[prefix] === uri) ?? uri;
