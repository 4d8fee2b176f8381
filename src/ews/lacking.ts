/** What a server cannot do: an operation altogether, or what a request to it says. */
export type Lacking = 'operation' | 'request';

/** Codes of a whole request that was refused for what it is. The gateway writes requests that are valid, so the server knows less than it may. */
const refusals: ReadonlySet<string> = new Set([
  'ErrorInvalidOperation',
  'ErrorInvalidRequest',
  'ErrorSchemaValidation',
  'ErrorIncorrectSchemaVersion',
]);

/** gromox (2026): `Unknown request 'FindConversation'.` Others say it in such words too. */
const unknownOperation =
  /\bunknown (?:request|operation|method|action)\b|\b(?:request|operation|method|action)\b.{0,80}?\b(?:unsupported|unknown|not (?:implemented|supported|recogni[sz]ed))\b|\bunsupported (?:request|operation|method|action)\b|\bnot implemented\b/i;

/** Exchange's words when the contract of its version has no such request. */
const unknownInBody = /\belement '(?:\w+:)?Body'.{0,120}?\bhas (?:an )?invalid child element\b/i;

/** A fault as far as it says what kind it is. */
export interface FaultWords {
  /** `soap:Client`, `a:ActionNotSupported`, `SOAP:Server` ... */
  readonly faultCode: string;
  readonly faultString: string;
  /** EWS's own code, where there is one. */
  readonly responseCode: string | undefined;
  /** Whether it goes into details. */
  readonly hasDetail: boolean;
}

/**
 * Whether a fault says that the server cannot do what it was asked for. Undefined for all other faults: a server that is merely ill answers
 * HTTP 500 with a fault as well, and so does one that does not let somebody in.
 * https://learn.microsoft.com/dotnet/framework/wcf/feature-details/messages-not-understood (ActionNotSupported)
 */
export const lackingOf = ({ faultCode, faultString, responseCode, hasDetail }: FaultWords): Lacking | undefined => {
  const name = faultCode.trim().replace(/^.*:/, '');
  if (responseCode === undefined) {
    if (name === 'ActionNotSupported' || unknownOperation.test(faultString)) return 'operation';
    // https://www.w3.org/TR/2000/NOTE-SOAP-20000508/#_Toc478383510: the message is to blame, which is a valid one. Where Exchange 2007 says so of a
    // call that is not allowed, there is a detail.
    return name === 'Client' && !hasDetail ? 'request' : undefined;
  }
  if (!refusals.has(responseCode)) return undefined;
  return unknownOperation.test(faultString) || unknownInBody.test(faultString) ? 'operation' : 'request';
};
