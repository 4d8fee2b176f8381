#!/usr/bin/env node
import { Command, CommanderError } from 'commander';
import { version } from '../version.ts';
import { CommandFailure } from './command-failure.ts';
import { addDoctor } from './doctor.ts';
import { addEmulator } from './emulator.ts';
import { exitUsage } from './exit-codes.ts';
import { failureText } from './failure-text.ts';
import { addMigrate } from './migrate.ts';
import { printable } from './printable.ts';
import { addSchema } from './schema.ts';
import { addStart } from './start.ts';

const program = new Command('workmail-graphql')
  .description(
    'A GraphQL gateway over Exchange Web Services, and an emulated WorkMail organisation to develop against.',
  )
  .version(version)
  .showHelpAfterError('(add --help for what there is)')
  .exitOverride();
addStart(program);
addEmulator(program);
addDoctor(program);
addSchema(program);
addMigrate(program);

try {
  await program.parseAsync();
} catch (error) {
  if (error instanceof CommanderError) {
    // Commander has written its message, or the help that was asked for, already.
    process.exitCode = error.exitCode === 0 ? 0 : exitUsage;
  } else if (error instanceof CommandFailure) {
    process.stderr.write(`${printable(error.message)}\n`);
    process.exitCode = error.exitCode;
  } else {
    process.stderr.write(`${printable(failureText(error))}\n`);
    // What it has opened would keep it from ending.
    process.exit(1);
  }
}
