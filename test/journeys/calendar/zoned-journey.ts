import { onTestFinished } from 'vitest';
import { permissions } from '../../../src/access/caller.ts';
import type { SeedOrganization } from '../../../src/emulator/store/model.ts';
import { mailboxRoot } from '../../../src/emulator/seed/folders.ts';
import { accessOf, callerNamed, rulesOf } from '../../access.ts';
import { envelope, type RunningEmulator, type TextAnswer } from '../../emulator/running-emulator.ts';
import { startJourney, type Journey } from '../start.ts';

/** An empty mailbox and the zone that its owner chose. */
export interface Home {
  readonly address: string;
  /** IANA name. */
  readonly zone: string;
}

/** Homes in these zones, told to the mail server as a person's choice in the web client. `windowsId`: how the zone is called there. */
export const homesIn = (
  zones: readonly (readonly [zone: string, windowsId: string])[],
): readonly (Home & { readonly windowsId: string })[] =>
  zones.map(([zone, windowsId], index) => ({ address: `home-${index}@example.test`, zone, windowsId }));

/** A gateway and an emulator with these mailboxes, and one caller who may do everything with them. It ends with the test. */
export const startZonedJourney = async (homes: ReturnType<typeof homesIn>): Promise<Journey> => {
  const seed: SeedOrganization = {
    organizationId: 'm-0123456789abcdef0123456789abcdef',
    mailboxes: homes.map(({ address, windowsId }) => ({
      address,
      aliases: [],
      displayName: address,
      kind: 'USER',
      password: `${address}-password`,
      configurations: [{ name: 'OWA.UserOptions', folder: 'root', dictionary: { timezone: windowsId } }],
      root: () => mailboxRoot({}),
    })),
    groups: [],
  };
  const access = accessOf(callerNamed('assistant'), rulesOf(permissions));
  const journey = await startJourney({ seed, access });
  onTestFinished(() => journey.close());
  return journey;
};

/** Sends a request element straight to the mail server, as the owner of that mailbox. */
export const ewsOf = ({ emulatorUrl }: Journey): Pick<RunningEmulator, 'call'> => ({
  call: async (request: string, asMailbox = 'home-0@example.test'): Promise<TextAnswer> => {
    const login = `${asMailbox}:${asMailbox}-password`;
    const answer = await fetch(emulatorUrl, {
      method: 'POST',
      headers: { authorization: `Basic ${Buffer.from(login).toString('base64')}` },
      body: envelope(request),
    });
    return { status: answer.status, headers: answer.headers, text: await answer.text() };
  },
});

/** An event to be made: `event` of CreateEventInput. */
export interface WantedEvent {
  readonly home: Home;
  readonly event: { readonly subject: string; readonly timing: object; readonly recurrence?: object };
}

/** What the gateway takes of mutations in one request. */
const perRequest = 20;

const makeBatch = async ({ query }: Journey, batch: readonly WantedEvent[]): Promise<void> => {
  const declared = batch.map((_, index) => `$e${index}: CreateEventInput!`).join(' ');
  const fields = batch.map((_, index) => `e${index}: createEvent(input: $e${index}) { ...made }`).join(' ');
  const answer = await query<Readonly<Record<string, { readonly userErrors: readonly unknown[] }>>>(
    `mutation (${declared}) { ${fields} }
     fragment made on EventPayload { userErrors { detail ... on ValidationError { fields { path message } } } }`,
    Object.fromEntries(
      batch.map(({ home, event }, index) => [`e${index}`, { mailbox: home.address, event, notify: 'NONE' }]),
    ),
  );
  if (answer.errors !== undefined) throw new Error(JSON.stringify(answer.errors));
  for (const [index, { event }] of batch.entries()) {
    const told = answer.data[`e${index}`]?.userErrors ?? [];
    if (told.length > 0) throw new Error(`${JSON.stringify(event)} was refused: ${JSON.stringify(told)}`);
  }
};

/** Makes events, many in a request, and invites nobody. Throws when one is refused, with what was said of it. */
export const makeEvents = async (journey: Journey, wanted: readonly WantedEvent[]): Promise<void> => {
  const batches = Array.from({ length: Math.ceil(wanted.length / perRequest) }, (_, index) =>
    wanted.slice(index * perRequest, (index + 1) * perRequest),
  );
  const makeRest = async (): Promise<void> => {
    for (let batch = batches.pop(); batch !== undefined; batch = batches.pop()) await makeBatch(journey, batch);
  };
  await Promise.all(Array.from({ length: 4 }, makeRest));
};

/** A moment as the API tells it. */
interface ShownTime {
  readonly dateTime: string | null;
  readonly date: string | null;
  readonly local: string;
}

/** An event or an occurrence as a calendar shows it. */
export interface ShownEvent {
  readonly id: string;
  readonly subject: string;
  readonly start: ShownTime;
  readonly end: ShownTime;
}

/** What takes place in a mailbox in these years, from the first one's beginning to the last one's end. */
export const agendaOf = async (
  { query }: Journey,
  { address }: Home,
  years: readonly number[],
): Promise<readonly ShownEvent[]> => {
  const found = new Map<string, ShownEvent>();
  for (const year of years) {
    const { data, errors } = await query<{
      readonly mailbox: {
        readonly agenda: {
          readonly nodes: readonly ShownEvent[];
          readonly pageInfo: { readonly hasNextPage: boolean };
        };
      };
    }>(
      `query ($address: EmailAddress!, $window: TimeWindowInput!) { mailbox(address: $address) { agenda(window: $window, first: 1000) {
        pageInfo { hasNextPage } nodes { id subject start { dateTime date local } end { dateTime date local } } } } }`,
      { address, window: { start: `${year}-01-01T00:00:00Z`, end: `${year + 1}-01-01T00:00:00Z` } },
    );
    if (errors !== undefined) throw new Error(JSON.stringify(errors));
    if (data.mailbox.agenda.pageInfo.hasNextPage) throw new Error('there are more events in a year than a page holds');
    // What lasts over the end of the year is in two of them.
    for (const event of data.mailbox.agenda.nodes) found.set(event.id, event);
  }
  return [...found.values()];
};
