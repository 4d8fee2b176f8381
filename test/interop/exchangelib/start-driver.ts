import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { Journey } from '../../journeys/start.ts';

/** The two ways in which exchangelib reaches a mail server here. */
export type Configuration = 'aws' | 'guess';

/** exchangelib in a process of its own. */
export interface Driver {
  /** Does a command of driver.py as the owner of a mailbox, after those before it. Throws what exchangelib raises, by its name there. */
  readonly run: <Result = void>(
    command: string,
    mailbox: string,
    given?: Readonly<Record<string, unknown>>,
  ) => Promise<Result>;
  /** Ends the process, in whatever it is. */
  readonly close: () => Promise<void>;
}

/** Python with Debian's exchangelib: EWS_PYTHON, else Debian's own. */
const python = process.env['EWS_PYTHON'] ?? '/usr/bin/python3';

/** Compiled files would lie beside the sources, and belong to nobody. JSON is UTF-8 whatever the machine's language. */
const environment = { ...process.env, PYTHONDONTWRITEBYTECODE: '1', PYTHONUTF8: '1' };

/** Whether exchangelib 4.9 is installed, and boto3, which takes a role's token as AWS documents it. */
export const isInstalled = (): boolean => {
  const wanted = 'import boto3, exchangelib; assert exchangelib.__version__.startswith("4.9.")';
  try {
    execFileSync(python, ['-c', wanted], { env: environment, stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
};

/** What a driver may differ in. */
export interface DriverOptions {
  /** It tries again what failed because the server was not well, as exchangelib does only when told to. Default false. */
  readonly isPatient?: boolean;
  /** Whose token `aws` takes; the role that may do everything when absent. */
  readonly role?: keyof Journey['emulator']['roles'];
}

/** Starts exchangelib, which talks with the emulator of this journey. */
export const startDriver = (
  configuration: Configuration,
  { emulator, emulatorUrl }: Pick<Journey, 'emulator' | 'emulatorUrl'>,
  { isPatient = false, role = 'fullAccess' }: DriverOptions = {},
): Driver => {
  const settings = {
    configuration,
    isPatient,
    ewsUrl: emulatorUrl,
    apiEndpoint: new URL(emulatorUrl).origin,
    organizationId: emulator.organizationId,
    roleId: emulator.roles[role],
    passwords: Object.fromEntries(
      ['alice', 'bob', 'carol'].map((name) => [`${name}@example.test`, `${name}-demo-password`]),
    ),
  };
  const driver = fileURLToPath(new URL('driver.py', import.meta.url));
  const child = spawn(python, [driver, JSON.stringify(settings)], {
    env: environment,
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  const waiting: { readonly resolve: (line: string) => void; readonly reject: (error: Error) => void }[] = [];
  let complaints = '';
  child.stderr.on('data', (chunk: Buffer) => (complaints = `${complaints}${chunk.toString()}`.slice(-2_000)));
  createInterface({ input: child.stdout }).on('line', (line) => waiting.shift()?.resolve(line));
  const ended = once(child, 'close');
  void ended.then(() => {
    for (const { reject } of waiting.splice(0)) reject(new Error(`exchangelib has ended: ${complaints}`));
  });
  // A command that is written after the end is refused by its answer, which does not come.
  child.stdin.on('error', () => undefined);

  return {
    run: async <Result>(
      command: string,
      mailbox: string,
      given: Readonly<Record<string, unknown>> = {},
    ): Promise<Result> => {
      if (child.exitCode !== null) throw new Error(`exchangelib has ended: ${complaints}`);
      const answered = new Promise<string>((resolve, reject) => waiting.push({ resolve, reject }));
      child.stdin.write(`${JSON.stringify({ do: command, as: mailbox, with: given })}\n`);
      const answer = JSON.parse(await answered) as
        | { readonly result: Result }
        | { readonly error: { readonly type: string; readonly message: string } };
      if ('error' in answer) throw new Error(`${command}: ${answer.error.type}: ${answer.error.message}`);
      return answer.result;
    },
    close: async () => {
      child.kill('SIGKILL');
      await ended;
    },
  };
};
