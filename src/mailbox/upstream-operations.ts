/** EWS's operations that the gateway uses, by the names that `gateway.capabilities` shows. */
const upstreamOperations = {
  FIND_ITEM: 'FindItem',
  GET_ITEM: 'GetItem',
  CREATE_ITEM: 'CreateItem',
  UPDATE_ITEM: 'UpdateItem',
  DELETE_ITEM: 'DeleteItem',
  MOVE_ITEM: 'MoveItem',
  COPY_ITEM: 'CopyItem',
  SEND_ITEM: 'SendItem',
  FIND_FOLDER: 'FindFolder',
  GET_FOLDER: 'GetFolder',
  CREATE_FOLDER: 'CreateFolder',
  UPDATE_FOLDER: 'UpdateFolder',
  DELETE_FOLDER: 'DeleteFolder',
  MOVE_FOLDER: 'MoveFolder',
  EMPTY_FOLDER: 'EmptyFolder',
  GET_ATTACHMENT: 'GetAttachment',
  CREATE_ATTACHMENT: 'CreateAttachment',
  DELETE_ATTACHMENT: 'DeleteAttachment',
  FIND_CONVERSATION: 'FindConversation',
  SYNC_FOLDER_HIERARCHY: 'SyncFolderHierarchy',
  SYNC_FOLDER_ITEMS: 'SyncFolderItems',
  GET_USER_AVAILABILITY: 'GetUserAvailability',
  GET_USER_OOF_SETTINGS: 'GetUserOofSettings',
  SET_USER_OOF_SETTINGS: 'SetUserOofSettings',
  GET_INBOX_RULES: 'GetInboxRules',
  UPDATE_INBOX_RULES: 'UpdateInboxRules',
  GET_DELEGATE: 'GetDelegate',
  GET_USER_CONFIGURATION: 'GetUserConfiguration',
  RESOLVE_NAMES: 'ResolveNames',
  EXPAND_DL: 'ExpandDL',
  GET_ROOM_LISTS: 'GetRoomLists',
  GET_ROOMS: 'GetRooms',
  GET_SERVER_TIME_ZONES: 'GetServerTimeZones',
  SUBSCRIBE: 'Subscribe',
  UNSUBSCRIBE: 'Unsubscribe',
  GET_EVENTS: 'GetEvents',
  GET_STREAMING_EVENTS: 'GetStreamingEvents',
} as const;

/** An operation of the mail server, in the gateway's spelling. */
export type UpstreamOperation = keyof typeof upstreamOperations;

/** All of them, in the order of the table. */
export const allUpstreamOperations = Object.keys(upstreamOperations) as readonly UpstreamOperation[];

const byName: ReadonlyMap<string, UpstreamOperation> = new Map(
  allUpstreamOperations.map((operation) => [upstreamOperations[operation], operation]),
);

/** The gateway's spelling of EWS's name; undefined for one that the table lacks. */
export const upstreamOperationOf = (name: string | undefined): UpstreamOperation | undefined => byName.get(name ?? '');
