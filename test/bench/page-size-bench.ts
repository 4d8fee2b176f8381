import { setTimeout as sleep } from 'node:timers/promises';
import { benchedMailbox, startGateway } from './benched-gateway.ts';
import { type Bench, median } from './figures.ts';
import { goalAtMost } from './goals.ts';
import { listDocument } from './list-request.ts';
import { startBackend } from './started-backend.ts';

const sizes = [1, 10, 100, 1_000] as const;
const rounds = 7;
/** Requests a round: as many messages as make the processor's clock worth reading. */
const requestsOf = (size: number): number => Math.max(3, Math.round(100 / size) * 2);

/** Goal 8: what a message costs in pages of all sizes, and how long the event loop stands still for the largest. */
export const pageSizeBench: Bench = async () => {
  const backend = await startBackend();
  const gateway = await startGateway({ ewsUrl: backend.url, nodeOptions: ['--expose-gc'] });
  const list = (first: number): Promise<unknown> => gateway.ask(listDocument, { address: benchedMailbox, first });
  try {
    for (const size of sizes) for (let run = 0; run < 40 + 400 / size; run += 1) await list(size);
    const cpu = sizes.map((): number[] => []);
    const held = sizes.map((): number[] => []);
    for (let round = 0; round < rounds; round += 1) {
      for (const [index, size] of sizes.entries()) {
        const before = await gateway.process.measure('used');
        for (let request = 0; request < requestsOf(size); request += 1) await list(size);
        const after = await gateway.process.measure('used');
        cpu[index]?.push((after.cpuMs - before.cpuMs) / requestsOf(size) / size);
        await gateway.process.measure('watch');
        await list(size);
        // The histogram learns of a delay with the next tick of its timer.
        await sleep(10);
        held[index]?.push((await gateway.process.measure('used')).heldUpMs);
      }
    }
    const costs = cpu.map(median);
    const growth = Math.max(...costs.slice(1).map((cost, index) => cost / (costs[index] ?? Number.NaN)));
    const longest = held.map(median);
    return {
      title: `A page of 1 to 1,000 messages x 10 fields, median of ${rounds} rounds`,
      columns: ['CPU ms a message', 'longest stop of the event loop, ms'],
      rows: sizes.map((size, index) => ({
        name: `${size.toLocaleString('en')} a page`,
        values: [costs[index] ?? Number.NaN, longest[index] ?? Number.NaN],
      })),
      goals: [
        goalAtMost(8, 'CPU per message: the larger page / the smaller, at worst', growth, 1),
        goalAtMost(8, 'longest stop of the event loop, 1,000 messages', Math.max(...longest), 50, 'ms'),
      ],
    };
  } finally {
    await gateway.stop();
    await backend.stop();
  }
};
