import { describe, expect, it } from 'vitest';
import { EwsError } from '../../src/ews/errors.ts';
import { mailboxAddress, type MailboxAddress } from '../../src/ews/properties/id.ts';
import { responseError, responseIn, responseMessages, soapEnvelope } from '../../src/ews/soap.ts';
import { element, parseXml, type XmlElement } from '../../src/ews/xml.ts';

const alice = mailboxAddress('alice@example.test') as MailboxAddress;

const inEnvelope = (body: string): string =>
  `<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body>${body}</s:Body></s:Envelope>`;

const readResponse = (answer: string, operation: string, status?: number): XmlElement =>
  responseIn(parseXml(answer), operation, status);

const refusal = (act: () => unknown): EwsError => {
  try {
    act();
  } catch (error) {
    expect(error).toBeInstanceOf(EwsError);
    return error as EwsError;
  }
  throw new Error('accepted');
};

it('writes the server version, the mailbox to act as and the request', () => {
  expect(
    soapEnvelope('Exchange2010_SP2', alice, element('m:GetServerTimeZones', { ReturnFullTimeZoneData: 'false' })),
  ).toBe(
    '<?xml version="1.0" encoding="utf-8"?>' +
      '<soap:Envelope xmlns:soap="http://schemas.xmlsoap.org/soap/envelope/"' +
      ' xmlns:m="http://schemas.microsoft.com/exchange/services/2006/messages"' +
      ' xmlns:t="http://schemas.microsoft.com/exchange/services/2006/types">' +
      '<soap:Header><t:RequestServerVersion Version="Exchange2010_SP2"/>' +
      '<t:ExchangeImpersonation><t:ConnectingSID><t:SmtpAddress>alice@example.test</t:SmtpAddress></t:ConnectingSID></t:ExchangeImpersonation>' +
      '</soap:Header><soap:Body><m:GetServerTimeZones ReturnFullTimeZoneData="false"/></soap:Body></soap:Envelope>',
  );
});

describe('reading an envelope', () => {
  it('finds the response element under any prefixes', () => {
    const answer =
      '<Envelope xmlns="http://schemas.xmlsoap.org/soap/envelope/"><Header><ServerVersionInfo xmlns="urn:t"/></Header>' +
      '<Body><GetItemResponse xmlns="urn:m"><ResponseMessages/></GetItemResponse></Body></Envelope>';
    expect(readResponse(answer, 'GetItem').name).toBe('GetItemResponse');
    expect(readResponse(inEnvelope('<GetUserAvailabilityResponse/>'), 'GetUserAvailabilityRequest').name).toBe(
      'GetUserAvailabilityResponse',
    );
  });

  it.each([
    [
      'a SOAP 1.2 envelope',
      '<Envelope xmlns="http://www.w3.org/2003/05/soap-envelope"><Body><GetItemResponse/></Body></Envelope>',
    ],
    ['an envelope of no namespace', '<Envelope><Body><GetItemResponse/></Body></Envelope>'],
    ['an empty body', inEnvelope('')],
    ['no body', '<Envelope xmlns="http://schemas.xmlsoap.org/soap/envelope/"/>'],
    ['the answer to another operation', inEnvelope('<FindItemResponse/>')],
    ['the request itself', inEnvelope('<GetItem/>')],
    ['a well-formed HTML page', '<html><body><p>Service unavailable</p></body></html>'],
  ])('refuses %s', (_what, answer) => {
    expect(refusal(() => readResponse(answer, 'GetItem')).kind).toBe('decode');
  });

  it('tells code, text, details and pause of an Exchange fault', () => {
    const answer = inEnvelope(
      '<s:Fault><faultcode xmlns:a="http://schemas.microsoft.com/exchange/services/2006/types">a:ErrorServerBusy</faultcode>' +
        '<faultstring xml:lang="en-US">The server cannot service this request right now.\n Try again later.</faultstring>' +
        '<detail><e:ResponseCode xmlns:e="urn:e">ErrorServerBusy</e:ResponseCode><e:Message xmlns:e="urn:e">Busy</e:Message>' +
        '<t:MessageXml xmlns:t="urn:t"><t:Value Name="BackOffMilliseconds">30000</t:Value><t:LineNumber>14</t:LineNumber></t:MessageXml></detail></s:Fault>',
    );
    const error = refusal(() => readResponse(answer, 'GetItem', 500));
    expect(error).toMatchObject({
      kind: 'fault',
      responseCode: 'ErrorServerBusy',
      status: 500,
      retryAfterMs: 30_000,
      details: { BackOffMilliseconds: '30000', LineNumber: '14' },
    });
    expect(error.message).toBe(
      'the server refused the call (ErrorServerBusy): The server cannot service this request right now. Try again later.',
    );
  });

  it('tells which part of a request breaks the schema, and not what stood there', () => {
    const answer = inEnvelope(
      '<s:Fault><faultcode>a:ErrorSchemaValidation</faultcode>' +
        "<faultstring>The request failed schema validation: The 'DueDate' element is invalid - The value 'the merger' is on 'Monday' is invalid according to its datatype 'dateTime' - The string 'the merger' is not a valid DateTime value.</faultstring></s:Fault>",
    );
    const { message } = refusal(() => readResponse(answer, 'CreateItem', 500));
    expect(message).toContain("The 'DueDate' element is invalid");
    expect(message).not.toMatch(/merger|Monday/);
  });

  it('takes the code from faultcode alone, as gromox sends it with HTTP 200', () => {
    const answer = inEnvelope(
      '<s:Fault><faultcode>ErrorCannotFindUser</faultcode><faultstring>E-3330: user not found</faultstring></s:Fault>',
    );
    expect(refusal(() => readResponse(answer, 'GetItem', 200))).toMatchObject({
      kind: 'fault',
      responseCode: 'ErrorCannotFindUser',
      status: 200,
    });
  });

  it('does not take SOAP faultcodes for EWS codes', () => {
    const answer = inEnvelope(
      '<s:Fault><faultcode>s:Client</faultcode><faultstring>Invalid XML</faultstring></s:Fault>',
    );
    expect(refusal(() => readResponse(answer, 'GetItem'))).toMatchObject({ kind: 'fault', responseCode: undefined });
  });
});

describe('response messages', () => {
  it('are the children of m:ResponseMessages, in order', () => {
    const response = parseXml(
      '<R><ResponseMessages><M ResponseClass="Success"/><M ResponseClass="Error"/></ResponseMessages></R>',
    );
    expect(responseMessages(response).map(({ attributes }) => attributes['ResponseClass'])).toEqual([
      'Success',
      'Error',
    ]);
  });

  it('is the response itself where EWS has no list: class on the element, or in a ResponseMessage', () => {
    const rooms = parseXml(
      '<GetRoomsResponse ResponseClass="Success"><ResponseCode>NoError</ResponseCode></GetRoomsResponse>',
    );
    expect(responseMessages(rooms)).toEqual([rooms]);
    const outOfOffice = parseXml(
      '<R><ResponseMessage ResponseClass="Error"><ResponseCode>ErrorAccessDenied</ResponseCode></ResponseMessage></R>',
    );
    expect(responseMessages(outOfOffice)).toEqual([outOfOffice]);
    expect(responseError(outOfOffice)).toMatchObject({ kind: 'response', responseCode: 'ErrorAccessDenied' });
  });

  it('is the failed upper level where both levels have a class', () => {
    const delegates = parseXml(
      '<GetDelegateResponse ResponseClass="Error"><ResponseCode>ErrorItemNotFound</ResponseCode><ResponseMessages/></GetDelegateResponse>',
    );
    expect(responseError(responseMessages(delegates)[0] ?? delegates)).toMatchObject({
      responseCode: 'ErrorItemNotFound',
    });
  });

  it.each([['<R><ResponseMessages/></R>'], ['<R/>'], ['<R><Items/></R>']])('must exist: %s', (xml) => {
    expect(refusal(() => responseMessages(parseXml(xml))).kind).toBe('decode');
  });

  it('are errors with code, text and details when their class is Error', () => {
    const error = responseError(
      parseXml(
        '<M ResponseClass="Error"><MessageText>Use the primary address.</MessageText><ResponseCode>ErrorNonPrimarySmtpAddress</ResponseCode>' +
          '<DescriptiveLinkKey>0</DescriptiveLinkKey><MessageXml><t:Value xmlns:t="urn:t" Name="Primary">alice@example.test</t:Value></MessageXml></M>',
      ),
    );
    expect(error).toMatchObject({
      kind: 'response',
      responseCode: 'ErrorNonPrimarySmtpAddress',
      details: { Primary: 'alice@example.test' },
    });
    expect(error?.message).toBe('the server answered ErrorNonPrimarySmtpAddress: Use the primary address.');
  });

  it('are data when their class is Success or an ordinary Warning', () => {
    expect(
      responseError(parseXml('<M ResponseClass="Success"><ResponseCode>NoError</ResponseCode></M>')),
    ).toBeUndefined();
    expect(
      responseError(
        parseXml('<M ResponseClass="Warning"><ResponseCode>ErrorNameResolutionMultipleResults</ResponseCode></M>'),
      ),
    ).toBeUndefined();
  });

  it('are errors when the batch stopped before them', () => {
    const stopped = parseXml('<M ResponseClass="Warning"><ResponseCode>ErrorBatchProcessingStopped</ResponseCode></M>');
    expect(responseError(stopped)).toMatchObject({ kind: 'response', responseCode: 'ErrorBatchProcessingStopped' });
  });

  it('are data when the operation calls their code an answer', () => {
    const none = parseXml('<M ResponseClass="Error"><ResponseCode>ErrorNameResolutionNoResults</ResponseCode></M>');
    expect(responseError(none, ['ErrorNameResolutionNoResults'])).toBeUndefined();
    expect(responseError(none, [])).toMatchObject({ responseCode: 'ErrorNameResolutionNoResults' });
  });

  it('are errors without a ResponseClass', () => {
    expect(responseError(parseXml('<M><Items/></M>'))?.kind).toBe('decode');
  });
});
