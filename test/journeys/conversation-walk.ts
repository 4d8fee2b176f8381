import type { Answer, Journey } from './start.ts';

/** A conversation as the screen that lists them shows it. */
export interface ListedConversation {
  readonly id: string;
  readonly topic: string | null;
  readonly participants: readonly { readonly name: string | null; readonly address: string | null }[];
  readonly messageCount: number;
  readonly unreadCount: number;
  readonly hasAttachments: boolean;
  readonly lastDeliveredAt: string | null;
  readonly latestMessage: { readonly id: string; readonly subject: string | null; readonly preview: string | null };
}

/** What a page of conversations answers. */
export interface ConversationsAnswer {
  readonly mailbox: {
    readonly conversations: {
      readonly totalCount: number | null;
      readonly pageInfo: {
        readonly hasNextPage: boolean;
        readonly hasPreviousPage: boolean;
        readonly endCursor: string | null;
      };
      readonly nodes: readonly ListedConversation[];
    };
  };
}

const pageOf = (selection: string): string => `
  query ($address: EmailAddress!, $in: FolderRef, $filter: MessageFilter, $first: Int, $after: String) {
    mailbox(address: $address) {
      conversations(in: $in, filter: $filter, first: $first, after: $after) {
        totalCount pageInfo { hasNextPage hasPreviousPage endCursor } nodes { ${selection} }
      }
    }
  }`;

/** The screen that lists conversations. */
export const listScreen =
  'id topic participants { name address } messageCount unreadCount hasAttachments lastDeliveredAt latestMessage { id subject preview }';

/** Which conversations, of alice's inbox unless told otherwise. */
export interface ConversationVariables {
  readonly address?: string;
  readonly in?: Readonly<Record<string, string>>;
  readonly filter?: Readonly<Record<string, unknown>>;
  readonly first?: number;
  readonly after?: string | null;
}

/** Asks for one page; the list screen unless another selection is given. */
export const listConversations = (
  journey: Journey,
  variables: ConversationVariables = {},
  selection = listScreen,
): Promise<Answer<ConversationsAnswer>> =>
  journey.query(pageOf(selection), { address: 'alice@example.test', ...variables });

/** The conversations of one page, which must be without errors. */
export const conversationsIn = ({ data, errors }: Answer<ConversationsAnswer>) => {
  if (errors !== undefined) throw new Error(errors.map(({ message }) => message).join('; '));
  return data.mailbox.conversations;
};

/** Walks through all pages; `between` happens after each but the last. Throws when there is no end to them. */
export const walkConversations = async (
  journey: Journey,
  variables: ConversationVariables = {},
  { selection = listScreen, between = () => {} }: { readonly selection?: string; readonly between?: () => void } = {},
): Promise<{ readonly nodes: readonly ListedConversation[]; readonly totalCount: number | null }> => {
  const nodes: ListedConversation[] = [];
  let after: string | null = null;
  for (let page = 0; page < 60; page += 1) {
    const found = conversationsIn(await listConversations(journey, { ...variables, after }, selection));
    nodes.push(...found.nodes);
    after = found.pageInfo.endCursor;
    if (!found.pageInfo.hasNextPage) return { nodes, totalCount: found.totalCount };
    if (found.totalCount !== null) throw new Error('a list that goes on was counted');
    between();
  }
  throw new Error('there is no end to the pages');
};
