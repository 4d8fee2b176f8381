import type { TokenConfig } from './tokens.ts';

/** Who may call, and where it is written what each may do. */
export interface AccessConfig {
  readonly policyFile: string;
  /** Undefined: only API keys are accepted. */
  readonly tokens: TokenConfig | undefined;
}

/** Callers cannot be told apart with this configuration. `problems` names places in the policy file, never a secret. */
export class AccessConfigError extends Error {
  override readonly name = 'AccessConfigError';
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(`The policy has ${problems.length === 1 ? 'a problem' : `${problems.length} problems`}`);
    this.problems = problems;
  }
}
