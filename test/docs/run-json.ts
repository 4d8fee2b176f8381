import { readPolicyFile } from '../../src/access/policy-file.ts';
import { readFaultFile } from '../../src/emulator/faults/fault-file.ts';
import { readSeedFile } from '../../src/emulator/seed/seed-file.ts';
import { parsePersistedOperations } from '../../src/graphql/guards/persisted-operations.ts';
import type { Block } from './block.ts';
import type { PageRun } from './page-run.ts';
import { compareAnswer, schema } from './run-graphql.ts';
import { pageMoment } from './start-demo.ts';

/** Reads the kinds of JSON that a page may show, each with the code that reads it in earnest. */
export const jsonKinds: Readonly<Record<string, (run: PageRun, block: Block) => Promise<void> | void>> = {
  answer: async (run, block) => {
    const { brought } = run;
    if (brought?.kind === 'answer') return await compareAnswer(run, block, brought.value);
    if (brought?.kind === 'output') return await compareAnswer(run, block, JSON.parse(brought.text));
    if (brought?.kind === 'response') return await compareAnswer(run, block, JSON.parse(brought.text));
    throw new Error('nothing was asked before this answer');
  },
  event: async (run, block) => {
    if (run.events === undefined) throw new Error('nothing was subscribed to before this event');
    await compareAnswer(run, block, await run.events.next());
  },
  policy: (_run, { code }) => {
    const read = readPolicyFile(code, { hasMailboxClaim: true });
    if ('problems' in read) throw new Error(read.problems.join('\n'));
  },
  seed: (_run, { code }) => void readSeedFile(code, pageMoment),
  faults: (_run, { code }) => void readFaultFile(code),
  persisted: (_run, { code }) => void parsePersistedOperations(schema, code),
  audit: (_run, { code }) => {
    for (const line of code.trim().split('\n')) {
      const { audit } = JSON.parse(line) as { readonly audit?: unknown };
      if (!['access', 'refusal', 'listening'].includes(String(audit))) throw new Error(`no audit line: ${line}`);
    }
  },
  iam: (_run, { code }) => {
    const { Version, Statement } = JSON.parse(code) as {
      readonly Version?: unknown;
      readonly Statement?: readonly Readonly<Record<string, unknown>>[];
    };
    if (Version !== '2012-10-17' || !Array.isArray(Statement)) throw new Error('no policy of AWS');
    for (const { Effect, Action, Resource, Principal } of Statement) {
      if (!['Allow', 'Deny'].includes(String(Effect))) throw new Error(`no effect: ${String(Effect)}`);
      if (Resource === undefined && Principal === undefined) throw new Error('a statement concerns nothing and nobody');
      for (const action of [Action].flat())
        if (!/^(?:[a-z0-9-]+:[A-Za-z*]+|\*)$/.test(String(action))) throw new Error(`no action: ${String(action)}`);
    }
  },
  package: (_run, { code }) => void JSON.parse(code),
  dashboard: (_run, { code }) => void JSON.parse(code),
};
