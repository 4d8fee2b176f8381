import type { ByteSource } from '../../ews/byte-source.ts';
import type { FolderTarget } from '../../ews/properties/id.ts';
import { makeItem, type Made, type MakingOnce } from './make-item.ts';
import { checkQuotas } from './quotas.ts';
import { invalidField } from './write-refusal.ts';

/** A message of somewhere else that is to lie in a folder as if it had been received there. */
export interface MessageToImport extends MakingOnce {
  /** RFC 5322. */
  readonly mime: ByteSource;
  /** Where the client named it, `['input', 'mime']`. */
  readonly path: readonly string[];
  readonly to: FolderTarget;
  readonly isRead: boolean;
  /** Instant; undefined: now. */
  readonly receivedAt: string | undefined;
}

/** PidTagMessageFlags: without 8 it is no draft. */
const flags = { read: 1, unread: 0 } as const;

/** Name of a header field and its colon. https://www.rfc-editor.org/rfc/rfc5322#section-3.6.8 */
const beginsWithHeader = /^[\x21-\x39\x3b-\x7e]{1,200}[ \t]*:/;
const longestName = 256;

const demandMessage = async (mime: ByteSource, path: readonly string[]): Promise<void> => {
  let start = Buffer.alloc(0);
  for await (const piece of mime.stream()) {
    start = Buffer.concat([start, piece.subarray(0, longestName)]);
    if (start.length >= longestName) break;
  }
  if (!beginsWithHeader.test(start.toString('latin1')))
    throw invalidField(path, 'is no message: it has to begin with a header line, as RFC 5322 says.');
};

/**
 * Saves a message as it is, read or unread, and never sends anything. Its `copy` is the message itself, thrown away or not. Its sender may be anybody:
 * it is mail that came, so whoever sends drafts has to look at their From. Throws WriteRefusal INVALID and QUOTA before anything is sent, and what
 * `makeItem` throws.
 */
export const importMessage = async ({
  mime,
  path,
  to,
  isRead,
  receivedAt,
  ...making
}: MessageToImport): Promise<Made> => {
  await demandMessage(mime, path);
  checkQuotas({ mimeBytes: mime.size });
  const messageFlags = isRead ? flags.read : flags.unread;
  try {
    return await makeItem(making, {
      item: () => ({
        type: 'Message',
        properties: { mimeContent: mime, messageFlags, deliveredAt: receivedAt },
      }),
      saveIn: to,
    });
  } finally {
    making.mailbox.folders.forgetCounts();
  }
};
