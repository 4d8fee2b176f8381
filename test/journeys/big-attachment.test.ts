import { fork, spawn, type ChildProcess } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { cp, mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { embeddedBackend } from '../../src/embedded.ts';
import { createEmulator, type Emulator } from '../../src/emulator/emulator.ts';
import { journeyConfig, journeyDay } from './start.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const megabyte = 1024 * 1024;

let folder: string;
let emulator: Emulator;
let gateway: ChildProcess;
let origin: string;

const ask = async <Answer>(command: string, more: object = {}): Promise<Answer> => {
  const answered = once(gateway, 'message');
  gateway.send({ command, ...more });
  const [answer] = (await answered) as [Answer];
  return answer;
};

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'workmail-graphql-'));
  await cp(join(root, 'package.json'), join(folder, 'package.json'));
  await symlink(join(root, 'node_modules'), join(folder, 'node_modules'));
  const compiler = spawn(
    process.execPath,
    [join(root, 'node_modules/typescript/bin/tsc'), '--outDir', join(folder, 'dist')],
    { cwd: root, stdio: 'ignore' },
  );
  const [code] = await once(compiler, 'close');
  if (code !== 0) throw new Error('the gateway does not compile');
  emulator = createEmulator({ today: journeyDay });
  const addresses = await emulator.listen();
  // The young generation that the image runs with: what streams leave behind is collected before it adds up.
  gateway = fork(fileURLToPath(new URL('measured-gateway.mjs', import.meta.url)), [join(folder, 'dist')], {
    execArgv: ['--expose-gc', '--max-semi-space-size=4'],
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  await once(gateway, 'message');
  const config = embeddedBackend({ ...journeyConfig, logLevel: 'silent' }, emulator, addresses);
  ({ origin } = await ask<{ origin: string }>('start', { config }));
}, 120_000);

afterAll(async () => {
  gateway?.kill();
  await emulator?.close();
  await rm(folder, { recursive: true, force: true });
});

interface Links {
  readonly mime: { readonly downloadUrl: string };
  readonly attachments: readonly { readonly downloadUrl: string }[];
}

const linksOf = async (subject: string): Promise<Links> => {
  const response = await fetch(`${origin}/graphql`, {
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
    await ask('watch');
    const { bytes, hash } = await read(urlOf(big, kind));
    const extra = await ask<{ readonly resident: number; readonly used: number }>('report');

    expect(bytes).toBeGreaterThanOrEqual(25 * megabyte);
    expect(await read(urlOf(big, kind))).toEqual({ bytes, hash });
    // What the system gave to the process. Memory that V8 has not collected yet counts as used, so that is allowed to be more, but not a whole file.
    expect(extra.resident).toBeLessThanOrEqual(8 * megabyte);
    expect(extra.used).toBeLessThan(16 * megabyte);
  },
  60_000,
);
