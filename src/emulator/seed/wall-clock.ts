import { timeZoneDefinition } from '../calendar/time-zone-definition.ts';
import { ianaZone, instantOf } from '../calendar/time-zone.ts';

/** The display name that a zone of this Windows id has: Windows's own for those of the demo. */
export const zoneName = (id: string): string => {
  const known = zoneNames.get(id);
  if (known !== undefined) return known;
  const name = timeZoneDefinition(id, false, 0).attributes['Name'] ?? id;
  zoneNames.set(id, name);
  return name;
};

const zoneNames = new Map<string, string>(
  Object.entries({
    'W. Europe Standard Time': '(UTC+01:00) Amsterdam, Berlin, Bern, Rome, Stockholm, Vienna',
    'GMT Standard Time': '(UTC+00:00) Dublin, Edinburgh, Lisbon, London',
    'Eastern Standard Time': '(UTC-05:00) Eastern Time (US & Canada)',
    'Pacific Standard Time': '(UTC-08:00) Pacific Time (US & Canada)',
    'Tokyo Standard Time': '(UTC+09:00) Osaka, Sapporo, Tokyo',
  }),
);

/** The instant at which clocks in `zone` show `local` (yyyy-mm-ddTHH:MM). */
export const instantInZone = (zone: string, local: string): string => {
  const key = `${zone} ${local}`;
  const known = instants.get(key);
  if (known !== undefined) return known;
  const instant = new Date(instantOf(Date.parse(`${local}Z`), ianaZone(zone))).toISOString();
  instants.set(key, instant);
  return instant;
};

/** An event asks for its start some eight times, and a look at a time zone is slow. */
const instants = new Map<string, string>();
