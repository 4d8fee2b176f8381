import type { Journey } from '../../journeys/start.ts';
import type { Davmail } from './start-davmail.ts';

/** What DavMail's tasks are tried on: it, and a gateway, both before the same emulator. */
export interface SuiteWorld {
  readonly journey: Journey;
  readonly davmail: Davmail;
}
