import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { useClient, useQuery } from 'urql';
import { failureOf, type Failure } from '../frame/failure.ts';
import { useNotices } from '../frame/notices.tsx';
import { folderRef, type Route } from '../frame/route.ts';
import {
  MailScreenDocument,
  MoreMessagesDocument,
  type FolderRowFragment,
  type MailScreenQueryVariables,
  type MessageFilter,
  type MessageRowFragment,
} from '../generated/graphql.ts';

/** What the mail screen shows, as far as it is known. */
export interface MailScreen {
  readonly folders: readonly FolderRowFragment[];
  /** Undefined until the first answer. */
  readonly messages: readonly MessageRowFragment[] | undefined;
  readonly totalCount: number;
  readonly hasMore: boolean;
  readonly isLoadingMore: boolean;
  readonly failure: Failure | undefined;
  readonly loadMore: () => void;
  readonly retry: () => void;
}

const filters: Readonly<Record<Route['only'], MessageFilter | undefined>> = {
  all: undefined,
  unread: { isRead: false },
  flagged: { isFlagged: true },
};

/** Whoever asks before the line for changes is open may miss one; after this long, seeing something is worth more. */
const patienceMs = 1_500;

/** The folder tree and one list of a mailbox in one query; further pages as they are asked for. */
export const useMailScreen = (mailbox: string, { folder, search, only }: Route, isFollowed: boolean): MailScreen => {
  const client = useClient();
  const { fail } = useNotices();
  const hasWaited = useHasWaited(mailbox);
  const variables = useMemo(
    (): MailScreenQueryVariables => ({
      mailbox,
      in: [folderRef(folder)],
      ...(search === '' ? {} : { search }),
      ...(filters[only] === undefined ? {} : { filter: filters[only] }),
    }),
    [mailbox, folder, search, only],
  );
  const [{ data, error, operation }, ask] = useQuery({
    query: MailScreenDocument,
    variables,
    pause: mailbox === '' || !(isFollowed || hasWaited),
  });
  const [isLoadingMore, setIsLoadingMore] = useState(false);
  const isLoading = useRef(false);

  // Until the next list has come, urql shows that of before.
  const shown = operation?.variables as MailScreenQueryVariables | undefined;
  const isMailbox = shown?.mailbox === mailbox;
  const isList = JSON.stringify(shown) === JSON.stringify(variables);
  const found = isMailbox ? data?.mailbox : undefined;
  const list = isList ? found?.messages : undefined;
  const end = list?.pageInfo.hasNextPage === true ? list.pageInfo.endCursor : null;

  const loadMore = useCallback(() => {
    const readMore = async (): Promise<void> => {
      if (end === null || isLoading.current) return;
      isLoading.current = true;
      setIsLoadingMore(true);
      const { error: reason } = await client.query(MoreMessagesDocument, { ...variables, after: end }).toPromise();
      isLoading.current = false;
      setIsLoadingMore(false);
      if (reason) fail(failureOf(reason), () => void readMore());
    };
    void readMore();
  }, [client, variables, end, fail]);

  const retry = useCallback(() => ask({ requestPolicy: 'network-only' }), [ask]);
  const isOld = error !== undefined && list !== undefined;
  useEffect(() => {
    if (isOld) fail(failureOf(error), retry);
  }, [isOld, error, fail, retry]);

  return {
    folders: found?.folders ?? [],
    messages: list?.nodes,
    totalCount: list?.totalCount ?? 0,
    hasMore: end !== null,
    isLoadingMore,
    failure:
      error === undefined || list !== undefined ? missingMailbox(isList && data?.mailbox === null) : failureOf(error),
    loadMore,
    retry,
  };
};

const missingMailbox = (isMissing: boolean): Failure | undefined =>
  isMissing ? { code: 'NOT_FOUND', detail: 'There is no such mailbox.', isRetryable: false, waitMs: 0 } : undefined;

/** Whether `patienceMs` have gone by since this mailbox was opened. */
const useHasWaited = (mailbox: string): boolean => {
  const [waitedFor, setWaitedFor] = useState<string>();
  useEffect(() => {
    const timer = setTimeout(() => setWaitedFor(mailbox), patienceMs);
    return () => clearTimeout(timer);
  }, [mailbox]);
  return waitedFor === mailbox;
};
