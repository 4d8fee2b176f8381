import { dayOfEvents } from './change-mailbox.ts';
import { eventFields, folderFields, messageFields, type MailboxSnapshot } from './mailbox-model.ts';

interface Problem {
  readonly message: string;
  readonly extensions?: { readonly code?: string };
}

/** The gateway was killed, or could not read: somebody else may. */
export class NotRead extends Error {
  override readonly name = 'NotRead';
}

/** Answers the data of an operation. Throws NotRead when there is no answer, or any error in it but that something is not there any more. */
export const askGateway = async <Data>(
  origin: string,
  query: string,
  variables: Readonly<Record<string, unknown>>,
): Promise<Data> => {
  let answer: { readonly data?: Data | null; readonly errors?: readonly Problem[] };
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
  const failure = answer.errors?.find(({ extensions }) => extensions?.code !== 'NOT_FOUND');
  if (failure !== undefined || answer.data === undefined || answer.data === null)
    throw new NotRead(failure?.message ?? 'no data');
  return answer.data;
};

interface Page<Item> {
  readonly nodes: readonly Item[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
}

const pageFields = 'pageInfo { hasNextPage endCursor }';

const window = {
  start: dayOfEvents,
  end: new Date(Date.parse(dayOfEvents) + 30 * 24 * 3_600_000).toISOString(),
};

const messagesQuery = `query ($address: EmailAddress!, $folder: ID!, $after: String) {
  mailbox(address: $address) { folder(where: { id: $folder }) { messages(first: 200, after: $after) { nodes { ${messageFields} } ${pageFields} } } }
}`;

const othersQuery = `query ($address: EmailAddress!, $window: TimeWindowInput!) {
  mailbox(address: $address) {
    folders(kinds: [MAIL, CALENDAR, CONTACTS, TASKS, NOTES, OTHER]) { ${folderFields} }
    calendars { events(window: $window, expand: false, first: 500) { nodes { ${eventFields} } } }
    contacts(first: 500) { nodes { id displayName } }
    tasks(first: 500) { nodes { id subject } }
  }
}`;

interface Others extends Pick<MailboxSnapshot, 'folders'> {
  readonly calendars: readonly { readonly events: Pick<Page<MailboxSnapshot['events'][number]>, 'nodes'> }[];
  readonly contacts: Pick<Page<MailboxSnapshot['contacts'][number]>, 'nodes'>;
  readonly tasks: Pick<Page<MailboxSnapshot['tasks'][number]>, 'nodes'>;
}

/** Reads a whole mailbox through a gateway, as a client does that begins. What changes meanwhile may be in it or not. Throws NotRead. */
export const readSnapshot = async (origin: string, address: string): Promise<MailboxSnapshot> => {
  const { mailbox } = await askGateway<{ readonly mailbox: Others }>(origin, othersQuery, { address, window });
  const messages: MailboxSnapshot['messages'][number][] = [];
  for (const folder of mailbox.folders.filter(({ kind }) => kind === 'MAIL')) {
    for (let after: string | null = null, isLast = false; !isLast;) {
      const data: FolderData = await askGateway(origin, messagesQuery, { address, folder: folder.id, after });
      const page = data.mailbox?.folder?.messages;
      // The folder has gone meanwhile.
      if (page === undefined) break;
      messages.push(...page.nodes);
      ({ endCursor: after } = page.pageInfo);
      isLast = !page.pageInfo.hasNextPage;
    }
  }
  return {
    folders: mailbox.folders,
    messages,
    events: mailbox.calendars.flatMap(({ events }) => events.nodes),
    contacts: mailbox.contacts.nodes,
    tasks: mailbox.tasks.nodes,
  };
};

interface FolderData {
  readonly mailbox: {
    readonly folder: { readonly messages: Page<MailboxSnapshot['messages'][number]> } | null;
  } | null;
}
