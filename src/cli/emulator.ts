import { type Command, Option } from 'commander';
import type { Latency } from './emulator-options.ts';
import { clockOption, latencyOption, portOption } from './emulator-options.ts';

/** What `workmail-graphql emulator` was told. */
export interface EmulatorCommandOptions {
  readonly port: number;
  /** Milliseconds since 1970; undefined: now. */
  readonly clock?: number;
  readonly frozen?: boolean;
  /** `demo`, `empty`, or the path of a seed file. */
  readonly seed: string;
  readonly latency?: Latency;
  /** Path of a fault file. */
  readonly faults?: string;
  readonly log?: 'requests' | 'wire';
  readonly json?: boolean;
}

/** Adds `emulator`: a WorkMail organisation in memory, for clients of EWS and of the WorkMail API in any language. */
export const addEmulator = (program: Command): void => {
  program
    .command('emulator')
    .summary('run an emulated WorkMail organisation')
    .description(
      'Runs a WorkMail organisation in memory: Exchange Web Services as Amazon WorkMail speaks them, and the WorkMail API that hands out tokens. It listens on 127.0.0.1 only, forgets everything when it stops, and is made for developing and testing. Basic authentication and tokens of both impersonation roles are taken.',
    )
    .addOption(
      new Option('-p, --port <number>', 'port to listen on; 0: any free one').default(4100).argParser(portOption),
    )
    .addOption(new Option('-s, --seed <seed>', 'what is in the mailboxes: demo, empty, or a JSON file').default('demo'))
    .addOption(
      new Option(
        '-c, --clock <instant>',
        'when its clock begins; it runs on from there, and demo and relative dates are dated around it (default: now)',
      ).argParser(clockOption),
    )
    .option('--frozen', 'the clock stands still, until it is moved at the control endpoint')
    .addOption(
      new Option('--latency <ms>', 'milliseconds that every request waits: a number, or from-to').argParser(
        latencyOption,
      ),
    )
    .option('--faults <file>', 'JSON file of what goes wrong with which requests')
    .addOption(
      new Option('--log [what]', 'write a line for each request; wire: and what was sent and answered')
        .choices(['requests', 'wire'])
        .preset('requests'),
    )
    .option('--json', 'write the start information as one line of JSON, and log lines as such')
    .addHelpText('after', help)
    .allowExcessArguments(false)
    .action(async (options: EmulatorCommandOptions) => {
      const { runEmulator } = await import('./run-emulator.ts');
      await runEmulator(options);
    });
};

const help = `
When it listens it writes the EWS URL, the WorkMail API endpoint, the ids of the organisation and its roles, mailboxes and passwords, the control
endpoint, and environment variables for a gateway and for AWS SDKs. SIGINT (Ctrl-C) and SIGTERM end it.

Exit codes: 0 after a signal, 1 when it cannot listen there, 64 for a wrong option, 65 for a file with a mistake, 66 for a file that cannot be read.

Examples:
  $ workmail-graphql emulator
  $ workmail-graphql emulator --port 0 --seed empty --json
  $ workmail-graphql emulator --clock 2026-03-02T08:00:00Z --latency 80-300 --log
  $ workmail-graphql emulator --seed organisation.json --faults faults.json --log wire
  $ curl -u alice@example.test:alice-demo-password http://127.0.0.1:4100/EWS/Exchange.asmx`;
