import { request as requestOf } from 'node:http';
import { text } from 'node:stream/consumers';
import { type EmulatorOptions } from '../../../src/emulator/emulator.ts';
import { type RunningEmulator, startEmulator } from '../running-emulator.ts';

/** What control answered; a body that is JSON is read. */
export interface ControlAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: unknown;
}

/** Asks control: `ask('POST', '/faults', { kind: 'hang' })`. A body that is text is sent as it is; headers can be replaced, and left out. */
export type AskControl = (
  method: string,
  path: string,
  body?: unknown,
  headers?: Readonly<Record<string, string | undefined>>,
) => Promise<ControlAnswer>;

/** An emulator with control. */
export const startControlled = async (
  options: EmulatorOptions = {},
): Promise<RunningEmulator & { readonly ask: AskControl }> => {
  const running = await startEmulator({ control: true, ...options });
  const { origin } = new URL(running.ewsUrl);
  const ask: AskControl = async (method, path, body, headers = {}) => {
    const sent = { 'content-type': 'application/json', ...headers };
    const given = Object.entries(sent).filter((header): header is [string, string] => header[1] !== undefined);
    const request = requestOf(`${origin}/emulator${path}`, { method, headers: Object.fromEntries(given) });
    const answered = new Promise<ControlAnswer>((resolve, reject) => {
      request.once('error', reject);
      request.once('response', (response) => {
        text(response).then((content) => {
          const isJson = /json/.test(String(response.headers['content-type']));
          const { statusCode: status = 0, headers: received } = response;
          resolve({ status, headers: received, body: isJson ? JSON.parse(content) : content });
        }, reject);
      });
    });
    request.end(body === undefined || typeof body === 'string' ? body : JSON.stringify(body));
    return answered;
  };
  return { ...running, ask };
};
