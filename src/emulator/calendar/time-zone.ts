import { Temporal } from 'temporal-polyfill';
import { findIana } from 'windows-iana';
import { EmulatorError } from '../emulator-error.ts';

/**
 * The IANA name of a Windows zone id (`W. Europe Standard Time`), by CLDR's table; `UTC` when there is none to be had: Exchange, too, lets
 * an item whose zone it does not know recur in UTC.
 */
export const ianaZone = (windowsId: string | undefined): string => {
  if (windowsId === undefined || isUtc(windowsId)) return 'UTC';
  return usualPlace(windowsId) ?? 'UTC';
};

/** Whether CLDR has a zone for a Windows id, or the id is one of UTC. */
export const hasZone = (windowsId: string | undefined): boolean =>
  windowsId !== undefined && (isUtc(windowsId) || usualPlace(windowsId) !== undefined);

/** What a clock on the wall shows at an instant, as the milliseconds at which UTC clocks show the same. `zone` is an IANA name. */
export const wallClock = (instant: number, zone: string): number => instant + offsetAt(instant, zone);

/** The instant at which a wall clock shows `wall` (see wallClock). An hour that is skipped is read with the offset before it, a repeated one is its first. */
export const instantOf = (wall: number, zone: string): number => {
  if (zone === 'UTC') return wall;
  const local = Temporal.Instant.fromEpochMilliseconds(wall).toZonedDateTimeISO('UTC').toPlainDateTime();
  return local.toZonedDateTime(zone, { disambiguation: 'compatible' }).epochMilliseconds;
};

/**
 * Reads an xs:dateTime or xs:date as milliseconds since 1970. What carries neither Z nor offset is meant in `zone`, an IANA name.
 * Throws EmulatorError ErrorInvalidValueForProperty.
 */
export const readInstant = (text: string, zone: string): number => {
  const [, date, time = 'T00:00:00', offset] = instantPattern.exec(text.trim()) ?? [];
  const wall = date === undefined ? Number.NaN : Date.parse(`${date}${time}Z`);
  if (Number.isNaN(wall)) throw new EmulatorError('ErrorInvalidValueForProperty', `Not a date and time: ${text}`);
  if (offset === undefined) return instantOf(wall, zone);
  return offset === 'Z' ? wall : Date.parse(`${date}${time}${offset}`);
};

/** An instant in the wire's spelling: whole seconds, cut and not rounded, in UTC with Z or in a zone with its offset then. */
export const writeInstant = (instant: number, zone: string): string => {
  const shift = zone === 'UTC' ? 0 : offsetAt(instant, zone);
  const wall = new Date(instant + shift).toISOString().replace(/\.\d+Z$/, '');
  return zone === 'UTC' ? `${wall}Z` : `${wall}${offsetText(shift)}`;
};

const instantPattern = /^(-?\d{4,}-\d\d-\d\d)(T\d\d:\d\d:\d\d(?:\.\d+)?)?(Z|[+-]\d\d:\d\d)?$/;
const isUtc = (windowsId: string): boolean => /^(tzone:\/\/Microsoft\/)?utc$/i.test(windowsId);

/** Windows zones whose usual place in CLDR's table keeps another time by now: Kazakhstan left UTC+6 in 2024, Chihuahua UTC-7 in 2022. */
const movedZones: ReadonlyMap<string, string> = new Map([
  ['Central Asia Standard Time', 'Asia/Bishkek'],
  ['Mountain Standard Time (Mexico)', 'America/Mazatlan'],
]);

/** The zone of the place that stands for a Windows zone; looked up once for each. */
const usualPlace = (windowsId: string): string | undefined => {
  const known = usualPlaces.get(windowsId);
  if (known !== undefined) return known;
  const place = movedZones.get(windowsId) ?? findIana(windowsId)[0];
  if (place !== undefined) usualPlaces.set(windowsId, place);
  return place;
};
const usualPlaces = new Map<string, string>();

const offsetAt = (instant: number, zone: string): number =>
  zone === 'UTC'
    ? 0
    : Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO(zone).offsetNanoseconds / 1_000_000;

const offsetText = (shift: number): string => {
  const minutes = Math.abs(Math.trunc(shift / 60_000));
  const two = (value: number): string => String(value).padStart(2, '0');
  return `${shift < 0 ? '-' : '+'}${two(Math.trunc(minutes / 60))}:${two(minutes % 60)}`;
};
