import { randomBytes } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { announced, compileCommand, type CompiledCommand, type Run } from '../cli/compiled-command.ts';
import { scheduled } from './load.ts';
import { report } from './report.ts';

/*
 * How long it takes from the start of the process until the gateway says that it is ready, as in production and as a demo; and that it does not start at all
 * with a configuration that cannot be meant.
 */

const starts = 5;
const mostMs = 2_000;

let command: CompiledCommand;
beforeAll(async () => {
  command = await compileCommand();
}, 300_000);
afterAll(() => command?.remove());

/** Milliseconds until `/ready` says yes, and for which the process waited for a processor meanwhile. */
const untilReady = async (environment: Readonly<Record<string, string>>): Promise<readonly [number, number]> => {
  const port = 20_000 + Math.floor(Math.random() * 10_000);
  const beganMs = performance.now();
  const gateway = command.run(['start'], { ...environment, HOST: '127.0.0.1', PORT: String(port) });
  for (;;) {
    const answer = await fetch(`http://127.0.0.1:${port}/ready`).catch(() => undefined);
    if (answer?.status === 200) break;
    if (performance.now() - beganMs > 60_000) throw new Error(`the gateway does not start: ${gateway.errors()}`);
    await sleep(10);
  }
  const tookMs = performance.now() - beganMs;
  const [, waitedMs] = scheduled(gateway.pid);
  await ended(gateway);
  return [tookMs, waitedMs];
};

const ended = (gateway: Run): Promise<number | null> => {
  gateway.kill('SIGTERM');
  return gateway.ended;
};

it('a gateway is ready soon', async () => {
  const { environment } = await announced(command.run(['emulator', '--port', '0', '--json']));
  const policyFile = join(command.folder, 'policy.json');
  await writeFile(policyFile, JSON.stringify({ apiKeys: {}, grants: [] }));
  const modes = {
    'as in production': {
      ...environment.gateway,
      PUBLIC_URL: 'http://gateway.test',
      GATEWAY_SECRET: randomBytes(32).toString('base64'),
      POLICY_FILE: policyFile,
    },
    demo: {},
  };
  for (const [mode, variables] of Object.entries(modes)) {
    const took: (readonly [number, number])[] = [];
    for (let count = 0; count < starts; count += 1) took.push(await untilReady(variables));
    const [median, waited] = took.toSorted(([one], [other]) => one - other)[Math.floor(starts / 2)] ?? [0, 0];
    const isMet = median <= mostMs;
    const note = waited > median / 10 ? `, ${Math.round(waited)} of them without a processor` : '';
    report(22, `${mode}: ready after ${Math.round(median)} ms (<= ${mostMs}; median of ${starts})${note}`, isMet);
    expect(median - waited).toBeLessThanOrEqual(mostMs);
  }
}, 300_000);

it('a gateway whose configuration cannot be meant exits with 78 and names what is wrong, never what it is', async () => {
  const canary = 'CANARY-of-the-configuration';
  const wrong = ['PORT', 'LOG_LEVEL', 'GATEWAY_SECRET', 'MAX_IN_FLIGHT', 'COST_LIMIT', 'REDIS_URL', 'PUBLIC_URL'];
  const told: string[] = [];
  for (const key of wrong) {
    const gateway = command.run(['start'], { [key]: canary });
    const code = await gateway.ended;
    const text = gateway.errors() + gateway.output();
    if (code === 78 && text.includes(`${key}: `) && !text.includes(canary)) told.push(key);
  }
  report(
    22,
    `${told.length} of ${wrong.length} wrong variables named, exit code 78, no value shown`,
    told.length === wrong.length,
  );
  expect(told).toEqual(wrong);
}, 300_000);
