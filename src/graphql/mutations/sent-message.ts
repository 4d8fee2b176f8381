import type { OpenedMailbox } from '../../mailbox/open-mailbox.ts';
import type { Sent } from '../../mailbox/write/send-message.ts';
import type { SentMessage } from '../refs.ts';
import { madeItem } from './saved-item.ts';

/** What the payload of a send comes from. The copy is found and read when a field shows it: all who ask share one look. */
export const sentMessage = (mailbox: OpenedMailbox, { isReplayed, copy }: Sent): SentMessage => ({
  status: isReplayed ? 'REPLAYED' : 'SENT',
  copy: copy === undefined ? () => Promise.resolve(undefined) : madeItem(mailbox, { copy }, 'Message'),
});
