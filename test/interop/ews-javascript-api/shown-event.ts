import { addressOf, type Person } from '../people.ts';
import type { MailWorld } from './mail-world.ts';

/** An event as the gateway shows it in somebody's calendar. */
export interface ShownEvent {
  readonly id: string;
  readonly iCalUid: string;
  readonly subject: string;
  readonly type: string;
  readonly status: string;
  readonly isOrganizer: boolean;
  readonly isAllDay: boolean;
  readonly myResponse: string;
  readonly location: string | null;
  readonly start: {
    readonly dateTime: string | null;
    readonly date: string | null;
    readonly local: string;
    readonly timeZone: string;
  };
  readonly end: { readonly dateTime: string | null; readonly date: string | null };
  readonly attendees: readonly { readonly recipient: { readonly address: string }; readonly response: string }[];
  readonly body: { readonly content: string } | null;
  readonly seriesMaster: { readonly id: string; readonly recurrence: { readonly rrule: string } | null } | null;
}

/** From and to, ISO 8601 in UTC. */
export interface Span {
  readonly start: string;
  readonly end: string;
}

/** What takes place in a mailbox's calendars within a span, by start; of one subject when it is given. */
export const agenda = async (
  world: MailWorld,
  person: Person,
  window: Span,
  subject?: string,
): Promise<readonly ShownEvent[]> => {
  const events: ShownEvent[] = [];
  for (let after: string | null | undefined; after !== null;) {
    const { mailbox }: { readonly mailbox: { readonly agenda: Page } } = await world.ask(
      `query ($address: EmailAddress!, $window: TimeWindowInput!, $after: String) { mailbox(address: $address) {
        agenda(window: $window, first: 50, after: $after) { pageInfo { hasNextPage endCursor } nodes {
          id iCalUid subject type status isOrganizer isAllDay myResponse location
          start { dateTime date local timeZone } end { dateTime date }
          attendees { recipient { address } response } body(format: TEXT) { content } seriesMaster { id recurrence { rrule } } } } } }`,
      { address: addressOf(person), window, after },
    );
    const { nodes, pageInfo } = mailbox.agenda;
    events.push(...nodes);
    after = pageInfo.hasNextPage ? pageInfo.endCursor : null;
  }
  return events.filter((event) => subject === undefined || event.subject === subject);
};

/** `2031-03-18T09:00:00Z to 2031-03-18T10:00:00Z`, of each. */
export const timesShown = (events: readonly ShownEvent[]): readonly string[] =>
  events.map(({ start, end }) => `${instant(start.dateTime)} to ${instant(end.dateTime)}`);

const instant = (dateTime: string | null): string => new Date(dateTime ?? Number.NaN).toISOString();

interface Page {
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
  readonly nodes: readonly ShownEvent[];
}
