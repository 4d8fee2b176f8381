/** Every code that a client can meet, in `extensions.code` and in UserError.code. */
export type ErrorCode =
  | 'BAD_USER_INPUT'
  | 'UNAUTHENTICATED'
  | 'FORBIDDEN'
  | 'NOT_FOUND'
  | 'CONFLICT'
  | 'QUOTA_EXCEEDED'
  | 'RECIPIENT_REJECTED'
  | 'IDEMPOTENCY_MISMATCH'
  | 'UNSUPPORTED'
  | 'QUERY_TOO_EXPENSIVE'
  | 'RATE_LIMITED'
  | 'THROTTLED'
  | 'MAILBOX_UNAVAILABLE'
  | 'DEADLINE_EXCEEDED'
  | 'UPSTREAM_UNAVAILABLE'
  | 'UPSTREAM_ERROR'
  | 'OUTCOME_UNKNOWN'
  | 'OVERLOADED'
  | 'INTERNAL_SERVER_ERROR';

/** What a code means to a client. */
export interface ErrorMeaning {
  /** The same request may succeed later, unchanged. */
  readonly retryable: boolean;
  /** A sentence without any data of anybody. */
  readonly message: string;
}

export const errorMeanings: Readonly<Record<ErrorCode, ErrorMeaning>> = {
  BAD_USER_INPUT: { retryable: false, message: 'The mail server does not accept this input.' },
  UNAUTHENTICATED: { retryable: false, message: 'The gateway does not know who you are.' },
  FORBIDDEN: { retryable: false, message: 'This is not allowed here.' },
  NOT_FOUND: { retryable: false, message: 'There is nothing here under this name or id that you may open.' },
  CONFLICT: { retryable: false, message: 'It has been changed meanwhile. Read it again and decide afresh.' },
  QUOTA_EXCEEDED: { retryable: false, message: 'A quota of the mailbox or a size limit is exceeded.' },
  RECIPIENT_REJECTED: { retryable: false, message: 'The mail server does not accept a recipient.' },
  IDEMPOTENCY_MISMATCH: { retryable: false, message: 'This idempotency key was used for other content.' },
  UNSUPPORTED: { retryable: false, message: 'The mail server cannot do this.' },
  QUERY_TOO_EXPENSIVE: { retryable: false, message: 'The query asks for too much at once.' },
  RATE_LIMITED: { retryable: true, message: 'Too many requests. Try again later.' },
  THROTTLED: { retryable: true, message: 'The mailbox cannot take more at the moment. Try again later.' },
  MAILBOX_UNAVAILABLE: { retryable: true, message: 'The mailbox cannot be reached at the moment.' },
  DEADLINE_EXCEEDED: { retryable: true, message: 'The mail server did not answer in time.' },
  UPSTREAM_UNAVAILABLE: { retryable: true, message: 'The mail server cannot be reached at the moment.' },
  UPSTREAM_ERROR: { retryable: false, message: 'The mail server failed.' },
  OUTCOME_UNKNOWN: { retryable: false, message: 'The mail server did not say whether it was done.' },
  OVERLOADED: { retryable: true, message: 'The gateway has too much to do. Try again later.' },
  INTERNAL_SERVER_ERROR: { retryable: false, message: 'The gateway failed. The failure has been logged.' },
};

const codesByMeaning: Readonly<Partial<Record<ErrorCode, readonly string[]>>> = {
  BAD_USER_INPUT: [
    'ErrorInvalidSmtpAddress',
    'ErrorInvalidMailbox',
    'ErrorNonPrimarySmtpAddress',
    'ErrorInvalidId',
    'ErrorInvalidIdEmpty',
    'ErrorInvalidIdMalformed',
    'ErrorInvalidIdMonikerTooLong',
    'ErrorInvalidAttachmentId',
    'ErrorCannotUseFolderIdForItemId',
    'ErrorCannotUseItemIdForFolderId',
    'ErrorInvalidArgument',
    'ErrorInvalidNameForNameResolution',
    'ErrorCalendarViewRangeTooBig',
    'ErrorTimeIntervalTooBig',
    'ErrorMailboxDataArrayTooBig',
    'ErrorFreeBusyDLLimitReached',
    'ErrorUnsupportedPathForQuery',
    'ErrorUnsupportedPathForSortGroup',
    'ErrorUnsupportedPropertyDefinition',
    'ErrorRestrictionTooComplex',
    'ErrorRestrictionTooLong',
    'ErrorQueryFilterTooLong',
    'ErrorContainsFilterWrongType',
    'ErrorInvalidIndexedPagingParameters',
    'ErrorInvalidPagingMaxRows',
    'ErrorInvalidFractionalPagingParameters',
    'ErrorCalendarEndDateIsEarlierThanStartDate',
    'ErrorCalendarDurationIsTooLong',
    'ErrorCalendarInvalidRecurrence',
    'ErrorCalendarInvalidDayForWeeklyRecurrence',
    'ErrorCalendarInvalidTimeZone',
    'ErrorTimeZone',
    'ErrorCalendarOutOfRange',
    'ErrorCalendarInvalidPropertyValue',
    'ErrorUnsupportedRecurrence',
    'ErrorRecurrenceHasNoOccurrence',
    'ErrorRecurrenceEndDateTooBig',
    'ErrorOccurrenceTimeSpanTooBig',
    'ErrorOccurrenceCrossingBoundary',
    'ErrorCalendarFolderIsInvalidForCalendarView',
    'ErrorInvalidTimeInterval',
    'ErrorInvalidSyncStateData',
    'ErrorInvalidScheduledOofDuration',
    'ErrorInvalidUserOofSettings',
    'ErrorInboxRulesValidationError',
    'ErrorInvalidParentFolder',
    'ErrorMoveDistinguishedFolder',
    'ErrorDeleteDistinguishedFolder',
    'ErrorMoveCopyFailed',
    'ErrorCannotEmptyFolder',
    'ErrorFolderSave',
    'ErrorFolderSavePropertyError',
    'ErrorItemSave',
    'ErrorItemSavePropertyError',
    'ErrorPropertyUpdate',
    'ErrorInvalidPropertySet',
    'ErrorInvalidPropertyDelete',
    'ErrorInvalidPropertyAppend',
    'ErrorInvalidValueForProperty',
    'ErrorInvalidExtendedProperty',
    'ErrorRequiredPropertyMissing',
    'ErrorMissingArgument',
    'ErrorMimeContentInvalid',
    'ErrorMimeContentInvalidBase64String',
    'ErrorMimeContentConversionFailed',
    'ErrorInvalidReferenceItem',
    'ErrorInvalidItemForOperationCreateItem',
    'ErrorInvalidItemForOperationCreateItemAttachment',
    'ErrorAttachmentNestLevelLimitExceeded',
    'ErrorInvalidFolderTypeForOperation',
    'ErrorNoFolderClassOverride',
    'ErrorCrossMailboxMoveCopy',
    'ErrorCannotCreateContactInNonContactFolder',
    'ErrorCannotCreateTaskInNonTaskFolder',
    'ErrorCannotCreatePostItemInNonMailFolder',
    'ErrorCannotCreateCalendarItemInNonCalendarFolder',
  ],
  FORBIDDEN: [
    'ErrorAccessDenied',
    'ErrorAccountDisabled',
    'ErrorImpersonationDenied',
    'ErrorSendAsDenied',
    'ErrorCreateSubfolderAccessDenied',
    'ErrorCannotDeleteObject',
    'ErrorPasswordExpired',
    'ErrorPasswordChangeRequired',
    'ErrorSubscriptionAccessDenied',
  ],
  // A mailbox that may not be impersonated looks like one that does not exist: a stranger must not learn which addresses there are.
  NOT_FOUND: [
    'ErrorImpersonateUserDenied',
    'ErrorNonExistentMailbox',
    'ErrorItemNotFound',
    'ErrorFolderNotFound',
    'ErrorParentFolderNotFound',
    'ErrorToFolderNotFound',
    'ErrorSavedItemFolderNotFound',
    'ErrorSyncFolderNotFound',
    'ErrorAttachmentNotFound',
    'ErrorMailRecipientNotFound',
    'ErrorCalendarOccurrenceIsDeletedFromRecurrence',
    'ErrorCalendarOccurrenceIndexIsOutOfRecurrenceRange',
  ],
  CONFLICT: [
    'ErrorInvalidChangeKey',
    'ErrorChangeKeyRequired',
    'ErrorChangeKeyRequiredForWriteOperations',
    'ErrorIrresolvableConflict',
    'ErrorStaleObject',
    'ErrorObjectTypeChanged',
    'ErrorInvalidItemForOperationSendItem',
    'ErrorInvalidPropertyUpdateSentMessage',
    'ErrorFolderExists',
    'ErrorOutlookRuleBlobExists',
  ],
  QUOTA_EXCEEDED: [
    'ErrorQuotaExceeded',
    'ErrorSubmissionQuotaExceeded',
    'ErrorMessageSizeExceeded',
    'ErrorAttachmentSizeLimitExceeded',
    'ErrorDataSizeLimitExceeded',
    'ErrorRequestStreamTooBig',
    'ErrorRulesOverQuota',
  ],
  RECIPIENT_REJECTED: ['ErrorInvalidRecipients', 'ErrorMissingRecipients'],
  UNSUPPORTED: ['ErrorInvalidRequest', 'ErrorInvalidOperation', 'ErrorSchemaValidation', 'ErrorIncorrectSchemaVersion'],
  THROTTLED: [
    'ErrorServerBusy',
    'ErrorExceededConnectionCount',
    'ErrorExceededFindCountLimit',
    'ErrorResultSetTooBig',
    'ErrorTooManyObjectsOpened',
    'ErrorExceededSubscriptionCount',
  ],
  MAILBOX_UNAVAILABLE: [
    'ErrorMailboxStoreUnavailable',
    'ErrorMailboxMoveInProgress',
    'ErrorMailboxFailover',
    'ErrorFreeBusyGenerationFailed',
  ],
  DEADLINE_EXCEEDED: ['ErrorTimeoutExpired'],
  UPSTREAM_UNAVAILABLE: [
    'ErrorConnectionFailed',
    'ErrorInternalServerTransientError',
    'ErrorADUnavailable',
    'ErrorInsufficientResources',
    'ErrorNotEnoughMemory',
    'ErrorClientDisconnected',
    'ErrorRequestAborted',
    'ErrorImpersonationFailed',
    'ErrorBatchProcessingStopped',
    // A subscription that is lost: the next one goes on from what was synchronised last.
    'ErrorSubscriptionNotFound',
    'ErrorInvalidSubscription',
    'ErrorExpiredSubscription',
    'ErrorSubscriptionUnsubscribed',
    'ErrorInvalidWatermark',
    'ErrorEventNotFound',
    'ErrorReadEventsFailed',
    'ErrorMissedNotificationEvents',
    'ErrorNewEventStreamConnectionOpened',
    'ErrorProxiedSubscriptionCallFailure',
  ],
};

const byResponseCode: ReadonlyMap<string, ErrorCode> = new Map(
  Object.entries(codesByMeaning).flatMap(([code, responseCodes]) =>
    responseCodes.map((responseCode) => [responseCode, code as ErrorCode] as const),
  ),
);

/** The gateway's code for an EWS ResponseCode. Servers add codes: one that is not in the table is UPSTREAM_ERROR, with its own name beside it. */
export const codeOfResponse = (responseCode: string | undefined): ErrorCode =>
  byResponseCode.get(responseCode ?? '') ?? 'UPSTREAM_ERROR';

/** The gateway's code for an HTTP status of the EWS endpoint. */
export const codeOfStatus = (status: number | undefined): ErrorCode => {
  switch (status) {
    case 403:
      return 'FORBIDDEN';
    case 429:
      return 'THROTTLED';
    // The gateway's own credentials were refused, renewed ones too: nothing that the client could mend.
    case 401:
    case 502:
    case 503:
      return 'UPSTREAM_UNAVAILABLE';
    case 408:
    case 504:
      return 'DEADLINE_EXCEEDED';
    default:
      return 'UPSTREAM_ERROR';
  }
};
