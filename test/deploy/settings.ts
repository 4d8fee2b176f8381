import { readFile } from 'node:fs/promises';
import { parseEnv } from 'node:util';
import { readPolicyFile } from '../../src/access/policy-file.ts';
import { variables } from '../../src/config-variables.ts';
import { readConfig, type Config } from '../../src/config.ts';

/** What a file below deploy/ says. */
export const deployed = (path: string): Promise<string> =>
  readFile(new URL(`../../deploy/${path}`, import.meta.url), 'utf8');

/** Seconds that the gateway takes from SIGTERM to its end at most; `src/main.ts` says how they come about. */
export const secondsToStop = 35;

const isForOthers = (name: string): boolean => /^(AWS|NODE|OTEL)_/.test(name);

/** The configuration that follows from these variables, with a secret where none stands. Throws for a variable that nobody reads, and ConfigError. */
export const configOf = (environment: Readonly<Record<string, string>>): Config => {
  const unknown = Object.keys(environment).filter((name) => !(name in variables.shape) && !isForOthers(name));
  if (unknown.length > 0) throw new Error(`nobody reads ${unknown.join(', ')}`);
  return readConfig({ ...environment, GATEWAY_SECRET: Buffer.alloc(32, 7).toString('base64'), NODE_ENV: 'production' });
};

/** The variables of a dotenv file below deploy/. */
export const deployedVariables = async (path: string): Promise<Readonly<Record<string, string>>> =>
  Object.fromEntries(Object.entries(parseEnv(await deployed(path))).map(([name, value]) => [name, value ?? '']));

/** The policy of a file below deploy/, or its mistakes. */
export const deployedPolicy = async (path: string): Promise<ReturnType<typeof readPolicyFile>> =>
  readPolicyFile(await deployed(path), { hasMailboxClaim: true });
