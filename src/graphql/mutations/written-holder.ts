import type { ItemId } from '../../ews/properties/id.ts';
import type { OpenedMailbox } from '../../mailbox/open-mailbox.ts';
import type { HolderType } from '../../mailbox/write/change-attachments.ts';
import type { WrittenDraft } from '../refs.ts';
import { readEvent } from './read-event.ts';
import { readMessage } from './read-message.ts';

/** A message or an event whose files have changed, for the payload. */
export const writtenHolder = (mailbox: OpenedMailbox, id: ItemId, type: HolderType): WrittenDraft =>
  type === 'Message' ? { read: readMessage(mailbox, id) } : { event: readEvent(mailbox, id) };
