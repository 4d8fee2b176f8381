import type { MessageHeadFragment } from '../generated/graphql.ts';

/** What is being written: something new, or something about a message. */
export type ComposeTask =
  | { readonly kind: 'new' }
  | { readonly kind: 'reply' | 'replyAll' | 'forward'; readonly message: MessageHeadFragment };
