/** EX_CONFIG of sysexits.h: the service cannot run with this configuration, and starting it again does not help. */
export const exitConfig = 78;

/** The gateway cannot run with what it was configured with. `problems` names variables and places in files, never their values. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(
      `The configuration has ${problems.length === 1 ? 'a problem' : `${problems.length} problems`}:\n${problems.map((problem) => `  ${problem}`).join('\n')}`,
    );
    this.problems = problems;
  }
}
