import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, vi } from 'vitest';
import { checks } from '../../src/doctor/checks.ts';
import { examine, type ExamineOptions, type Result } from '../../src/doctor/examine.ts';
import { createEmulator, type Emulator } from '../../src/emulator/emulator.ts';
import { mailboxAddress } from '../../src/ews/properties/id.ts';
import { formIn, formsOf, secretCanary } from '../journeys/canaries.ts';

type Environment = Readonly<Record<string, string>>;

/** What a gateway's operator has before anything is wrong: an organisation, and an environment that names it. */
export interface Practice {
  readonly emulator: Emulator;
  readonly ewsUrl: string;
  /** A folder that is gone with the test. */
  readonly folder: string;
  /** For Amazon WorkMail. */
  readonly workmail: Environment;
  /** For another EWS server, with a service account. */
  readonly ews: Environment;
  /** Writes a file there, and tells its path. */
  readonly file: (name: string, content: unknown) => Promise<string>;
}

const serviceAccount = { username: 'gateway', password: `${secretCanary}-password` };
const gatewaySecret = Buffer.from(secretCanary.padEnd(32, '.')).toString('base64');

/** Nothing of the machine's own AWS settings, and no question to 169.254.169.254. */
const awsEnvironment = {
  AWS_ACCESS_KEY_ID: 'AKIDEXAMPLE',
  AWS_SECRET_ACCESS_KEY: secretCanary,
  AWS_EC2_METADATA_DISABLED: 'true',
  AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
  AWS_CONFIG_FILE: '/dev/null',
};

/** An organisation of the test's own. */
export const practiceOfTest = async (): Promise<Practice> => {
  for (const [name, value] of Object.entries(awsEnvironment)) vi.stubEnv(name, value);
  for (const name of ['AWS_PROFILE', 'AWS_SESSION_TOKEN']) vi.stubEnv(name, undefined);
  const emulator = createEmulator({ serviceAccount, tokenPrefix: `${secretCanary}.` });
  const { ewsUrl, apiEndpoint } = await emulator.listen();
  const folder = await mkdtemp(join(tmpdir(), 'doctor-'));
  onTestFinished(async () => {
    await emulator.close();
    await rm(folder, { recursive: true });
    vi.unstubAllEnvs();
  });
  const file = async (name: string, content: unknown): Promise<string> => {
    const path = join(folder, name);
    await writeFile(path, typeof content === 'string' ? content : JSON.stringify(content));
    return path;
  };
  const policy = await file('policy.json', {
    apiKeys: { inbox: { sha256: 'a'.repeat(64) } },
    grants: [{ to: { apiKey: 'inbox' }, mailboxes: ['alice@example.test'], permissions: ['READ_MESSAGES'] }],
  });
  const shared = {
    GATEWAY_SECRET: gatewaySecret,
    PUBLIC_URL: 'https://mail-api.example.test',
    POLICY_FILE: policy,
    PORT: '0',
  };
  return {
    emulator,
    ewsUrl,
    folder,
    file,
    workmail: {
      ...shared,
      WORKMAIL_ORGANIZATION_ID: emulator.organizationId,
      WORKMAIL_REGION: 'eu-west-1',
      WORKMAIL_EWS_URL: ewsUrl,
      WORKMAIL_API_ENDPOINT: apiEndpoint,
      IMPERSONATION_ROLE_ID: emulator.roles.fullAccess,
      READ_ONLY_IMPERSONATION_ROLE_ID: emulator.roles.readOnly,
    },
    ews: { ...shared, EWS_URL: ewsUrl, EWS_USERNAME: serviceAccount.username, EWS_PASSWORD: serviceAccount.password },
  };
};

/** What an examination found, by the names of its checks. Fails when a secret stands anywhere in it. */
export const examined = async (
  environment: Environment,
  {
    mailbox,
    ...options
  }: Partial<Omit<ExamineOptions, 'environment' | 'mailbox'>> & { readonly mailbox?: string } = {},
): Promise<Readonly<Record<string, Result>>> => {
  const address = mailbox === undefined ? undefined : mailboxAddress(mailbox);
  const results = await examine(checks, {
    environment,
    monotonicMs: () => performance.now(),
    now: () => new Date(),
    nodeVersion: '22.12.0',
    ...(address === undefined ? {} : { mailbox: address }),
    ...options,
  });
  expect(formIn(JSON.stringify(results), [secretCanary, gatewaySecret].flatMap(formsOf))).toBeUndefined();
  return Object.fromEntries(results.map((result) => [result.check, result]));
};

/** The checks that came to something, in their order. */
export const named = (results: Readonly<Record<string, Result>>, status: Result['status']): readonly string[] =>
  Object.values(results)
    .filter((result) => result.status === status)
    .map(({ check }) => check);
