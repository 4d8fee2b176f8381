import { defineOperation } from '../operation.ts';
import { folderTarget, itemTargets, type FolderTarget, type ItemId } from '../properties/id.ts';
import { responseMessages } from '../soap.ts';
import { child, element } from '../xml.ts';

/** Which drafts go out, and where their copies are kept. */
export interface SendItemInput {
  /** One answer per draft, in this order. The change key is the one that it has now (ErrorChangeKeyRequiredForWriteOperations, ErrorStaleObject). */
  readonly ids: readonly { readonly id: ItemId; readonly changeKey: string }[];
  /** Null: no copy. */
  readonly saveCopyIn: FolderTarget | null;
}

/**
 * https://learn.microsoft.com/exchange/client-developer/web-service-reference/senditem-operation
 * Doing it twice sends twice: a real server took the same draft again, although it had sent it.
 */
export const sendItem = defineOperation<SendItemInput, void>({
  name: 'SendItem',
  access: 'write',
  names: { field: 'ids', kind: 'content', place: { field: 'saveCopyIn', kind: 'folder' } },
  idempotent: false,
  encode: ({ ids, saveCopyIn }) =>
    element('m:SendItem', { SaveItemToFolder: String(saveCopyIn !== null) }, [
      itemTargets(ids),
      saveCopyIn === null ? undefined : element('m:SavedItemFolderId', [folderTarget(saveCopyIn)]),
    ]),
  decode: () => undefined,
  // gromox 3.10 calls the list m:Responses. What was sent must not look like an answer that nobody can read.
  messages: (response) => child(response, 'Responses')?.children ?? responseMessages(response),
  keys: ({ ids }) => ids.length,
});
