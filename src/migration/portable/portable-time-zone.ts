import type { TimeZoneDefinition } from '../../ews/properties/time-zone-definition.ts';

/** The zone in which an event was written, and in whose wall clock a series repeats. */
export interface PortableTimeZone {
  /** As the server names it: a Windows id (`W. Europe Standard Time`), or whatever a client made up. */
  readonly id: string | undefined;
  /** The server's name for people. */
  readonly name: string | undefined;
  /** IANA name, where one is known for the id or the name. */
  readonly iana: string | undefined;
  /** The rules in full, where the server tells them. They count where no IANA name is known. */
  readonly definition: TimeZoneDefinition | undefined;
}
