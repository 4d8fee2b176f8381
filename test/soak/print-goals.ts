import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { goalLines } from './goal-lines.ts';
import type { Reported } from './report.ts';

let folder: string;

/** Makes the place where measurements report, before the first of them starts. */
export const setup = async (project: TestProject): Promise<void> => {
  folder = await mkdtemp(join(tmpdir(), 'workmail-graphql-soak-'));
  await writeFile(fileIn(folder), '');
  project.provide('figuresFile', fileIn(folder));
};

/** Prints the table of goals when the last of them has ended. */
export const teardown = async (): Promise<void> => {
  const lines = (await readFile(fileIn(folder), 'utf8')).split('\n').filter((line) => line !== '');
  await rm(folder, { recursive: true, force: true });
  process.stdout.write(`\n${goalLines(lines.map((line) => JSON.parse(line) as Reported)).join('\n')}\n`);
};

const fileIn = (place: string): string => join(place, 'figures.jsonl');
