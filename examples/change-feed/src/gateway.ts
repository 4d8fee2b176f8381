import { createClient } from 'graphql-sse';

/** What we keep of a message. */
export interface Message {
  readonly id: string;
  readonly subject: string | null;
  readonly isRead: boolean;
  readonly folder: { readonly id: string } | null;
}

/** One entry of `changes`, as far as it is about messages; of the others only the type. */
export type Change =
  | {
      readonly __typename: 'MessageChanged';
      readonly kind: 'CREATED' | 'MOVED' | 'UPDATED';
      /** The id that it had before it was moved. */
      readonly previousId: string | null;
      /** Null when it is gone again. */
      readonly message: Message | null;
    }
  | { readonly __typename: 'MessageReadStateChanged'; readonly id: string; readonly isRead: boolean }
  | { readonly __typename: 'ItemRemoved'; readonly id: string }
  | { readonly __typename: 'FolderRemoved'; readonly id: string }
  | {
      readonly __typename:
        | 'CalendarEventChanged'
        | 'ContactChanged'
        | 'TaskChanged'
        | 'FolderChanged'
        | 'ResyncRequired';
    };

/** One page of changes. */
export interface ChangeBatch {
  readonly changes: readonly Change[];
  readonly token: string;
  readonly hasMore: boolean;
  readonly resyncRequired: boolean;
}

/** The gateway did not answer what was asked. */
export class GatewayError extends Error {
  override readonly name = 'GatewayError';
  /** The same may succeed later. */
  readonly isRetryable: boolean;

  constructor(code: string, isRetryable: boolean) {
    super(code);
    this.isRetryable = isRetryable;
  }
}

/** A mailbox, as the feed needs it. All of these throw GatewayError. */
export interface Mailbox {
  /** The changes since a token; without one, the way to the present position. */
  changes(since: string | null): Promise<ChangeBatch>;
  /** Every message of every mail folder, a page at a time. */
  messages(): AsyncIterable<readonly Message[]>;
  /** Calls back whenever something has happened since the token, until the signal ends it; rejects when the stream cannot be had any more. */
  listen(after: string, onEvent: () => void, signal: AbortSignal): Promise<void>;
}

const message = 'id subject isRead folder { id }';

const changesQuery = `
  query Changes($mailbox: EmailAddress!, $since: SyncToken) {
    mailbox(address: $mailbox) {
      changes(since: $since) {
        changes {
          __typename
          ... on MessageChanged { kind previousId message { ${message} } }
          ... on MessageReadStateChanged { id isRead }
          ... on ItemRemoved { id }
          ... on FolderRemoved { id }
        }
        token hasMore resyncRequired
      }
    }
  }`;

const foldersQuery = 'query Folders($mailbox: EmailAddress!) { mailbox(address: $mailbox) { folders { id } } }';

const messagesQuery = `
  query Messages($mailbox: EmailAddress!, $folder: ID!, $after: String) {
    mailbox(address: $mailbox) {
      messages(in: [{ id: $folder }], first: 500, after: $after) {
        nodes { ${message} }
        pageInfo { hasNextPage endCursor }
      }
    }
  }`;

const subscription = `
  subscription Happened($mailbox: EmailAddress!, $after: SyncToken) {
    mailboxChanged(mailbox: $mailbox, after: $after) { token }
  }`;

interface MessagePage {
  readonly nodes: readonly Message[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
}

/** A mailbox at a gateway. `token`: a JWT or an API key; the embedded demo wants none. */
export const mailboxAt = (url: string, mailbox: string, token?: string): Mailbox => {
  const headers: Readonly<Record<string, string>> = token === undefined ? {} : { authorization: `Bearer ${token}` };

  const ask = async <Data>(query: string, variables: Readonly<Record<string, unknown>>): Promise<Data> => {
    let body: GraphqlBody<Data>;
    try {
      const response = await fetch(url, {
        method: 'POST',
        headers: { ...headers, 'content-type': 'application/json', accept: 'application/graphql-response+json' },
        body: JSON.stringify({ query, variables: { mailbox, ...variables } }),
        signal: AbortSignal.timeout(60_000),
      });
      body = (await response.json()) as GraphqlBody<Data>;
    } catch {
      throw new GatewayError('NO_ANSWER', true);
    }
    const [error] = body.errors ?? [];
    // Half an answer is none here: what is missing would never be told again.
    if (error !== undefined)
      throw new GatewayError(error.extensions?.code ?? 'UNKNOWN', error.extensions?.retryable ?? false);
    if (!body.data?.mailbox) throw new GatewayError('UNKNOWN', false);
    return body.data.mailbox;
  };

  return {
    changes: async (since) => (await ask<{ readonly changes: ChangeBatch }>(changesQuery, { since })).changes,
    messages: async function* () {
      const { folders } = await ask<{ readonly folders: readonly { readonly id: string }[] }>(foldersQuery, {});
      for (const { id: folder } of folders) {
        let after: string | null = null;
        do {
          const { messages }: { readonly messages: MessagePage } = await ask(messagesQuery, { folder, after });
          yield messages.nodes;
          after = messages.pageInfo.hasNextPage ? messages.pageInfo.endCursor : null;
        } while (after !== null);
      }
    },
    listen: (after, onEvent, signal) =>
      new Promise((resolve, reject) => {
        const client = createClient({ url, headers: { ...headers }, retryAttempts: 0 });
        const end = (): void => {
          client.dispose();
          resolve();
        };
        if (signal.aborted) return end();
        signal.addEventListener('abort', end, { once: true });
        client.subscribe(
          { query: subscription, variables: { mailbox, after } },
          { next: onEvent, error: reject, complete: end },
        );
      }),
  };
};

interface GraphqlBody<Data> {
  readonly data?: { readonly mailbox: Data | null } | null;
  readonly errors?: readonly { readonly extensions?: { readonly code?: string; readonly retryable?: boolean } }[];
}
