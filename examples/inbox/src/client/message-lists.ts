import type { Cache } from '@urql/exchange-graphcache';
import type { FolderRef } from '../generated/graphql.ts';

/** A folder as an event names it. */
export interface FolderOfEvent {
  readonly id: string;
  readonly role: string | null;
}

/** One page of a list of messages in the cache. */
interface Page {
  readonly mailbox: string;
  readonly fieldKey: string;
  readonly connection: string;
  readonly arguments: Readonly<Record<string, unknown>>;
  readonly messages: readonly string[];
}

const keysOf = (link: unknown): readonly string[] =>
  Array.isArray(link) ? link.filter((key): key is string => typeof key === 'string') : [];

/** Entities of all mailboxes that the cache knows something of, or of the one with this address. */
export const mailboxesIn = (cache: Cache, address?: unknown): readonly string[] =>
  cache
    .inspectFields('Query')
    .filter(
      ({ fieldName, arguments: given }) =>
        fieldName === 'mailbox' && (address === undefined || given?.['address'] === address),
    )
    .flatMap(({ fieldKey }) => keysOf([cache.resolve('Query', fieldKey)]));

const pagesIn = (cache: Cache): readonly Page[] =>
  mailboxesIn(cache).flatMap((mailbox) =>
    cache
      .inspectFields(mailbox)
      .filter(({ fieldName }) => fieldName === 'messages')
      .flatMap(({ fieldKey, arguments: given }) =>
        keysOf([cache.resolve(mailbox, fieldKey)]).map((connection) => ({
          mailbox,
          fieldKey,
          connection,
          arguments: given ?? {},
          messages: keysOf(cache.resolve(connection, 'nodes')),
        })),
      ),
  );

/** Takes messages out of every list that they stand in. */
export const removeFromLists = (cache: Cache, ids: readonly string[]): void => {
  const gone = new Set(ids.map((id) => `Message:${id}`));
  for (const { connection, messages } of pagesIn(cache)) {
    const left = messages.filter((key) => !gone.has(key));
    if (left.length < messages.length) cache.link(connection, 'nodes', [...left]);
  }
};

const isListOf = ({ arguments: { in: folders, search, filter } }: Page, { id, role }: FolderOfEvent): boolean => {
  const [only, another] = (folders ?? []) as readonly FolderRef[];
  if (only === undefined || another !== undefined || search || filter) return false;
  return only.id === id || (role !== null && only.role === role);
};

/**
 * Puts a message into the list of its folder, newest first. Where it belongs below what the first page shows, or into a list that the reader has
 * narrowed, the list is read again when it is looked at next.
 */
export const addToLists = (cache: Cache, id: string, folder: FolderOfEvent): void => {
  const message = `Message:${id}`;
  const receivedAt = (key: string): string => {
    const instant = cache.resolve(key, 'receivedAt');
    return typeof instant === 'string' ? instant : '';
  };
  const pages = pagesIn(cache).filter((page) => isListOf(page, folder));
  if (pages.some(({ messages }) => messages.includes(message))) return;
  for (const { mailbox, fieldKey, connection, arguments: given, messages } of pages) {
    if (given['after']) continue;
    const place = messages.findIndex((key) => receivedAt(key) <= receivedAt(message));
    if (place === -1 && messages.length > 0) cache.invalidate(mailbox, fieldKey);
    else
      cache.link(connection, 'nodes', [
        ...messages.slice(0, Math.max(place, 0)),
        message,
        ...messages.slice(Math.max(place, 0)),
      ]);
  }
};

/** Whatever shows fields of these names of a mailbox reads them again. */
export const forget = (cache: Cache, mailbox: string, names: readonly string[]): void => {
  for (const { fieldName, fieldKey } of cache.inspectFields(mailbox))
    if (names.includes(fieldName)) cache.invalidate(mailbox, fieldKey);
};
