import type { Journey } from '../../journeys/start.ts';
import { ask } from '../ask-gateway.ts';

/** A message as the gateway tells it. */
export interface ToldMessage {
  readonly id: string;
  readonly subject: string | null;
  readonly receivedAt: string | null;
  readonly internetMessageId: string | null;
  readonly inReplyTo: string | null;
  readonly references: readonly string[];
  readonly isRead: boolean;
  readonly isDraft: boolean;
  readonly importance: string;
  readonly categories: readonly string[];
  readonly flag: { readonly status: string };
  readonly folder: { readonly path: string; readonly role: string | null } | null;
  readonly from: { readonly address: string } | null;
  readonly to: readonly { readonly address: string }[];
  readonly cc: readonly { readonly address: string }[];
}

/** A file or an item that is attached, as the gateway tells it. */
export interface ToldAttachment {
  readonly __typename: string;
  readonly name: string;
  readonly isInline: boolean;
  readonly contentId: string | null;
  readonly contentType: string | null;
  readonly base64?: string | null;
  readonly item?: { readonly subject: string | null } | null;
}

/** All messages of a mailbox that a filter or a search finds, page by page, newest first; `place` is a folder role or a path. */
export const messagesOf = async (
  journey: Pick<Journey, 'query'>,
  address: string,
  { place, filter, search }: { readonly place?: string; readonly filter?: object; readonly search?: string },
): Promise<readonly ToldMessage[]> => {
  const found: ToldMessage[] = [];
  let after: string | null = null;
  for (;;) {
    const data: { readonly mailbox: { readonly messages: MessagePage } } = await ask(journey, messagesDocument, {
      address,
      filter,
      search,
      after,
      in: place === undefined ? undefined : [place.startsWith('/') ? { path: place } : { role: place }],
    });
    const { nodes, pageInfo } = data.mailbox.messages;
    found.push(...nodes);
    if (!pageInfo.hasNextPage) return found;
    after = pageInfo.endCursor;
  }
};

/** The only message in a folder with that subject or Message-ID. */
export const messageOf = async (
  journey: Pick<Journey, 'query'>,
  address: string,
  { subject, internetMessageId }: { readonly subject?: string; readonly internetMessageId?: string },
  place: string,
): Promise<ToldMessage> => {
  const filter = { internetMessageId, ...(subject === undefined ? {} : { subject: { equals: subject } }) };
  const found = await messagesOf(journey, address, { filter, place });
  if (found[0] === undefined || found.length > 1)
    throw new Error(`${address} has ${found.length} of ${subject ?? internetMessageId ?? ''} in ${place}`);
  return found[0];
};

/** The body of a message, and how many bytes of it the mail server has. */
export const bodyOf = async (
  journey: Pick<Journey, 'query'>,
  id: string,
): Promise<{ readonly format: string; readonly content: string; readonly originalBytes: number }> =>
  (
    await ask<{
      readonly node: {
        readonly body: { readonly format: string; readonly content: string; readonly originalBytes: number };
      };
    }>(journey, 'query ($id: ID!) { node(id: $id) { ... on Message { body { format content originalBytes } } } }', {
      id,
    })
  ).node.body;

/** Everything that is attached to a message, files with their bytes. */
export const attachmentsOf = async (
  journey: Pick<Journey, 'query'>,
  id: string,
): Promise<readonly ToldAttachment[]> => {
  const { node } = await ask<{ readonly node: { readonly attachments: readonly ToldAttachment[] } }>(
    journey,
    `query ($id: ID!) { node(id: $id) { ... on Message { attachments(includeInline: true) {
      __typename name isInline contentId contentType ... on FileAttachment { base64 }
      ... on ItemAttachment { item { ... on Message { subject } ... on CalendarEvent { subject } ... on Contact { subject: displayName } } } } } } }`,
    { id },
  );
  return node.attachments;
};

interface MessagePage {
  readonly nodes: readonly ToldMessage[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
}

const messagesDocument = `query ($address: EmailAddress!, $in: [FolderRef!], $filter: MessageFilter, $search: String, $after: String) {
  mailbox(address: $address) { messages(in: $in, filter: $filter, search: $search, first: 100, after: $after) {
    nodes { id subject receivedAt internetMessageId inReplyTo references isRead isDraft importance categories flag { status }
      folder { path role } from { address } to { address } cc { address } }
    pageInfo { hasNextPage endCursor }
  } } }`;
