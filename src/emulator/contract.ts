/** What an operation does to a mailbox: a READ_ONLY role may not call a `write`. */
export type OperationEffect = 'read' | 'write';

/** The effect of one of the 60 operations of the Exchange2010_SP2 contract; undefined for any other name. */
export const operationEffect = (operation: string): OperationEffect | undefined => effects.get(operation);

/** Whether an operation is about the organisation, or about what every server knows, and needs no mailbox to act in. */
export const isAboutDirectory = (operation: string): boolean => directoryOperations.has(operation);

const directoryOperations: ReadonlySet<string> = new Set(
  'ConvertId ExpandDL GetMailTips GetRoomLists GetRooms GetServerTimeZones GetServiceConfiguration GetUserAvailability ResolveNames'.split(
    ' ',
  ),
);

const names = (effect: OperationEffect, list: string): readonly (readonly [string, OperationEffect])[] =>
  list.split(/\s+/).map((name) => [name, effect]);

const effects: ReadonlyMap<string, OperationEffect> = new Map([
  ...names(
    'write',
    `AddDelegate ApplyConversationAction CopyFolder CopyItem CreateAttachment CreateFolder CreateItem CreateManagedFolder
    CreateUserConfiguration DeleteAttachment DeleteFolder DeleteItem DeleteUserConfiguration DisconnectPhoneCall EmptyFolder MoveFolder
    MoveItem PlayOnPhone RefreshSharingFolder RemoveDelegate SendItem SetUserOofSettings UpdateDelegate UpdateFolder UpdateInboxRules
    UpdateItem UpdateUserConfiguration UploadItems`,
  ),
  ...names(
    'read',
    `ConvertId ExpandDL ExportItems FindConversation FindFolder FindItem FindMessageTrackingReport GetAttachment GetDelegate GetEvents
    GetFolder GetInboxRules GetItem GetMailTips GetMessageTrackingReport GetPasswordExpirationDate GetPhoneCallInformation GetRoomLists
    GetRooms GetServerTimeZones GetServiceConfiguration GetSharingFolder GetSharingMetadata GetStreamingEvents GetUserAvailability
    GetUserConfiguration GetUserOofSettings ResolveNames Subscribe SyncFolderHierarchy SyncFolderItems Unsubscribe`,
  ),
]);
