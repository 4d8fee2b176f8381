import { expect, it, describe } from 'vitest';
import { EwsError } from '../../src/ews/errors.ts';
import { lackingOf, type FaultWords } from '../../src/ews/lacking.ts';
import { getInboxRules } from '../../src/ews/operations/get-inbox-rules.ts';
import { describeWithWitness } from '../witness.ts';
import { recordedAnswer, recordedIn } from './recorded.ts';

const fault = (faultCode: string, faultString: string, more: Partial<FaultWords> = {}): FaultWords => ({
  faultCode,
  faultString,
  responseCode: undefined,
  hasDetail: false,
  ...more,
});
const coded = (responseCode: string, faultString = ''): FaultWords =>
  fault(`a:${responseCode}`, faultString, { responseCode, hasDetail: true });

describe('a fault', () => {
  it.each([
    fault('SOAP:Server', "Unknown request 'FindConversation'."),
    fault('soap:Server', 'Operation GetInboxRules is not supported'),
    fault('soap:Server', 'The requested method is not implemented.'),
    fault('soap:Server', 'Not implemented'),
    fault('soap:Client', 'Unsupported operation: GetDelegate'),
    fault('a:ActionNotSupported', 'The message cannot be processed at the receiver.', { hasDetail: true }),
    coded(
      'ErrorSchemaValidation',
      "The request failed schema validation: The element 'Body' in namespace 'http://schemas.xmlsoap.org/soap/envelope/' has invalid child element 'FindConversation'.",
    ),
    coded('ErrorInvalidOperation', 'The requested operation is not supported by this server.'),
  ])('says that there is no such operation: $faultCode $faultString', (words) => {
    expect(lackingOf(words)).toBe('operation');
  });

  it.each([
    fault('soap:Client', "missing required child element 'Message' in element 'ReplyToItem'"),
    coded('ErrorInvalidRequest', 'The request is invalid.'),
    coded('ErrorIncorrectSchemaVersion', 'The request does not specify the correct server version.'),
    coded('ErrorSchemaValidation', "The element 'FindItem' has invalid child element 'SortOrder'."),
  ])('says that the server does not take such a request: $faultCode $faultString', (words) => {
    expect(lackingOf(words)).toBe('request');
  });

  it.each([
    fault('soap:Server', 'Invalid XML'),
    fault('soap:Server', 'Internal server error'),
    fault('soap:Server', 'The server is not available to process the request'),
    fault('soap:Server', ''),
    fault('soap:Client', 'User is not mailbox owner.', { hasDetail: true }),
    coded('ErrorServerBusy', 'The server cannot service this request right now. Try again later.'),
    coded('ErrorImpersonateUserDenied', 'The account does not have permission to impersonate the requested user.'),
    coded('ErrorInternalServerError', 'An internal server error occurred. The operation failed.'),
  ])('says nothing of the kind: $faultCode $faultString', (words) => {
    expect(lackingOf(words)).toBeUndefined();
  });
});

const failureOf = async (directory: string, name: string): Promise<EwsError> => {
  const recorded = recordedIn(directory).find((one) => one.name.startsWith(name)) ?? expect.fail(`no ${name}`);
  const failure: unknown = await recordedAnswer(recorded, getInboxRules, {}).catch((error: unknown) => error);
  return failure instanceof EwsError ? failure : expect.fail('no failure');
};

describeWithWitness('faults that servers have sent', (folder) => {
  it.each([
    ['077-unknown-operation', 'operation'],
    ['094-FindConversation', 'operation'],
    ['095-GetConversationItems', 'operation'],
    ['097-ExportItems', 'operation'],
    ['098-GetSearchableMailboxes', 'operation'],
    ['101-GetPasswordExpirationDate', 'operation'],
    ['121-MarkAllItemsAsRead', 'operation'],
    ['079-bad-enum-value', 'request'],
    ['119-CreateItem-ReplyToItem', 'request'],
    ['074-malformed-xml', undefined],
    ['076-empty-request', undefined],
    ['088-impersonation-unknown-user', undefined],
    ['092-impersonation-sid', undefined],
  ])('tell by %s what gromox cannot do: %s', async (name, lacking) => {
    const failure = await failureOf(`${folder}/wire`, name);
    expect(failure).toMatchObject({ kind: 'fault', operation: 'GetInboxRules', lacking });
    // What it does not know it has not begun, so a write need not be looked for.
    expect(failure.isRefusal).toBe(lacking !== undefined);
  });

  it.each([
    ['Fault-01', 'request'],
    ['Fault-02', 'request'],
    ['Fault-03', undefined],
    ['Fault-04', undefined],
    ['Fault-05', 'request'],
    ['Fault-06', undefined],
    ['Fault-07', undefined],
  ])('tell by %s what Exchange cannot do: %s', async (name, lacking) => {
    expect((await failureOf(`${folder}/ews/samples`, name)).lacking).toBe(lacking);
  });
});
