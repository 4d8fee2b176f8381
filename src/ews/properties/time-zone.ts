import { LRUCache } from 'lru-cache';
import { findIana, findWindows, WINDOWS_TO_IANA_MAP } from 'windows-iana';
import { element } from '../xml.ts';
import type { Codec } from './codec.ts';

/** A time zone as EWS names it. */
export interface TimeZoneReference {
  /** Windows id (`W. Europe Standard Time`); servers that know no Windows ids may write others, and some leave it out. */
  readonly id: string | undefined;
  /** The server's name for people: `(UTC+01:00) Amsterdam, Berlin, ...`. */
  readonly name: string | undefined;
}

/** `t:StartTimeZone`, `t:EndTimeZone` @Id @Name; the full definition inside is not read, the id says it. */
export const timeZoneReference: Codec<TimeZoneReference> = {
  decode: (node) => ({ id: node.attributes['Id'], name: node.attributes['Name'] }),
  encode: (tag, { id, name }) => element(tag, { Id: id, Name: name }),
};

/** `t:MeetingTimeZone` @TimeZoneName, where Exchange 2007 keeps a meeting's zone; empty when the server gave only offsets. */
export const meetingTimeZoneName: Codec<string> = {
  decode: (node) => node.attributes['TimeZoneName'] ?? '',
  encode: (tag, name) => element(tag, { TimeZoneName: name }),
};

/** Windows ids by their lower-case spelling: people and some servers do not keep the case. */
const windowsIds = new Map(WINDOWS_TO_IANA_MAP.map(({ windowsName }) => [windowsName.toLowerCase(), windowsName]));

/** What Exchange writes for UTC. */
const exchangeUtc = 'tzone://microsoft/utc';

/**
 * Zones that have changed their clocks since the table of windows-iana was made, and the Windows zone that goes as they do now, as CLDR 47 has them or
 * by their rules. https://github.com/unicode-org/cldr/blob/main/common/supplemental/windowsZones.xml
 */
const moved: ReadonlyMap<string, string> = new Map([
  // Kazakhstan, all on UTC+5 since March 2024.
  ['Asia/Almaty', 'Qyzylorda Standard Time'],
  ['Asia/Qostanay', 'Qyzylorda Standard Time'],
  ['Antarctica/Vostok', 'Qyzylorda Standard Time'],
  // Mexico, without summer time since October 2022 but for its northern border.
  ['America/Chihuahua', 'Central Standard Time (Mexico)'],
  ['America/Ojinaga', 'Central Standard Time'],
  ['America/Ciudad_Juarez', 'Mountain Standard Time'],
  ['America/Scoresbysund', 'Greenland Standard Time'],
  ['America/Coyhaique', 'Magallanes Standard Time'],
  ['Antarctica/Casey', 'W. Australia Standard Time'],
]);

/** What stands for a Windows zone whose usual place has moved to another. */
const stayed: ReadonlyMap<string, string> = new Map([
  ['Central Asia Standard Time', 'Asia/Bishkek'],
  ['Mountain Standard Time (Mexico)', 'America/Mazatlan'],
]);

/** The zone as this runtime spells it; undefined when it knows none of this name. Offsets (`+01:00`) are no zones. */
const canonicalName = (name: string): string | undefined => {
  if (!/^[A-Za-z]/.test(name)) return undefined;
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone;
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
};

/**
 * IANA name of a Windows zone id in any case, CLDR's default of several (`W. Europe Standard Time` -> `Europe/Berlin`). An IANA name comes back
 * as CLDR spells it (`Asia/Kolkata` -> `Asia/Calcutta`). Undefined: nobody knows it.
 */
export const windowsToIana = (id: string): string | undefined => {
  const asked = id.trim();
  const known = knownNames.get(asked);
  if (known !== undefined) return known;
  const name = findName(asked);
  if (name !== undefined) knownNames.set(asked, name);
  return name;
};

/** What was asked for and found. To ask the runtime takes a tenth of a millisecond, and a page of events asks thousands of times. */
const knownNames = new LRUCache<string, string>({ max: 1000 });

const findName = (id: string): string | undefined => {
  const lower = id.toLowerCase();
  const windowsId = lower === exchangeUtc ? 'UTC' : windowsIds.get(lower);
  // CLDR calls UTC `Etc/UTC`, the runtime `UTC`: one spelling for every zone, wherever it comes from.
  return canonicalName(windowsId === undefined ? id : (stayed.get(windowsId) ?? findIana(windowsId)[0] ?? ''));
};

/**
 * Windows id of an IANA zone, old names included (`Europe/Kiev`). A Windows id comes back in its own spelling. Undefined: CLDR has none for it.
 */
export const ianaToWindows = (name: string): string | undefined => {
  const trimmed = name.trim();
  const windowsId = windowsIds.get(trimmed.toLowerCase());
  if (windowsId !== undefined) return windowsId;
  const canonical = canonicalName(trimmed) ?? trimmed;
  return moved.get(canonical) ?? findWindows(trimmed)[0] ?? findWindows(canonical)[0];
};

/**
 * The IANA name of a zone as EWS names it; undefined when there is none for it. A zone that was written out keeps its IANA name as the name for people,
 * whatever id the server gives it.
 */
export const zoneNameOf = (zone: TimeZoneReference | undefined): string | undefined =>
  windowsToIana(zone?.id ?? '') ?? windowsToIana(zone?.name ?? '');
