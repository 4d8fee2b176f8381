import type { Cache } from '@urql/exchange-graphcache';
import type { UpdateMessagesInput } from '../generated/graphql.ts';

/**
 * What `updateMessages` will answer, as far as that is known before: the flag and the read state that were asked for, and the unread count of each
 * folder, which follows from them. The answer itself takes its place.
 */
export const optimisticUpdate = (variables: Record<string, unknown>, cache: Cache) => {
  const { ids, patch } = (variables as { readonly input: UpdateMessagesInput }).input;
  const unreadOf = new Map<string, number>();
  const folderOf = (message: string): string | undefined => {
    const folder = cache.resolve(message, 'folder');
    return typeof folder === 'string' ? folder : undefined;
  };
  for (const id of ids) {
    const message = `Message:${id}`;
    const folder = folderOf(message);
    const wasRead = cache.resolve(message, 'isRead');
    if (folder === undefined || typeof patch.isRead !== 'boolean' || wasRead === patch.isRead) continue;
    const before = unreadOf.get(folder) ?? Number(cache.resolve(folder, 'unreadCount') ?? 0);
    unreadOf.set(folder, Math.max(0, before + (patch.isRead ? -1 : 1)));
  }
  const resultOf = (id: string) => {
    const message = `Message:${id}`;
    const folder = folderOf(message);
    const flag = cache.resolve(message, 'flag');
    const status =
      patch.flag?.status ?? (typeof flag === 'string' ? cache.resolve(flag, 'status') : undefined) ?? 'NOT_FLAGGED';
    return {
      __typename: 'MessageWriteResult',
      id,
      error: null,
      message: {
        __typename: 'Message',
        id,
        isRead: patch.isRead ?? cache.resolve(message, 'isRead') ?? true,
        flag: { __typename: 'MessageFlag', status },
        folder:
          folder === undefined
            ? null
            : {
                __typename: 'Folder',
                id: cache.resolve(folder, 'id'),
                unreadCount: unreadOf.get(folder) ?? cache.resolve(folder, 'unreadCount') ?? 0,
              },
      },
    };
  };
  return { __typename: 'BulkMessagePayload', results: ids.map(resultOf), userErrors: [] };
};
