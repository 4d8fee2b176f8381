import { ask } from '../ask-gateway.ts';
import { addressOf, type Person } from '../people.ts';
import type { SuiteWorld } from './suite-world.ts';

/** Paths of a person's mail folders, as the gateway tells them. */
export const mailFoldersOf = async (world: SuiteWorld, person: Person): Promise<readonly string[]> => {
  const { mailbox } = await ask<{ readonly mailbox: { readonly folders: readonly { readonly path: string }[] } }>(
    world.journey,
    'query ($address: EmailAddress!) { mailbox(address: $address) { folders { path } } }',
    { address: addressOf(person) },
  );
  return mailbox.folders.map(({ path }) => path);
};

/** How many messages of a folder, by its role, a `MessageFilter` lets through. */
export const messageCount = async (
  world: SuiteWorld,
  person: Person,
  role: string,
  filter: object,
): Promise<number> => {
  const { mailbox } = await ask<{
    readonly mailbox: { readonly messages: { readonly totalCount: number } };
  }>(
    world.journey,
    `query ($address: EmailAddress!, $role: FolderRole!, $filter: MessageFilter) { mailbox(address: $address) {
      messages(in: [{ role: $role }], filter: $filter, first: 1) { totalCount } } }`,
    { address: addressOf(person), role, filter },
  );
  return mailbox.messages.totalCount;
};

/** A message in a list: its id and the letters of its subject. Mail programs and servers differ in what else they show of strange ones. */
export const heading = (messageId: string | null | undefined, subject: string | null | undefined): string =>
  `${messageId ?? ''} ${(subject ?? '').replaceAll(/[^\p{L}\p{N}]/gu, '').slice(0, 100)}`;

/** The headings of all messages in a folder, page by page. */
export const headingsOf = async (world: SuiteWorld, person: Person, role: string): Promise<readonly string[]> => {
  const headings: string[] = [];
  for (let after: string | undefined, hasMore = true; hasMore;) {
    const page: HeadingPage = await ask(
      world.journey,
      `query ($address: EmailAddress!, $role: FolderRole!, $after: String) { mailbox(address: $address) {
        messages(in: [{ role: $role }], first: 100, after: $after) {
          nodes { internetMessageId subject } pageInfo { hasNextPage endCursor } } } }`,
      { address: addressOf(person), role, after },
    );
    const { nodes, pageInfo } = page.mailbox.messages;
    headings.push(...nodes.map(({ internetMessageId, subject }) => heading(internetMessageId, subject)));
    after = pageInfo.endCursor;
    hasMore = pageInfo.hasNextPage;
  }
  return headings;
};

interface HeadingPage {
  readonly mailbox: {
    readonly messages: {
      readonly nodes: readonly { readonly internetMessageId: string | null; readonly subject: string | null }[];
      readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string };
    };
  };
}

/** An event of somebody's agenda. */
export interface SeenEvent {
  readonly id: string;
  readonly iCalUid: string;
  readonly subject: string | null;
  readonly type: string;
  readonly location: string | null;
  readonly status: string;
  readonly calendar: { readonly isDefault: boolean } | null;
  readonly isAllDay: boolean;
  readonly myResponse: string;
  readonly start: { readonly dateTime: string | null; readonly local: string };
  readonly attendees: readonly { readonly recipient: { readonly address: string }; readonly response: string }[];
}

/** What takes place in a person's calendars between two instants, occurrences of series one by one, by start. */
export const agendaOf = async (
  world: SuiteWorld,
  person: Person,
  window: { readonly start: string; readonly end: string },
): Promise<readonly SeenEvent[]> => {
  const { mailbox } = await ask<{ readonly mailbox: { readonly agenda: { readonly nodes: readonly SeenEvent[] } } }>(
    world.journey,
    `query ($address: EmailAddress!, $window: TimeWindowInput!) { mailbox(address: $address) {
      agenda(window: $window, first: 200) { nodes {
        id iCalUid subject type status isAllDay location myResponse calendar { isDefault } start { dateTime local }
        attendees { recipient { address } response } } } } }`,
    { address: addressOf(person), window },
  );
  return mailbox.agenda.nodes;
};

/** What somebody's time is like, a quarter of an hour after the other, as alice may see it. */
export const mergedSlots = async (
  world: SuiteWorld,
  person: Person,
  window: { readonly start: string; readonly end: string },
): Promise<readonly string[]> => {
  const { availability } = await ask<{
    readonly availability: readonly { readonly freeBusy: { readonly merged: readonly string[] } }[];
  }>(world.journey, 'query ($input: AvailabilityInput!) { availability(input: $input) { freeBusy { merged } } }', {
    input: { addresses: [addressOf(person)], asMailbox: addressOf('alice'), slot: 'PT15M', window },
  });
  return availability[0]?.freeBusy.merged ?? [];
};

/** A message as the gateway tells it. */
export interface SeenMessage {
  readonly subject: string | null;
  readonly from: { readonly address: string | null } | null;
  readonly to: readonly { readonly address: string | null }[];
  readonly cc: readonly { readonly address: string | null }[];
  readonly inReplyTo: string | null;
  readonly references: readonly string[];
  readonly body: { readonly content: string } | null;
  readonly attachments: readonly {
    readonly name: string;
    readonly contentType: string | null;
    readonly base64?: string;
  }[];
}

/** The message with that Message-ID in somebody's mailbox; null while there is none. */
export const messageOf = async (
  world: SuiteWorld,
  person: Person,
  internetMessageId: string,
): Promise<SeenMessage | null> => {
  const { mailbox } = await ask<{ readonly mailbox: { readonly found: SeenMessage | null } }>(
    world.journey,
    `query ($address: EmailAddress!, $id: String!) { mailbox(address: $address) {
      found: messageByInternetMessageId(internetMessageId: $id) {
        subject from { address } to { address } cc { address } inReplyTo references body { content }
        attachments { name contentType ... on FileAttachment { base64 } } } } }`,
    { address: addressOf(person), id: internetMessageId },
  );
  return mailbox.found;
};
