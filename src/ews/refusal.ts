import { EwsError } from './errors.ts';
import { soapBody } from './soap.ts';
import type { SoapAnswer } from './transport.ts';
import { parseXml } from './xml.ts';

/** Retry-After in seconds or, held against the answer's own Date, as a date; milliseconds. */
const retryAfterMs = (headers: Readonly<Record<string, string>>): number | undefined => {
  const value = headers['retry-after']?.trim() ?? '';
  if (/^\d{1,7}$/.test(value)) return Number(value) * 1000;
  const pause = Date.parse(value) - Date.parse(headers['date'] ?? '');
  return Number.isNaN(pause) ? undefined : Math.max(0, pause);
};

/** What an answer with an HTTP error status means: its SOAP fault if it holds one, else the status. `text`: its body, empty when it is unreadable. */
export const refusal = ({ status, headers }: SoapAnswer, text: string): EwsError => {
  const pause = retryAfterMs(headers);
  try {
    soapBody(parseXml(text), status);
  } catch (error) {
    if (error instanceof EwsError && error.kind === 'fault')
      return error.retryAfterMs === undefined ? error.with({ retryAfterMs: pause }) : error;
  }
  return new EwsError('http', `the server answered HTTP ${status}`, {
    status,
    retryAfterMs: pause,
    // https://www.rfc-editor.org/rfc/rfc9110#section-15.6.2
    ...(status === 501 ? { lacking: 'operation', isRefusal: true } : {}),
  });
};
