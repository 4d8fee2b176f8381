import { readFile as readFromDisk } from 'node:fs/promises';
import { ConfigError } from '../config-error.ts';
import type { Access, Authentication } from './access.ts';
import { createApiKeys, type ApiKeys } from './api-keys.ts';
import { readBearer } from './bearer.ts';
import type { Caller } from './caller.ts';
import { createGrantedRules, type GrantedRules } from './granted-rules.ts';
import { readPolicyFile } from './policy-file.ts';
import { createTokens, type TokenConfig, type VerifiedToken } from './tokens.ts';

/** Who may call, and where it is written what each may do. */
export interface AccessConfig {
  readonly policyFile: string;
  /** Undefined: only API keys are accepted. */
  readonly tokens: TokenConfig | undefined;
}

/** What whoever runs the gateway should read in the log. */
export type AccessEvent =
  /** At the start and after every reload. `endedApiKeys`: those whose time is over. */
  | { readonly kind: 'policyRead'; readonly grants: number; readonly apiKeys: number; readonly endedApiKeys: number }
  /** A reload met a file that cannot be used; the policy of before goes on. */
  | { readonly kind: 'policyRefused'; readonly problems: readonly string[] }
  /** The keys that tokens are examined with cannot be had; told at most every 5 seconds. */
  | { readonly kind: 'keysUnavailable'; readonly error: unknown };

/** What `openAccess` cannot make itself. */
export interface AccessDependencies {
  /** The wall clock, milliseconds since 1970. */
  readonly now: () => number;
  readonly onEvent: (event: AccessEvent) => void;
  readonly readFile?: (path: string) => Promise<string>;
  readonly fetch?: typeof fetch;
}

/** An access whose policy can change while it is asked. */
export interface ReloadableAccess extends Access {
  /**
   * Reads the policy file again. A good one decides from then on, for requests under way too, except that these are not asked for claims which
   * only the new one names. A broken one changes nothing; `onEvent` is told.
   */
  reload(): Promise<void>;
}

/** One reading of the policy file, and what follows from it. */
interface Reading {
  readonly apiKeys: ApiKeys;
  readonly rules: GrantedRules;
  /** The same token is the same caller, so that what it may do is gathered once. */
  readonly callers: WeakMap<VerifiedToken, Caller>;
}

/** Reads the policy file and gets ready to tell callers apart. Rejects with ConfigError when the file is missing or wrong. */
export const openAccess = async (config: AccessConfig, dependencies: AccessDependencies): Promise<ReloadableAccess> => {
  const { now, onEvent } = dependencies;
  const tokens =
    config.tokens === undefined
      ? undefined
      : createTokens(config.tokens, {
          ...dependencies,
          onFailure: (error) => onEvent({ kind: 'keysUnavailable', error }),
        });

  const read = async (): Promise<Reading> => {
    const text = await readText(config.policyFile, dependencies.readFile);
    const file = readPolicyFile(text, { hasMailboxClaim: config.tokens?.mailboxClaim !== undefined });
    if ('problems' in file) throw unusable(file.problems);
    const { policy } = file;
    const apiKeys = createApiKeys(policy.apiKeys, now);
    onEvent({
      kind: 'policyRead',
      grants: policy.grants.length,
      apiKeys: policy.apiKeys.length,
      endedApiKeys: policy.apiKeys.filter(({ expiresAtMs }) => expiresAtMs !== undefined && now() >= expiresAtMs)
        .length,
    });
    return { apiKeys, rules: createGrantedRules(policy, apiKeys), callers: new WeakMap() };
  };

  let current = await read();

  const reread = async (): Promise<void> => {
    try {
      current = await read();
    } catch (error) {
      if (!(error instanceof ConfigError)) throw error;
      onEvent({ kind: 'policyRefused', problems: error.problems });
    }
  };

  const byKey = (key: string): Authentication => {
    const caller = current.apiKeys.callerWith(key);
    return caller === undefined ? { failure: 'badCredentials' } : { caller };
  };

  const byToken = async (token: string): Promise<Authentication> => {
    const verdict = (await tokens?.verify(token)) ?? 'badCredentials';
    return typeof verdict === 'string' ? { failure: verdict } : { caller: callerWith(current, verdict) };
  };

  let reloading = Promise.resolve();
  return {
    authenticate: async ({ headers }) => {
      const bearer = readBearer(headers.get('authorization'));
      if ('failure' in bearer) return bearer;
      return bearer.kind === 'jwt' ? byToken(bearer.token) : byKey(bearer.token);
    },
    rules: {
      permissionsOn: (caller, mailbox) => current.rules.permissionsOn(caller, mailbox),
      permissionsOf: (caller) => current.rules.permissionsOf(caller),
    },
    // One after the other, so that the file as it was read last is the one that decides.
    reload: () => (reloading = reloading.then(reread, reread)),
  };
};

/** As other files that variables name: which variable, then the place in the file, and never a value that stands there. */
const unusable = (problems: readonly string[]): ConfigError =>
  new ConfigError(problems.map((problem) => `POLICY_FILE: ${problem}`));

const readText = async (
  path: string,
  readFile: (path: string) => Promise<string> = (file) => readFromDisk(file, 'utf8'),
): Promise<string> => {
  try {
    return await readFile(path);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? ` (${String(error.code)})` : '';
    throw unusable([`cannot be read${code}`]);
  }
};

const callerWith = ({ rules, callers }: Reading, verified: VerifiedToken): Caller => {
  const known = callers.get(verified);
  if (known !== undefined) return known;
  const { subject, mailbox, expiresAtMs } = verified;
  const caller: Caller = Object.freeze({
    kind: 'token',
    subject,
    mailbox,
    claims: rules.claimsOf(verified.claims),
    expiresAtMs,
  });
  callers.set(verified, caller);
  return caller;
};
