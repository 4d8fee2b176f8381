import { ianaZone, instantOf } from '../calendar/time-zone.ts';

/** Time zones of the demo, by the Windows ids that EWS uses. */
export type ZoneId =
  | 'W. Europe Standard Time'
  | 'GMT Standard Time'
  | 'Eastern Standard Time'
  | 'Pacific Standard Time'
  | 'Tokyo Standard Time';

/** Display names as Windows gives them. */
export const zoneNames: Readonly<Record<ZoneId, string>> = {
  'W. Europe Standard Time': '(UTC+01:00) Amsterdam, Berlin, Bern, Rome, Stockholm, Vienna',
  'GMT Standard Time': '(UTC+00:00) Dublin, Edinburgh, Lisbon, London',
  'Eastern Standard Time': '(UTC-05:00) Eastern Time (US & Canada)',
  'Pacific Standard Time': '(UTC-08:00) Pacific Time (US & Canada)',
  'Tokyo Standard Time': '(UTC+09:00) Osaka, Sapporo, Tokyo',
};

/** The instant at which clocks in `zone` show `local` (yyyy-mm-ddTHH:MM). */
export const instantInZone = (zone: ZoneId, local: string): string => {
  const key = `${zone} ${local}`;
  const known = instants.get(key);
  if (known !== undefined) return known;
  const instant = new Date(instantOf(Date.parse(`${local}Z`), ianaZone(zone))).toISOString();
  instants.set(key, instant);
  return instant;
};

/** An event asks for its start some eight times, and a look at a time zone is slow. */
const instants = new Map<string, string>();
