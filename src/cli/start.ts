import type { Command } from 'commander';

/** Adds `start`: the gateway, as `npm start` and the container run it. */
export const addStart = (program: Command): void => {
  program
    .command('start')
    .summary('run the gateway')
    .description(
      'Runs the gateway. It is configured by environment variables, which the README lists; without any it serves demo mail of an embedded WorkMail, for this machine only.',
    )
    .addHelpText(
      'after',
      `
Exit codes: 0 after SIGINT or SIGTERM, 78 for a configuration that cannot be used, 1 when it cannot listen.

Examples:
  $ workmail-graphql start
  $ PORT=8080 workmail-graphql start`,
    )
    .action(async () => {
      await import('../main.ts');
    });
};
