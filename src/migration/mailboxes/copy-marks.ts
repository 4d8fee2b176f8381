import { copyMarkers } from '../../ews/properties/named-property.ts';
import { assign, type Assignment } from '../../ews/properties/written-rows.ts';
import type { MarkedItem } from '../portable/portable-item.ts';

/** What every copy carries on an EWS server from the moment in which it is made. */
export const copyMarks = ({ mark, identity }: Pick<MarkedItem, 'mark' | 'identity'>): readonly Assignment[] => [
  assign(copyMarkers.mark, mark),
  assign(copyMarkers.identity, identity),
];

/** What a copy carries as well, until everything that hangs on it has been written too. */
export const unfinishedMark: Assignment = assign(copyMarkers.unfinished, 'true');

/** Takes that away again. */
export const finishedMark: Assignment = assign(copyMarkers.unfinished, null);
