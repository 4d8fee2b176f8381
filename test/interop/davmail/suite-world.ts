import type { Journey } from '../../journeys/start.ts';
import type { Davmail } from './start-davmail.ts';

/** What DavMail's tasks are tried on: it, and a gateway, both before the same emulator. */
export interface SuiteWorld {
  readonly journey: Journey;
  readonly davmail: Davmail;
}

/** People of the demo whose password DavMail knows. */
export type Person = 'alice' | 'bob' | 'carol';

/** Their addresses. */
export const addressOf = (person: Person): string => `${person}@example.test`;

/** Their passwords. */
export const passwordOf = (person: Person): string => `${person}-demo-password`;

/** Asks the gateway something that it must answer without an error. */
export const ask = async <Data>(
  { journey }: SuiteWorld,
  document: string,
  variables: Readonly<Record<string, unknown>> = {},
): Promise<Data> => {
  const answer = await journey.query<Data>(document, variables);
  if (answer.errors !== undefined) throw new Error(JSON.stringify(answer.errors));
  return answer.data;
};
