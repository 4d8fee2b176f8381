import { BadTokenError } from '../../mailbox/feed/sync-token.ts';
import type { Context } from '../context.ts';

/** Reports a token that is none, or of another mailbox, as ids are reported; does nothing about other errors. */
export const noteBadToken = ({ refuse }: Pick<Context, 'refuse'>, error: unknown): void => {
  const cause = error instanceof Error ? error.cause : undefined;
  if (!(cause instanceof BadTokenError)) return;
  refuse(cause.mailbox === undefined ? { reason: 'BAD_ID' } : { reason: 'FOREIGN_ID', mailbox: cause.mailbox });
};
