import { onTestFinished } from 'vitest';
import { accessOf, callerNamed, rulesOf } from '../../access.ts';
import { permissions, type Permission } from '../../../src/access/caller.ts';
import { meetingOrganization } from '../../emulator/meeting-organization.ts';
import { envelope, type RunningEmulator, type TextAnswer } from '../../emulator/running-emulator.ts';
import { startJourney, type Answer, type Journey, type JourneyOptions } from '../start.ts';

/** Whose mailboxes there are; the last is a room. */
export type Person = 'alice' | 'bob' | 'carol' | 'dave' | 'lighthouse';

/** An address of one of them. */
export const addressOf = (person: Person): string => `${person}@example.test`;

/** A failure that a payload tells. */
export interface Told {
  readonly __typename: string;
  readonly code: string;
  readonly detail: string;
  readonly fields?: readonly { readonly path: readonly string[]; readonly message: string }[];
}

/** An event as somebody's calendar shows it. */
export interface ShownEvent {
  readonly id: string;
  readonly iCalUid: string;
  readonly subject: string;
  readonly type: string;
  readonly status: string;
  readonly start: { readonly dateTime: string; readonly local: string };
  readonly myResponse: string;
  readonly isOrganizer: boolean;
  readonly showAs: string;
  readonly location: string | null;
  readonly attendees: readonly {
    readonly recipient: { readonly address: string };
    readonly role: string;
    readonly response: string;
  }[];
  readonly seriesMaster: { readonly id: string } | null;
}

/** A message of somebody's, with what it says of a meeting. */
export interface ShownMessage {
  readonly id: string;
  readonly subject: string;
  readonly from: { readonly address: string } | null;
  readonly body: { readonly content: string } | null;
  readonly meeting: {
    readonly responseType: string;
    readonly isOutOfDate: boolean;
    readonly event: { readonly id: string; readonly subject: string; readonly type: string } | null;
  } | null;
}

/** What a mutation of events answers. */
export interface EventDone {
  readonly done: {
    readonly event: ShownEvent | null;
    readonly newSeries: ShownEvent | null;
    readonly userErrors: readonly Told[];
  };
}

/** An organisation of four people and a room, without mail, whom one caller may act for. */
export interface MeetingJourney extends Journey {
  /** Sends a request element straight to the mail server, as that mailbox's owner. */
  readonly ews: Pick<RunningEmulator, 'call'>;
  /** Runs a mutation of events by its name. */
  run(name: string, input: Readonly<Record<string, unknown>>): Promise<Answer<EventDone>>;
  /** As `run`, which must succeed without an error anywhere. */
  done(name: string, input: Readonly<Record<string, unknown>>): Promise<EventDone['done']>;
  /** What takes place in a person's calendars from March to May 2031, by start. */
  agenda(person: Person): Promise<readonly ShownEvent[]>;
  /** A folder's messages, oldest first. */
  messages(person: Person, role: string): Promise<readonly ShownMessage[]>;
}

const eventFields = `id iCalUid subject type status start { dateTime local } myResponse isOrganizer showAs location
  attendees { recipient { address } role response } seriesMaster { id }`;

const window = { start: '2031-03-01T00:00:00Z', end: '2031-05-31T00:00:00Z' };

/** Starts it; it ends with the test. `held`: what its caller may do, everything when absent. */
export const startMeetingJourney = async ({
  held = permissions,
  ...options
}: JourneyOptions & { readonly held?: readonly Permission[] } = {}): Promise<MeetingJourney> => {
  const journey = await startJourney({
    seed: meetingOrganization,
    access: accessOf(callerNamed('assistant'), rulesOf(held)),
    ...options,
  });
  onTestFinished(() => journey.close());
  const call = async (request: string, asMailbox = addressOf('alice')): Promise<TextAnswer> => {
    const login = `${asMailbox}:${asMailbox.replace('@example.test', '')}-password`;
    const answer = await fetch(journey.emulatorUrl, {
      method: 'POST',
      headers: { authorization: `Basic ${Buffer.from(login).toString('base64')}` },
      body: envelope(request),
    });
    return { status: answer.status, headers: answer.headers, text: await answer.text() };
  };
  const read = async <Data>(document: string, variables: Readonly<Record<string, unknown>>): Promise<Data> => {
    const answer = await journey.query<Data>(document, variables);
    if (answer.errors !== undefined) throw new Error(JSON.stringify(answer.errors));
    return answer.data;
  };
  const run: MeetingJourney['run'] = (name, input) => {
    const type = `${name.slice(0, 1).toUpperCase()}${name.slice(1)}Input`;
    return journey.query(
      `mutation ($input: ${type}!) { done: ${name}(input: $input) { event { ${eventFields} } newSeries { ${eventFields} }
        userErrors { __typename code detail ... on ValidationError { fields { path message } } } } }`,
      { input },
    );
  };
  return {
    ...journey,
    ews: { call },
    run,
    done: async (name, input) => {
      const { data, errors } = await run(name, input);
      if (errors !== undefined || data.done.userErrors.length > 0)
        throw new Error(`${name} failed: ${JSON.stringify(errors ?? data.done.userErrors)}`);
      return data.done;
    },
    agenda: async (person) => {
      const { mailbox } = await read<{ mailbox: { agenda: { nodes: readonly ShownEvent[] } } }>(
        `query ($address: EmailAddress!, $window: TimeWindowInput!) { mailbox(address: $address) {
          agenda(window: $window) { nodes { ${eventFields} } } } }`,
        { address: addressOf(person), window },
      );
      return mailbox.agenda.nodes;
    },
    messages: async (person, role) => {
      const { mailbox } = await read<{ mailbox: { folder: { messages: { nodes: readonly ShownMessage[] } } } }>(
        `query ($address: EmailAddress!, $role: FolderRole!) { mailbox(address: $address) {
          folder(where: { role: $role }) { messages(first: 100) { nodes {
            id subject from { address } body(format: TEXT) { content } meeting { responseType isOutOfDate event { id subject type } } } } } } }`,
        { address: addressOf(person), role },
      );
      return mailbox.folder.messages.nodes.toReversed();
    },
  };
};
