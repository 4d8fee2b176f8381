import { zoneByRules, type TimeZoneRules } from '../../ews/properties/time-zone-rules.ts';
import type { WorkingHours, WorkingPeriod } from '../../ews/properties/working-hours.ts';

/** When somebody works, in a zone that has a name. */
export interface ToldHours {
  /** IANA name. */
  readonly timeZone: string;
  readonly periods: readonly WorkingPeriod[];
}

/** Names zones for the hours of many mailboxes: most live in the same few zones, and to find the name of one takes milliseconds. */
export type NameZone = (rules: TimeZoneRules) => string | undefined;

/** Zones by their rules in one year, `preferred` where its clocks go by them; each kind of rules is looked up once. */
export const createNameZone = (year: number, preferred?: string): NameZone => {
  const known = new Map<string, string | undefined>();
  return (rules) => {
    const key = JSON.stringify(rules);
    if (!known.has(key)) known.set(key, zoneByRules(rules, year, preferred));
    return known.get(key);
  };
};

/** Hours as availability tells them, which knows zones by their rules only. Undefined where no zone has such rules: hours of another would be wrong. */
export const toldHours = ({ zone, periods }: WorkingHours, nameZone: NameZone): ToldHours | undefined => {
  const timeZone = nameZone(zone);
  return timeZone === undefined ? undefined : { timeZone, periods };
};
