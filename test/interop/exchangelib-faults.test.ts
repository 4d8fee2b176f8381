import { expect, it, onTestFinished } from 'vitest';
import type { FaultScript } from '../../src/emulator/faults/faults.ts';
import { createEmulator, type Emulator } from '../../src/emulator/emulator.ts';
import { describeNeeding } from '../witness.ts';
import { alice } from './exchangelib/stage.ts';
import { hasExchangelib, startDriver, type Driver, type DriverOptions } from './exchangelib/start-driver.ts';

const name = 'exchangelib 4.9 and a mail server that is not well';

describeNeeding('no python3-exchangelib 4.9 and python3-boto3, see EWS_PYTHON', hasExchangelib(), name, () => {
  it('raises for each trouble what it has for it, and goes on afterwards', async () => {
    const { emulator, driver } = await start();
    const troubles: readonly (readonly [FaultScript, string])[] = [
      [{ kind: 'serverBusy', backOffMs: 700 }, 'ErrorServerBusy'],
      [{ kind: 'fault', responseCode: 'ErrorInternalServerError' }, 'ErrorInternalServerError'],
      [{ kind: 'unauthorized' }, 'UnauthorizedError'],
      [{ kind: 'forbidden' }, 'MalformedResponseError: Unknown failure in response. Code: 403'],
      [{ kind: 'unavailable' }, 'MalformedResponseError: Unknown failure in response. Code: 503'],
      [{ kind: 'tooManyRequests' }, 'MalformedResponseError: Unknown failure in response. Code: 429'],
      [{ kind: 'garbage' }, 'SOAPError'],
      [{ kind: 'cut', atByte: 500 }, 'TransportError'],
      [{ kind: 'breakAnswer', atByte: 500 }, 'ChunkedEncodingError'],
      [{ kind: 'reset' }, 'ConnectionError'],
      [{ kind: 'lose' }, 'ConnectionError'],
    ];
    for (const [fault, raised] of troubles) {
      emulator.faults.add({ ...fault, operation: 'GetItem' });
      await expect(driver.run('fetch', alice, firstOfInbox), fault.kind).rejects.toThrow(`fetch: ${raised}`);
      expect(await driver.run('fetch', alice, firstOfInbox)).toEqual(messages);
    }
  });

  it('gives what came whole when one of many did not', async () => {
    const { emulator, driver } = await start();
    const missing = { kind: 'itemError', index: 2, responseCode: 'ErrorItemNotFound', operation: 'GetItem' } as const;
    emulator.faults.add(missing);
    expect(await driver.run('fetch', alice, firstOfInbox)).toEqual(messages.with(2, 'ErrorItemNotFound'));
    emulator.faults.add({ ...missing, stopsBatch: true });
    expect(await driver.run('fetch', alice, firstOfInbox)).toEqual([
      ...messages.slice(0, 2),
      'ErrorItemNotFound',
      ...messages.slice(3).map(() => 'ErrorBatchProcessingStopped'),
    ]);
  });

  it('reads past characters and entities that XML does not allow', async () => {
    const { emulator, driver } = await start();
    for (const fault of [
      { kind: 'illegalReferences' },
      { kind: 'poisonedItem', index: 2, poison: 'illegalReference' },
      { kind: 'doctype', entities: 'expanding' },
      { kind: 'doctype', entities: 'external' },
    ] as const) {
      emulator.faults.add({ ...fault, operation: 'GetItem' });
      expect(await driver.run('fetch', alice, firstOfInbox), fault.kind).toEqual(messages);
    }
    expect(requestsFor(emulator, 'GetItem')).toBe(4);
  });

  it('waits for a busy server as long as that asks, when it is told to be patient', async () => {
    const { emulator, driver } = await start({ isPatient: true });
    // Without a hint that it understands, exchangelib would wait a minute each time, which is more than this test has.
    emulator.faults.add({ kind: 'serverBusy', backOffMs: 300, times: 2, operation: 'GetItem' });
    expect(await driver.run('fetch', alice, firstOfInbox)).toEqual(messages);
    expect(requestsFor(emulator, 'GetItem')).toBe(3);
  });

  it('is told by name what a role may not do, and of states and tokens that are worthless', async () => {
    const { emulator, driver } = await start();
    const { driver: reader } = await start({ role: 'readOnly' });
    const made = { parent: 'inbox', name: 'Not to be made' };
    await expect(reader.run('create_folder', alice, made)).rejects.toThrow('ErrorAccessDenied');
    await expect(driver.run('fetch', 'nobody@example.test', firstOfInbox)).rejects.toThrow('ErrorNonExistentMailbox');
    await expect(driver.run('fetch', 'vault@example.test', firstOfInbox)).rejects.toThrow('ErrorImpersonateUserDenied');

    expect(await driver.run('sync_items', alice, { where: 'drafts' })).not.toEqual([]);
    emulator.expireSyncStates(alice);
    await expect(driver.run('sync_items', alice, { where: 'drafts' })).rejects.toThrow('ErrorInvalidSyncStateData');
    emulator.tokens.expireAll();
    await expect(driver.run('fetch', alice, firstOfInbox)).rejects.toThrow('UnauthorizedError');
  });
});

/** Ten messages in one request, and what comes of them when all is well. */
const firstOfInbox = { where: 'inbox', count: 10 };
const messages: readonly string[] = Array.from({ length: 10 }, () => 'Message');

/** An emulator and exchangelib as AWS documents it, until the test is over. */
const start = async (
  options: DriverOptions = {},
): Promise<{ readonly emulator: Emulator; readonly driver: Driver }> => {
  const emulator = createEmulator();
  onTestFinished(() => emulator.close());
  const { ewsUrl } = await emulator.listen();
  const driver = startDriver('aws', { emulator, emulatorUrl: ewsUrl }, options);
  onTestFinished(() => driver.close());
  return { emulator, driver };
};

const requestsFor = ({ requests }: Emulator, operation: string): number =>
  requests.filter((request) => request.operation === operation).length;
