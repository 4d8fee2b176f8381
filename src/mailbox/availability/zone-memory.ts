import { LRUCache } from 'lru-cache';
import type { MailboxAddress } from '../../ews/properties/id.ts';
import { zoneByRules } from '../../ews/properties/time-zone-rules.ts';
import type { HoursReading } from './read-working-hours.ts';

/** The zones of mailboxes, remembered for an hour. */
export interface ZoneMemory extends HoursReading {
  get(mailbox: MailboxAddress): string | undefined;
  set(mailbox: MailboxAddress, zone: string): void;
}

const mailboxesRemembered = 10_000;
const rememberMs = 3_600_000;
/** Most people live in a few zones; to find one among all takes up to a tenth of a second. */
const rulesRemembered = 500;

/** Makes the memory of one process. `monotonicMs`: milliseconds of a clock that only moves forward. */
export const createZoneMemory = ({
  now,
  monotonicMs,
}: {
  readonly now: () => Date;
  readonly monotonicMs: () => number;
}): ZoneMemory => {
  const memory = new LRUCache<MailboxAddress, string>({
    max: mailboxesRemembered,
    ttl: rememberMs,
    perf: { now: monotonicMs },
    ttlResolution: 0,
  });
  const byRules = new LRUCache<string, { readonly zone: string | undefined }>({ max: rulesRemembered });
  return {
    get: (mailbox) => memory.get(mailbox),
    set: (mailbox, zone) => void memory.set(mailbox, zone),
    now,
    zoneByRules: (rules, preferred) => {
      const year = now().getUTCFullYear();
      const key = JSON.stringify([year, preferred, rules]);
      const found = byRules.get(key) ?? { zone: zoneByRules(rules, year, preferred) };
      byRules.set(key, found);
      return found.zone;
    },
  };
};
