import type { EwsSession } from '../../ews/operation.ts';
import { folderId, type ItemReference } from '../../ews/properties/id.ts';
import { looseValue } from '../../ews/properties/item-element.ts';
import type { Item } from '../../ews/properties/item-types.ts';
import { copyMarkers } from '../../ews/properties/named-property.ts';
import { anyOf } from '../../ews/properties/restriction.ts';
import { kindOf } from '../portable/item-kind.ts';
import { listItems } from './list-items.ts';
import type { Mark } from '../portable/portable-item.ts';
import type { Place, PresentItem } from '../target.ts';

/** A copy as its folder tells it. */
export interface FoundCopy extends PresentItem {
  readonly reference: ItemReference;
}

const wanted = [copyMarkers.mark, copyMarkers.identity, copyMarkers.unfinished];

/** The copies in a folder that carry one of these marks. Throws EwsError. */
export const findCopies = async (
  session: EwsSession,
  { id }: Pick<Place, 'id'>,
  marks: readonly Mark[],
): Promise<readonly FoundCopy[]> => {
  const restriction = anyOf(marks.map((value) => ({ property: copyMarkers.mark, is: 'equalTo' as const, value })));
  if (restriction === undefined) return [];
  const found: FoundCopy[] = [];
  for await (const items of listItems(session, { folder: { id: folderId(id) }, wanted, restriction }))
    found.push(...items.flatMap((item) => foundCopy(id, item) ?? []));
  return found.filter(({ mark }) => marks.includes(mark));
};

/** Every copy in a folder, in pages. Throws EwsError. */
export async function* listCopies(
  session: EwsSession,
  { id }: Pick<Place, 'id'>,
): AsyncGenerator<readonly FoundCopy[]> {
  const restriction = { property: copyMarkers.mark, exists: true } as const;
  for await (const items of listItems(session, { folder: { id: folderId(id) }, wanted, restriction }))
    yield items.flatMap((item) => foundCopy(id, item) ?? []);
}

const foundCopy = (placeId: string, item: Item): FoundCopy | undefined => {
  const mark = looseValue(item, copyMarkers.mark);
  if (mark === undefined) return undefined;
  return {
    mark,
    identity: looseValue(item, copyMarkers.identity) ?? '',
    kind: kindOf(item.element),
    id: item.id,
    placeId,
    isFinished: looseValue(item, copyMarkers.unfinished) === undefined,
    reference: { id: item.id, changeKey: item.changeKey },
  };
};
