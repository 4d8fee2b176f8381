import type { EwsSession, Operation } from '../../../src/ews/operation.ts';
import { findFolder, type FindFolderInput, type FindFolderPage } from '../../../src/ews/operations/find-folder.ts';
import { syncFolderItems } from '../../../src/ews/operations/sync-folder-items.ts';
import { folderProperties } from '../../../src/ews/properties/folder.ts';

/** A session on a server that tells when something in a folder was last committed, in whole seconds, which the emulator does not. */
export const stampedSessions = (now: () => number): ((session: EwsSession) => EwsSession) => {
  const commits = new Map<string, { readonly contents: string; readonly at: string }>();

  const lastCommit = async (session: EwsSession, id: FindFolderPage['folders'][number]['id']): Promise<string> => {
    const { changes } = await session.call(syncFolderItems, { folder: { id }, wanted: [], limit: 512 });
    const contents = JSON.stringify(changes);
    const known = commits.get(id);
    if (known?.contents === contents) return known.at;
    const at = `${new Date(now()).toISOString().slice(0, 19)}Z`;
    commits.set(id, { contents, at });
    return at;
  };

  return (session) => ({
    ...session,
    call: async <Input, Output>(operation: Operation<Input, Output>, input: Input): Promise<Output> => {
      const answer = await session.call(operation, input);
      const { wanted } = input as Partial<FindFolderInput>;
      if (operation.name !== findFolder.name || wanted?.includes(folderProperties.lastCommit) !== true) return answer;
      const page = answer as FindFolderPage;
      const folders = await Promise.all(
        page.folders.map(async (folder) => ({
          ...folder,
          properties: { ...folder.properties, lastCommit: await lastCommit(session, folder.id), deletedCount: 0 },
        })),
      );
      return { ...page, folders } as Output;
    },
  });
};
