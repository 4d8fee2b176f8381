import type { DocumentNode } from 'graphql';
import { LRUCache } from 'lru-cache';

/** Documents of an hour, as Yoga's own cache of 1,024 keeps them. */
const ttlMs = 3_600_000;

/** What Yoga remembers of documents. */
interface DocumentCaches {
  readonly documentCache: LRUCache<string, DocumentNode>;
  readonly errorCache: { get(key: string): undefined; set(key: string, error: Error): void };
}

/**
 * Yoga's caches, bounded by what the documents are and not by how many: a parsed document takes up to 120 bytes for each character of its text
 * (Node 20.20), and Yoga's own caches would hold a thousand of any size for whoever sends them: a gigabyte. Documents that cannot be parsed are not
 * remembered: each is refused once more as fast.
 * `maxCharacters`: of all texts together.
 */
export const documentCaches = (maxCharacters: number): DocumentCaches => ({
  documentCache: new LRUCache({
    maxSize: maxCharacters,
    sizeCalculation: (_document, text) => Math.max(text.length, 1),
    ttl: ttlMs,
  }),
  errorCache: { get: () => undefined, set: () => undefined },
});
