import { hash } from 'node:crypto';

/** What a mail of a conversation carries to say so. */
export interface ConversationIds {
  /** ConversationId: base64 of the conversation's 16-byte GUID. */
  readonly id: string;
  /**
   * PR_CONVERSATION_INDEX, base64: the high six bytes of the FILETIME at which the conversation began, its GUID, then five bytes for every
   * reply. https://learn.microsoft.com/openspecs/exchange_server_protocols/ms-oxomsg/9e994fbb-b839-495f-84e3-2c8c02c7dd9b
   */
  readonly index: string;
}

/** The ids of the mail that has `replies` mails before it in the conversation of that name, which began at that xs:dateTime. */
export const conversationIds = (conversation: string, startedAt: string, replies: number): ConversationIds => {
  const guid = hash('md5', conversation, 'buffer');
  const index = Buffer.alloc(22 + 5 * replies);
  // FILETIME counts 100 ns from 1601 in 64 bits; the low 16 are left out.
  index.writeUIntBE(Math.floor(((Date.parse(startedAt) + 11_644_473_600_000) * 10_000) / 65_536), 0, 6);
  guid.copy(index, 6);
  for (let reply = 0; reply < replies; reply += 1) index.set([reply, ...guid.subarray(0, 4)], 22 + 5 * reply);
  return { id: guid.toString('base64'), index: index.toString('base64') };
};
