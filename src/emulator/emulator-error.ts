import type { XmlNode } from './xml/xml.ts';

/**
 * One answer among the messages of a response went wrong: `ResponseClass="Error"` with this ResponseCode, HTTP 200. The message text is the
 * one Exchange uses where clients are known to read it.
 */
export class EmulatorError extends Error {
  readonly responseCode: string;
  /** Content of m:MessageXml, t:Value elements. */
  readonly messageXml: readonly XmlNode[];

  constructor(responseCode: string, message: string = messageText(responseCode), messageXml: readonly XmlNode[] = []) {
    super(message);
    this.name = 'EmulatorError';
    this.responseCode = responseCode;
    this.messageXml = messageXml;
  }
}

/** The whole request failed: answered as a SOAP fault with HTTP 500 and no soap:Header, as WorkMail does. */
export class RequestFault extends EmulatorError {
  constructor(responseCode: string, message?: string, messageXml?: readonly XmlNode[]) {
    super(responseCode, message, messageXml);
    this.name = 'RequestFault';
  }
}

const texts: Readonly<Record<string, string>> = {
  ErrorAccessDenied: 'Access is denied. Check credentials and try again.',
  ErrorCannotUseFolderIdForItemId: 'Id must be an item id, not a folder id.',
  ErrorCannotUseItemIdForFolderId: 'Id must be a folder id, not an item id.',
  ErrorFolderExists: 'A folder with the specified name already exists.',
  ErrorFolderNotFound: 'The specified folder could not be found in the store.',
  ErrorImpersonateUserDenied: 'The account does not have permission to impersonate the requested user.',
  ErrorImpersonationFailed: 'Exchange Web Services could not impersonate: the request names no user to act as.',
  ErrorInvalidAttachmentId: 'The attachment Id is invalid.',
  ErrorInvalidExchangeImpersonationHeaderData: 'ExchangeImpersonation must hold exactly one identification of a user.',
  ErrorInvalidId: 'The Id is invalid.',
  ErrorInvalidIdEmpty: 'Id must be non-empty.',
  ErrorInvalidIdMalformed: 'Id is malformed.',
  ErrorInvalidOperation: 'The requested operation is not supported by this server.',
  ErrorInvalidRequest: 'The request is invalid.',
  ErrorInvalidServerVersion: 'The specified server version is invalid.',
  ErrorInvalidSyncStateData: 'Synchronization state data is corrupt or otherwise invalid.',
  ErrorItemNotFound: 'The specified object was not found in the store.',
  ErrorNameResolutionMultipleResults: 'Multiple results were found.',
  ErrorNameResolutionNoResults: 'No results were found.',
  ErrorNonExistentMailbox: 'The SMTP address has no mailbox associated with it.',
  ErrorNonPrimarySmtpAddress: 'The primary SMTP address must be specified when referencing a mailbox.',
  // The text of Exchange, whichever of the two operations it was: ews/samples/UpdateItem-02.response.xml.
  ErrorIrresolvableConflict:
    'The send or update operation could not be performed because the change key passed in the request does not match the current change key for the item.',
  ErrorStaleObject:
    'The send or update operation could not be performed because the change key passed in the request does not match the current change key for the item.',
  ErrorSchemaValidation: 'The request failed schema validation.',
  // DavMail recognises throttling by this text alone (ews-reference, section 8).
  ErrorServerBusy: 'The server cannot service this request right now. Try again later.',
  ErrorSyncFolderNotFound: 'The requested synchronization folder could not be found.',
};

/** English text of a ResponseCode; a general one where nobody is known to read it. */
const messageText = (responseCode: string): string =>
  texts[responseCode] ?? `The request could not be completed: ${responseCode}.`;
