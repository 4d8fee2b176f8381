import { RequestFault } from '../emulator-error.ts';
import { namespaces } from './namespaces.ts';
import { readXml, UnreadableXml } from './read-xml.ts';
import { child, node, type XmlNode } from './xml.ts';

/** A request taken out of its envelope. */
export interface SoapRequest {
  /** Name of the request element without its prefix: `GetItem`, `GetUserOofSettingsRequest`. */
  readonly operation: string;
  readonly request: XmlNode;
  readonly header: XmlNode | undefined;
}

/** Reads an envelope. Throws RequestFault ErrorSchemaValidation when it is not XML or no envelope around one element. */
export const readEnvelope = (text: string): SoapRequest => {
  const envelope = readDocument(text);
  const [request, ...others] = child(envelope, 'soap:Body')?.children ?? [];
  if (envelope.name !== 'soap:Envelope' || request === undefined || others.length > 0) {
    throw schemaFault('The request is no SOAP 1.1 envelope with one element in its body.');
  }
  return { operation: request.name.replace(/^m:/, ''), request, header: child(envelope, 'soap:Header') };
};

/**
 * Refuses every version newer than Exchange2010_SP2, as WorkMail does; no header is the oldest version.
 * Throws RequestFault ErrorInvalidServerVersion.
 */
export const checkServerVersion = (header: XmlNode | undefined): void => {
  const version = child(header, 't:RequestServerVersion')?.attributes['Version'];
  if (version !== undefined && !acceptedVersions.has(version)) throw new RequestFault('ErrorInvalidServerVersion');
};

/**
 * The address or principal name in ExchangeImpersonation; undefined without that header. Throws RequestFault
 * ErrorInvalidExchangeImpersonationHeaderData when nobody is named, ErrorInvalidUserSid for a SID, which WorkMail does not have.
 */
export const impersonatedAddress = (header: XmlNode | undefined): string | undefined => {
  const impersonation = child(header, 't:ExchangeImpersonation');
  if (impersonation === undefined) return undefined;
  const [named, ...others] = child(impersonation, 't:ConnectingSID')?.children ?? [];
  if (others.length > 0) throw schemaFault("The element 'ConnectingSID' has more than one child element.");
  const address = named?.text.trim() ?? '';
  if (named === undefined || address === '') throw new RequestFault('ErrorInvalidExchangeImpersonationHeaderData');
  if (named.name === 't:SID') throw new RequestFault('ErrorInvalidUserSid');
  return address;
};

/** The Windows zone id of TimeZoneContext; undefined without one. */
export const requestTimeZoneId = (header: XmlNode | undefined): string | undefined =>
  child(child(header, 't:TimeZoneContext'), 't:TimeZoneDefinition')?.attributes['Id'];

/** The envelope of an answer, with the ServerVersionInfo of WorkMail. */
export const answerEnvelope = (answer: XmlNode): XmlNode =>
  node('soap:Envelope', { 'xmlns:soap': namespaces.soap, 'xmlns:t': namespaces.t, 'xmlns:m': namespaces.m }, [
    node('soap:Header', [serverVersionInfo]),
    node('soap:Body', [answer]),
  ]);

/**
 * The envelope of an answer to GetStreamingEvents, in the namespaces that Exchange itself writes there: `Envelope` without a prefix around `soap11`
 * children. Clients look for that text in what arrives; ews-javascript-api sees no envelope with a prefix.
 */
export const streamedEnvelope = (answer: XmlNode): XmlNode =>
  node('Envelope', { xmlns: namespaces.soap, 'xmlns:t': namespaces.t, 'xmlns:m': namespaces.m }, [
    node('soap11:Header', { 'xmlns:soap11': namespaces.soap }, [serverVersionInfo]),
    node('soap11:Body', { 'xmlns:soap11': namespaces.soap }, [answer]),
  ]);

/** The envelope of a fault, without a header. A recorded body of WorkMail: ews/samples/Fault-06.response.xml. */
export const faultEnvelope = ({ responseCode, message, messageXml }: RequestFault): XmlNode =>
  faulting([
    node('faultcode', { 'xmlns:a': namespaces.t }, `a:${responseCode}`),
    node('faultstring', { 'xml:lang': 'en-US' }, message),
    node('detail', [
      node('e:ResponseCode', { 'xmlns:e': namespaces.e }, responseCode),
      node('e:Message', { 'xmlns:e': namespaces.e }, message),
      messageXml.length === 0 ? undefined : node('t:MessageXml', { 'xmlns:t': namespaces.t }, messageXml),
    ]),
  ]);

/** A fault of the SOAP stack itself, which says nothing in EWS's words: what servers answer that lack an operation altogether. */
export const bareFaultEnvelope = (message: string): XmlNode =>
  faulting([node('faultcode', 'soap:Server'), node('faultstring', message)]);

/** ErrorSchemaValidation with what was wrong, of which 2,000 characters are told: it names parts of the request, as long as they may be. */
export const schemaFault = (violation: string): RequestFault => {
  const told = violation.slice(0, 2_000);
  return new RequestFault('ErrorSchemaValidation', `The request failed schema validation: ${told}`, [
    node('t:Violation', told),
  ]);
};

const faulting = (children: readonly XmlNode[]): XmlNode =>
  node('soap:Envelope', { 'xmlns:soap': namespaces.soap }, [node('soap:Body', [node('soap:Fault', children)])]);

const acceptedVersions: ReadonlySet<string> = new Set([
  'Exchange2007',
  'Exchange2007_SP1',
  'Exchange2010',
  'Exchange2010_SP1',
  'Exchange2010_SP2',
]);

const serverVersionInfo = node('t:ServerVersionInfo', {
  MajorVersion: '14',
  MinorVersion: '2',
  MajorBuildNumber: '390',
  MinorBuildNumber: '3',
  Version: 'Exchange2010_SP2',
});

const readDocument = (text: string): XmlNode => {
  try {
    return readXml(text);
  } catch (error) {
    if (error instanceof UnreadableXml) throw schemaFault(`The request is not well-formed XML: ${error.message}.`);
    throw error;
  }
};
