import { useMemo } from 'react';
import { useClient } from 'urql';
import { failureOf, failureOfProblem } from '../frame/failure.ts';
import { useNotices } from '../frame/notices.tsx';
import { folderName, folderRef, type FolderName } from '../frame/route.ts';
import {
  DeleteMessagesDocument,
  MoveMessagesDocument,
  UpdateMessagesDocument,
  type DeleteMessagesInput,
  type FolderRowFragment,
  type MessagePatch,
  type MessageHeadFragment,
  type ProblemFragment,
} from '../generated/graphql.ts';

/** What a reader does with a message. Each shows at once and is taken back, with a word why, when it fails. */
export interface MessageActions {
  readonly markRead: (message: MessageHeadFragment, isRead: boolean) => void;
  readonly toggleFlag: (message: MessageHeadFragment) => void;
  readonly move: (message: MessageHeadFragment, to: FolderRowFragment) => void;
  /** To the deleted items; what lies there already is gone for good. */
  readonly remove: (message: MessageHeadFragment) => void;
}

interface Bulk {
  readonly results: readonly { readonly error: ProblemFragment | null }[];
  readonly userErrors: readonly ProblemFragment[];
}

const problemIn = (bulk: Bulk | undefined): ProblemFragment | undefined =>
  bulk?.userErrors[0] ?? bulk?.results.find(({ error }) => error !== null)?.error ?? undefined;

/** The actions on messages of one mailbox. */
export const useMessageActions = (mailbox: string): MessageActions => {
  const client = useClient();
  const { say, fail } = useNotices();
  return useMemo(() => {
    /** Runs a write; tells when it was not done, and answers whether it was. */
    const run = async (
      write: () => Promise<{ error?: Parameters<typeof failureOf>[0] | undefined; bulk: Bulk | undefined }>,
    ): Promise<boolean> => {
      const { error, bulk } = await write();
      const problem = problemIn(bulk);
      const failure = error ? failureOf(error) : problem && failureOfProblem(problem);
      if (failure !== undefined) fail(failure, () => void run(write));
      return failure === undefined;
    };
    const update = (ids: readonly string[], patch: MessagePatch): Promise<boolean> =>
      run(async () => {
        const { data, error } = await client
          .mutation(UpdateMessagesDocument, { input: { mailbox, ids: [...ids], patch } })
          .toPromise();
        return { error, bulk: data?.updateMessages };
      });
    const moveTo = async (id: string, to: FolderName): Promise<string | undefined> => {
      let newId: string | undefined;
      const isDone = await run(async () => {
        const input = { mailbox, ids: [id], to: folderRef(to) };
        const { data, error } = await client.mutation(MoveMessagesDocument, { input }).toPromise();
        newId = data?.moveMessages.results[0]?.message?.id;
        return { error, bulk: data?.moveMessages };
      });
      return isDone ? newId : undefined;
    };
    const moveAndTell = async (message: MessageHeadFragment, to: FolderName, told: string): Promise<void> => {
      const newId = await moveTo(message.id, to);
      if (newId === undefined) return;
      const { folder } = message;
      say(told, folder === null ? undefined : { label: 'Undo', run: () => void moveTo(newId, folderName(folder)) });
    };
    return {
      markRead: ({ id }, isRead) => void update([id], { isRead }),
      toggleFlag: ({ id, flag: { status } }) =>
        void update([id], { flag: { status: status === 'FLAGGED' ? 'NOT_FLAGGED' : 'FLAGGED' } }),
      move: (message, to) => void moveAndTell(message, folderName(to), `Moved to ${to.name}.`),
      remove: (message) => {
        if (message.folder?.role !== 'DELETED_ITEMS') {
          void moveAndTell(message, 'DELETED_ITEMS', 'Deleted.');
          return;
        }
        void run(async () => {
          const input: DeleteMessagesInput = { mailbox, ids: [message.id], mode: 'HARD_DELETE' };
          const { data, error } = await client.mutation(DeleteMessagesDocument, { input }).toPromise();
          return { error, bulk: data?.deleteMessages };
        });
      },
    };
  }, [client, mailbox, say, fail]);
};
