import { GraphQLError } from 'graphql';
import { describe, expect, it } from 'vitest';
import { DirectoryError } from '../../src/directory/directory.ts';
import { EwsError, InvalidInputError, type EwsErrorKind } from '../../src/ews/errors.ts';
import { badUserInput, clientError, createMaskError, toClientError } from '../../src/graphql/errors.ts';
import { errorMeanings } from '../../src/graphql/error-table.ts';
import { NoRoomError } from '../../src/notifications/hub.ts';

/** An error as graphql-js passes it on: wrapped, with the place where it happened. */
const located = (originalError: Error): GraphQLError =>
  new GraphQLError(originalError.message, { originalError, path: ['mailbox', 'inbox'] });

const response = (responseCode: string): EwsError =>
  new EwsError('response', `GetItem as ann@x.test: ${responseCode}`, { responseCode });

const codeOf = (error: Error): unknown => toClientError(located(error))?.extensions['code'];

describe('toClientError', () => {
  it.each([
    ['ErrorItemNotFound', 'NOT_FOUND'],
    ['ErrorNonExistentMailbox', 'NOT_FOUND'],
    ['ErrorImpersonateUserDenied', 'NOT_FOUND'],
    ['ErrorAccessDenied', 'FORBIDDEN'],
    ['ErrorInvalidIdMalformed', 'BAD_USER_INPUT'],
    ['ErrorServerBusy', 'THROTTLED'],
    ['ErrorMailboxStoreUnavailable', 'MAILBOX_UNAVAILABLE'],
    ['ErrorTimeoutExpired', 'DEADLINE_EXCEEDED'],
    ['ErrorInvalidRequest', 'UNSUPPORTED'],
    ['ErrorSchemaValidation', 'UNSUPPORTED'],
    ['ErrorIrresolvableConflict', 'CONFLICT'],
    ['ErrorChangeKeyRequiredForWriteOperations', 'CONFLICT'],
    ['ErrorInvalidItemForOperationSendItem', 'CONFLICT'],
    ['ErrorFolderExists', 'CONFLICT'],
    ['ErrorInvalidRecipients', 'RECIPIENT_REJECTED'],
    ['ErrorMissingRecipients', 'RECIPIENT_REJECTED'],
    ['ErrorSendAsDenied', 'FORBIDDEN'],
    ['ErrorCannotDeleteObject', 'FORBIDDEN'],
    ['ErrorSavedItemFolderNotFound', 'NOT_FOUND'],
    ['ErrorToFolderNotFound', 'NOT_FOUND'],
    ['ErrorSubmissionQuotaExceeded', 'QUOTA_EXCEEDED'],
    ['ErrorDeleteDistinguishedFolder', 'BAD_USER_INPUT'],
    ['ErrorMimeContentInvalid', 'BAD_USER_INPUT'],
    ['ErrorExceededSubscriptionCount', 'THROTTLED'],
    ['ErrorSubscriptionNotFound', 'UPSTREAM_UNAVAILABLE'],
    ['ErrorInvalidWatermark', 'UPSTREAM_UNAVAILABLE'],
    ['ErrorSubscriptionAccessDenied', 'FORBIDDEN'],
    ['ErrorSomethingOfNextYear', 'UPSTREAM_ERROR'],
  ])('tells %s as %s, the server’s own code beside it', (responseCode, code) => {
    const error = toClientError(located(response(responseCode)));
    expect(error?.extensions).toMatchObject({ code, upstreamCode: responseCode });
    expect(error?.path).toEqual(['mailbox', 'inbox']);
  });

  it.each<[EwsErrorKind, string, boolean]>([
    ['timeout', 'DEADLINE_EXCEEDED', true],
    ['unreachable', 'UPSTREAM_UNAVAILABLE', true],
    ['credentials', 'UPSTREAM_UNAVAILABLE', true],
    ['throttled', 'THROTTLED', true],
    ['suspended', 'UPSTREAM_UNAVAILABLE', true],
    ['decode', 'UPSTREAM_ERROR', true],
  ])('tells a failure of kind %s as %s', (kind, code, retryable) => {
    expect(toClientError(located(new EwsError(kind, 'GetItem as ann@x.test: no')))?.extensions).toEqual({
      code,
      retryable,
    });
  });

  it.each([
    [401, 'UPSTREAM_UNAVAILABLE'],
    [403, 'FORBIDDEN'],
    [429, 'THROTTLED'],
    [500, 'UPSTREAM_ERROR'],
    [503, 'UPSTREAM_UNAVAILABLE'],
    [504, 'DEADLINE_EXCEEDED'],
  ])('tells HTTP %i of the mail server as %s', (status, code) => {
    expect(codeOf(new EwsError('http', 'no', { status }))).toBe(code);
  });

  it('tells HTTP 501 as something that the server cannot do', () => {
    expect(codeOf(new EwsError('http', 'no', { status: 501, lacking: 'operation' }))).toBe('UNSUPPORTED');
  });

  it('says how long to wait as an ISO duration, never shorter than asked for', () => {
    const error = toClientError(
      located(new EwsError('fault', 'busy', { responseCode: 'ErrorServerBusy', retryAfterMs: 2_300 })),
    );
    expect(error?.extensions).toEqual({
      code: 'THROTTLED',
      retryable: true,
      retryAfter: 'PT3S',
      upstreamCode: 'ErrorServerBusy',
    });
  });

  it.each([
    [
      { lacking: 'operation', operation: 'GetInboxRules' },
      'The mail server cannot read inbox rules.',
      'GET_INBOX_RULES',
    ],
    [
      { lacking: 'request', operation: 'ExpandDL', responseCode: 'ErrorInvalidRequest' },
      'The mail server cannot do this: it refuses such a request to tell the members of groups.',
      'EXPAND_DL',
    ],
    [{ lacking: 'operation', operation: 'GetUserPhoto' }, errorMeanings.UNSUPPORTED.message, undefined],
    [{ lacking: 'operation' }, errorMeanings.UNSUPPORTED.message, undefined],
  ] as const)('says in words what the server cannot do: %o', (options, message, operation) => {
    const error = toClientError(located(new EwsError('fault', 'no', options)));
    expect(error?.message).toBe(message);
    expect(error?.extensions).toMatchObject({ code: 'UNSUPPORTED', retryable: false });
    expect(error?.extensions['operation']).toBe(operation);
  });

  it('does not name an operation that works, whatever becomes of one message of its answer', () => {
    const refused = new EwsError('response', 'no', {
      responseCode: 'ErrorInvalidOperation',
      operation: 'CreateItem',
    });
    expect(toClientError(located(refused))?.extensions).toEqual({
      code: 'UNSUPPORTED',
      retryable: false,
      upstreamCode: 'ErrorInvalidOperation',
    });
  });

  it('shows no word of the server’s or the gateway’s own message', () => {
    expect(toClientError(located(response('ErrorItemNotFound')))?.message).toBe(errorMeanings.NOT_FOUND.message);
  });

  it('says what is wrong with input that EWS cannot take', () => {
    const error = toClientError(located(new InvalidInputError('item:Body/Text can be neither searched nor sorted by')));
    expect(error?.extensions['code']).toBe('BAD_USER_INPUT');
    expect(error?.message).toContain('item:Body/Text');
  });

  it('tells a directory that cannot be asked as something to try again', () => {
    expect(
      toClientError(located(new DirectoryError('ListUsers: ThrottlingException', { retryAfterMs: 1_000 })))?.extensions,
    ).toEqual({
      code: 'UPSTREAM_UNAVAILABLE',
      retryable: true,
      retryAfter: 'PT1S',
    });
  });

  it('tells that too many listen already as something to try again, and not as a failure of the gateway', () => {
    expect(toClientError(located(new NoRoomError('Too many listen already')))?.extensions).toEqual({
      code: 'OVERLOADED',
      retryable: true,
      retryAfter: 'PT10S',
    });
  });

  it('keeps what resolvers say, and the place where they say it', () => {
    const error = toClientError(located(badUserInput('first must be from 1 to 1000')));
    expect(error).toMatchObject({
      message: 'first must be from 1 to 1000',
      path: ['mailbox', 'inbox'],
      extensions: { code: 'BAD_USER_INPUT', retryable: false },
    });
  });

  it('gives errors of parsing and validation a code and keeps their help', () => {
    const error = toClientError(
      new GraphQLError('Cannot query field "subjekt" on type "Message". Did you mean "subject"?'),
    );
    expect(error).toMatchObject({
      message: expect.stringContaining('subjekt'),
      extensions: { code: 'BAD_USER_INPUT', retryable: false },
    });
  });

  it('keeps the help of a scalar that refused a variable', () => {
    const refusal = new GraphQLError('DateTime takes an RFC 3339 instant');
    const error = toClientError(
      new GraphQLError('Variable "$at" got invalid value "soon"; DateTime takes an RFC 3339 instant', {
        originalError: refusal,
      }),
    );
    expect(error).toMatchObject({ message: expect.stringContaining('$at'), extensions: { code: 'BAD_USER_INPUT' } });
  });
});

describe('createMaskError', () => {
  const mask = (error: unknown): { readonly shown: GraphQLError; readonly reported: readonly unknown[] } => {
    const reported: unknown[] = [];
    const mayNotBe = (inner: unknown): never => {
      throw new Error(`told as a failure upstream: ${String(inner)}`);
    };
    return { shown: createMaskError({ own: (inner) => reported.push(inner), upstream: mayNotBe })(error), reported };
  };

  it('hides what the gateway itself did wrong, and reports it', () => {
    const bug = new TypeError('cannot read subject of "Secret merger"');
    const { shown, reported } = mask(located(bug));
    expect(shown.extensions).toEqual({ code: 'INTERNAL_SERVER_ERROR', retryable: false });
    expect(shown.path).toEqual(['mailbox', 'inbox']);
    expect(JSON.stringify(shown)).not.toContain('Secret merger');
    expect(reported).toEqual([bug]);
  });

  it('hides values that the gateway could not write, which graphql-js throws as its own errors', () => {
    const { shown } = mask(located(new GraphQLError('Enum "Importance" cannot represent value: "Secret"')));
    expect(shown.extensions['code']).toBe('INTERNAL_SERVER_ERROR');
    expect(shown.message).not.toContain('Secret');
  });

  it('hides what is no error at all', () => {
    expect(mask('boom').shown.extensions['code']).toBe('INTERNAL_SERVER_ERROR');
  });

  it('reports nothing that a client can act on', () => {
    expect(mask(located(response('ErrorItemNotFound'))).reported).toEqual([]);
  });

  it('reports a failure of the mail server once, in however many fields it shows', () => {
    const upstream: unknown[] = [];
    const maskError = createMaskError({ own: () => undefined, upstream: (error) => upstream.push(error) });
    const busy = response('ErrorServerBusy');
    for (let field = 0; field < 3; field += 1) expect(maskError(located(busy)).extensions['code']).toBe('THROTTLED');
    maskError(located(new EwsError('aborted', 'FindItem as ann@x.test: the caller left')));
    expect(upstream).toEqual([busy]);
  });

  it('reports a request that the server does not take, and not an operation that it lacks', () => {
    const upstream: unknown[] = [];
    const maskError = createMaskError({ own: () => undefined, upstream: (error) => upstream.push(error) });
    const refused = new EwsError('fault', 'no', { lacking: 'request', responseCode: 'ErrorSchemaValidation' });
    expect(maskError(located(refused)).extensions['code']).toBe('UNSUPPORTED');
    expect(maskError(located(new EwsError('fault', 'no', { lacking: 'operation' }))).extensions['code']).toBe(
      'UNSUPPORTED',
    );
    expect(upstream).toEqual([refused]);
  });

  it('lets the HTTP status through that Yoga answers with', () => {
    expect(
      mask(clientError('UNAUTHENTICATED', undefined, {}, { extensions: { http: { status: 401 } } })).shown.extensions[
        'http'
      ],
    ).toEqual({ status: 401 });
  });
});
