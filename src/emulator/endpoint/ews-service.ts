import { accessOf, type Principal, roleEffect } from '../workmail/access.ts';
import { type BrokenMessage, withBroken, withoutBroken } from '../faults/broken-batch.ts';
import { isAboutDirectory, operationEffect } from '../contract.ts';
import { accountOf } from '../store/directory.ts';
import { EmulatorError, RequestFault } from '../emulator-error.ts';
import { failure, type OperationContext, type OperationHandler, response, type ServerOptions } from '../operation.ts';
import { convertId } from '../operations/convert-id.ts';
import { copyFolder } from '../operations/copy-folder.ts';
import { copyItem } from '../operations/copy-item.ts';
import { createAttachment } from '../operations/create-attachment.ts';
import { createFolder } from '../operations/create-folder.ts';
import { createItem } from '../operations/create-item.ts';
import { deleteAttachment } from '../operations/delete-attachment.ts';
import { deleteFolder } from '../operations/delete-folder.ts';
import { deleteItem } from '../operations/delete-item.ts';
import { emptyFolder } from '../operations/empty-folder.ts';
import { expandDl } from '../operations/expand-dl.ts';
import { findConversation } from '../operations/find-conversation.ts';
import { findFolder } from '../operations/find-folder.ts';
import { findItem } from '../operations/find-item.ts';
import { getAttachment } from '../operations/get-attachment.ts';
import { getDelegate } from '../operations/get-delegate.ts';
import { getEvents } from '../operations/get-events.ts';
import { getFolder } from '../operations/get-folder.ts';
import { getItem } from '../operations/get-item.ts';
import { getRoomLists, getRooms } from '../operations/get-rooms.ts';
import { getServerTimeZones } from '../operations/get-server-time-zones.ts';
import { getStreamingEvents } from '../operations/get-streaming-events.ts';
import { getUserAvailability } from '../operations/get-user-availability.ts';
import { getUserConfiguration } from '../operations/get-user-configuration.ts';
import { getInboxRules, updateInboxRules } from '../operations/inbox-rules.ts';
import { moveFolder } from '../operations/move-folder.ts';
import { moveItem } from '../operations/move-item.ts';
import { resolveNames } from '../operations/resolve-names.ts';
import { sendItem } from '../operations/send-item.ts';
import { subscribe } from '../operations/subscribe.ts';
import { syncFolderHierarchy } from '../operations/sync-folder-hierarchy.ts';
import { syncFolderItems } from '../operations/sync-folder-items.ts';
import { unsubscribe } from '../operations/unsubscribe.ts';
import { updateFolder } from '../operations/update-folder.ts';
import { updateItem } from '../operations/update-item.ts';
import { getUserOofSettings, setUserOofSettings } from '../operations/user-oof-settings.ts';
import { checkRequest } from './request-check.ts';
import {
  answerEnvelope,
  bareFaultEnvelope,
  checkServerVersion,
  faultEnvelope,
  impersonatedAddress,
  requestTimeZoneId,
  type SoapRequest,
} from '../xml/soap.ts';
import type { EventStream } from '../subscriptions/notification-stream.ts';
import type { NotificationService } from '../subscriptions/notifications.ts';
import { createRoleMailbox, type Mailbox, type Store } from '../store/store.ts';
import type { XmlNode } from '../xml/xml.ts';

/** What the service answers requests with. */
export interface EwsService {
  readonly store: Store;
  readonly now: () => number;
  readonly options: Readonly<ServerOptions>;
  readonly notifications: NotificationService;
}

/** An envelope and the HTTP status it travels with, or many envelopes, which come when there is something to tell. */
export type EwsAnswer =
  | { readonly status: 200 | 500; readonly envelope: XmlNode }
  | { readonly status: 200; readonly stream: EventStream };

/** The name of an operation as the contract spells it: some request elements end in `Request`. */
export const operationName = ({ operation }: Pick<SoapRequest, 'operation'>): string => {
  const short = operation.replace(/Request$/, '');
  return operationEffect(short) === undefined ? operation : short;
};

/** Answers a request of somebody who is known. Whatever goes wrong becomes a fault. */
export const answerEws = (
  service: EwsService,
  principal: Principal,
  soap: SoapRequest,
  broken?: BrokenMessage,
): EwsAnswer => {
  const operation = operationName(soap);
  if (service.options.withoutOperations.includes(operation)) {
    return { status: 500, envelope: bareFaultEnvelope(`Unknown request '${soap.operation}'.`) };
  }
  try {
    checkServerVersion(soap.header);
    const context = contextOf(service, principal, soap, operation);
    if (operation === 'GetStreamingEvents') return openStream(service, soap.request, context, broken);
    const answer = runOperation(service, operation, soap.request, context, broken);
    return { status: 200, envelope: answerEnvelope(answer) };
  } catch (error) {
    return faultAnswer(error);
  }
};

/** The fault for an error: its own, or ErrorInternalServerError for one that is a mistake of the emulator. */
export const faultAnswer = (error: unknown): EwsAnswer => {
  const fault =
    error instanceof EmulatorError
      ? error
      : new RequestFault('ErrorInternalServerError', `The emulator failed: ${String(error)}`);
  return { status: 500, envelope: faultEnvelope(fault) };
};

const handlers: Readonly<Record<string, OperationHandler>> = {
  ConvertId: convertId,
  CopyFolder: copyFolder,
  CopyItem: copyItem,
  CreateAttachment: createAttachment,
  CreateFolder: createFolder,
  CreateItem: createItem,
  DeleteAttachment: deleteAttachment,
  DeleteFolder: deleteFolder,
  DeleteItem: deleteItem,
  EmptyFolder: emptyFolder,
  ExpandDL: expandDl,
  FindConversation: findConversation,
  FindFolder: findFolder,
  FindItem: findItem,
  GetAttachment: getAttachment,
  GetDelegate: getDelegate,
  GetFolder: getFolder,
  GetInboxRules: getInboxRules,
  GetItem: getItem,
  GetRoomLists: getRoomLists,
  GetRooms: getRooms,
  GetServerTimeZones: getServerTimeZones,
  GetUserAvailability: getUserAvailability,
  GetUserConfiguration: getUserConfiguration,
  GetUserOofSettings: getUserOofSettings,
  MoveFolder: moveFolder,
  MoveItem: moveItem,
  ResolveNames: resolveNames,
  SendItem: sendItem,
  SetUserOofSettings: setUserOofSettings,
  SyncFolderHierarchy: syncFolderHierarchy,
  SyncFolderItems: syncFolderItems,
  UpdateFolder: updateFolder,
  UpdateInboxRules: updateInboxRules,
  UpdateItem: updateItem,
};

type NotificationHandler = (request: XmlNode, context: OperationContext, service: NotificationService) => XmlNode;

const notificationHandlers: Readonly<Record<string, NotificationHandler>> = {
  GetEvents: getEvents,
  Subscribe: subscribe,
  Unsubscribe: unsubscribe,
};

const openStream = (
  { notifications }: EwsService,
  request: XmlNode,
  context: OperationContext,
  broken: BrokenMessage | undefined,
): EwsAnswer => {
  checkRequest(request);
  try {
    if (broken?.index === 0) throw new EmulatorError(broken.responseCode);
    return { status: 200, stream: getStreamingEvents(request, context, notifications) };
  } catch (error) {
    return { status: 200, envelope: answerEnvelope(failedResponse('GetStreamingEvents', error)) };
  }
};

const contextOf = (
  { store, now, options }: EwsService,
  principal: Principal,
  { header, request }: SoapRequest,
  operation: string,
): OperationContext => {
  const effect = operationEffect(operation);
  if (effect === undefined || !request.name.startsWith('m:')) throw new RequestFault('ErrorInvalidRequest');
  const address = impersonatedAddress(header);
  const isNobodys =
    principal.kind === 'role' &&
    address === undefined &&
    options.directoryWithoutMailbox &&
    isAboutDirectory(operation);
  const mailbox = isNobodys ? createRoleMailbox(store, now) : actingMailbox(store, principal, address);
  const access = accessOf(principal);
  if (access === 'READ_ONLY' && effect === 'write') throw new RequestFault('ErrorAccessDenied');
  return { store, mailbox, access, now, timeZoneId: requestTimeZoneId(header), options };
};

const actingMailbox = (store: Store, principal: Principal, address: string | undefined): Mailbox => {
  if (principal.kind === 'user') {
    const { account } = principal;
    if (address === undefined || accountOf(store, address) === account) return account.open();
    throw new RequestFault('ErrorImpersonateUserDenied');
  }
  // A role has no mailbox of its own: strict reading of ews-reference section 9.
  if (address === undefined) throw new RequestFault('ErrorImpersonationFailed');
  const account = accountOf(store, address);
  if (roleEffect(principal.role, account).effect === 'DENY') throw new RequestFault('ErrorImpersonateUserDenied');
  return account.open();
};

const runOperation = (
  { notifications }: EwsService,
  operation: string,
  request: XmlNode,
  context: OperationContext,
  broken: BrokenMessage | undefined,
): XmlNode => {
  const notificationHandler = notificationHandlers[operation];
  const handler = handlers[operation] ?? notificationHandler;
  if (handler === undefined) throw new RequestFault('ErrorInvalidOperation');
  checkRequest(request);
  try {
    // A subscription that was refused was not made, though Subscribe writes nothing to the mailbox.
    if (broken?.index === 0 && notificationHandler !== undefined) throw new EmulatorError(broken.responseCode);
    if (broken === undefined) return handler(request, context, notifications);
    const answer = handler(withoutBroken(operation, request, broken), context, notifications);
    return withBroken(operation, request, answer, broken);
  } catch (error) {
    return failedResponse(operation, error);
  }
};

/** The response whose only message is an error. Throws what is none of one message: faults, and mistakes of the emulator. */
const failedResponse = (operation: string, error: unknown): XmlNode => {
  if (!(error instanceof EmulatorError) || error instanceof RequestFault) throw error;
  return response(operation, [failure(operation, error)]);
};
