import { request } from 'undici';
import { type BenchedGateway, benchedMailbox, startGateway } from './benched-gateway.ts';
import { type Bench, median } from './figures.ts';
import { goalAtMost } from './goals.ts';
import type { Used } from './measured-process.ts';
import type { PeerAnswer } from './peers/peer-work.ts';
import { type MeasuredProcess, startReady } from './start-process.ts';
import { startBackend } from './started-backend.ts';

const runs = 5;
const megabyte = 1024 * 1024;
const attachmentBytes = 25 * megabyte;

/** Goal 6: a file of 25 MB through a link, and the same file out of a document that is parsed as a whole. */
export const downloadBench: Bench = async () => {
  const backend = await startBackend();
  // As the image runs it: a small young generation.
  const gateway = await startGateway({ ewsUrl: backend.url, nodeOptions: ['--expose-gc', '--max-semi-space-size=4'] });
  const whole = await startReady({
    program: './peers/whole-document.js',
    given: [backend.url],
    nodeOptions: ['--expose-gc'],
  });
  try {
    const link = await linkOf(gateway);
    const streamed = await measured(gateway.process, 3, () => download(link));
    const parsed = await measured(whole, 1, async () => {
      const { shown } = await whole.ask<PeerAnswer>({ work: 'read' });
      return Number(shown);
    });
    const [own, other] = [streamed, parsed];
    return {
      title: `An attachment of 25 MB, median of ${runs} runs`,
      columns: ['CPU ms', 'MB of memory at most, besides what was held before'],
      rows: [
        { name: 'streamed by the gateway', values: [own.cpuMs, own.extraBytes / megabyte] },
        { name: 'fast-xml-parser, the whole document', values: [other.cpuMs, other.extraBytes / megabyte] },
      ],
      goals: [
        goalAtMost(6, 'download of 25 MB: peak memory', own.extraBytes / megabyte, 8, 'MB'),
        goalAtMost(6, 'download of 25 MB: CPU, streamed / fast-xml-parser', own.cpuMs / other.cpuMs, 1 / 50),
      ],
    };
  } finally {
    await whole.stop();
    await gateway.stop();
    await backend.stop();
  }
};

/** What a work takes of a process, in the middle of all runs. */
const measured = async (
  process: MeasuredProcess,
  warmUps: number,
  work: () => Promise<number>,
): Promise<{ readonly cpuMs: number; readonly extraBytes: number }> => {
  for (let run = 0; run < warmUps; run += 1) await work();
  const taken: (readonly [before: Used, after: Used])[] = [];
  for (let run = 0; run < runs; run += 1) {
    const before = await process.measure('watch');
    const bytes = await work();
    if (bytes !== attachmentBytes) throw new Error(`the attachment has ${bytes} bytes`);
    taken.push([before, await process.measure('used')]);
  }
  return {
    cpuMs: median(taken.map(([before, after]) => after.cpuMs - before.cpuMs)),
    extraBytes: median(taken.map(([before, after]) => after.peakBytes - before.residentBytes)),
  };
};

/** The link's origin is that of the proxy in front, which there is none of here. */
const linkOf = async ({ ask, origin }: BenchedGateway): Promise<string> => {
  const { data } = await ask<Attached>(
    `query ($address: EmailAddress!) { mailbox(address: $address) { inbox { messages(first: 1) { nodes {
      attachments { ... on FileAttachment { downloadUrl(expiresIn: "PT1H") } } } } } } }`,
    { address: benchedMailbox },
  );
  const { pathname, search } = new URL(data.mailbox.inbox.messages.nodes[0]?.attachments[0]?.downloadUrl ?? '');
  return `${origin}${pathname}${search}`;
};

interface Attached {
  readonly mailbox: {
    readonly inbox: {
      readonly messages: {
        readonly nodes: readonly { readonly attachments: readonly { readonly downloadUrl: string }[] }[];
      };
    };
  };
}

const download = async (link: string): Promise<number> => {
  const { statusCode, body } = await request(link);
  if (statusCode !== 200) throw new Error(`the download was answered with ${statusCode}: ${await body.text()}`);
  let bytes = 0;
  for await (const piece of body) bytes += (piece as Buffer).length;
  return bytes;
};
