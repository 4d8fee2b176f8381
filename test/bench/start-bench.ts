import { benchedMailbox, startGateway } from './benched-gateway.ts';
import { type Bench, median } from './figures.ts';
import { goalAtMost } from './goals.ts';
import { listDocument } from './list-request.ts';
import { startBackend } from './started-backend.ts';

const runs = 5;

/** Goal 9: from the start of the process to the end of its first answer; on a mail server, and with the embedded WorkMail and all of its demo mail. */
export const startBench: Bench = async () => {
  const backend = await startBackend();
  try {
    const kinds = { 'on a mail server': backend.url, 'with the embedded WorkMail': undefined } as const;
    const rows = [];
    for (const [name, ewsUrl] of Object.entries(kinds)) {
      const taken: (readonly [ms: number, cpuMs: number])[] = [];
      for (let run = 0; run < runs; run += 1) taken.push(await startOnce(ewsUrl));
      rows.push({ name, values: [median(taken.map(([ms]) => ms)), median(taken.map(([, cpuMs]) => cpuMs))] });
    }
    return {
      title: `From the start of the process to its first answer, median of ${runs}`,
      columns: ['ms', 'CPU ms'],
      rows,
      goals: rows.map(({ name, values: [ms] }) =>
        goalAtMost(9, `start to the first answered query, ${name}`, ms, 1_000, 'ms'),
      ),
    };
  } finally {
    await backend.stop();
  }
};

const startOnce = async (ewsUrl: string | undefined): Promise<readonly [ms: number, cpuMs: number]> => {
  const beganMs = performance.now();
  const gateway = await startGateway(ewsUrl === undefined ? {} : { ewsUrl });
  try {
    await gateway.ask(listDocument, { address: benchedMailbox, first: 50 });
    const ms = performance.now() - beganMs;
    return [ms, (await gateway.process.measure('used')).cpuMs];
  } finally {
    await gateway.stop();
  }
};
