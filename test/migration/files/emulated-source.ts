import { demoMailboxes, embeddedBackend } from '../../../src/embedded.ts';
import { createEmulator, type Emulator, type EmulatorOptions } from '../../../src/emulator/emulator.ts';
import { openEwsSource } from '../../../src/migration/mailboxes/ews-source.ts';
import { ItemFailure } from '../../../src/migration/item-failure.ts';
import type { PortableFolder } from '../../../src/migration/portable/portable-folder.ts';
import type { SourceMailbox } from '../../../src/migration/source.ts';
import type { Place, TargetMailbox } from '../../../src/migration/target.ts';
import type { OpenedMailbox } from '../../../src/mailbox/open-mailbox.ts';
import { openOperatorAccess } from '../../../src/operator-access.ts';
import { journeyConfig, journeyDay } from '../../journeys/start.ts';

/** A mailbox of an emulator, as a migration reads it and as its owner does. */
export interface EmulatedSource {
  readonly emulator: Emulator;
  readonly source: SourceMailbox;
  /** For what EWS itself says of the mailbox. */
  readonly opened: OpenedMailbox;
  readonly close: () => Promise<void>;
}

/** Starts an emulator and opens a mailbox of it. Without options: the demo around `journeyDay`. */
export const startEmulatedSource = async (
  address: string = demoMailboxes[0],
  options: EmulatorOptions = {},
): Promise<EmulatedSource> => {
  const emulator = createEmulator({ today: journeyDay, ...options });
  const backend = embeddedBackend(journeyConfig, emulator, await emulator.listen());
  if (backend.mode !== 'embedded') throw new Error('the embedded backend is of another mode');
  const config = { ...backend, mode: 'workmail' as const };
  const stop = new AbortController();
  const clock = { now: () => new Date(), monotonicMs: () => performance.now() };
  const access = openOperatorAccess(config, { clock, random: () => 0.5, canWrite: true, signal: stop.signal });
  const source = openEwsSource({
    name: 'emulator',
    directory: access.directory,
    openMailbox: access.openMailbox,
    patience: {
      now: clock.monotonicMs,
      random: () => 0.5,
      sleep: () => Promise.resolve(),
      patienceMs: 60_000,
      signal: stop.signal,
      onWait: () => undefined,
    },
    close: () => Promise.resolve(),
  });
  const opened = await access.openMailbox(address);
  if (opened === undefined) throw new Error('There is no such mailbox');
  return {
    emulator,
    opened,
    source: await source.open(address),
    close: async () => {
      stop.abort();
      await access.close();
      await emulator.close();
    },
  };
};

/** What has been copied. */
export interface CopiedFolder {
  readonly folder: PortableFolder;
  readonly ids: readonly string[];
}

/** Copies everything that is not there yet, as a migration does, and answers what lies where in the source. */
export const copyAll = async (source: SourceMailbox, target: TargetMailbox): Promise<readonly CopiedFolder[]> => {
  const present = new Set<string>();
  for await (const page of target.present()) for (const { mark } of page) present.add(mark);
  const places = new Map<string, Place>();
  const copied: CopiedFolder[] = [];
  for (const folder of (await source.folders()).folders) {
    const place = await target.make(folder, places.get(folder.parentId ?? ''));
    places.set(folder.id, place);
    const ids: string[] = [];
    for await (const heads of source.heads(folder)) {
      ids.push(...heads.map(({ id }) => id));
      const missing = heads.filter(({ mark }) => !present.has(mark));
      const items = (await source.load(missing)).map((item, index) => {
        const head = missing[index];
        if (item instanceof ItemFailure || head === undefined) throw new Error('An item could not be read');
        return { mark: head.mark, identity: head.identity, item };
      });
      for (const answer of await target.write(place, items)) {
        if (answer instanceof ItemFailure) throw new Error(answer.reason);
      }
    }
    copied.push({ folder, ids });
  }
  await target.finish(new Set());
  return copied;
};
