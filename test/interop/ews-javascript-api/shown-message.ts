import { addressOf, type Person } from '../people.ts';
import type { MailWorld } from './mail-world.ts';

/** A message as the gateway shows it. */
export interface ShownMessage {
  readonly id: string;
  /** Null for a message that has none. */
  readonly subject: string | null;
  readonly receivedAt: string;
  readonly internetMessageId: string | null;
  readonly inReplyTo: string | null;
  readonly isRead: boolean;
  readonly isDraft: boolean;
  readonly importance: string;
  readonly flag: { readonly status: string };
  readonly categories: readonly string[];
  readonly folder: { readonly path: string };
  readonly from: { readonly address: string } | null;
  readonly to: readonly { readonly address: string }[];
  readonly cc: readonly { readonly address: string }[];
  readonly text: { readonly content: string } | null;
  readonly html: { readonly content: string } | null;
  readonly attachments: readonly ShownAttachment[];
}

/** An attachment as the gateway shows it; a message attached to a message has no bytes of its own. */
export interface ShownAttachment {
  readonly name: string;
  readonly contentType: string | null;
  readonly downloadUrl?: string;
}

/** Where messages are looked for, and which ones. */
export interface Sought {
  readonly filter?: Readonly<Record<string, unknown>>;
  readonly search?: string;
  /** Folders, the inbox when absent. */
  readonly in?: readonly Readonly<Record<string, string>>[];
}

/** A message's words, with and without markup. */
export const bodyFields = 'text: body(format: TEXT) { content } html: body(format: HTML) { content }';

const everything = `id subject receivedAt internetMessageId inReplyTo isRead isDraft importance flag { status } categories
  folder { path } from { address } to { address } cc { address } ${bodyFields}
  attachments(includeInline: true) { name contentType ... on FileAttachment { downloadUrl } }`;

/** What is read of each message, how many at a time and how many at most; a price bounds how much one operation may read. */
export interface Reading {
  readonly fields: string;
  readonly pageSize: number;
  readonly most?: number;
}

/** The messages that the gateway finds, the newest first, with everything about them unless told. */
export const shownMessages = async (
  world: MailWorld,
  person: Person,
  { filter, search, in: folders = inbox }: Sought,
  { fields, pageSize, most = Number.POSITIVE_INFINITY }: Reading = { fields: everything, pageSize: 5 },
): Promise<readonly ShownMessage[]> => {
  const found: ShownMessage[] = [];
  for (let after: string | null | undefined; after !== null && found.length < most;) {
    const { mailbox }: { readonly mailbox: { readonly messages: Page } } = await world.ask(
      `query ($address: EmailAddress!, $filter: MessageFilter, $search: String, $in: [FolderRef!], $first: Int, $after: String) {
        mailbox(address: $address) { messages(first: $first, after: $after, filter: $filter, search: $search, in: $in) {
          pageInfo { hasNextPage endCursor } nodes { ${fields} } } } }`,
      { address: addressOf(person), filter, search, in: folders, first: pageSize, after },
    );
    const { nodes, pageInfo } = mailbox.messages;
    found.push(...nodes);
    after = pageInfo.hasNextPage ? pageInfo.endCursor : null;
  }
  return found;
};

/** As `shownMessages`, with what a list needs. */
export const listedMessages = (
  world: MailWorld,
  person: Person,
  sought: Sought,
): Promise<readonly Pick<ShownMessage, 'id' | 'subject' | 'receivedAt' | 'internetMessageId'>[]> =>
  shownMessages(world, person, sought, { fields: 'id subject receivedAt internetMessageId', pageSize: 100 });

/** The one message with this subject. Throws when there is none, or more. */
export const shownMessage = async (
  world: MailWorld,
  person: Person,
  subject: string,
  place: Sought['in'] = inbox,
): Promise<ShownMessage> => {
  const found = await shownMessages(world, person, { filter: { subject: { equals: subject } }, in: place });
  const [message] = found;
  if (message === undefined || found.length > 1) throw new Error(`${person} has ${found.length} messages "${subject}"`);
  return message;
};

const inbox = [{ role: 'INBOX' }];

/** A file's bytes in base64, from its link; undefined for a message in a message. */
export const contentShown = async ({ downloadUrl }: ShownAttachment): Promise<string | undefined> => {
  if (downloadUrl === undefined) return undefined;
  const answer = await fetch(downloadUrl);
  if (!answer.ok) throw new Error(`the link answers ${answer.status}`);
  return Buffer.from(await answer.arrayBuffer()).toString('base64');
};

interface Page {
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
  readonly nodes: readonly ShownMessage[];
}
