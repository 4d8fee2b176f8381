import { writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import type { Block } from './block.ts';
import { filledText } from './notation.ts';
import type { PageRun } from './page-run.ts';
import { runProgram, startProgram, type Surroundings } from './run-program.ts';
import { writeStandIns } from './sandbox.ts';

/** How long a server has to say that it is ready. Only a failure waits that long. */
const readyPatienceMs = 240_000;

/** How long commands may take. Only those that never end wait that long. */
const patienceMs = 180_000;

/** Runs commands as somebody would who copies them into a terminal in a clone. */
export const runShell = async (run: PageRun, block: Block): Promise<void> => {
  const commands = await localized(run, filledText(block.code, run.names));
  const surroundings = await surroundingsOf(run);
  const ready = block.notes.get('keeps running');
  // Bash would read its interactive settings where standard input is a socket, as Node's pipes are.
  const script = ['--norc', '-euo', 'pipefail', '-c', commands];
  if (ready === undefined) {
    const { code, output, shown } = await runProgram('bash', script, { ...surroundings, patienceMs });
    const wanted = Number(block.notes.get('exit') ?? 0);
    if (code !== wanted) throw new Error(`ended with ${code} instead of ${wanted}:\n${shown}`);
    run.brought = { kind: 'output', text: await run.documented(block.notes.has('exit') ? shown : output) };
    return;
  }
  const started = startProgram('bash', script, surroundings);
  run.later(() => started.stop());
  await untilShown(started, ready);
  run.brought = { kind: 'output', text: await run.documented(started.output()) };
  const own = `http://127.0.0.1:${await run.port('4000')}`;
  const answered = await fetch(`${own}/health`).then(
    ({ ok }) => ok,
    () => false,
  );
  if (answered) run.moveTo(own);
};

/** Runs a file of the page with Python or Node. */
export const runFile = async (run: PageRun, program: string, name: string, code: string): Promise<void> => {
  const surroundings = await surroundingsOf(run);
  await writeFile(join(surroundings.cwd, name), await localized(run, filledText(code, run.names)));
  const ended = await runProgram(program, [name], surroundings);
  if (ended.code !== 0) throw new Error(`ended with ${ended.code}:\n${ended.shown}`);
  run.brought = { kind: 'output', text: await run.documented(ended.output) };
};

/** The text with the ports of this run: addresses lead to the page's gateway, servers that it starts listen where nobody else does. */
export const localized = async (run: PageRun, text: string): Promise<string> => {
  let result = text;
  if (/(?:127\.0\.0\.1|localhost):4000\b/.test(result))
    result = result.replaceAll(/(?:http:\/\/)?(?:127\.0\.0\.1|localhost):4000\b/g, await run.origin());
  if (/\bPORT=4000\b|--port[= ]4000\b/.test(result))
    result = result.replaceAll(/(PORT=|--port[= ])4000\b/g, `$1${await run.port('4000')}`);
  if (/\b4100\b/.test(result)) result = result.replaceAll(/\b4100\b/g, await run.port('4100'));
  return result;
};

const surroundingsOf = async (run: PageRun): Promise<Surroundings> => {
  const folder = await run.folder();
  const standIns = await writeStandIns(folder);
  return {
    cwd: folder,
    environment: {
      PATH: [standIns, join(process.execPath, '..'), process.env['PATH'] ?? ''].join(delimiter),
      HOME: folder,
      LANG: 'C.UTF-8',
      PORT: await run.port('4000'),
      // The examples would go to port 4000.
      ...(run.page.startsWith('examples/') ? { GATEWAY_URL: `${await run.origin()}/graphql` } : {}),
      npm_config_offline: 'true',
      npm_config_update_notifier: 'false',
      npm_config_fund: 'false',
    },
  };
};

const untilShown = async (started: ReturnType<typeof startProgram>, text: string): Promise<void> => {
  const end = performance.now() + readyPatienceMs;
  while (!started.shown().includes(text)) {
    if (started.hasEnded()) throw new Error(`ended instead of running on:\n${started.shown()}`);
    if (performance.now() > end) throw new Error(`never said ${text}:\n${started.shown()}`);
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
};
