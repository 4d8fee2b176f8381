import { DAVClient, type DAVCalendar, type DAVCalendarObject } from 'tsdav';
import { addressOf, passwordOf, type Person } from '../people.ts';
import type { SuiteWorld } from './suite-world.ts';

/** Somebody's own calendar behind DavMail's CalDAV door. */
export interface CaldavCalendar {
  readonly client: DAVClient;
  readonly calendar: DAVCalendar;
  /** Every event, or those between two instants, with its text and its etag. */
  events(between?: { readonly start: string; readonly end: string }): Promise<readonly CaldavEvent[]>;
  /** The one event that has this in its text. */
  eventWith(text: string): Promise<CaldavEvent>;
  /** By what a program sees that something has changed: the calendar's CTag, and the etag of each event by its path. */
  states(): Promise<{ readonly ctag: string; readonly etags: ReadonlyMap<string, string> }>;
  /** Writes a new event under `name`.ics. Throws unless DavMail says that it made one. */
  create(name: string, text: string): Promise<void>;
  /** Writes an event anew. Throws when DavMail refuses. */
  update(event: CaldavEvent, text: string): Promise<void>;
  /** Throws when DavMail refuses. */
  remove(event: CaldavEvent): Promise<void>;
  /** Asks the scheduling outbox (RFC 6638 section 5) and answers its text. */
  askOutbox(text: string): Promise<string>;
}

/** An event as CalDAV gives it; the lines of `text` are not folded any more. */
export interface CaldavEvent {
  readonly url: string;
  readonly etag: string;
  readonly text: string;
}

/** Signs in as that person and finds the calendar, as a calendar program does: by the principal and its home. */
export const openCalendar = async ({ davmail }: SuiteWorld, person: Person): Promise<CaldavCalendar> => {
  const origin = `http://127.0.0.1:${davmail.caldavPort}`;
  const client = new DAVClient({
    serverUrl: origin,
    credentials: { username: addressOf(person), password: passwordOf(person) },
    authMethod: 'Basic',
    defaultAccountType: 'caldav',
  });
  await client.login();
  const calendars = await client.fetchCalendars();
  const calendar = calendars.find(({ url }) => new URL(url).pathname.endsWith('/calendar/'));
  if (calendar === undefined) throw new Error(`No calendar among ${calendars.map(({ url }) => url).join()}`);

  const events = async (between?: { readonly start: string; readonly end: string }): Promise<readonly CaldavEvent[]> =>
    (
      await client.fetchCalendarObjects({
        calendar,
        urlFilter: () => true,
        ...(between === undefined ? {} : { timeRange: between }),
      })
    ).map(eventOf);
  return {
    client,
    calendar,
    events,
    eventWith: async (text) => {
      const found = (await events()).filter((event) => event.text.includes(text));
      if (found[0] === undefined || found.length > 1) throw new Error(`${found.length} events have ${text}`);
      return found[0];
    },
    states: async () => {
      const all = await client.fetchCalendars();
      const members = await client.propfind({ url: calendar.url, props: { 'd:getetag': {} }, depth: '1' });
      const told = members.flatMap(({ href, props }): readonly (readonly [string, string])[] => {
        const etag: unknown = props?.['getetag'];
        return href === undefined || typeof etag !== 'string' ? [] : [[href, etag]];
      });
      return { ctag: all.find(({ url }) => url === calendar.url)?.ctag ?? '', etags: new Map(told) };
    },
    create: async (name, text) =>
      succeed(await client.createCalendarObject({ calendar, filename: `${name}.ics`, iCalString: text }), 201),
    update: async ({ url, etag }, text) =>
      succeed(await client.updateCalendarObject({ calendarObject: { url, etag, data: text } })),
    remove: async ({ url, etag }) => succeed(await client.deleteCalendarObject({ calendarObject: { url, etag } })),
    askOutbox: async (text) => {
      const response = await fetch(`${origin}/users/${addressOf(person)}/outbox/`, {
        method: 'POST',
        headers: { ...client.authHeaders, 'content-type': 'text/calendar; charset=utf-8' },
        body: text,
      });
      await succeed(response.clone(), 200);
      return response.text();
    },
  };
};

const eventOf = ({ url, etag, data }: DAVCalendarObject): CaldavEvent => ({
  url,
  etag: etag ?? '',
  text: String(data).replaceAll(/\r?\n[ \t]/g, ''),
});

const succeed = async (response: Response, status?: number): Promise<void> => {
  if (status === undefined ? response.ok : response.status === status) return;
  throw new Error(`DavMail answered ${response.status}: ${await response.text()}`);
};

/** The values of a property, `RRULE`, in the events of an unfolded iCalendar object, in their order; what its zones say is left out. */
export const valuesOf = (text: string, property: string): readonly string[] =>
  text
    .replaceAll(/BEGIN:VTIMEZONE[^]*?END:VTIMEZONE/g, '')
    .split(/\r?\n/)
    .filter((line) => new RegExp(`^${property}[;:]`).test(line))
    .map((line) => line.replace(/^[A-Z-]+((?:;[^=]+=(?:"[^"]*"|[^":;]*))*):/, ''));
