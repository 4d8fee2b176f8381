import { readEnvFile } from './env-file.ts';

/**
 * The environment of this process, with what a file adds to it: a variable that is set keeps its value, as with Node's own --env-file. The libraries
 * that look for themselves (AWS credentials, OpenTelemetry) see the same. `overrides`, from options, win over both. Throws CommandFailure 65 and 66.
 */
export const processEnvironment = async (
  envFile: string | undefined,
  overrides: Readonly<Record<string, string | undefined>> = {},
): Promise<Record<string, string | undefined>> => {
  const added = envFile === undefined ? {} : await readEnvFile(envFile);
  for (const [name, value] of Object.entries(added)) process.env[name] ??= value;
  for (const [name, value] of Object.entries(overrides)) if (value !== undefined) process.env[name] = value;
  return process.env;
};

/** For commands that reach AWS. The pinned SDK is made for this Node; its notice about later ones would stand in the middle of the result. */
export const sdkSettings = { AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true' } as const;
