import { setTimeout as sleep } from 'node:timers/promises';
import { Agent, request } from 'undici';
import { fileSubject } from './soaked-organization.ts';

/** Somebody who uses the gateway for one mailbox. */
export interface Client {
  readonly origin: string;
  readonly authorization: string;
  readonly address: string;
  /** Another mailbox of the organisation. */
  readonly other: string;
  /** Counts errands: what differs from one to the next differs by it. */
  readonly turn: number;
}

/** Something that clients do. */
export interface Errand {
  readonly name: string;
  /** Of a hundred. */
  readonly share: number;
  /** Undefined when everything was as it should be; `shed` when the gateway has refused it to protect itself; else what was wrong. */
  readonly run: (client: Client) => Promise<string | undefined>;
}

/** Told by the gateway when it has too much to do. */
export const shed = 'shed';

const dispatcher = new Agent({ connections: 128, headersTimeout: 60_000, bodyTimeout: 60_000 });

/** Lets go of the connections. */
export const endErrands = (): Promise<void> => dispatcher.close();

interface GraphqlAnswer {
  readonly data?: Readonly<Record<string, unknown>> | null;
  readonly errors?: readonly {
    readonly message: string;
    readonly path?: readonly unknown[];
    readonly extensions?: { readonly code?: string };
  }[];
}

const post = async (
  { origin, authorization }: Client,
  body: string,
  more: { readonly signal?: AbortSignal; readonly authorization?: string } = {},
): Promise<{ readonly status: number; readonly answer: GraphqlAnswer }> => {
  const { statusCode, body: answered } = await request(`${origin}/graphql`, {
    dispatcher,
    method: 'POST',
    headers: {
      authorization: more.authorization ?? authorization,
      'content-type': 'application/json',
      accept: 'application/graphql-response+json',
    },
    body,
    ...(more.signal === undefined ? {} : { signal: more.signal }),
  });
  const text = await answered.text();
  if (!text.startsWith('{')) throw new Error(`${statusCode} with ${text.length === 0 ? 'nothing' : 'no JSON'}`);
  return { status: statusCode, answer: JSON.parse(text) as GraphqlAnswer };
};

const sheddingCodes: ReadonlySet<string> = new Set(['THROTTLED', 'OVERLOADED', 'UPSTREAM_UNAVAILABLE']);

const codeOf = ({ errors = [] }: GraphqlAnswer): string | undefined => errors[0]?.extensions?.code;

/** Asks; whether there are data and no error. */
const ask = async (client: Client, query: string, variables: object = {}): Promise<GraphqlAnswer | string> => {
  const { status, answer } = await post(client, JSON.stringify({ query, variables }));
  if (status === 503 || status === 429 || sheddingCodes.has(codeOf(answer) ?? '')) return shed;
  // Somebody else has deleted it between one call and the next.
  const isWhole =
    answer.errors?.every(({ extensions, path }) => extensions?.code === 'NOT_FOUND' && (path?.length ?? 0) > 1) ?? true;
  if (isWhole && status === 200) return answer;
  return `${status} ${JSON.stringify(answer.errors)?.slice(0, 400)}`;
};

const asked =
  (query: string, variables: (client: Client) => object = ({ address }) => ({ address })) =>
  async (client: Client): Promise<string | undefined> => {
    const answer = await ask(client, query, variables(client));
    return typeof answer === 'string' ? answer : undefined;
  };

/** The value at a path of an answer. */
const at = (value: unknown, ...path: readonly (string | number)[]): unknown =>
  path.reduce<unknown>((inner, key) => (inner as Record<string, unknown> | undefined | null)?.[key], value);

const list = `query ($address: EmailAddress!, $first: Int!) { mailbox(address: $address) { inbox { unreadCount messages(first: $first) {
  totalCount pageInfo { endCursor } nodes { id subject isRead receivedAt hasAttachments from { name address } to { name address } preview } } } } }`;

const newest = `query ($address: EmailAddress!) { mailbox(address: $address) { inbox { messages(first: 3) { nodes { id } } } } }`;

/** Ids of the newest messages; a text that says what was wrong. */
const newestIds = async (client: Client): Promise<readonly string[] | string> => {
  const answer = await ask(client, newest, { address: client.address });
  if (typeof answer === 'string') return answer;
  return (at(answer.data, 'mailbox', 'inbox', 'messages', 'nodes') as readonly { id: string }[]).map(({ id }) => id);
};

/** Does something with the newest messages, by a mutation of which nothing is wrong when `results` says so. */
const withNewest =
  (query: string, variables: (client: Client, ids: readonly string[]) => object) =>
  async (client: Client): Promise<string | undefined> => {
    const ids = await newestIds(client);
    if (typeof ids === 'string') return ids;
    const answer = await ask(client, query, variables(client, ids));
    return typeof answer === 'string' ? answer : undefined;
  };

const fileLinks = `query ($address: EmailAddress!, $subject: String!) { mailbox(address: $address) { messages(first: 1, in: [{ path: "/Done" }], filter: { subject: { equals: $subject } }) {
  nodes { mime { downloadUrl } attachments { ... on FileAttachment { downloadUrl } } } } } }`;

const downloadLink = async (client: Client, ...path: readonly (string | number)[]): Promise<string> => {
  const answer = await ask(client, fileLinks, { address: client.address, subject: fileSubject });
  if (typeof answer === 'string') return answer;
  const url = at(answer.data, 'mailbox', 'messages', 'nodes', 0, ...path);
  return typeof url === 'string' ? `${client.origin}${url.replace(/^https?:\/\/[^/]+/, '')}` : 'no link';
};

const download =
  (...path: readonly (string | number)[]) =>
  async (client: Client): Promise<string | undefined> => {
    const url = await downloadLink(client, ...path);
    if (!url.startsWith('http')) return url;
    const { statusCode, body } = await request(url, { dispatcher });
    let bytes = 0;
    for await (const chunk of body) bytes += (chunk as Uint8Array).byteLength;
    if (statusCode === 503 || statusCode === 429) return shed;
    return statusCode === 200 && bytes > 39_000 ? undefined : `${statusCode} with ${bytes} bytes`;
  };

/** Leaves before the answer can be there, or while it comes. */
const abandoned = async (client: Client): Promise<string | undefined> => {
  const leaving = new AbortController();
  const answering = post(
    client,
    JSON.stringify({ query: list, variables: { address: client.address, first: 200 } }),
    leaving,
  );
  await sleep(client.turn % 40);
  leaving.abort();
  await answering.catch(() => undefined);
  return undefined;
};

const abandonedDownload = async (client: Client): Promise<string | undefined> => {
  const url = await downloadLink(client, 'mime', 'downloadUrl');
  if (!url.startsWith('http')) return url;
  const { body } = await request(url, { dispatcher });
  for await (const _ of body) break;
  return undefined;
};

/** The code that each of these is answered with. */
const mistakes: readonly (readonly [body: (client: Client) => object, code: string])[] = [
  [({ turn }) => ({ query: `{ viewer { nothing${turn} } }` }), 'BAD_USER_INPUT'],
  [({ turn }) => ({ query: `{ viewer { subject ` + `# ${turn}` }), 'BAD_USER_INPUT'],
  [({ turn }) => ({ query: `{ node(id: "forged-${turn}") { id } }` }), 'BAD_USER_INPUT'],
  [({ turn }) => ({ query: `{ mailbox(address: "nobody-${turn % 500}@example.test") { id } }` }), 'NOT_FOUND'],
  [
    ({ address }) => ({
      query:
        'query ($a: EmailAddress!) { mailbox(address: $a) { messages(first: 1000) { nodes { conversation { messages(first: 100) { nodes { body { html } } } } } } } }',
      variables: { a: address },
    }),
    'QUERY_TOO_EXPENSIVE',
  ],
];

const mistaken = async (client: Client): Promise<string | undefined> => {
  const [body, code] = mistakes[client.turn % mistakes.length]!;
  const { status, answer } = await post(client, JSON.stringify(body(client)));
  if (status === 503 || sheddingCodes.has(codeOf(answer) ?? '')) return shed;
  return codeOf(answer) === code ? undefined : `${code} expected: ${status} ${JSON.stringify(answer).slice(0, 300)}`;
};

const stranger = async (client: Client): Promise<string | undefined> => {
  const { status } = await post(client, JSON.stringify({ query: list }), {
    authorization: `Bearer wmk_${client.turn}_nobody`,
  });
  return status === 401 || status === 503 ? undefined : `a stranger was answered ${status}`;
};

/** Where each mailbox's changes have been read to. */
const positions = new Map<string, string>();

const followed = async (client: Client): Promise<string | undefined> => {
  const { address, turn } = client;
  // Some begin anew, as somebody who opens the program.
  const since = turn % 10 === 0 ? undefined : positions.get(address);
  const answer = await ask(
    client,
    'query ($address: EmailAddress!, $since: SyncToken) { mailbox(address: $address) { changes(since: $since) { token hasMore changes { __typename } } } }',
    { address, since },
  );
  if (typeof answer === 'string') return answer;
  positions.set(address, String(at(answer.data, 'mailbox', 'changes', 'token')));
  return undefined;
};

const sentText = 'Here is what we talked about. '.repeat(40);

const send = `mutation ($address: EmailAddress!, $other: EmailAddress!, $key: String, $text: String!, $subject: String!) {
  sendMessage(input: { mailbox: $address, idempotencyKey: $key, message: { to: [{ address: $other }], subject: $subject, body: { text: $text } } }) {
    submission { status } userErrors { code } } }`;

/** What clients do, and how often. */
export const errands: readonly Errand[] = [
  { name: 'list of 50', share: 26, run: asked(list, ({ address }) => ({ address, first: 50 })) },
  { name: 'list of 200', share: 2, run: asked(list, ({ address }) => ({ address, first: 200 })) },
  {
    name: 'open',
    share: 8,
    run: withNewest(
      'query ($ids: [ID!]!) { nodes(ids: $ids) { ... on Message { subject body { html } to { address } attachments { id name } } } }',
      (_, ids) => ({ ids }),
    ),
  },
  {
    // A text of its own each time, as clients write it that know no variables: no document is met twice.
    name: 'search',
    share: 8,
    run: (client) =>
      asked(
        `query ($address: EmailAddress!) { mailbox(address: $address) { messages(first: 10, filter: { subject: { contains: "a${client.turn}" } }) { nodes { id subject } } } }`,
      )(client),
  },
  {
    name: 'by sender',
    share: 4,
    run: asked(
      'query ($address: EmailAddress!) { mailbox(address: $address) { inbox { messages(first: 20, filter: { from: { contains: "falk" } }) { nodes { id subject receivedAt } } } } }',
    ),
  },
  {
    name: 'folders',
    share: 6,
    run: asked(
      'query ($address: EmailAddress!) { mailbox(address: $address) { id displayName folders { id name path unreadCount } } }',
    ),
  },
  {
    name: 'week',
    share: 6,
    run: asked(
      'query ($address: EmailAddress!, $w: TimeWindowInput!) { mailbox(address: $address) { agenda(window: $w) { nodes { id subject start { dateTime } attendees { response } } } } }',
      ({ address, turn }) => {
        const start = Date.now() + (turn % 10) * 86_400_000;
        return {
          address,
          w: { start: new Date(start).toISOString(), end: new Date(start + 7 * 86_400_000).toISOString() },
        };
      },
    ),
  },
  {
    name: 'conversations',
    share: 3,
    run: asked(
      'query ($address: EmailAddress!) { mailbox(address: $address) { conversations(first: 10) { nodes { id topic messageCount latestMessage { subject } } } } }',
    ),
  },
  { name: 'changes', share: 6, run: followed },
  {
    name: 'people',
    share: 2,
    run: asked(
      'query ($q: String!, $address: EmailAddress!) { resolveNames(query: $q, in: $address) { __typename } }',
      ({ address, turn }) => ({ address, q: `person-${turn % 40}` }),
    ),
  },
  { name: 'file', share: 4, run: download('attachments', 0, 'downloadUrl') },
  { name: 'mime', share: 2, run: download('mime', 'downloadUrl') },
  {
    name: 'mark',
    share: 5,
    run: withNewest(
      'mutation ($address: EmailAddress!, $ids: [ID!]!, $isRead: Boolean!) { updateMessages(input: { mailbox: $address, ids: $ids, patch: { isRead: $isRead } }) { succeeded } }',
      ({ address, turn }, ids) => ({ address, ids, isRead: turn % 2 === 0 }),
    ),
  },
  {
    // What arrives is put away, so that mailboxes stay as large as they are.
    name: 'delete',
    share: 4,
    run: withNewest(
      'mutation ($address: EmailAddress!, $ids: [ID!]!) { deleteMessages(input: { mailbox: $address, ids: $ids, mode: HARD_DELETE }) { succeeded } }',
      ({ address }, ids) => ({ address, ids: ids.slice(0, 2) }),
    ),
  },
  {
    name: 'send',
    share: 3,
    run: asked(send, ({ address, other, turn }) => ({
      address,
      other,
      key: turn % 2 === 0 ? `key-${turn}` : null,
      text: sentText,
      subject: `Sent ${turn}`,
    })),
  },
  { name: 'mistake', share: 5, run: mistaken },
  { name: 'stranger', share: 1, run: stranger },
  { name: 'abandoned', share: 4, run: abandoned },
  { name: 'abandoned file', share: 1, run: abandonedDownload },
];
