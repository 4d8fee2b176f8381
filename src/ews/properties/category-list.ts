import { EwsError } from '../errors.ts';
import { childrenNamed, parseXml, requiredAttribute } from '../xml.ts';

/** One category that a mailbox offers. */
export interface ListedCategory {
  readonly name: string;
  /** Outlook's number of its colour, 0 to 24; undefined: none. */
  readonly color: number | undefined;
}

/**
 * Reads the document of the master category list (`CategoryList` in the calendar folder). Throws EwsError `decode` for any other document.
 * https://learn.microsoft.com/openspecs/exchange_server_protocols/ms-oxocfg/eb7cac90-6200-4ac3-8f3c-6c808c681c8b
 */
export const categoryList = (document: string): readonly ListedCategory[] => {
  const root = parseXml(document);
  if (root.name !== 'categories') throw new EwsError('decode', 'the category list is another document');
  return childrenNamed(root, 'category').map((category) => {
    const color = Number(category.attributes['color'] ?? '-1');
    return {
      name: requiredAttribute(category, 'name'),
      color: Number.isInteger(color) && color >= 0 ? color : undefined,
    };
  });
};
