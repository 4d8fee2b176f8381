import { type Command, Option } from 'commander';
import { concurrencyOption, instantOption, kindsOption, patienceOption } from './migrate-options.ts';
import type { PortableFolderKind } from '../migration/portable/portable-folder.ts';

/** What `workmail-graphql migrate` was told. */
export interface MigrateCommandOptions {
  /** Path of an environment file; undefined: the environment. */
  readonly from?: string;
  /** Path of an environment file, of a folder, or `files:` and a path. */
  readonly to: string;
  readonly mailbox: readonly string[];
  /** Path of a list of mailboxes. */
  readonly mailboxes?: string;
  readonly all?: boolean;
  readonly only: readonly PortableFolderKind[];
  readonly folder: readonly string[];
  readonly excludeFolder: readonly string[];
  /** Instants. */
  readonly since?: string;
  readonly until?: string;
  readonly concurrency: number;
  /** Minutes. */
  readonly patience: number;
  readonly state: string;
  readonly report?: string;
  readonly verify?: boolean;
  readonly dryRun?: boolean;
  readonly json?: boolean;
}

const collect = (value: string, earlier: readonly string[]): readonly string[] => [...earlier, value];

/** Adds `migrate`: mailboxes from one EWS server to another, or to plain files. */
export const addMigrate = (program: Command): void => {
  program
    .command('migrate')
    .summary('copy mailboxes to another server, or to plain files')
    .description(
      'Copies mailboxes from one EWS server (WorkMail, Exchange, the emulator) to another, or to files that other programs read (EML in Maildir folders, iCalendar, vCard): folders, messages byte by byte with their dates, flags and read state, calendars with every exception, contacts and tasks. The source is only read. Nobody is sent anything. It may be stopped at any time and run again: what has been copied is never copied twice.',
    )
    .option('--from <file>', 'environment file of the server to read from (default: the environment)')
    .requiredOption(
      '--to <where>',
      'environment file of the server to write to, or a folder for files, also as files:PATH',
    )
    .option(
      '-m, --mailbox <address[=target]>',
      'a mailbox, and its address at the target when it is another; may be given more than once',
      collect,
      [],
    )
    .option('--mailboxes <file>', 'list of mailboxes: one address a line, or address,target')
    .option('--all', 'every mailbox that the source lists and its role may open')
    .addOption(
      new Option('--only <kinds>', 'kinds of folders, with commas between them')
        .argParser(kindsOption)
        .default(['mail', 'calendar', 'contacts', 'tasks'], 'mail,calendar,contacts,tasks'),
    )
    .option(
      '--folder <path>',
      'only this folder and those below it: /Inbox/Clients; may be given more than once',
      collect,
      [],
    )
    .option('--exclude-folder <path>', 'not this folder nor those below it; may be given more than once', collect, [])
    .addOption(new Option('--since <date>', 'only messages received from then on').argParser(instantOption))
    .addOption(new Option('--until <date>', 'only messages received before').argParser(instantOption))
    .addOption(
      new Option('--concurrency <number>', 'mailboxes at a time, 1 to 32').argParser(concurrencyOption).default(4),
    )
    .addOption(
      new Option('--patience <minutes>', 'how long one request is tried again while a server is busy or away')
        .argParser(patienceOption)
        .default(15),
    )
    .option('--state <folder>', 'where the run remembers what it has copied', 'migration-state')
    .option('--report <file>', 'where the report is written as JSON (default: report.json in the folder of --state)')
    .option('--verify', 'read every copy again when all is copied, and compare it with its original')
    .option('--dry-run', 'look at both ends and tell what would be copied; nothing is written anywhere')
    .option('--json', 'write the report to the standard output as JSON')
    .addHelpText('after', help)
    .allowExcessArguments(false)
    .action(async (options: MigrateCommandOptions) => {
      const { runMigrate } = await import('./run-migrate.ts');
      await runMigrate(options);
    });
};

const help = `
An environment file names a server with the gateway's own variables, one NAME=value a line: WORKMAIL_ORGANIZATION_ID, WORKMAIL_REGION and
READ_ONLY_IMPERSONATION_ROLE_ID (to write: IMPERSONATION_ROLE_ID), or EWS_URL, EWS_USERNAME and EWS_PASSWORD of an account that may impersonate. AWS
credentials may stand there as AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY; else they are looked for as usual.

Not copied: inbox rules, automatic replies, permissions, colours of categories, saved searches, what waits in the outbox, recoverable items.

The first Ctrl-C finishes what is under way and writes the report; the second ends at once. Either way the same command goes on later.

Exit codes: 0 when all is copied (and equal, with --verify), 1 when something failed or differs, 64 for a wrong option, 65 and 66 for a file with a
mistake or that cannot be read, 73 for one that cannot be written, 75 when it was interrupted, 78 for a configuration that cannot be used.

Examples:
  $ workmail-graphql migrate --from workmail.env --to exchange.env --all --dry-run
  $ workmail-graphql migrate --from workmail.env --to exchange.env --mailbox ann@example.com --verify
  $ workmail-graphql migrate --from workmail.env --to exchange.env --mailboxes people.csv --state move --concurrency 8
  $ workmail-graphql migrate --from workmail.env --to files:export --mailbox ann@example.com --only mail --since 2025-01-01`;
