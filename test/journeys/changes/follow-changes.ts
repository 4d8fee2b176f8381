import type { Answer, Journey } from '../start.ts';

/** A change with what was selected of it. */
export interface ToldChange {
  readonly __typename: string;
  readonly id?: string;
  readonly previousId?: string | null;
  readonly [field: string]: unknown;
}

/** `changes` as a client gets it. */
export interface ToldBatch {
  readonly changes: readonly ToldChange[];
  readonly token: string;
  readonly hasMore: boolean;
  readonly resyncRequired: boolean;
}

/** What a client asks about each kind of change. */
const changeRow = `__typename
  ... on MessageChanged { kind previousId message { id subject isRead folder { id } } }
  ... on MessageReadStateChanged { id isRead }
  ... on ItemRemoved { id folder { id path } }
  ... on FolderChanged { kind folder { id name path totalCount unreadCount } }
  ... on FolderRemoved { id }
  ... on CalendarEventChanged { kind previousId event { id subject } }
  ... on ContactChanged { kind previousId contact { id displayName } }
  ... on TaskChanged { kind previousId task { id subject } }`;

interface Asked {
  readonly first?: number;
  readonly row?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** One call of `changes`. */
export const askChanges = (
  { query }: Pick<Journey, 'query'>,
  address: string,
  since: string | undefined,
  { first = 200, row = changeRow, headers = {} }: Asked = {},
): Promise<Answer<{ readonly mailbox: { readonly changes: ToldBatch } | null }>> =>
  query(
    `query ($address: EmailAddress!, $since: SyncToken, $first: Int) { mailbox(address: $address) {
      changes(since: $since, first: $first) { changes { ${row} } token hasMore resyncRequired } } }`,
    { address, since, first },
    { headers },
  );

/** The same; throws when it fails. */
export const changesSince = async (...asked: Parameters<typeof askChanges>): Promise<ToldBatch> => {
  const { data, errors } = await askChanges(...asked);
  if (data.mailbox === null || errors !== undefined) throw new Error(JSON.stringify(errors));
  return data.mailbox.changes;
};

/** Everything since a token, a page at a time; throws when that takes more than 200 calls. */
export const changesToEnd = async (
  journey: Pick<Journey, 'query'>,
  address: string,
  since: string | undefined,
  asked: Asked = {},
): Promise<ToldBatch> => {
  let batch = await changesSince(journey, address, since, asked);
  const changes = [...batch.changes];
  for (let calls = 1; batch.hasMore; calls += 1) {
    if (calls === 200) throw new Error('the changes never end');
    batch = await changesSince(journey, address, batch.token, asked);
    changes.push(...batch.changes);
  }
  return { ...batch, changes };
};

/** Where the mailbox is now. */
export const positionOf = async (
  journey: Pick<Journey, 'query'>,
  address: string,
  asked: Pick<Asked, 'headers'> = {},
): Promise<string> => (await changesToEnd(journey, address, undefined, asked)).token;
