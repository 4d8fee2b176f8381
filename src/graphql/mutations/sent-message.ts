import type { OpenedMailbox } from '../../mailbox/open-mailbox.ts';
import type { Sent } from '../../mailbox/write/send-message.ts';
import { readSentCopy } from '../../mailbox/write/sent-copy.ts';
import type { SentMessage } from '../refs.ts';
import { itemSource, sourceOf } from '../sources.ts';

/** What the payload of a send comes from. The copy is found and read when a field shows it: all who ask share one look. */
export const sentMessage = (mailbox: OpenedMailbox, { isReplayed, copy }: Sent): SentMessage => {
  if (copy?.item !== undefined) mailbox.items.forget(copy.item.id);
  return {
    status: isReplayed ? 'REPLAYED' : 'SENT',
    copy: async (wanted) => {
      const found = copy === undefined ? undefined : await readSentCopy(mailbox, copy, wanted);
      return found === undefined
        ? undefined
        : sourceOf(itemSource(mailbox, found.item, { failure: found.failure }), 'Message');
    },
  };
};
