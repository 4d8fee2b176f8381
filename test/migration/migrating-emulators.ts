import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { createEmulator, type Emulator, type EmulatorOptions } from '../../src/emulator/emulator.ts';

/** The day around which mail is dated here. */
export const today = new Date('2026-03-18T00:00:00Z');

/** An emulator in this process, and the environment file with which a command reaches it. */
export interface MigratingEmulator {
  readonly emulator: Emulator;
  readonly ewsUrl: string;
  /** Name of the file in its folder. */
  readonly file: string;
  /** How often each operation of EWS was asked for. */
  readonly asked: (operation: string) => number;
}

const account = { username: 'service', password: 'a-password-of-tests' };

/** Starts one that ends with the test, and writes `name`.env into the folder. It is reached as any EWS server with a service account. */
export const migratingEmulator = async (
  folder: string,
  name: string,
  options: EmulatorOptions = {},
): Promise<MigratingEmulator> => {
  const emulator = createEmulator({ serviceAccount: account, today, now: () => today.getTime(), ...options });
  onTestFinished(() => emulator.close());
  const { ewsUrl } = await emulator.listen();
  const file = `${name}.env`;
  const lines = [`EWS_URL=${ewsUrl}`, `EWS_USERNAME=${account.username}`, `EWS_PASSWORD=${account.password}`, ''];
  await writeFile(join(folder, file), lines.join('\n'));
  return {
    emulator,
    ewsUrl,
    file,
    asked: (operation) => emulator.requests.filter((request) => request.operation === operation).length,
  };
};
