import type { WorkMail } from '@aws-sdk/client-workmail';
import { basicCredentials } from './credentials/basic-credentials.ts';
import type { Clock, TokenFetch } from './credentials/cached-tokens.ts';
import { workmailTokens } from './credentials/workmail-tokens.ts';
import type { Directory } from './directory/directory.ts';
import { openDirectory } from './directory/open-directory.ts';
import { workmailDirectory } from './directory/workmail-directory.ts';
import type { TokenProviders } from './ews/transport.ts';
import type { MailboxExports } from './exports/mailbox-exports.ts';
import { workmailExports } from './exports/workmail-exports.ts';
import type { OrganizationFacts, TokenFacts } from './graphql/gateway-facts.ts';
import type { EwsBackend, WorkmailBackend } from './server-config.ts';

/** What a backend cannot make itself. */
export interface BackendDependencies {
  readonly clock: Clock;
  /** 0 to 1, like Math.random. */
  readonly random: () => number;
  /** Told of every call for a token. */
  readonly onTokenFetch?: (fetch: Omit<TokenFetch, 'key'> & Pick<TokenFacts, 'role'>) => void;
}

/** How the gateway reaches a backend: its tokens, its directory, and what has to be closed. */
export interface Backend {
  readonly ewsUrl: URL;
  readonly tokens: TokenProviders;
  readonly directory: Directory;
  /** Undefined where the server has no such jobs: outside WorkMail. */
  readonly exports: MailboxExports | undefined;
  /** How its organisations and their tokens are doing. */
  organizations(): readonly OrganizationFacts[];
  close(): Promise<void>;
}

/** Milliseconds; the SDK itself waits for ever. */
const awsTimeouts = { connectionTimeout: 3_000, requestTimeout: 10_000 };

const workmail = (backend: WorkmailBackend, { clock, random, onTokenFetch }: BackendDependencies): Backend => {
  const { organizationId, region, ewsUrl, apiEndpoint, readRoleId, writeRoleId, credentials } = backend;
  let api: Promise<WorkMail> | undefined;
  // Loading the AWS SDK takes a good part of the second in which the gateway should be ready: it waits for the first call.
  const connect = (): Promise<WorkMail> => {
    api ??= import('@aws-sdk/client-workmail').then(
      ({ WorkMail }) => new WorkMail({ region, endpoint: apiEndpoint?.href, credentials, requestHandler: awsTimeouts }),
    );
    return api;
  };
  const tokens = workmailTokens({
    connect,
    organizationId,
    clock,
    random,
    // Where there is one role for everything, it may write.
    onFetch: ({ roleId, outcome, ms }) =>
      onTokenFetch?.({ role: roleId === writeRoleId ? 'FULL_ACCESS' : 'READ_ONLY', outcome, ms }),
  });
  const read = tokens.role(readRoleId);
  const write = writeRoleId === undefined ? undefined : tokens.role(writeRoleId);
  return {
    ewsUrl,
    tokens: { read, write },
    organizations: () => [
      {
        organizationId,
        region,
        tokens: [
          ...(readRoleId === writeRoleId ? [] : [{ role: 'READ_ONLY' as const, ...read.stats() }]),
          ...(write === undefined ? [] : [{ role: 'FULL_ACCESS' as const, ...write.stats() }]),
        ],
      },
    ],
    directory: workmailDirectory({ connect, organizationId, roleId: readRoleId, now: clock.monotonicMs }),
    exports: workmailExports({ connect, organizationId }),
    close: async () => (await api)?.destroy(),
  };
};

/** A server, the embedded one too. */
type NamedServer =
  | { readonly mode: 'embedded' | 'workmail'; readonly workmail: WorkmailBackend }
  | { readonly mode: 'ews'; readonly ews: EwsBackend };

/** Gets ready to reach the server that the configuration names. Nothing is called before something is asked. */
export const openBackend = (config: NamedServer, dependencies: BackendDependencies): Backend => {
  if (config.mode !== 'ews') return workmail(config.workmail, dependencies);
  const { ewsUrl, username, password } = config.ews;
  const credentials = basicCredentials(username, password);
  return {
    ewsUrl,
    tokens: { read: credentials, write: credentials },
    directory: openDirectory(),
    exports: undefined,
    organizations: () => [],
    close: () => Promise.resolve(),
  };
};
