import { elementsExpected, matchContent } from './content-match.ts';
import { type ElementsType, requestType, schemaType } from './schema-type.ts';
import { schemaFault } from '../xml/soap.ts';
import { textProblem } from './text-check.ts';
import { namespaces } from '../xml/namespaces.ts';
import type { XmlNode } from '../xml/xml.ts';

/**
 * Checks a request as the Exchange2010_SP2 schema does: attributes, children and their order, and every text and value. Throws RequestFault
 * ErrorSchemaValidation, in the words of .NET's validator, which are Exchange's. Elements that are no requests of the contract pass.
 */
export const checkRequest = (request: XmlNode): void => {
  const type = requestType(request.name);
  if (type !== undefined) checkElement(request, type);
};

const checkElement = (element: XmlNode, typeName: string): void => {
  const type = schemaType(typeName);
  if (type?.kind !== 'elements') {
    checkAttributes(element, noAttributes);
    checkText(element, typeName);
    return;
  }
  checkAttributes(element, type.attributes);
  if (type.text !== undefined) {
    checkText(element, type.text);
    return;
  }
  checkContent(element, type);
  for (const inner of element.children) checkElement(inner, type.children.get(inner.name) ?? '');
};

const noAttributes: ElementsType['attributes'] = new Map();

const checkAttributes = (element: XmlNode, allowed: ElementsType['attributes']): void => {
  for (const [name, value] of Object.entries(element.attributes)) {
    // Of other namespaces: what they say is not for this schema.
    if (name.includes(':')) continue;
    const use = allowed.get(name);
    if (use === undefined) throw schemaFault(`The '${name}' attribute is not declared.`);
    const problem = textProblem(use.type, value);
    if (problem !== undefined) {
      throw schemaFault(
        `The '${name}' attribute is invalid - The value '${value}' is invalid according to its datatype${nameOf(use.type)} - ${problem}`,
      );
    }
  }
  for (const [name, { isRequired }] of allowed) {
    if (isRequired && element.attributes[name] === undefined) {
      throw schemaFault(`The required attribute '${name}' is missing.`);
    }
  }
};

const checkText = (element: XmlNode, type: string): void => {
  const [inner] = element.children;
  if (inner !== undefined) {
    throw schemaFault(`The element ${inWords(element.name)} cannot contain child element ${inWords(inner.name)}.`);
  }
  const problem = textProblem(type, element.text);
  if (problem === undefined) return;
  const [, local] = cutName(element.name);
  throw schemaFault(
    `The '${namespaceOf(element.name)}:${local}' element is invalid - The value '${element.text.slice(0, mostTold)}' is invalid according to its datatype${nameOf(type)} - ${problem}`,
  );
};

const checkContent = (element: XmlNode, { content }: ElementsType): void => {
  if (content.length === 0 && element.text !== '' && element.text.trim() === '') {
    throw schemaFault('The element cannot contain white space. Content model is empty.');
  }
  if (element.text.trim() !== '') throw schemaFault(`The element ${inWords(element.name)} cannot contain text.`);
  const names = element.children.map(({ name }) => name);
  const { isWhole, end } = matchContent(content, names);
  if (isWhole) return;
  const wrong = names[end];
  const said = wrong === undefined ? 'has incomplete content.' : `has invalid child element ${inWords(wrong)}.`;
  const expected = elementsExpected(content, names.slice(0, end)).map((name) => cutName(name)[1]);
  const list = expected.length === 0 ? '' : ` List of possible elements expected: '${expected.join(', ')}'.`;
  throw schemaFault(`The element ${inWords(element.name)} ${said}${list}`);
};

/** Characters of a wrong text that are told: the content of a file need not be told whole. */
const mostTold = 1000;

/** Types that have no name of their own are not named. */
const nameOf = (type: string): string => {
  if (/[@#.]/.test(type)) return '';
  const [prefix, local] = cutName(type);
  return ` '${prefix === 'xs' ? 'http://www.w3.org/2001/XMLSchema' : namespaceOf(type)}:${local}'`;
};

const inWords = (name: string): string => {
  const [, local] = cutName(name);
  const namespace = namespaceOf(name);
  return namespace === '' ? `'${local}'` : `'${local}' in namespace '${namespace}'`;
};

/** `t:Subject` and `{uri}Subject` cut in two; the first half is empty where the name has no namespace. */
const cutName = (name: string): readonly [prefix: string, local: string] => {
  const end = Math.max(name.lastIndexOf('}'), name.lastIndexOf(':'));
  return [name.slice(0, Math.max(end, 0)).replace('{', ''), name.slice(end + 1)];
};

const namespaceOf = (name: string): string => {
  const [prefix] = cutName(name);
  return Object.entries(namespaces).find(([known]) => known === prefix)?.[1] ?? prefix;
};
