import { type Command, Option } from 'commander';
import { portOption } from './emulator-options.ts';
import { processEnvironment } from './process-environment.ts';

/** What `workmail-graphql start` was told. */
interface StartOptions {
  readonly port?: number;
  readonly host?: string;
  readonly envFile?: string;
  readonly json?: boolean;
}

/** Adds `start`: the gateway, as `npm start` and the container run it. */
export const addStart = (program: Command): void => {
  program
    .command('start')
    .summary('run the gateway')
    .description(
      'Runs the gateway. It is configured by environment variables, which docs/configuration.md lists; without any it serves demo mail of an embedded WorkMail, for this machine only.',
    )
    .addOption(
      new Option('-p, --port <number>', 'port to listen on instead of PORT; 0: any free one (default: 4000)').argParser(
        portOption,
      ),
    )
    .option('--host <address>', 'address to listen on instead of HOST (default: 127.0.0.1 for the demo, else 0.0.0.0)')
    .option(
      '--env-file <file>',
      'file of NAME=value lines that are added to the environment; what is set already stays',
    )
    .option('--json', 'write the start information as one line of JSON')
    .addHelpText('after', help)
    .allowExcessArguments(false)
    .action(async ({ port, host, envFile, json = false }: StartOptions) => {
      const environment = await processEnvironment(envFile, { PORT: port?.toString(), HOST: host });
      const { gatewayProcess } = await import('../gateway-process.ts');
      await gatewayProcess(environment, json ? 'json' : 'text');
    });
};

const help = `
SIGINT (Ctrl-C) and SIGTERM end it after the requests under way; SIGHUP reads the policy file again. workmail-graphql doctor tells what is wrong
with a configuration and what to do.

Exit codes: 0 after SIGINT or SIGTERM, 1 when it cannot listen, 64 for a wrong option, 65 for an --env-file with a mistake, 66 for one that cannot be
read, 78 for a configuration that cannot be used.

Examples:
  $ workmail-graphql start
  $ workmail-graphql start --port 8080
  $ workmail-graphql start --env-file gateway.env
  $ workmail-graphql start --port 0 --json`;
