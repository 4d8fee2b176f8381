import { onTestFinished } from 'vitest';
import { openRules, createPolicy } from '../../../src/access/policy.ts';
import { basicCredentials } from '../../../src/credentials/basic-credentials.ts';
import type { Directory } from '../../../src/directory/directory.ts';
import { createEmulator, type Emulator, type EmulatorOptions } from '../../../src/emulator/emulator.ts';
import { createEwsClient } from '../../../src/ews/client.ts';
import { httpSend } from '../../../src/ews/transport.ts';
import { createCapabilities } from '../../../src/mailbox/capabilities.ts';
import { createFolderMemory } from '../../../src/mailbox/folders.ts';
import { createMoveMemory } from '../../../src/mailbox/moves.ts';
import { createOpenMailbox, type OpenedMailbox } from '../../../src/mailbox/open-mailbox.ts';
import { createZoneMemory } from '../../../src/mailbox/availability/zone-memory.ts';
import { address, callerNamed } from '../../access.ts';
import { smallOrganization } from '../../emulator/small-organization.ts';

const alice = 'alice@example.test';

/** Alice's mailbox as the gateway opens it for each request, on an emulator. */
export interface FedMailbox {
  readonly emulator: Emulator;
  readonly address: typeof alice;
  /** Its calls end with the signal. */
  open(signal?: AbortSignal): Promise<OpenedMailbox>;
}

/** Starts both, for the length of a test; the mailbox of the small organisation unless another one is given. */
export const startFedMailbox = async (
  options: EmulatorOptions = { seed: smallOrganization() },
): Promise<FedMailbox> => {
  const serviceAccount = { username: 'service', password: 'a-password-of-tests' };
  const emulator = createEmulator({ serviceAccount, today: new Date('2026-03-18T00:00:00Z'), ...options });
  const { ewsUrl } = await emulator.listen();
  const tokens = basicCredentials(serviceAccount.username, serviceAccount.password);
  const { send, close } = httpSend({ url: new URL(ewsUrl), tokens: { read: tokens, write: tokens } });
  onTestFinished(async () => {
    await close();
    await emulator.close();
  });
  const directory: Directory = {
    find: (found) => Promise.resolve({ address: found, displayName: undefined, kind: 'USER' }),
    list: () => Promise.resolve([]),
    aliases: () => Promise.resolve([]),
    quota: () => Promise.resolve(undefined),
  };
  const openMailbox = createOpenMailbox({
    // What a fault does is to be seen, and not that it is tried again.
    client: createEwsClient({ send, serverVersion: 'Exchange2010_SP2', retries: 0 }),
    directory,
    policy: createPolicy(openRules, undefined),
    capabilities: createCapabilities(() => 0),
    folderMemory: createFolderMemory(() => 0),
    moveMemory: createMoveMemory(),
    zoneMemory: createZoneMemory({ now: () => new Date(0), monotonicMs: () => 0 }),
    onForeign: () => undefined,
  });
  const scope = {
    requestId: 'request-1',
    onCall: () => undefined,
    holdMemory: () => () => undefined,
  };
  return {
    emulator,
    address: alice,
    open: async (signal = new AbortController().signal) => {
      const mailbox = await openMailbox(callerNamed('test'), address(alice), { ...scope, signal });
      if (mailbox === undefined) throw new Error('alice has no mailbox');
      return mailbox;
    },
  };
};
