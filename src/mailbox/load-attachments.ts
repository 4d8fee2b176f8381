import DataLoader from 'dataloader';
import { EwsError } from '../ews/errors.ts';
import type { EwsSession } from '../ews/operation.ts';
import { getAttachment, type AttachmentContent } from '../ews/operations/get-attachment.ts';
import { decodeAttachment, type Attachment } from '../ews/properties/attachment.ts';
import type { AttachmentId } from '../ews/properties/id.ts';
import type { AnyProperty } from '../ews/properties/property.ts';
import { base64Element } from '../ews/stream.ts';
import { partsByBodyType } from './load-items.ts';
import { readInHalves } from './read-in-halves.ts';

/** Reads attachments of one mailbox for one request. */
export interface LoadAttachments {
  /**
   * A file with its bytes, or an attached item with at least the wanted rows. Everything asked for in the same tick travels in one GetAttachment,
   * in more only when one answer would be longer than the gateway holds.
   * Holds the bytes in memory: for small files. Throws EwsError for this id alone.
   */
  load(id: AttachmentId, wanted: readonly AnyProperty[]): Promise<AttachmentContent>;
  /** What is known without the bytes. Of a file only the beginning of the answer is read. Throws EwsError. */
  describe(id: AttachmentId): Promise<Attachment>;
}

interface Wish {
  readonly id: AttachmentId;
  readonly rows: readonly AnyProperty[];
}

const maxBatchSize = 50;

const noAnswer = (): EwsError => new EwsError('decode', 'GetAttachment gave no answer for an id');

/** The rows that two readings of the same attachment brought, together. */
const merged = (first: AttachmentContent | undefined, second: AttachmentContent): AttachmentContent => {
  if (first?.kind !== 'item' || second.kind !== 'item' || first.item === undefined || second.item === undefined)
    return second;
  if (first.item.type !== second.item.type) return second;
  const properties = { ...first.item.properties, ...second.item.properties };
  return { ...second, item: { ...second.item, properties } as typeof second.item };
};

/** Makes the loader of one mailbox and one request. Nothing is kept: attached items are read once per field that shows them. */
export const createLoadAttachments = (session: EwsSession): LoadAttachments => {
  const loader = new DataLoader<Wish, AttachmentContent, Wish>(
    async (wishes) => {
      const ids = [...new Set(wishes.map(({ id }) => id))];
      const parts = partsByBodyType(new Set(wishes.flatMap(({ rows }) => rows)));
      const answers = await Promise.all(
        parts.map((wanted) => readInHalves(ids, (some) => session.callEach(getAttachment, { ids: some, wanted }))),
      );
      const results = new Map<AttachmentId, AttachmentContent | EwsError>();
      for (const [position, id] of ids.entries()) {
        for (const part of answers) {
          const have = results.get(id);
          const answer = part[position] ?? noAnswer();
          if (have instanceof EwsError) continue;
          results.set(id, answer instanceof EwsError ? answer : merged(have, answer));
        }
      }
      return wishes.map(({ id }) => results.get(id) ?? noAnswer());
    },
    { cache: false, maxBatchSize },
  );

  return {
    load: (id, rows) => loader.load({ id, rows }),
    describe: async (id) => {
      try {
        const answer = await session.open(getAttachment, { ids: [id] });
        const { head, content } = await base64Element(answer, 'Content', { optionalIn: 'ItemAttachment' });
        await content[Symbol.asyncIterator]().return?.();
        return decodeAttachment(head);
      } catch (error) {
        // An attached item has no Content to stop at; a long one is more than is read of an answer piece by piece.
        if (!(error instanceof EwsError) || error.kind !== 'decode') throw error;
        return session.call(getAttachment, { ids: [id] });
      }
    },
  };
};
