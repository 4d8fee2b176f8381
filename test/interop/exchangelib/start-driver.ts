import type { Journey } from '../../journeys/start.ts';
import { addressOf, passwordOf } from '../people.ts';
import { printedByPython, startPython } from '../python.ts';

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

/** Whether exchangelib 4.9 is installed, and boto3, which takes a role's token as AWS documents it. */
export const hasExchangelib = (): boolean =>
  printedByPython('import boto3, exchangelib; print(exchangelib.__version__)')?.startsWith('4.9.') === true;

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
      (['alice', 'bob', 'carol'] as const).map((person) => [addressOf(person), passwordOf(person)]),
    ),
  };
  const driver = startPython({
    program: new URL('driver.py', import.meta.url),
    given: [JSON.stringify(settings)],
  });
  return {
    run: async <Result>(
      command: string,
      mailbox: string,
      given: Readonly<Record<string, unknown>> = {},
    ): Promise<Result> => {
      const answer = (await driver.ask({ do: command, as: mailbox, with: given })) as
        | { readonly result: Result }
        | { readonly error: { readonly type: string; readonly message: string } };
      if ('error' in answer) throw new Error(`${command}: ${answer.error.type}: ${answer.error.message}`);
      return answer.result;
    },
    close: driver.close,
  };
};
