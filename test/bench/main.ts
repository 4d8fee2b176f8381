import { writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { decodeBench } from './decode-bench.ts';
import { downloadBench } from './download-bench.ts';
import { emulatorBench } from './emulator-bench.ts';
import { type Bench, figureTable } from './figures.ts';
import { type Goal, goalTable } from './goals.ts';
import { foldersBench } from './folders-bench.ts';
import { fullMessagesBench, listBench } from './list-bench.ts';
import { pageSizeBench } from './page-size-bench.ts';
import { roundTripsBench } from './round-trips-bench.ts';
import { startBench } from './start-bench.ts';

/*
 * Measurements of what a request costs, by `npm run bench`. They are for people who compare two versions on one machine, and no part of the tests:
 *
 *   npm run bench                                  all benches
 *   npm run bench -- emulator --json figures.json  one of them, its figures written to a file as well
 */

const benches: Readonly<Record<string, Bench>> = {
  'round-trips': roundTripsBench,
  list: listBench,
  full: fullMessagesBench,
  decode: decodeBench,
  download: downloadBench,
  folders: foldersBench,
  'page-size': pageSizeBench,
  start: startBench,
  emulator: emulatorBench,
};

const { values, positionals } = parseArgs({ options: { json: { type: 'string' } }, allowPositionals: true });
const unknown = positionals.filter((name) => benches[name] === undefined);
if (unknown.length > 0) throw new Error(`no bench ${unknown.join(', ')}; there are ${Object.keys(benches).join(', ')}`);

const results: Record<string, Awaited<ReturnType<Bench>>> = {};
for (const [name, bench] of Object.entries(benches)) {
  if (positionals.length > 0 && !positionals.includes(name)) continue;
  const result = await bench();
  results[name] = result;
  console.log(`\n${result.title}\n\n${figureTable(result)}`);
}
const goals = Object.values(results)
  .flatMap((result): readonly Goal[] => result.goals ?? [])
  .toSorted((one, other) => one.number - other.number);
if (goals.length > 0) console.log(`\nGoals\n\n${goalTable(goals)}`);
if (values.json !== undefined) await writeFile(values.json, `${JSON.stringify(results, undefined, 2)}\n`);
