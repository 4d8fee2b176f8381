import { describe, expect, onTestFinished, test } from 'vitest';
import { createEmulator, type Emulator } from '../src/emulator/emulator.ts';
import type { EwsSession } from '../src/ews/operation.ts';
import { createItem } from '../src/ews/operations/create-item.ts';
import { deleteItem } from '../src/ews/operations/delete-item.ts';
import { sendItem } from '../src/ews/operations/send-item.ts';
import { updateItem } from '../src/ews/operations/update-item.ts';
import { itemId } from '../src/ews/properties/id.ts';
import { openOperatorAccess } from '../src/operator-access.ts';

const serviceAccount = { username: 'service', password: 'a-password-of-tests' };

/** Alice's mailbox as a command opens it. */
const alice = async (): Promise<{
  readonly session: EwsSession;
  readonly emulator: Emulator;
  readonly asked: () => readonly string[];
}> => {
  const emulator = createEmulator({ serviceAccount, today: new Date('2026-03-18T00:00:00Z') });
  const { ewsUrl } = await emulator.listen();
  const access = openOperatorAccess(
    {
      mode: 'ews',
      serverVersion: 'Exchange2010_SP2',
      ews: { ewsUrl: new URL(ewsUrl), ...serviceAccount },
    },
    {
      clock: { now: () => new Date(), monotonicMs: () => performance.now() },
      random: () => 0.5,
      canWrite: true,
      signal: new AbortController().signal,
    },
  );
  onTestFinished(async () => {
    await access.close();
    await emulator.close();
  });
  const opened = await access.openMailbox('alice@example.test');
  if (opened === undefined) throw new Error('alice has no mailbox');
  return { session: opened.session, emulator, asked: () => emulator.requests.map(({ operation }) => operation) };
};

const bob = { address: 'bob@example.test', name: undefined };
const letter = { type: 'Message' as const, properties: { subject: 'x', toRecipients: [bob] } };
const meeting = {
  type: 'CalendarItem' as const,
  properties: {
    subject: 'x',
    start: '2026-03-18T09:00:00Z',
    end: '2026-03-18T10:00:00Z',
    requiredAttendees: [{ mailbox: bob, response: 'Unknown' as const, respondedAt: undefined }],
  },
};
const id = itemId('AAA');

describe('what a command opens', () => {
  test.each<readonly [string, (session: EwsSession) => Promise<unknown>]>([
    ['SendItem', (session) => session.call(sendItem, { ids: [{ id, changeKey: 'k' }], saveCopyIn: null })],
    ['mail', (session) => session.call(createItem, { items: [letter], disposition: 'SendAndSaveCopy' })],
    [
      'invitations',
      (session) =>
        session.call(createItem, { items: [meeting], disposition: 'SaveOnly', invitations: 'SendToAllAndSaveCopy' }),
    ],
    [
      'updates',
      (session) =>
        session.call(updateItem, {
          changes: [{ id, type: 'CalendarItem', changes: { subject: 'y' } }],
          conflictResolution: 'AlwaysOverwrite',
          disposition: 'SaveOnly',
          invitations: 'SendToChangedAndSaveCopy',
        }),
    ],
    [
      'cancellations',
      (session) =>
        session.callEach(deleteItem, { ids: [{ id }], deleteType: 'HardDelete', cancellations: 'SendOnlyToAll' }),
    ],
  ])('sends nothing, whatever it is asked for: %s', async (_what, send) => {
    const { session, emulator, asked } = await alice();
    await expect(send(session)).rejects.toThrow(/would send mail, and this client never does/);
    expect([emulator.outbox, asked()]).toEqual([[], []]);
  });

  test('can be written to without a word to anybody', async () => {
    const { session, emulator } = await alice();
    await session.call(createItem, { items: [meeting], disposition: 'SaveOnly', invitations: 'SendToNone' });
    expect(emulator.outbox).toEqual([]);
  });
});
