import { execFile } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { Agent, request, type IncomingMessage } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { postForm, uploadForm } from '../journeys/upload.ts';
import { compileProduct, type Product, type RunningGateway } from './product.ts';
import { report } from './report.ts';

/*
 * The largest mail that WorkMail takes goes into a mailbox through the gateway and out again, as a whole and its file alone. Gateway, mail server and whoever
 * downloads have processes of their own; this one asks small questions all the while.
 */

const megabyte = 1024 * 1024;
const mostMegabytes = 100;
const mostHeldUpMs = 50;
const pingEveryMs = 5;

let product: Product;
let gateway: RunningGateway;
beforeAll(async () => {
  product = await compileProduct(1);
  gateway = await product.startGateway(await product.startEmulator());
}, 300_000);
afterAll(() => product?.close());

const hashOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** A file in a message of at most so many bytes. */
const mailWithFile = (mostBytes: number): { readonly mime: Buffer; readonly file: Buffer } => {
  const head = Buffer.from(
    [
      'From: Stranger <stranger@elsewhere.test>',
      'To: alice@example.test',
      'Subject: Big',
      'Date: Mon, 2 Mar 2026 08:00:00 +0000',
      'MIME-Version: 1.0',
      'Content-Type: multipart/mixed; boundary="part"',
      '',
      '--part',
      'Content-Type: text/plain',
      '',
      'See the file.',
      '--part',
      'Content-Type: application/octet-stream; name="figures.bin"',
      'Content-Disposition: attachment; filename="figures.bin"',
      'Content-Transfer-Encoding: base64',
      '',
      '',
    ].join('\r\n'),
  );
  const tail = Buffer.from('\r\n--part--\r\n');
  // Lines of 76 characters and their ends hold 57 bytes each.
  const file = randomBytes(Math.floor((mostBytes - head.length - tail.length) / 78) * 57);
  const lines = file.toString('base64').match(/.{1,76}/g) ?? [];
  return { mime: Buffer.concat([head, Buffer.from(lines.join('\r\n')), tail]), file };
};

const importMessage = `mutation ($input: ImportMessageInput!) { importMessage(input: $input) { message { id
  mime { downloadUrl } attachments { ... on FileAttachment { downloadUrl } } } userErrors { code detail } } }`;

interface Imported {
  readonly data: {
    readonly importMessage: {
      readonly message: {
        readonly mime: { readonly downloadUrl: string };
        readonly attachments: readonly { readonly downloadUrl: string }[];
      } | null;
      readonly userErrors: readonly unknown[];
    };
  };
}

/** Brings a mail into the mailbox; where to download it and its file. */
const bringIn = async (mime: Buffer): Promise<{ readonly mimeUrl: string; readonly fileUrl: string }> => {
  const form = uploadForm(
    importMessage,
    { input: { mailbox: 'alice@example.test', to: { role: 'INBOX' }, mime: { upload: null } } },
    { 'variables.input.mime.upload': new File([new Uint8Array(mime)], 'big.eml', { type: 'message/rfc822' }) },
  );
  const response = await postForm(gateway, form, {
    authorization: product.authorizations[0]!,
    'apollo-require-preflight': 'true',
  });
  const { data } = (await response.json()) as Imported;
  expect(data.importMessage.userErrors).toEqual([]);
  const { message } = data.importMessage;
  const here = (url: string | undefined): string => `${gateway.origin}${url?.replace('http://gateway.test', '') ?? ''}`;
  return { mimeUrl: here(message?.mime.downloadUrl), fileUrl: here(message?.attachments[0]?.downloadUrl) };
};

const reader = fileURLToPath(new URL('reader-process.mjs', import.meta.url));
const download = async (url: string): Promise<string> =>
  (await promisify(execFile)(process.execPath, [reader, url])).stdout;

const agent = new Agent({ keepAlive: true });
afterAll(() => agent.destroy());

/** Milliseconds that a small question takes. */
const ping = async (): Promise<number> => {
  const begin = performance.now();
  const sent = request(`${gateway.origin}/graphql`, {
    method: 'POST',
    agent,
    headers: { 'content-type': 'application/json', authorization: product.authorizations[0]! },
  });
  sent.end('{"query":"{ __typename }"}');
  const [answer] = (await once(sent, 'response')) as [IncomingMessage];
  for await (const _ of answer);
  return performance.now() - begin;
};

/** Asks small questions while something else is done; how long each took, in order. */
const pingsDuring = async <Result>(
  work: Promise<Result>,
): Promise<{ readonly result: Result; readonly pings: readonly number[] }> => {
  let isDone = false;
  const done = work.finally(() => (isDone = true));
  const pings: number[] = [];
  while (!isDone) {
    pings.push(await ping());
    await sleep(pingEveryMs);
  }
  return { result: await done, pings: pings.toSorted((a, b) => a - b) };
};

/** Does it and reports; every figure is against the goal. `atRest`: bytes that the process held before the first of it. */
const measured = async <Result>(what: string, atRest: number, work: () => Promise<Result>): Promise<Result> => {
  const {
    result: { result, pings },
    peak,
  } = await gateway.measure(() => pingsDuring(work()));
  const [p99, longest] = peak.heldUpMs;
  const grown = (peak.resident - atRest) / megabyte;
  const share = (part: number): string => (pings[Math.floor((pings.length - 1) * part)] ?? Number.NaN).toFixed(0);
  report(
    25,
    `${what}: ${grown.toFixed(0)} MB more; event loop held up ${p99.toFixed(0)} ms (99 of 100), ${longest.toFixed(0)} ms at most; a ping beside it took ${share(0.5)} ms (median), ${share(0.99)} (99 of 100), ${share(1)} at most, of ${pings.length}`,
    grown <= mostMegabytes && longest <= mostHeldUpMs,
  );
  expect(grown).toBeLessThanOrEqual(mostMegabytes);
  expect(p99).toBeLessThanOrEqual(mostHeldUpMs);
  return result;
};

it('40 MB of mail pass without taking memory or holding up anybody', { timeout: 300_000 }, async () => {
  const small = await bringIn(mailWithFile(100_000).mime);
  // Code, connections and caches first: what they take is not what the size costs.
  for (let count = 0; count < 20; count += 1)
    for (const url of [small.mimeUrl, small.fileUrl]) await (await fetch(url)).arrayBuffer();
  for (let count = 0; count < 200; count += 1) await ping();

  const { mime, file } = mailWithFile(40 * megabyte);
  const { resident } = await gateway.look();
  const big = await measured('import of 40 MB', resident, () => bringIn(mime));
  const wholeMail = await measured('40 MB of MIME', resident, () => download(big.mimeUrl));
  const wholeFile = await measured(`file of ${(file.length / megabyte).toFixed(0)} MB`, resident, () =>
    download(big.fileUrl),
  );

  expect(wholeMail).toBe(`${mime.length} ${hashOf(mime)}`);
  expect(wholeFile).toBe(`${file.length} ${hashOf(file)}`);
  expect(gateway.failures).toEqual([]);
});
