import { envelope, type RunningEmulator } from '../emulator/running-emulator.ts';
import type { Journey } from './start.ts';

/** Posts requests to the mail server itself, as somebody's own mail program does: past the gateway, with that person's password. */
export const serverCall =
  ({ emulatorUrl }: Pick<Journey, 'emulatorUrl'>, owner: string, password: string): RunningEmulator['call'] =>
  async (request) => {
    const credentials = Buffer.from(`${owner}:${password}`).toString('base64');
    const response = await fetch(emulatorUrl, {
      method: 'POST',
      body: envelope(request),
      headers: { authorization: `Basic ${credentials}`, 'content-type': 'text/xml' },
    });
    return { status: response.status, headers: response.headers, text: await response.text() };
  };
