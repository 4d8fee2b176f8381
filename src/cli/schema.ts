import type { Command } from 'commander';

/** What `workmail-graphql schema` was told. */
export interface SchemaCommandOptions {
  readonly json?: boolean;
  /** Path of a file that is written. */
  readonly output?: string;
  /** Path of an earlier schema to compare with. */
  readonly check?: string;
}

/** Adds `schema`: what the gateway's clients can ask, for code generators and for reviews. */
export const addSchema = (program: Command): void => {
  program
    .command('schema')
    .summary('print the GraphQL schema, or compare it with an earlier one')
    .description(
      'Prints the GraphQL schema of this version in the schema definition language, sorted by name, or as the JSON of an introspection. It needs neither a configuration nor a running gateway.',
    )
    .option('--json', 'print the introspection result; with --check the comparison as JSON')
    .option('-o, --output <file>', 'write it to a file')
    .option(
      '--check <file>',
      'compare with the schema in a file (definition language, or the JSON of an introspection), and tell what a client of that one would miss',
    )
    .addHelpText('after', help)
    .allowExcessArguments(false)
    .action(async (options: SchemaCommandOptions) => {
      const { runSchema } = await import('./run-schema.ts');
      await runSchema(options);
    });
};

const help = `
Breaking changes make documents fail that were answered before; dangerous ones may surprise a client (a new value of an enum). Only breaking ones end
the check with 1.

Exit codes: 0; 1 when --check finds breaking changes; 64 for a wrong option, 65 for a file that holds no schema, 66 for a file that cannot be read, 73
for one that cannot be written.

Examples:
  $ workmail-graphql schema > schema.graphql
  $ workmail-graphql schema --json --output introspection.json
  $ workmail-graphql schema --check schema.graphql`;
