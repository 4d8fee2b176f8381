import type { NewAttachment } from '../../ews/properties/attachment.ts';
import type { messageProperties } from '../../ews/properties/message.ts';
import type { Settable } from '../../ews/properties/property.ts';
import type { Assignment } from '../../ews/properties/written-rows.ts';

/** What a caller wants a message to say. Only what was given is there; null clears, where there is something to clear. */
export interface MessageContent {
  /** Everything but what hangs on it. */
  readonly properties: Omit<Settable<typeof messageProperties, 'create'>, 'attachments' | 'mimeContent'>;
  /** Header lines. */
  readonly named: readonly Assignment[];
  readonly attachments: readonly NewAttachment[];
}
