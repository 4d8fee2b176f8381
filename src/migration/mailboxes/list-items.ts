import { EwsError } from '../../ews/errors.ts';
import type { EwsSession } from '../../ews/operation.ts';
import { findItem } from '../../ews/operations/find-item.ts';
import type { FolderTarget, ItemId } from '../../ews/properties/id.ts';
import type { Item } from '../../ews/properties/item-types.ts';
import { itemProperties } from '../../ews/properties/item.ts';
import type { AnyProperty } from '../../ews/properties/property.ts';
import type { Restriction } from '../../ews/properties/restriction.ts';

/** Which items of a folder, and what of them. */
export interface Listing {
  readonly folder: FolderTarget;
  /** Rows that FindItem returns. */
  readonly wanted: readonly AnyProperty[];
  readonly restriction?: Restriction;
}

/** Exchange lowers more to its own limit without saying so. */
const itemsPerPage = 500;

/** Readings of a folder in which so much changes that pages shift. */
const mostReadings = 3;

/**
 * Everything that lies in a folder, in pages, each item once, oldest first, so that what arrives meanwhile comes last. Where something was taken out while it
 * was read, later pages have shifted over what was not seen yet: it is read once more. Throws EwsError.
 */
export async function* listItems(
  session: EwsSession,
  { folder, wanted, restriction }: Listing,
): AsyncGenerator<readonly Item[]> {
  const seen = new Set<ItemId>();
  for (let reading = 1; reading <= mostReadings; reading += 1) {
    let mostThere = 0;
    let hasShrunk = false;
    for (let offset = 0, isLast = false; !isLast;) {
      const page = await session.call(findItem, {
        parents: [folder],
        wanted,
        view: { type: 'indexed', offset, limit: itemsPerPage },
        ...(restriction === undefined ? {} : { restriction }),
        sort: [{ property: itemProperties.createdAt, direction: 'Ascending' }],
      });
      hasShrunk ||= page.total < mostThere;
      mostThere = Math.max(mostThere, page.total);
      const fresh = page.items.filter(({ id }) => !seen.has(id));
      for (const { id } of fresh) seen.add(id);
      if (fresh.length > 0) yield fresh;
      const next = page.nextOffset ?? offset + page.items.length;
      if (!page.isLast && page.items.length > 0 && next <= offset)
        throw new EwsError('decode', 'FindItem leads back to a page that was read');
      offset = next;
      isLast = page.isLast || page.items.length === 0;
    }
    if (!hasShrunk) return;
  }
}
