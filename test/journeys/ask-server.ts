import type { XmlElement } from '../../src/ews/xml.ts';
import { answered, rows } from '../emulator/answered.ts';
import { envelope } from '../emulator/running-emulator.ts';
import type { Journey } from './start.ts';

/** Asks the server itself, as the mail program of somebody of the demo, such as `alice`; the rows of the answer. */
export const askServer = async (
  { emulatorUrl }: Journey,
  person: string,
  request: string,
): Promise<readonly XmlElement[]> => {
  const credentials = Buffer.from(`${person}@example.test:${person}-demo-password`).toString('base64');
  const answer = await fetch(emulatorUrl, {
    method: 'POST',
    body: envelope(request),
    headers: { authorization: `Basic ${credentials}`, 'content-type': 'text/xml' },
  });
  return rows(answered({ status: answer.status, headers: answer.headers, text: await answer.text() }).body);
};
