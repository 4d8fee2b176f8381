import { benchedMailbox, startGateway } from './benched-gateway.ts';
import type { CannedCall } from './canned/canned-backend.ts';
import { type Bench, median } from './figures.ts';
import { goalAtMost } from './goals.ts';
import { startBackend } from './started-backend.ts';

const latencyMs = 40;
const runs = 9;

/**
 * Goal 7: ten folders with ten messages and their previews each, from a mail server that takes 40 ms for every answer. What is counted is how many
 * answers were waited for one after the other; the time is there to be looked at.
 */
export const foldersBench: Bench = async () => {
  const backend = await startBackend();
  const gateway = await startGateway({ ewsUrl: backend.url });
  try {
    const variables = { address: benchedMailbox };
    const { data } = await gateway.ask<Folders>(
      'query ($address: EmailAddress!) { mailbox(address: $address) { folders { id } } }',
      variables,
    );
    const ids = data.mailbox.folders.slice(0, 10).map(({ id }) => id);
    const document = `query ($address: EmailAddress!) { mailbox(address: $address) { ${ids
      .map(
        (id, index) =>
          `f${index}: folder(where: { id: "${id}" }) { messages(first: 10) { nodes { subject receivedAt preview(length: 80) } } }`,
      )
      .join(' ')} } }`;
    // What a mailbox is asked for once is not what a page costs; the first requests also compile.
    for (let run = 0; run < 20; run += 1) await gateway.ask(document, variables);
    await backend.order({ latencyMs });
    const taken: { readonly ms: number; readonly calls: readonly CannedCall[] }[] = [];
    for (let run = 0; run < runs; run += 1) {
      const beganMs = performance.now();
      await gateway.ask(document, variables);
      taken.push({ ms: performance.now() - beganMs, calls: (await backend.order()).calls });
    }
    const deep = Math.max(...taken.map(({ calls }) => inSequence(calls)));
    return {
      title: `Ten folders x ten messages with previews, ${latencyMs} ms for every answer of the mail server`,
      columns: ['figure'],
      rows: [
        { name: 'answers waited for one after the other', values: [deep] },
        { name: 'requests to the mail server', values: [Math.max(...taken.map(({ calls }) => calls.length))] },
        {
          name: 'FindItem among them',
          values: [
            Math.max(...taken.map(({ calls }) => calls.filter(({ operation }) => operation === 'FindItem').length)),
          ],
        },
        { name: `milliseconds until the answer, median of ${runs}`, values: [median(taken.map(({ ms }) => ms))] },
      ],
      goals: [goalAtMost(7, '10 folders x 10 messages: latencies in sequence', deep, 2)],
    };
  } finally {
    await gateway.stop();
    await backend.stop();
  }
};

interface Folders {
  readonly mailbox: { readonly folders: readonly { readonly id: string }[] };
}

/** The most calls of which each began after the one before had ended. */
const inSequence = (calls: readonly CannedCall[]): number => {
  let endMs = Number.NEGATIVE_INFINITY;
  let deep = 0;
  for (const { beganMs, endedMs } of calls.toSorted((one, other) => one.endedMs - other.endedMs)) {
    if (beganMs < endMs) continue;
    endMs = endedMs;
    deep += 1;
  }
  return deep;
};
