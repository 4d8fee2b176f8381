import { randomUUID } from 'node:crypto';
import { permissions, type Caller, type Permission } from './access/caller.ts';
import { createPolicy, type AccessRules } from './access/policy.ts';
import { openBackend, type BackendDependencies } from './backend.ts';
import type { Directory } from './directory/directory.ts';
import { createEwsClient, type EwsCall } from './ews/client.ts';
import { mailboxAddress, type MailboxAddress } from './ews/properties/id.ts';
import { createTraffic } from './ews/traffic/create-traffic.ts';
import { httpSend, type Send, type TokenProviders } from './ews/transport.ts';
import { createZoneMemory } from './mailbox/availability/zone-memory.ts';
import { createCapabilities, type Capabilities } from './mailbox/capabilities.ts';
import { createFolderMemory } from './mailbox/folders.ts';
import { createMoveMemory } from './mailbox/moves.ts';
import { createOpenMailbox, type OpenedMailbox } from './mailbox/open-mailbox.ts';
import type { ServerConfig } from './server-config.ts';
import { version } from './version.ts';

/** What a command may do, and what it is told. */
export interface OperatorAccessOptions extends BackendDependencies {
  /** False: nothing can be written, whatever is tried; the role that may is never asked for. */
  readonly canWrite: boolean;
  /** Ends every read, and keeps writes from being begun. */
  readonly signal: AbortSignal;
  /** The longest wait for one EWS call, milliseconds, files aside; 60,000 when absent: nobody waits for a page. */
  readonly deadlineMs?: number;
  /** Told of every call to EWS. */
  readonly onCall?: (call: EwsCall) => void;
  /** Looks at what is sent and answered on the way. */
  readonly watchSend?: (send: Send) => Send;
}

/** A mail server as its operator reaches it with a command: the mailboxes that were named, and no other; and nothing is sent to anybody. */
export interface OperatorAccess {
  readonly ewsUrl: URL;
  readonly directory: Directory;
  /** For those who look at the credentials themselves. */
  readonly tokens: TokenProviders;
  readonly capabilities: Capabilities;
  /**
   * Opens a mailbox by any of its addresses: that is how the operator names it. Undefined when there is none, or the role may not open it. Throws
   * DirectoryError. Whether the server lets the mailbox be impersonated shows with the first call.
   */
  openMailbox(address: string): Promise<OpenedMailbox | undefined>;
  close(): Promise<void>;
}

const patientMs = 60_000;

const caller: Caller = Object.freeze({
  kind: 'operator',
  subject: 'operator',
  mailbox: undefined,
  claims: {},
  expiresAtMs: undefined,
});

const readPermissions: readonly Permission[] = [
  'READ_METADATA',
  'READ_MESSAGES',
  'READ_CALENDAR',
  'READ_CONTACTS',
  'EXPORT',
];
const nothing: ReadonlySet<Permission> = new Set();

/** Everything that is needed to open mailboxes without a gateway. Nothing is called before something is asked. */
export const openOperatorAccess = (server: ServerConfig, options: OperatorAccessOptions): OperatorAccess => {
  const { clock, random, canWrite, signal, deadlineMs = patientMs, onCall = () => undefined, watchSend } = options;
  const backend = openBackend(server, options);
  const tokens = canWrite ? backend.tokens : { read: backend.tokens.read, write: undefined };
  const transport = httpSend({ url: backend.ewsUrl, tokens, version });
  const client = createEwsClient({
    send: watchSend === undefined ? transport.send : watchSend(transport.send),
    serverVersion: server.serverVersion,
    deadlineMs,
    traffic: createTraffic({ now: clock.monotonicMs }),
    now: clock.monotonicMs,
    random,
    // Whatever a command copies, nobody is told of it.
    isSilent: true,
  });
  const named = new Set<MailboxAddress>();
  const held: ReadonlySet<Permission> = new Set(
    canWrite ? permissions.filter((permission) => permission !== 'ADMIN') : readPermissions,
  );
  const rules: AccessRules = {
    permissionsOn: (who, mailbox) => (who === caller && named.has(mailbox) ? held : nothing),
    permissionsOf: (who) => (who === caller ? held : nothing),
  };
  const capabilities = createCapabilities(clock.monotonicMs);
  const { directory } = backend;
  const open = createOpenMailbox({
    client,
    directory,
    policy: createPolicy(rules, undefined),
    capabilities,
    folderMemory: createFolderMemory(clock.monotonicMs),
    moveMemory: createMoveMemory(),
    zoneMemory: createZoneMemory(clock),
    onForeign: () => undefined,
  });
  return {
    ewsUrl: backend.ewsUrl,
    directory,
    tokens,
    capabilities,
    openMailbox: async (address) => {
      const asked = mailboxAddress(address);
      const entry = asked === undefined ? undefined : await directory.find(asked);
      if (asked === undefined || entry === undefined) return undefined;
      named.add(asked).add(entry.address);
      return open(caller, asked, {
        requestId: randomUUID(),
        signal,
        urgency: 'bulk',
        onCall,
        holdMemory: () => () => undefined,
      });
    },
    close: async () => {
      await transport.close();
      await backend.close();
    },
  };
};
