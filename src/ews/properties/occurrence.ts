import { element, required } from '../xml.ts';
import { instant, listOf, optional, optionalElement, type Codec } from './codec.ts';
import { itemReference, type ItemId, type ItemReference } from './id.ts';

/** One occurrence of a series, as the series tells it. */
export interface Occurrence {
  readonly id: ItemId;
  readonly changeKey: string | undefined;
  /** Instants; `originalStart` is where the pattern had put it. */
  readonly start: string;
  readonly end: string;
  readonly originalStart?: string;
}

/** `t:FirstOccurrence`, `t:LastOccurrence`. */
export const occurrence: Codec<Occurrence> = {
  decode: (node) => ({
    ...itemReference(required(node, 'ItemId')),
    start: instant.decode(required(node, 'Start')),
    end: instant.decode(required(node, 'End')),
    originalStart: optional(node, 'OriginalStart', instant),
  }),
  encode: (name, { id, changeKey, start, end, originalStart }) =>
    element(name, [
      element('t:ItemId', { Id: id, ChangeKey: changeKey }),
      instant.encode('t:Start', start),
      instant.encode('t:End', end),
      optionalElement('t:OriginalStart', originalStart, instant),
    ]),
};

/** `t:ModifiedOccurrences`: the exceptions of a series. */
export const occurrences: Codec<readonly Occurrence[]> = listOf('Occurrence', occurrence);

/** `t:DeletedOccurrences`: the instants at which a deleted occurrence would have started. */
export const deletedOccurrences: Codec<readonly string[]> = listOf('DeletedOccurrence', {
  decode: (node) => instant.decode(required(node, 'Start')),
  encode: (name, start) => element(name, [instant.encode('t:Start', start)]),
});

/** `t:AssociatedCalendarItemId` and whatever else points at an item. */
export const itemPointer: Codec<ItemReference> = {
  decode: itemReference,
  encode: (name, { id, changeKey }) => element(name, { Id: id, ChangeKey: changeKey }),
};

/** `t:ConflictingMeetings`: which items overlap with this one. */
export const itemPointers: Codec<readonly ItemReference[]> = {
  decode: (node) => node.children.map((item) => itemReference(required(item, 'ItemId'))),
  encode: (name, values) =>
    element(
      name,
      values.map((value) => element('t:CalendarItem', [itemPointer.encode('t:ItemId', value)])),
    ),
};
