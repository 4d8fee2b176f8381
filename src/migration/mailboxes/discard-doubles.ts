import { EwsError } from '../../ews/errors.ts';
import type { EwsSession } from '../../ews/operation.ts';
import { getItem } from '../../ews/operations/get-item.ts';
import { copyMarkers } from '../../ews/properties/named-property.ts';
import { discardCopy } from './discard-copy.ts';
import type { FoundCopy } from './find-copies.ts';

/** Two copies with one mark: the one that is kept, and the one that a request has left whose answer was lost. */
export type Doubled = readonly [kept: FoundCopy, second: FoundCopy];

/**
 * Takes the second ones out. A copy that somebody moved while folders were listed was met in both of them and is one and the same: so each pair is
 * looked at again, and nothing is taken out unless both are there. Throws EwsError.
 */
export const discardDoubles = async (session: EwsSession, doubled: readonly Doubled[]): Promise<void> => {
  for (const [kept, second] of doubled) {
    if (kept.id === second.id) continue;
    const looked = await session.callEach(getItem, {
      ids: [{ id: kept.reference.id }, { id: second.reference.id }],
      wanted: [copyMarkers.mark],
    });
    if (looked.every((answer) => !(answer instanceof EwsError))) await discardCopy(session, second.reference);
  }
};
