import { onTestFinished } from 'vitest';
import { basicCredentials } from '../../src/credentials/basic-credentials.ts';
import { createEmulator, type Emulator, type EmulatorOptions } from '../../src/emulator/emulator.ts';
import { createEwsClient } from '../../src/ews/client.ts';
import type { EwsSession } from '../../src/ews/operation.ts';
import { httpSend } from '../../src/ews/transport.ts';
import { grantFor } from '../access.ts';

/** An emulator that listens until the test is over, and sessions on it as a migration has them. */
export interface Server {
  readonly emulator: Emulator;
  as(mailbox: string): EwsSession;
}

/** The day around which the demo is dated here: a Wednesday, eleven days before Europe's clocks go forward. */
export const today = new Date('2026-03-18T00:00:00Z');

/** Starts one. Its clock stands still, so that nothing in it depends on when the test runs. */
export const startServer = async (options: EmulatorOptions = {}): Promise<Server> => {
  const serviceAccount = { username: 'service', password: 'a-password-of-tests' };
  const emulator = createEmulator({ serviceAccount, today, now: () => today.getTime(), ...options });
  const { ewsUrl } = await emulator.listen();
  const tokens = basicCredentials(serviceAccount.username, serviceAccount.password);
  const { send, close } = httpSend({ url: new URL(ewsUrl), tokens: { read: tokens, write: tokens } });
  onTestFinished(async () => {
    await close();
    await emulator.close();
  });
  const client = createEwsClient({ send, serverVersion: 'Exchange2010_SP2', deadlineMs: 120_000, retries: 0 });
  const scope = { requestId: 'request-1', signal: new AbortController().signal, onCall: () => undefined };
  return { emulator, as: (mailbox) => client.as(grantFor(mailbox), scope) };
};

/** The demo, and the same people without anything in their mailboxes. */
export const startBoth = async (): Promise<{ readonly source: Server; readonly target: Server }> => ({
  source: await startServer(),
  target: await startServer({ seed: 'empty' }),
});
