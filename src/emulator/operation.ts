import { EmulatorError, RequestFault } from './emulator-error.ts';
import type { Mailbox, Store } from './store/store.ts';
import { node, type XmlNode } from './xml/xml.ts';

/** What a request acts with: a token of one of the two impersonation roles, or a mail user's own password. */
export type Access = 'READ_ONLY' | 'FULL_ACCESS' | 'USER';

/** Things that some EWS servers lack; changed by tests while the emulator runs. */
export interface ServerOptions {
  /** Operations answered like an unknown request, with HTTP 500. */
  withoutOperations: string[];
  /** FindItem refuses m:QueryString. */
  withoutQueryString: boolean;
  /** No folder tells when something in it was last changed, nor how much was deleted from it. */
  withoutFolderCommits: boolean;
  /**
   * A role may ask about the directory, time zones and ids without naming a mailbox, as exchangelib does. What WorkMail says to that is not known;
   * a gateway that names one in every request does not depend on it.
   */
  directoryWithoutMailbox: boolean;
}

/** All that an operation may know besides its request. */
export interface OperationContext {
  readonly store: Store;
  /** The mailbox acted on: the impersonated one, or the mail user's own. */
  readonly mailbox: Mailbox;
  readonly access: Access;
  /** The emulator's clock, milliseconds since 1970. */
  readonly now: () => number;
  /** Windows id from the TimeZoneContext header; undefined: UTC. */
  readonly timeZoneId: string | undefined;
  readonly options: Readonly<ServerOptions>;
}

/** Answers a request element (`m:GetItem`) with a response element (`m:GetItemResponse`); an EmulatorError thrown becomes the only message. */
export type OperationHandler = (request: XmlNode, context: OperationContext) => XmlNode;

/** `m:GetItemResponse` around its messages. */
export const response = (operation: string, messages: readonly XmlNode[]): XmlNode =>
  node(`m:${operation}Response`, [node('m:ResponseMessages', messages)]);

/** One message that succeeded, with its payload. */
export const success = (operation: string, payload: readonly (XmlNode | undefined)[]): XmlNode =>
  node(`m:${operation}ResponseMessage`, { ResponseClass: 'Success' }, [node('m:ResponseCode', 'NoError'), ...payload]);

/** One message that carries data and a reason for caution. */
export const warning = (operation: string, error: EmulatorError, payload: readonly XmlNode[]): XmlNode =>
  node(`m:${operation}ResponseMessage`, { ResponseClass: 'Warning' }, [...reason(error), ...payload]);

/** One message that failed. Its payload is there nevertheless, empty, where Exchange writes it. */
export const failure = (operation: string, error: EmulatorError): XmlNode =>
  node(`m:${operation}ResponseMessage`, { ResponseClass: 'Error' }, [
    ...reason(error),
    ...(failedPayload[operation] ?? []),
  ]);

/** One message for every id or parent, in their order; an EmulatorError is that one's message and leaves the others alone, a RequestFault ends all. */
export const answerEach = (operation: string, asked: readonly XmlNode[], answer: (one: XmlNode) => XmlNode): XmlNode =>
  response(
    operation,
    asked.map((one) => {
      try {
        return answer(one);
      } catch (error) {
        if (error instanceof EmulatorError && !(error instanceof RequestFault)) return failure(operation, error);
        throw error;
      }
    }),
  );

/**
 * Answers with a response that has no list of messages, but is one itself, `m:GetRoomsResponse ResponseClass="Success"`. An EmulatorError thrown
 * by `work` makes it one that failed, with what `more` tells of the error after the reason.
 */
export const answerOnce = (
  operation: string,
  work: () => readonly (XmlNode | undefined)[],
  more: (error: EmulatorError) => XmlNode | undefined = () => undefined,
): XmlNode => {
  try {
    const content = [node('m:ResponseCode', 'NoError'), ...work()];
    return node(`m:${operation}Response`, { ResponseClass: 'Success' }, content);
  } catch (error) {
    if (!(error instanceof EmulatorError) || error instanceof RequestFault) throw error;
    return node(`m:${operation}Response`, { ResponseClass: 'Error' }, [...briefReason(error), more(error)]);
  }
};

const items = [node('m:Items')];
const attachments = [node('m:Attachments')];
const folders = [node('m:Folders')];

/**
 * What stands after the reason: what the schema demands even then, and what Exchange writes besides. The error responses of
 * https://learn.microsoft.com/exchange/client-developer/web-service-reference/createfolder-operation, emptyfolder-operation (of GetFolder),
 * syncfolderitems-operation and syncfolderhierarchy-operation.
 */
const failedPayload: Readonly<Record<string, readonly XmlNode[]>> = {
  GetItem: items,
  CreateItem: items,
  UpdateItem: items,
  MoveItem: items,
  CopyItem: items,
  GetAttachment: attachments,
  CreateAttachment: attachments,
  GetFolder: folders,
  CreateFolder: folders,
  UpdateFolder: folders,
  MoveFolder: folders,
  CopyFolder: folders,
  SyncFolderItems: [node('m:SyncState'), node('m:IncludesLastItemInRange', 'true')],
  SyncFolderHierarchy: [node('m:SyncState'), node('m:IncludesLastFolderInRange', 'true')],
  GetServerTimeZones: [node('m:TimeZoneDefinitions')],
};

const reason = (error: EmulatorError): readonly (XmlNode | undefined)[] => [
  ...briefReason(error),
  error.messageXml.length === 0 ? undefined : node('m:MessageXml', error.messageXml),
];

const briefReason = ({ message, responseCode }: EmulatorError): readonly XmlNode[] => [
  node('m:MessageText', message),
  node('m:ResponseCode', responseCode),
  node('m:DescriptiveLinkKey', '0'),
];
