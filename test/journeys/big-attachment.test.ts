import { createHash } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startMeasured, type MeasuredGateway } from './measured-gateway.ts';

const megabyte = 1024 * 1024;

let gateway: MeasuredGateway | undefined;
beforeAll(async () => {
  gateway = await startMeasured();
}, 120_000);
afterAll(() => gateway?.close());

interface Links {
  readonly mime: { readonly downloadUrl: string };
  readonly attachments: readonly { readonly downloadUrl: string }[];
}

const linksOf = async (subject: string): Promise<Links> => {
  const response = await fetch(`${gateway?.origin}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      query: `query ($subject: String!) { mailbox(address: "alice@example.test") { messages(filter: { subject: { equals: $subject } }, first: 1) {
        nodes { mime { downloadUrl } attachments { ... on FileAttachment { downloadUrl } } } } } }`,
      variables: { subject },
    }),
  });
  const answer = (await response.json()) as { data: { mailbox: { messages: { nodes: readonly Links[] } } } };
  const [links] = answer.data.mailbox.messages.nodes;
  if (links === undefined) throw new Error(`no message "${subject}"`);
  return links;
};

/** Reads a download chunk by chunk, as a browser does that writes it to disk. */
const read = async (url: string): Promise<{ readonly bytes: number; readonly hash: string }> => {
  const response = await fetch(url);
  if (response.status !== 200 || response.body === null) throw new Error(`HTTP ${response.status}`);
  const hash = createHash('sha256');
  let bytes = 0;
  for await (const chunk of response.body) {
    hash.update(chunk as Uint8Array);
    bytes += (chunk as Uint8Array).byteLength;
  }
  return { bytes, hash: hash.digest('hex') };
};

const urlOf = ({ mime, attachments }: Links, kind: 'file' | 'mime'): string =>
  (kind === 'mime' ? mime : attachments[0])?.downloadUrl ?? '';

it.each(['file', 'mime'] as const)(
  '25 MB go through the gateway in at most 8 MB of extra memory: %s',
  async (kind) => {
    const [small, big] = [await linksOf('Photos of the cabinet'), await linksOf('Quarterly figures, 25 MB')];
    // Small downloads first: code, connections and caches that they leave behind are not what the size costs.
    for (let count = 0; count < 20; count += 1) await read(urlOf(small, kind));
    const { result, extra } = await gateway!.measure(() => read(urlOf(big, kind)));

    expect(result.bytes).toBeGreaterThanOrEqual(25 * megabyte);
    expect(await read(urlOf(big, kind))).toEqual(result);
    // What the system gave to the process. Memory that V8 has not collected yet counts as used, so that is allowed to be more, but not a whole file.
    expect(extra.resident).toBeLessThanOrEqual(8 * megabyte);
    expect(extra.used).toBeLessThan(16 * megabyte);
  },
  60_000,
);
