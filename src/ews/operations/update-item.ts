import { defineOperation } from '../operation.ts';
import { integer, optional } from '../properties/codec.ts';
import { folderTarget, itemTarget, type FolderTarget, type ItemReference, type ItemTarget } from '../properties/id.ts';
import { itemUpdates } from '../properties/item-element.ts';
import type { itemTypes, ItemType } from '../properties/item-types.ts';
import type { Settable } from '../properties/property.ts';
import type { Assignment } from '../properties/written-rows.ts';
import { child, element } from '../xml.ts';
import type { MessageDisposition } from './create-item.ts';
import { writtenItems } from './written-references.ts';

/** An item and what changes of it. A change key says which version was meant. */
export type ItemUpdate = ItemTarget &
  {
    readonly [Type in ItemType]: {
      readonly type: Type;
      /** A value sets, null clears, absence keeps. */
      readonly changes: Settable<(typeof itemTypes)[Type], 'update'>;
      /** Extended properties that stand in no table, and single entries of a contact (contact-entry.ts). */
      readonly named?: readonly Assignment[];
    };
  }[ItemType];

/** Which items change, how, and what a change by somebody else means. */
export interface UpdateItemInput {
  /** One answer per item, in this order. */
  readonly changes: readonly ItemUpdate[];
  /**
   * When the item has changed since the change key: ErrorIrresolvableConflict (AutoResolve only where both changed one property), or overwrite.
   * gromox 3.10 overwrites always.
   */
  readonly conflictResolution: 'NeverOverwrite' | 'AutoResolve' | 'AlwaysOverwrite';
  /** Other than SaveOnly sends drafts with their changes. Events take no notice of it. */
  readonly disposition: MessageDisposition;
  /** Needed for events, and for nothing else. */
  readonly invitations?:
    | 'SendToNone'
    | 'SendOnlyToAll'
    | 'SendOnlyToChanged'
    | 'SendToAllAndSaveCopy'
    | 'SendToChangedAndSaveCopy';
  /** Of the copy that is sent. */
  readonly saveIn?: FolderTarget;
}

/** An item after its change. */
export interface UpdatedItem {
  /** With the new change key; undefined when the draft was sent. */
  readonly item: ItemReference | undefined;
  /** Properties that AutoResolve merged. */
  readonly conflicts: number;
}

/** Marks that anybody sets, over and over: setting one twice is setting it once, whoever else did so in between. */
const marks: ReadonlySet<string> = new Set(['isRead', 'flagStatus', 'flagStartAt', 'flagDueAt', 'flagCompletedAt']);

const setsMarksOnly = ({ changes, named = [] }: ItemUpdate): boolean =>
  named.length === 0 && Object.keys(changes).every((name) => marks.has(name));

const hasVersion = (change: ItemUpdate): boolean => 'id' in change && change.changeKey !== undefined;

/**
 * https://learn.microsoft.com/exchange/client-developer/web-service-reference/updateitem-operation
 * May be repeated where the second time changes nothing: nothing is sent, and a change key guards the item, which the first time makes stale (the
 * repeated call is then told of a conflict with itself), or only marks are set.
 */
export const updateItem = defineOperation<UpdateItemInput, UpdatedItem>({
  name: 'UpdateItem',
  access: 'write',
  names: { field: 'changes', kind: 'content', place: { field: 'saveIn', kind: 'folder' } },
  idempotent: ({ changes, conflictResolution, disposition, invitations = 'SendToNone' }) =>
    disposition === 'SaveOnly' &&
    invitations === 'SendToNone' &&
    changes.every(
      (change) => setsMarksOnly(change) || (conflictResolution !== 'AlwaysOverwrite' && hasVersion(change)),
    ),
  encode: ({ changes, conflictResolution, disposition, invitations, saveIn }) =>
    element(
      'm:UpdateItem',
      {
        ConflictResolution: conflictResolution,
        MessageDisposition: disposition,
        SendMeetingInvitationsOrCancellations: invitations,
      },
      [
        saveIn === undefined ? undefined : element('m:SavedItemFolderId', [folderTarget(saveIn)]),
        element(
          'm:ItemChanges',
          changes.map((change) =>
            element('t:ItemChange', [itemTarget(change), itemUpdates(change.type, change.changes, change.named)]),
          ),
        ),
      ],
    ),
  decode: (message) => {
    const results = child(message, 'ConflictResults');
    return {
      item: writtenItems(message)[0],
      conflicts: results === undefined ? 0 : (optional(results, 'Count', integer) ?? 0),
    };
  },
  keys: ({ changes }) => changes.length,
});
