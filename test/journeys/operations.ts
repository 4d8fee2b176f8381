/** What a row of a mail list shows. */
export const inboxRow =
  'fragment InboxRow on Message { id changeKey subject from { name address } receivedAt isRead hasAttachments flag { status } preview(length: 120) }';

/** A whole mail screen in one request: variables address, after. */
export const mailScreen = `${inboxRow}
  query MailScreen($address: EmailAddress!, $after: String) {
    mailbox(address: $address) {
      id displayName
      folders { id name role unreadCount totalCount parent { id } }
      inbox { messages(first: 50, after: $after, filter: { isRead: false }) { totalCount pageInfo { hasNextPage endCursor } edges { cursor node { ...InboxRow } } } }
    }
  }`;

/** One message with everything around it: variable id. */
export const openMessage = `${inboxRow}
  query OpenMessage($id: ID!) {
    node(id: $id) {
      ... on Message {
        ...InboxRow
        to { name address }
        body(format: HTML, part: UNIQUE) { html truncated remoteImagesBlocked }
        attachments { __typename id name sizeBytes ... on FileAttachment { downloadUrl } }
        meeting { responseType event { id myResponse start { local timeZone } } }
        conversation { messageCount messages(first: 20) { nodes { id subject receivedAt } } }
      }
    }
  }`;

/** The whole mailbox by conditions: variable address. */
export const searchMailbox = `${inboxRow}
  query Search($address: EmailAddress!) {
    mailbox(address: $address) {
      messages(first: 25, filter: { and: [{ from: { contains: "billing@" } }, { receivedAt: { onOrAfter: "2026-01-01T00:00:00Z" } }, { not: { categories: { containsAny: ["done"] } } }] }) {
        nodes { ...InboxRow folder { path } }
      }
    }
  }`;

/** A week of a mailbox, and when people have time in it: variables address, w, people. */
export const week = `fragment Failure on UserError { code detail retryable retryAfter }
  query Week($address: EmailAddress!, $w: TimeWindowInput!, $people: [EmailAddress!]!) {
    mailbox(address: $address) { agenda(window: $w) { nodes { id type subject isAllDay start { dateTime date local timeZone } end { dateTime date } myResponse attendees { recipient { address } response } recurrence { rrule summary } } } }
    availability(input: { addresses: $people, window: $w, asMailbox: $address }) { address freeBusy { merged busy { start end status } } error { ...Failure } }
  }`;

const failure = 'fragment Failure on UserError { code detail retryable retryAfter }';

/** A service that sends: variable input. */
export const send = `${failure}
  mutation Send($input: SendMessageInput!) {
    sendMessage(input: $input) {
      submission { status internetMessageId }
      message { id internetMessageId }
      userErrors { ...Failure ... on QuotaExceededError { quota limit actual } }
    }
  }`;

/** Messages put away into a folder by its path: variables address, ids. */
export const archive = `${failure}
  mutation Archive($address: EmailAddress!, $ids: [ID!]!) {
    moveMessages(input: { mailbox: $address, ids: $ids, to: { path: "/Archive/2026" } }) {
      succeeded failed results { id message { id folder { path } } error { ...Failure } }
    }
  }`;

/** A meeting that repeats, booked once: variable address. */
export const book = `${failure}
  mutation Book($address: EmailAddress!) {
    createEvent(input: { mailbox: $address, notify: ALL, idempotencyKey: "bk-1", event: { subject: "Review", timing: { timed: { start: "2026-12-01T10:00:00+01:00", end: "2026-12-01T11:00:00+01:00", timeZone: "Europe/Paris" } }, attendees: [{ address: "a@example.com" }], recurrence: { rrule: "FREQ=WEEKLY;COUNT=6;BYDAY=TU" } } }) {
      event { id iCalUid recurrence { summary } }
      userErrors { ...Failure }
    }
  }`;

/** Ids of messages in a mailbox: variables address and filter. */
export const findMessages = `query Find($address: EmailAddress!, $filter: MessageFilter, $in: [FolderRef!], $first: Int) {
  mailbox(address: $address) { messages(filter: $filter, in: $in, first: $first) { totalCount nodes { id subject receivedAt } } }
}`;

/** A message as `InboxRow` shows it. */
export interface InboxRow {
  readonly id: string;
  readonly changeKey: string;
  readonly subject: string | null;
  readonly from: { readonly name: string | null; readonly address: string | null } | null;
  readonly receivedAt: string | null;
  readonly isRead: boolean;
  readonly hasAttachments: boolean;
  readonly flag: { readonly status: string };
  readonly preview: string | null;
}

/** What `mailScreen` gives. */
export interface MailScreen {
  readonly mailbox: {
    readonly id: string;
    readonly displayName: string;
    readonly folders: readonly {
      readonly id: string;
      readonly name: string;
      readonly role: string | null;
      readonly unreadCount: number;
      readonly totalCount: number;
      readonly parent: { readonly id: string } | null;
    }[];
    readonly inbox: {
      readonly messages: {
        readonly totalCount: number;
        readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
        readonly edges: readonly { readonly cursor: string; readonly node: InboxRow }[];
      };
    };
  };
}

/** What `findMessages` gives. */
export interface FoundMessages {
  readonly mailbox: {
    readonly messages: {
      readonly totalCount: number;
      readonly nodes: readonly {
        readonly id: string;
        readonly subject: string | null;
        readonly receivedAt: string | null;
      }[];
    };
  };
}
