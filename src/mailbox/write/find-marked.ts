import { EwsError } from '../../ews/errors.ts';
import type { FolderTarget } from '../../ews/properties/id.ts';
import { looseValue } from '../../ews/properties/item-element.ts';
import type { Item } from '../../ews/properties/item-types.ts';
import { markers } from '../../ews/properties/named-property.ts';
import type { AnyProperty } from '../../ews/properties/property.ts';
import type { OpenedMailbox } from '../open-mailbox.ts';
import { isGone } from '../is-gone.ts';

/** One is made; whoever copies it copies its marks too. */
const itemsAFolder = 10;

/**
 * Items that carry this value of `markers.key`, in the order of these folders, with those of the wanted rows that FindItem may read. One FindItem for
 * all folders, none for no folders. Throws EwsError when there is none, and a folder could not be looked into; one that is gone holds nothing.
 */
export const findMarked = async (
  { find }: Pick<OpenedMailbox, 'find'>,
  mark: string,
  lookIn: readonly FolderTarget[],
  wanted: readonly AnyProperty[],
): Promise<readonly Item[]> => {
  if (lookIn.length === 0) return [];
  const answers = await find(lookIn, {
    wanted: [...new Set([markers.key, ...wanted.filter(({ allows }) => allows.find === true)])],
    view: { type: 'indexed', offset: 0, limit: itemsAFolder },
    restriction: { property: markers.key, is: 'equalTo', value: mark },
  });
  const found = answers
    .flatMap((answer) => (answer instanceof EwsError ? [] : answer.items))
    // Servers compare texts without case.
    .filter((item) => looseValue(item, markers.key) === mark);
  const failure = answers.find((answer) => answer instanceof EwsError && !isGone(answer));
  if (found.length === 0 && failure instanceof EwsError) throw failure;
  return found;
};
