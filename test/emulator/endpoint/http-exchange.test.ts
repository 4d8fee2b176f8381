import { type IncomingMessage, request as requestOf } from 'node:http';
import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { readBody } from '../../../src/emulator/endpoint/http-exchange.ts';
import { codesIn, envelope, impersonating, startEmulator } from '../running-emulator.ts';

const getInbox =
  '<m:GetFolder><m:FolderShape><t:BaseShape>IdOnly</t:BaseShape></m:FolderShape><m:FolderIds><t:DistinguishedFolderId Id="inbox"/></m:FolderIds></m:GetFolder>';

interface Answer {
  readonly status: number | undefined;
  readonly text: string;
}

/** Sends bytes as they are. */
const send = (url: string, body: Buffer, headers: Readonly<Record<string, string>>): Promise<Answer> =>
  new Promise((resolve, reject) => {
    const request = requestOf(url, { method: 'POST', headers });
    request.once('error', reject);
    request.once('response', (response) => {
      text(response).then((content) => resolve({ status: response.statusCode, text: content }), reject);
    });
    request.end(body);
  });

const gzip = { 'content-encoding': 'gzip' };
/** One byte more than Exchange takes. */
const tooLong = Buffer.alloc(67_108_865, ' ');

describe('The body of a request', () => {
  it.each<[string, number, Buffer, Readonly<Record<string, string>>]>([
    ['too long', 413, tooLong, {}],
    ['too long when it is unpacked', 413, gzipSync(tooLong), gzip],
    ['no gzip, though it says so', 400, Buffer.from('<s:Envelope/>'), gzip],
    ['the beginning of gzip only', 400, gzipSync(Buffer.from(envelope(getInbox))).subarray(0, 60), gzip],
  ])('is refused when it is %s (%s), and the next one is read', async (_, status, body, headers) => {
    const { ewsUrl, token, call } = await startEmulator();
    const authorization = `Bearer ${await token()}`;
    expect(await send(ewsUrl, body, { ...headers, authorization })).toMatchObject({ status });
    expect(await send(new URL(ewsUrl).origin, body, headers)).toMatchObject({ status });
    expect(codesIn(await call(getInbox))).toEqual(['NoError']);
  });

  it('is read when it is gzip', async () => {
    const { ewsUrl, token } = await startEmulator();
    const body = gzipSync(envelope(getInbox, impersonating('alice@example.test')));
    const answer = await send(ewsUrl, body, { ...gzip, authorization: `Bearer ${await token()}` });
    expect(answer).toMatchObject({ status: 200, text: expect.stringContaining('>NoError<') });
  });

  it('is no longer waited for when whoever packs it has left', async () => {
    const request = Object.assign(new PassThrough(), { headers: gzip });
    const read = readBody(request as unknown as IncomingMessage);
    request.write(gzipSync(envelope(getInbox)).subarray(0, 60));
    request.destroy(new Error('left'));
    await expect(read).rejects.toThrow('left');
  });
});
