const words = (text: string): readonly string[] => text.trim().split(/\s+/);

/** The operations of the contract that the emulator does. */
export const served = words(
  `ConvertId CopyFolder CopyItem CreateAttachment CreateFolder CreateItem DeleteAttachment DeleteFolder DeleteItem EmptyFolder ExpandDL
  FindConversation FindFolder FindItem GetAttachment GetDelegate GetEvents GetFolder GetInboxRules GetItem GetRoomLists GetRooms
  GetServerTimeZones GetStreamingEvents GetUserAvailability GetUserConfiguration GetUserOofSettings MoveFolder MoveItem ResolveNames SendItem
  SetUserOofSettings Subscribe SyncFolderHierarchy SyncFolderItems Unsubscribe UpdateFolder UpdateInboxRules UpdateItem`,
);

/** Of the contract, but of nothing that the gateway or its clients use: what WorkMail answers to these is not known. */
export const unserved = words(
  `AddDelegate ApplyConversationAction CreateManagedFolder CreateUserConfiguration DeleteUserConfiguration DisconnectPhoneCall ExportItems
  FindMessageTrackingReport GetMailTips GetMessageTrackingReport GetPasswordExpirationDate GetPhoneCallInformation GetServiceConfiguration
  GetSharingFolder GetSharingMetadata PlayOnPhone RefreshSharingFolder RemoveDelegate UpdateDelegate UpdateUserConfiguration UploadItems`,
);

/** What the schema calls the request: three end in `Request`. */
export const requestName = (operation: string): string =>
  /^(?:GetUserAvailability|[GS]etUserOofSettings)$/.test(operation) ? `${operation}Request` : operation;
