import { onTestFinished, expect, test } from 'vitest';
import { createEmulator } from '../src/emulator/emulator.ts';
import { deleteItem } from '../src/ews/operations/delete-item.ts';
import { itemId } from '../src/ews/properties/id.ts';
import { openOperatorAccess } from '../src/operator-access.ts';

const started = async (canWrite: boolean) => {
  const emulator = createEmulator({ today: new Date('2026-03-18T00:00:00Z') });
  const { ewsUrl, apiEndpoint } = await emulator.listen();
  const access = openOperatorAccess(
    {
      mode: 'workmail',
      serverVersion: 'Exchange2010_SP2',
      workmail: {
        organizationId: emulator.organizationId,
        region: 'eu-west-1',
        ewsUrl: new URL(ewsUrl),
        apiEndpoint: new URL(apiEndpoint),
        readRoleId: emulator.roles.readOnly,
        writeRoleId: emulator.roles.fullAccess,
        credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
      },
    },
    {
      clock: { now: () => new Date(), monotonicMs: () => performance.now() },
      random: () => 0.5,
      canWrite,
      signal: new AbortController().signal,
    },
  );
  onTestFinished(async () => {
    await access.close();
    await emulator.close();
  });
  return { emulator, access };
};

test('an operator opens mailboxes by any of their addresses, and those that a role may not open not at all', async () => {
  const { access } = await started(false);
  const bob = await access.openMailbox('bob@example.test');
  expect(bob?.address).toBe('bob@example.test');
  expect((await bob?.folders.tree())?.some(({ role }) => role === 'INBOX')).toBe(true);
  for (const address of ['nobody@example.test', 'vault@example.test', 'no address'])
    expect(await access.openMailbox(address)).toBeUndefined();
});

test('a command that is not to write has no token that could', async () => {
  const { access, emulator } = await started(false);
  const bob = await access.openMailbox('bob@example.test');
  const write = bob?.session.call(deleteItem, { ids: [{ id: itemId('any') }], deleteType: 'HardDelete' });
  await expect(write).rejects.toMatchObject({ kind: 'credentials' });
  expect(emulator.requests).toEqual([]);
  expect(access.tokens.write).toBeUndefined();
});
