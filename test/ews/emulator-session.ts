import { basicCredentials } from '../../src/credentials/basic-credentials.ts';
import { createEmulator, type Emulator } from '../../src/emulator/emulator.ts';
import { createEwsClient } from '../../src/ews/client.ts';
import type { EwsSession } from '../../src/ews/operation.ts';
import { httpSend } from '../../src/ews/transport.ts';
import { grantFor } from '../access.ts';

/** An emulator with the demo's mail, and sessions on it as the gateway has them, over HTTP. */
export interface EmulatorSessions {
  readonly emulator: Emulator;
  as(mailbox: string): EwsSession;
  close(): Promise<void>;
}

export const emulatorSessions = async (): Promise<EmulatorSessions> => {
  const serviceAccount = { username: 'service', password: 'a-password-of-tests' };
  const emulator = createEmulator({ serviceAccount, today: new Date('2026-03-18T00:00:00Z') });
  const { ewsUrl } = await emulator.listen();
  const tokens = basicCredentials(serviceAccount.username, serviceAccount.password);
  const { send, close } = httpSend({ url: new URL(ewsUrl), tokens: { read: tokens, write: tokens } });
  const client = createEwsClient({ send, serverVersion: 'Exchange2010_SP2' });
  const scope = { requestId: 'request-1', signal: new AbortController().signal, onCall: () => undefined };
  return {
    emulator,
    as: (mailbox) => client.as(grantFor(mailbox), scope),
    close: async () => {
      await close();
      await emulator.close();
    },
  };
};
