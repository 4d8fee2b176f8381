import { joined, type ByteSource } from './byte-source.ts';
import { EwsError } from './errors.ts';
import { lackingOf } from './lacking.ts';
import type { MailboxAddress } from './properties/id.ts';
import { child, childText, element, parseLongXml, writeXml, xmlPieces, type XmlElement } from './xml.ts';

const soapNamespace = 'http://schemas.xmlsoap.org/soap/envelope/';
/** Of requests and answers, prefix `m:`. */
export const messagesNamespace = 'http://schemas.microsoft.com/exchange/services/2006/messages';
const typesNamespace = 'http://schemas.microsoft.com/exchange/services/2006/types';

/**
 * Writes a whole request: SOAP 1.1 envelope, RequestServerVersion, and the mailbox to act as (SmtpAddress, the form that Microsoft's own clients
 * send). UTF-8 bytes instead of a text when the request carries bytes (files, MIME).
 * https://learn.microsoft.com/exchange/client-developer/web-service-reference/exchangeimpersonation
 */
export const soapEnvelope = (
  serverVersion: string,
  mailbox: MailboxAddress,
  request: XmlElement,
): string | ByteSource => {
  const envelope = element(
    'soap:Envelope',
    { 'xmlns:soap': soapNamespace, 'xmlns:m': messagesNamespace, 'xmlns:t': typesNamespace },
    [
      element('soap:Header', [
        element('t:RequestServerVersion', { Version: serverVersion }),
        element('t:ExchangeImpersonation', [element('t:ConnectingSID', [element('t:SmtpAddress', mailbox)])]),
      ]),
      element('soap:Body', [request]),
    ],
  );
  return joined(['<?xml version="1.0" encoding="utf-8"?>', ...xmlPieces(envelope)]);
};

/** Writes a whole answer, for when the server is the one that asks (SendNotification). */
export const soapAnswer = (content: XmlElement): string => {
  const envelope = element('soap:Envelope', { 'xmlns:soap': soapNamespace }, [element('soap:Body', [content])]);
  return `<?xml version="1.0" encoding="utf-8"?>${writeXml(envelope)}`;
};

/** From where on the text of a schema violation repeats what a client wrote: `The value '…' is invalid according to its datatype`. */
const repeatedValue = /\b(value|string) '.*$/i;

/** Server texts are canned but for that, and nobody promises their length or their line breaks. */
const quote = (text: string | undefined): string => {
  const line = (text ?? '').replace(/\s+/g, ' ').trim().replace(repeatedValue, "$1 '…'");
  return line === '' ? '' : `: ${line.length > 300 ? `${line.slice(0, 300)}…` : line}`;
};

/** `t:Value` entries by name, and the plain entries that schema violations have (LineNumber, Violation). */
const messageDetails = (messageXml: XmlElement | undefined): Readonly<Record<string, string>> => {
  const details: Record<string, string> = {};
  for (const entry of messageXml?.children ?? []) {
    if (entry.children.length === 0) details[entry.attributes['Name'] ?? entry.name] = entry.text.trim();
  }
  return details;
};

/** The pause that a throttling server asks for, milliseconds. */
const backOff = (details: Readonly<Record<string, string>>): number | undefined => {
  const text = details['BackOffMilliseconds'];
  return text !== undefined && /^\d{1,9}$/.test(text) ? Number(text) : undefined;
};

/**
 * Exchange names the code in `detail/e:ResponseCode` and as a QName in faultcode; gromox (2026) only in faultcode, without prefix. A faultcode
 * of SOAP itself (`soap:Client`) is no EWS code.
 */
const faultCode = (fault: XmlElement): string | undefined => {
  const detail = child(fault, 'detail');
  const code =
    (detail === undefined ? undefined : childText(detail, 'ResponseCode')) ?? childText(fault, 'faultcode') ?? '';
  const name = code.trim().replace(/^.*:/, '');
  return name.startsWith('Error') ? name : undefined;
};

const faultError = (fault: XmlElement, status: number | undefined): EwsError => {
  const detail = child(fault, 'detail');
  const details = messageDetails(detail === undefined ? undefined : child(detail, 'MessageXml'));
  const responseCode = faultCode(fault);
  const faultString = childText(fault, 'faultstring') ?? '';
  const faultCodeText = childText(fault, 'faultcode')?.trim() ?? '';
  const lacking = lackingOf({ faultCode: faultCodeText, faultString, responseCode, hasDetail: detail !== undefined });
  return new EwsError('fault', `the server refused the call (${responseCode ?? 'SOAP fault'})${quote(faultString)}`, {
    responseCode,
    status,
    details,
    retryAfterMs: backOff(details),
    lacking,
    // What the server does not understand it has not begun; nor what SOAP says was formed wrongly.
    isRefusal: lacking !== undefined || (/(?:^|:)Client$/.test(faultCodeText) && responseCode === undefined),
  });
};

/**
 * The one element in the Body of a read envelope. Throws EwsError `fault` when it is a Fault (`status`: the HTTP status it came with), `decode`
 * when the document is no SOAP 1.1 envelope or its Body is empty.
 */
export const soapBody = (envelope: XmlElement, status?: number): XmlElement => {
  if (envelope.name !== 'Envelope' || envelope.namespace !== soapNamespace) {
    throw new EwsError('decode', 'the answer is not a SOAP 1.1 envelope', { status });
  }
  const content = child(envelope, 'Body')?.children[0];
  if (content === undefined) throw new EwsError('decode', 'the answer has an empty SOAP body', { status });
  if (content.name === 'Fault') throw faultError(content, status);
  return content;
};

/**
 * Reads an answer down to its response element (`FindItemResponse`); others have their turn while it reads a long one. Throws EwsError: `fault`, or
 * `decode` for everything that is not the complete answer to this operation; `aborted` or `timeout` by the signal, see `parseLongXml`.
 */
export const readResponse = async (
  answer: string,
  operation: string,
  { status, signal }: { readonly status: number; readonly signal: AbortSignal },
): Promise<XmlElement> => responseIn(await parseLongXml(answer, signal), operation, status);

/** The same of an envelope that has been read already. */
export const responseIn = (envelope: XmlElement, operation: string, status?: number): XmlElement => {
  const response = soapBody(envelope, status);
  // The request elements of availability and out-of-office end in Request, their answers do not.
  const expected = `${operation.replace(/Request$/, '')}Response`;
  if (response.name !== expected)
    throw new EwsError('decode', `the answer is a ${response.name}, not a ${expected}`, { status });
  return response;
};

/** Availability and out-of-office keep class and code in a ResponseMessage child, everything else on the message itself. */
const outcomeOf = (message: XmlElement): XmlElement =>
  message.attributes['ResponseClass'] === undefined ? (child(message, 'ResponseMessage') ?? message) : message;

/**
 * The response messages of a response element, in the order of the request's ids. Where EWS has no m:ResponseMessages the response itself is
 * the message; where both levels have a class (delegates), a failed upper level is the answer. Throws EwsError `decode` when there is none.
 */
export const responseMessages = (response: XmlElement): readonly XmlElement[] => {
  const list = child(response, 'ResponseMessages');
  if (response.attributes['ResponseClass'] === 'Error') return [response];
  if (list !== undefined && list.children.length > 0) return list.children;
  if (list === undefined && outcomeOf(response).attributes['ResponseClass'] !== undefined) return [response];
  throw new EwsError('decode', `the ${response.name} holds no response message`);
};

/**
 * The error that a response message is; undefined when it carries data. A Warning carries data, except ErrorBatchProcessingStopped: that id was
 * not looked at. `answers`: codes of class Error that are no failure of this operation.
 */
export const responseError = (message: XmlElement, answers: readonly string[] = []): EwsError | undefined => {
  const outcome = outcomeOf(message);
  const responseClass = outcome.attributes['ResponseClass'];
  const responseCode = childText(outcome, 'ResponseCode')?.trim();
  if (responseClass === 'Success') return undefined;
  if (responseClass === 'Warning' && responseCode !== 'ErrorBatchProcessingStopped') return undefined;
  if (responseClass === undefined) return new EwsError('decode', `the ${message.name} has no ResponseClass`);
  if (responseCode !== undefined && answers.includes(responseCode)) return undefined;
  const messageXml = child(outcome, 'MessageXml');
  const details = messageDetails(messageXml);
  return new EwsError(
    'response',
    `the server answered ${responseCode ?? responseClass}${quote(childText(outcome, 'MessageText'))}`,
    {
      responseCode,
      details,
      retryAfterMs: backOff(details),
    },
  );
};
