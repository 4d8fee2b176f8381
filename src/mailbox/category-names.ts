import type { EwsSession } from '../ews/operation.ts';
import { getUserConfiguration } from '../ews/operations/get-user-configuration.ts';
import { categoryList } from '../ews/properties/category-list.ts';

const readNames = async (session: EwsSession): Promise<readonly string[]> => {
  const kept = await session.call(getUserConfiguration, {
    name: 'CategoryList',
    folder: { distinguished: 'calendar', mailbox: session.mailbox },
    part: 'XmlData',
  });
  return kept?.xml === undefined ? [] : categoryList(kept.xml).map(({ name }) => name);
};

/** A session lives for one request. */
const reading = new WeakMap<EwsSession, Promise<readonly string[]>>();

/**
 * The categories that a mailbox offers, in the order of its list; empty where nobody has ever made one. One call a request, however many rows of a list
 * ask. Throws EwsError, `decode` for a list that cannot be read.
 */
export const categoryNames = (session: EwsSession): Promise<readonly string[]> => {
  const names = reading.get(session) ?? readNames(session);
  reading.set(session, names);
  return names;
};
