import { InvalidArgumentError, Option, type Command } from 'commander';
import { mailboxAddress, type MailboxAddress } from '../ews/properties/id.ts';

/** What `workmail-graphql doctor` was told. */
export interface DoctorOptions {
  readonly mailbox?: MailboxAddress;
  readonly envFile?: string;
  readonly json?: boolean;
}

/** Adds `doctor`: what is wrong with a configuration and its surroundings, and what to do. */
export const addDoctor = (program: Command): void => {
  program
    .command('doctor')
    .summary('check the configuration and everything that it names')
    .description(
      'Reads the same environment as start, and looks at everything that the gateway needs: configuration, AWS credentials, impersonation roles and tokens, the way to EWS, a mailbox, Redis, the keys of the identity provider, files, ports and clock. It says what is wrong and what to do. It changes nothing, and shows no secret, token or mail.',
    )
    .addOption(
      new Option('-m, --mailbox <address>', 'mailbox to try (default: DIRECTORY_MAILBOX)').argParser(addressOption),
    )
    .option(
      '--env-file <file>',
      'file of NAME=value lines that are added to the environment; what is set already stays',
    )
    .option('--json', 'write one JSON document at the end')
    .addHelpText('after', help)
    .allowExcessArguments(false)
    .action(async (options: DoctorOptions) => {
      const { runDoctor } = await import('./run-doctor.ts');
      await runDoctor(options);
    });
};

const addressOption = (text: string): MailboxAddress => {
  const address = mailboxAddress(text);
  if (address === undefined) throw new InvalidArgumentError('It must be an email address.');
  return address;
};

const help = `
Each check is ok, a warning (the gateway runs, something is not as it should be), failed, or skipped with the reason: what builds on a failed check is
not tried. Run it where the gateway runs, as the same user and with the same environment. Redis is asked to keep one key for a moment.

Exit codes: 0 when nothing failed, 1 when something did, 64 for a wrong option, 65 for an --env-file with a mistake, 66 for one that cannot be read, 78
for a configuration that cannot be used.

Examples:
  $ workmail-graphql doctor
  $ workmail-graphql doctor --mailbox ann@example.com
  $ workmail-graphql doctor --env-file gateway.env --mailbox ann@example.com
  $ workmail-graphql doctor --json > examination.json`;
