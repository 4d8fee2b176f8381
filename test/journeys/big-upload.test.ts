import { createHash } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startMeasured, type MeasuredGateway } from './measured-gateway.ts';
import { upload } from './upload.ts';

const megabyte = 1024 * 1024;

let gateway: MeasuredGateway | undefined;
beforeAll(async () => {
  gateway = await startMeasured();
}, 120_000);
afterAll(() => gateway?.close());

const send = `mutation ($file: Upload!, $subject: String!) {
  sendMessage(input: { mailbox: "alice@example.test", message: {
    to: [{ address: "bob@example.test" }], subject: $subject, body: { text: "See the file." },
    attachments: [{ name: "figures.bin", contentType: "application/x-figures", source: { upload: $file } }]
  } }) { submission { status } userErrors { code detail } } }`;

const hashOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** Bytes that repeat nowhere, so that none can be lost or doubled unseen. */
const bytesOf = (size: number): Uint8Array<ArrayBuffer> => {
  const words = new Uint32Array(Math.ceil(size / 4));
  for (let index = 0, value = 1; index < words.length; index += 1) {
    value = (Math.imul(value, 1_664_525) + 1_013_904_223) >>> 0;
    words[index] = value;
  }
  return new Uint8Array(words.buffer, 0, size);
};

const sendFile = async (subject: string, bytes: Uint8Array<ArrayBuffer>): Promise<unknown> => {
  const file = new File([bytes], 'figures.bin', { type: 'application/x-figures' });
  const answer = await upload(gateway!, send, { file: null, subject }, { 'variables.file': file });
  return answer.data;
};

const sent = { sendMessage: { submission: { status: 'SENT' }, userErrors: [] } };

/** Hash of the one file of a message that bob has received, as the gateway hands it out. */
const receivedHash = async (subject: string): Promise<string> => {
  const response = await fetch(`${gateway?.origin}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      query: `query ($subject: String!) { mailbox(address: "bob@example.test") { messages(filter: { subject: { equals: $subject } }, in: [{ role: INBOX }], first: 1) { nodes { attachments { ... on FileAttachment { downloadUrl } } } } } }`,
      variables: { subject },
    }),
  });
  const answer = (await response.json()) as {
    data: { mailbox: { messages: { nodes: readonly { attachments: readonly { downloadUrl: string }[] }[] } } };
  };
  const url = answer.data.mailbox.messages.nodes[0]?.attachments[0]?.downloadUrl ?? '';
  return hashOf(new Uint8Array(await (await fetch(url)).arrayBuffer()));
};

it('25 MB that are sent with a message are held once, and arrive as they were', async () => {
  const big = bytesOf(25 * megabyte);
  // Small ones first: code, connections and caches that they leave behind are not what the size costs.
  for (let count = 0; count < 20; count += 1) await sendFile('Small figures', bytesOf(100_000));
  const held = await gateway!.measure(() => sendFile('Large figures', big), { collects: true });
  const taken = await gateway!.measure(() => sendFile('Larger figures', big));

  expect([held.result, taken.result]).toEqual([sent, sent]);
  for (const subject of ['Large figures', 'Larger figures']) expect(await receivedHash(subject)).toBe(hashOf(big));
  // The file, and what is on its way; a copy of it would show.
  expect(held.extra.used).toBeLessThanOrEqual(40 * megabyte);
  expect(held.extra.resident).toBeLessThanOrEqual(50 * megabyte);
  // With garbage, which Node 24 collects later than Node 20.
  expect(taken.extra.used).toBeLessThanOrEqual(110 * megabyte);
  expect(taken.extra.resident).toBeLessThanOrEqual(110 * megabyte);
}, 120_000);
