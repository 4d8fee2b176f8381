import { readFileSync } from 'node:fs';
import { validateXML } from 'xmllint-wasm';

/**
 * Validates whole SOAP envelopes against the Exchange2010_SP2 schema in the witness folder, all in one call of libxml2 (a call costs 0.4 s).
 * Answers one line per violation, with the number of the document in the list; none means that all are valid.
 */
export const schemaErrors = async (folder: string, documents: readonly string[]): Promise<readonly string[]> => {
  const schema = (fileName: string) => ({
    fileName,
    contents: readFileSync(`${folder}/ews/xsd/Exchange2010_SP2/${fileName}`, 'utf8'),
  });
  const { valid, errors, rawOutput } = await validateXML({
    xml: documents.map((contents, index) => ({ fileName: `${index}.xml`, contents })),
    schema: [schema('envelope-driver.xsd')],
    preload: ['messages.xsd', 'types.xsd', 'xml.xsd', 'soap11.xsd'].map(schema),
    initialMemoryPages: 512,
    maxMemoryPages: 8192,
  });
  if (valid) return [];
  const lines = errors.map(({ message, loc }) => `${loc?.fileName ?? '?'}: ${message}`);
  return lines.length === 0 ? [rawOutput] : lines;
};
