import { dayOfEvents } from './change-mailbox.ts';
import { eventFields, folderFields, messageFields, type MailboxSnapshot } from './mailbox-model.ts';

/** The gateway was killed, or could not read: somebody else may. */
export class NotRead extends Error {
  override readonly name = 'NotRead';
}

/** Answers the data of an operation. Throws NotRead when there is no answer, or any error in it. */
export const askGateway = async <Data>(
  origin: string,
  query: string,
  variables: Readonly<Record<string, unknown>>,
): Promise<Data> => {
  let answer: { readonly data?: Data | null; readonly errors?: readonly { readonly message: string }[] };
  try {
    const response = await fetch(`${origin}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query, variables }),
    });
    answer = (await response.json()) as typeof answer;
  } catch (cause) {
    throw new NotRead('no answer', { cause });
  }
  if (answer.errors !== undefined || answer.data === undefined || answer.data === null)
    throw new NotRead(answer.errors?.[0]?.message ?? 'no data');
  return answer.data;
};

interface Page<Item> {
  readonly nodes: readonly Item[];
  readonly pageInfo: { readonly hasNextPage: boolean };
}

const pageFields = 'pageInfo { hasNextPage }';

const window = {
  start: dayOfEvents,
  end: new Date(Date.parse(dayOfEvents) + 30 * 24 * 3_600_000).toISOString(),
};

/** What a page holds at most. */
const mostMessages = 500;

const snapshotQuery = `query ($address: EmailAddress!, $window: TimeWindowInput!) {
  mailbox(address: $address) {
    folders(kinds: [MAIL, CALENDAR, CONTACTS, TASKS, NOTES, OTHER]) { ${folderFields} }
    mail: folders { messages(first: ${mostMessages}) { nodes { ${messageFields} } ${pageFields} } }
    calendars { events(window: $window, expand: false, first: 500) { nodes { ${eventFields} } } }
    contacts(first: 500) { nodes { id displayName } }
    tasks(first: 500) { nodes { id subject } }
  }
}`;

interface Whole extends Pick<MailboxSnapshot, 'folders'> {
  readonly mail: readonly { readonly messages: Page<MailboxSnapshot['messages'][number]> }[];
  readonly calendars: readonly { readonly events: Pick<Page<MailboxSnapshot['events'][number]>, 'nodes'> }[];
  readonly contacts: Pick<Page<MailboxSnapshot['contacts'][number]>, 'nodes'>;
  readonly tasks: Pick<Page<MailboxSnapshot['tasks'][number]>, 'nodes'>;
}

/** Reads a whole mailbox through a gateway, as a client does that begins. What changes meanwhile may be in it or not. Throws NotRead. */
export const readSnapshot = async (origin: string, address: string): Promise<MailboxSnapshot> => {
  const { mailbox } = await askGateway<{ readonly mailbox: Whole }>(origin, snapshotQuery, { address, window });
  if (mailbox.mail.some(({ messages }) => messages.pageInfo.hasNextPage))
    throw new Error('more mail than one page holds');
  return {
    folders: mailbox.folders,
    messages: mailbox.mail.flatMap(({ messages }) => messages.nodes),
    events: mailbox.calendars.flatMap(({ events }) => events.nodes),
    contacts: mailbox.contacts.nodes,
    tasks: mailbox.tasks.nodes,
  };
};
