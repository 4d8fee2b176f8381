import type { ItemOf } from '../../ews/properties/item-types.ts';

/** Longer threads keep their beginning and their end: programs link by the last ids. */
const mostReferences = 100;

/** An id that fits into a line; anything else would be told otherwise than it was written. RFC 5322 section 2.1.1. */
const usableId = /^[^\s\p{Cc}]{1,900}$/u;

/**
 * What links an answer to its thread: In-Reply-To and References. Empty when the original has no Message-ID that can stand in a header. RFC 5322 section 3.6.4.
 */
export const threadHeaders = ({
  properties: { internetMessageId, inReplyTo, references },
}: ItemOf<'Message'>): { readonly inReplyTo?: string; readonly references?: string } => {
  if (internetMessageId === undefined || !usableId.test(internetMessageId)) return {};
  const earlier = (references ?? inReplyTo ?? '').match(/<[^<>\s\p{Cc}]{1,900}>/gu) ?? [];
  const all = [...new Set([...earlier, internetMessageId])];
  const kept = all.length > mostReferences ? [...all.slice(0, 1), ...all.slice(1 - mostReferences)] : all;
  return { inReplyTo: internetMessageId, references: kept.join(' ') };
};
