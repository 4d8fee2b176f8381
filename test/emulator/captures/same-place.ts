import type { XmlNode } from '../../../src/emulator/xml/xml.ts';

/** Two elements that stand at the same place of two answers; one is undefined where only the other answer has it. */
export interface AtSamePlace {
  readonly captured: XmlNode | undefined;
  readonly emulated: XmlNode | undefined;
  readonly name: string;
}

/**
 * The children of two elements, side by side: the first of a name with the first of that name, and so on, but folders in a list with the one of
 * their display name, because every server has its own order of folders.
 */
export const childrenAtSamePlace = (captured: XmlNode, emulated: XmlNode): readonly AtSamePlace[] => {
  const here = keyed(captured.children);
  const there = keyed(emulated.children);
  return [...new Set([...here.keys(), ...there.keys()])].map((key) => ({
    captured: here.get(key),
    emulated: there.get(key),
    name: key.slice(0, key.indexOf(' ')),
  }));
};

/** Where a child stands: names from the answer's own element down, without the envelope. */
export const pathOf = (parent: string, name: string): string => {
  if (name === 'soap:Body') return '';
  return parent === '' ? name : `${parent}/${name}`;
};

const keyed = (children: readonly XmlNode[]): ReadonlyMap<string, XmlNode> => {
  const byKey = new Map<string, XmlNode>();
  for (const one of children) {
    const name = `${one.name} ${folderName(one)}`;
    let count = 0;
    while (byKey.has(`${name} ${count}`)) count += 1;
    byKey.set(`${name} ${count}`, one);
  }
  return byKey;
};

const folderName = (element: XmlNode): string =>
  [element, ...(element.name === 't:Create' ? element.children : [])]
    .filter(({ name }) => name.endsWith('Folder'))
    .map(({ children }) => children.find(({ name }) => name === 't:DisplayName')?.text ?? '')
    .join('');
