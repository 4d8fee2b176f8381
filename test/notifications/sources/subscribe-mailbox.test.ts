import { describe, expect, it } from 'vitest';
import { createFolder } from '../../../src/ews/operations/create-folder.ts';
import type { NotificationEvent } from '../../../src/ews/properties/notification-event.ts';
import { folderId, itemId } from '../../../src/ews/properties/id.ts';
import { createSubscribeMailbox } from '../../../src/notifications/sources/subscribe-mailbox.ts';
import { startFedMailbox } from '../../mailbox/feed/fed-mailbox.ts';

const streaming = { type: 'streaming' } as const;

const start = async (...codes: readonly string[]) => {
  const { emulator, open } = await startFedMailbox();
  for (const responseCode of codes)
    emulator.faults.add({ kind: 'itemError', operation: 'Subscribe', index: 0, responseCode });
  const subscribeMailbox = createSubscribeMailbox();
  return {
    emulator,
    open,
    subscribe: async () => subscribeMailbox(await open(), streaming),
    operations: () => emulator.requests.splice(0).map(({ operation }) => operation),
  };
};

const told = { watermark: undefined, parent: undefined, at: undefined };
const folder = { type: 'folder', id: folderId('folder'), changeKey: undefined } as const;
const item = { type: 'item', id: itemId('item'), changeKey: undefined } as const;
const created = (thing: typeof folder | typeof item | undefined): readonly NotificationEvent[] => [
  { kind: 'created', ...told, thing },
];

describe('a subscription to a mailbox', () => {
  it('is to all folders, with one call, and never lacks one', async () => {
    const { subscribe, operations } = await start();
    const { isOutdatedBy } = await subscribe();
    expect(operations()).toEqual(['Subscribe']);
    expect(isOutdatedBy(created(folder))).toBe(false);
  });

  it('names every folder and the root where the server wants names, and remembers that it does', async () => {
    const { emulator, open, subscribe, operations } = await start('ErrorInvalidSubscriptionRequest');
    const { isOutdatedBy } = await subscribe();
    expect(operations()).toEqual(['Subscribe', 'FindFolder', 'Subscribe']);
    expect(isOutdatedBy(created(item))).toBe(false);
    expect(isOutdatedBy(created(folder))).toBe(true);
    expect(isOutdatedBy(created(undefined))).toBe(true);

    const { session, folders } = await open();
    const made = await session.call(createFolder, {
      parent: folders.targetOfRole('INBOX'),
      folders: [{ element: 'Folder', properties: { displayName: 'Invoices' } }],
    });
    operations();
    await subscribe();
    const request = emulator.requests.at(-1)?.body;
    expect(operations()).toEqual(['FindFolder', 'Subscribe']);
    expect(request).not.toContain('SubscribeToAllFolders');
    expect(request?.match(/<t:DistinguishedFolderId Id="msgfolderroot"/g)).toHaveLength(1);
    expect(request).toContain(`<t:FolderId Id="${made.id}"`);
    expect(request?.match(/<t:FolderId /g)).toHaveLength((await folders.known()).length);
  });

  it('goes on asking for all folders when names were refused as well', async () => {
    const { subscribe, operations } = await start('ErrorInvalidOperation', 'ErrorInvalidOperation');
    await expect(subscribe()).rejects.toMatchObject({ responseCode: 'ErrorInvalidOperation' });
    operations();
    await subscribe();
    expect(operations()).toEqual(['Subscribe']);
  });

  it.each(['ErrorServerBusy', 'ErrorAccessDenied', 'ErrorExceededSubscriptionCount'])(
    'does not try names after %s',
    async (responseCode) => {
      const { subscribe, operations } = await start(responseCode);
      await expect(subscribe()).rejects.toMatchObject({ responseCode });
      expect(operations()).toEqual(['Subscribe']);
    },
  );

  it('does not try names where the server has no subscriptions at all', async () => {
    const { emulator, subscribe, operations } = await start();
    emulator.serverOptions.withoutOperations.push('Subscribe');
    await expect(subscribe()).rejects.toMatchObject({ lacking: 'operation' });
    expect(operations()).toEqual(['Subscribe']);
  });
});
