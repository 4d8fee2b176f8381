import closeWithGrace from 'close-with-grace';
import { createEmulator, type Emulator, type EmulatorAddresses } from '../emulator/emulator.ts';
import type { AnsweredRequest } from '../emulator/endpoint/answered-request.ts';
import { readFaultFile } from '../emulator/faults/fault-file.ts';
import { readyOrganization } from '../emulator/seed/ready-organization.ts';
import { readSeedFile } from '../emulator/seed/seed-file.ts';
import type { SeedOrganization } from '../emulator/store/model.ts';
import { describeError } from '../telemetry/logger.ts';
import { CommandFailure } from './command-failure.ts';
import type { EmulatorCommandOptions } from './emulator.ts';
import { announcementText, emulatorAnnouncement } from './emulator-announcement.ts';
import type { Latency } from './emulator-options.ts';
import { readInputFile } from './input-file.ts';
import { printable, printableJson } from './printable.ts';
import { requestJson, requestLine, wireLines } from './request-line.ts';

/** Answers under way are cut after this; what a test suite waits for is worth more than them. */
const graceMs = 5_000;

/**
 * Runs an emulator until a signal ends the process. Resolves when it listens; rejects with CommandFailure for a file that cannot be used and a port
 * that cannot be had.
 */
export const runEmulator = async (options: EmulatorCommandOptions): Promise<void> => {
  const now = clockOf(options);
  const organization = await organizationOf(options.seed, new Date(now()));
  const faults = options.faults === undefined ? [] : await readInputFile(options.faults, readFaultFile);
  const emulator = createEmulator({
    seed: organization,
    now,
    control: true,
    ...(options.latency === undefined ? {} : { latencyMs: latencyOf(options.latency) }),
    ...(options.log === undefined ? {} : { onAnswered: logOf(options.log, options.json ?? false) }),
  });
  // exchangelib and others ask for rooms and names without saying for whom.
  emulator.serverOptions.directoryWithoutMailbox = true;
  for (const fault of faults) emulator.faults.add(fault);
  const addresses = await listen(emulator, options.port);
  // Whoever closes the pipe has read enough; the emulator goes on.
  process.stdout.on('error', () => undefined);
  closeWithGrace({ delay: graceMs, logger: false }, async ({ err }) => {
    if (err !== undefined) process.stderr.write(`${JSON.stringify(describeError(err), undefined, 2)}\n`);
    await emulator.close();
  });
  // Made now, so that no first request waits for a hundred thousand messages.
  for (const { address } of organization.mailboxes) emulator.open(address);
  const announcement = emulatorAnnouncement(emulator, addresses, organization);
  process.stdout.write(
    options.json === true ? `${printableJson(announcement)}\n` : printable(announcementText(announcement)),
  );
};

const clockOf = ({ clock, frozen = false }: EmulatorCommandOptions): (() => number) => {
  const begin = clock ?? Date.now();
  if (frozen) return () => begin;
  if (clock === undefined) return Date.now;
  const aheadMs = begin - Date.now();
  return () => Date.now() + aheadMs;
};

const organizationOf = async (seed: string, now: Date): Promise<SeedOrganization> =>
  seed === 'demo' || seed === 'empty'
    ? readyOrganization(seed, now)
    : await readInputFile(seed, (text) => readSeedFile(text, now));

const latencyOf =
  ({ leastMs, mostMs }: Latency): (() => number) =>
  () =>
    leastMs + Math.random() * (mostMs - leastMs);

const logOf = (what: 'requests' | 'wire', isJson: boolean): ((answered: AnsweredRequest) => void) => {
  const withBodies = what === 'wire';
  const text = (answered: AnsweredRequest): string => {
    if (isJson) return requestJson(answered, { withBodies });
    return withBodies ? wireLines(answered) : requestLine(answered);
  };
  return (answered) => void process.stdout.write(`${text(answered)}\n`);
};

const listen = async (emulator: Emulator, port: number): Promise<EmulatorAddresses> => {
  try {
    return await emulator.listen(port);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error)) throw error;
    throw new CommandFailure(1, `--port ${port}: cannot listen there (${String(error.code)})`, { cause: error });
  }
};
