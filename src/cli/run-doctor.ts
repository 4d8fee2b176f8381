import { exitConfig } from '../config-error.ts';
import { checks } from '../doctor/checks.ts';
import { examine, type Result } from '../doctor/examine.ts';
import { version } from '../version.ts';
import type { DoctorOptions } from './doctor.ts';
import { leaveSoon } from './leave-soon.ts';
import { printable, printableJson } from './printable.ts';
import { processEnvironment, sdkSettings } from './process-environment.ts';

/** What `--json` writes. */
export interface DoctorReport {
  readonly version: string;
  /** The worst that was found. */
  readonly status: 'ok' | 'warning' | 'failed';
  readonly checks: readonly Result[];
}

/** Examines and tells; sets the exit code of the process. Rejects with CommandFailure for an environment file that cannot be used. */
export const runDoctor = async ({ mailbox, envFile, json = false }: DoctorOptions): Promise<void> => {
  const environment = await processEnvironment(envFile, sdkSettings);
  const isTerminal = process.stdout.isTTY && !json;
  const write = (text: string): void => void process.stdout.write(text);
  const results = await examine(checks, {
    environment,
    monotonicMs: () => performance.now(),
    now: () => new Date(),
    nodeVersion: process.versions.node,
    ...(mailbox === undefined ? {} : { mailbox }),
    onBegin: (title) => {
      if (isTerminal) write(`${clearLine}  …        ${title}`);
    },
    onResult: (result) => {
      if (!json) write(`${isTerminal ? clearLine : ''}${printable(resultText(result))}`);
    },
  });
  const report: DoctorReport = { version, status: worst(results), checks: results };
  write(json ? `${printableJson(report, 2)}\n` : `\n${verdict(report)}\n`);
  process.exitCode = exitCodeOf(results);
  leaveSoon();
};

/** To the beginning of the line, and away with it. https://www.ecma-international.org/publications-and-standards/standards/ecma-48/ */
const clearLine = '\r\u{1b}[2K';

const indent = ' '.repeat(11);

/** One result for people: `  ok       Redis: version 7.2.4`, then what belongs to it, then what to do. */
const resultText = ({ status, title, found, details = [], advice = [] }: Result): string =>
  [
    `  ${status.padEnd(9)}${title}: ${found}`,
    ...details.map((detail) => `${indent}${detail}`),
    ...advice.map((line) => `${indent}→ ${line}`),
    '',
  ].join('\n');

const worst = (results: readonly Result[]): DoctorReport['status'] => {
  const has = (status: Result['status']): boolean => results.some((result) => result.status === status);
  if (has('failed')) return 'failed';
  return has('warning') ? 'warning' : 'ok';
};

const verdict = ({ status, checks: results }: DoctorReport): string => {
  const count = (wanted: Result['status']): number => results.filter((result) => result.status === wanted).length;
  const figures = `${count('ok')} ok, ${count('warning')} warnings, ${count('failed')} failed, ${count('skipped')} skipped`;
  if (status === 'failed') return `  Something has to be done before the gateway can work: ${figures}.`;
  return status === 'warning'
    ? `  The gateway can work; look at the warnings: ${figures}.`
    : `  All is well: ${figures}.`;
};

const exitCodeOf = (results: readonly Result[]): number => {
  const failed = results.filter(({ status }) => status === 'failed').map(({ check }) => check);
  if (failed.includes('configuration')) return exitConfig;
  return failed.length === 0 ? 0 : 1;
};
