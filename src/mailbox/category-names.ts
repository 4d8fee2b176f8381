import type { EwsSession } from '../ews/operation.ts';
import { getUserConfiguration } from '../ews/operations/get-user-configuration.ts';
import { categoryList } from '../ews/properties/category-list.ts';

/**
 * The categories that a mailbox offers, in the order of its list; empty where nobody has ever made one. One call. Throws EwsError, `decode` for a list
 * that cannot be read.
 */
export const categoryNames = async (session: EwsSession): Promise<readonly string[]> => {
  const kept = await session.call(getUserConfiguration, {
    name: 'CategoryList',
    folder: { distinguished: 'calendar', mailbox: session.mailbox },
    part: 'XmlData',
  });
  return kept?.xml === undefined ? [] : categoryList(kept.xml).map(({ name }) => name);
};
