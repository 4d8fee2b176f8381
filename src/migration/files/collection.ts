import { createHash } from 'node:crypto';
import type { TimeZoneDefinition } from '../../ews/properties/time-zone-definition.ts';
import { calendarLine, lineEnd, textProperty } from './content-line.ts';
import type { Area } from './folder-register.ts';
import { readPart, readPartHead, type PartName, type PartHead } from './parts.ts';
import { zoneText, type WrittenZone } from './zone-clock.ts';

/** What a file of many items is made of. */
export interface Collection {
  readonly area: Exclude<Area, 'mail'>;
  /** The folder's own name, for the program that reads the file. */
  readonly name: string;
  readonly parts: readonly PartName[];
}

/** The file, part by part: the same parts give the same bytes. No more than one part is in memory. */
export async function* collectionText({ area, name, parts }: Collection): AsyncGenerator<string> {
  const ordered = await inOrder(parts);
  if (area !== 'contacts') {
    yield `BEGIN:VCALENDAR${lineEnd}`;
    yield calendarLine(['version', {}, 'text', '2.0']);
    yield calendarLine(['prodid', {}, 'text', '-//workmail-graphql//export//EN']);
    yield calendarLine(['calscale', {}, 'text', 'GREGORIAN']);
    yield calendarLine(textProperty('x-wr-calname', name));
    yield* zoneTexts(ordered.map(({ head }) => head));
  }
  for (const { part } of ordered) yield (await readPart(part.path)).text;
  if (area !== 'contacts') yield `END:VCALENDAR${lineEnd}`;
}

/** SHA-256 of the file as it should be, hex. */
export const collectionHash = async (collection: Collection): Promise<string> => {
  const hash = createHash('sha256');
  for await (const text of collectionText(collection)) hash.update(text);
  return hash.digest('hex');
};

interface OrderedPart {
  readonly part: PartName;
  readonly head: PartHead;
}

const inOrder = async (parts: readonly PartName[]): Promise<readonly OrderedPart[]> => {
  const read: OrderedPart[] = [];
  for (const part of parts) read.push({ part, head: await readPartHead(part.path) });
  const key = ({ part, head }: OrderedPart): string => `${head.order}\u0000${part.mark}`;
  return read.toSorted((one, other) => (key(one) < key(other) ? -1 : 1));
};

/** Each zone once, for the years of everything in the file. */
const zoneTexts = (heads: readonly PartHead[]): readonly string[] => {
  const zones = new Map<string, WrittenZone>();
  let first = Number.POSITIVE_INFINITY;
  let last = Number.NEGATIVE_INFINITY;
  for (const head of heads) {
    for (const { tzid, definition } of head.zones) {
      zones.set(tzid, definition === undefined ? { tzid } : { tzid, definition: definition as TimeZoneDefinition });
      first = Math.min(first, head.years.first);
      last = Math.max(last, head.years.last);
    }
  }
  const named = [...zones.values()].toSorted((one, other) => (one.tzid < other.tzid ? -1 : 1));
  // A year that begins in one zone is not over in another.
  return named.map((zone) => zoneText(zone, { first: first - 1, last: last + 1 }));
};
