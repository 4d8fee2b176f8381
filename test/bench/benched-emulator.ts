import { createEmulator } from '../../src/emulator/emulator.ts';
import { bulkMail } from '../../src/emulator/seed/bulk-mail.ts';
import { unreadSearch } from '../../src/emulator/seed/folders.ts';
import { mailboxOf } from '../../src/emulator/seed/mailbox.ts';
import { alice, organizationId } from '../../src/emulator/seed/people.ts';

/*
 * The emulator in a process of its own, started by emulator-bench.ts from its compiled form with the number of messages in the inbox: what it takes to
 * ask is not to be taken for what it takes to answer. Tells what it has used of the processor and of memory whenever it is asked.
 */

/** What this process says first. */
export interface BenchedEmulator extends Usage {
  readonly ewsUrl: string;
  readonly apiEndpoint: string;
  readonly organizationId: string;
  readonly roleId: string;
}

/** What this process has used since it began. */
export interface Usage {
  /** Milliseconds of CPU, of all threads. */
  readonly cpuMs: number;
  /** Bytes of the heap after a garbage collection, and of the whole process. */
  readonly heapBytes: number;
  readonly residentBytes: number;
}

const count = Number(process.argv[2]);
const today = new Date('2026-03-18T12:00:00Z');

const emulator = createEmulator({
  today,
  seed: {
    organizationId,
    groups: [],
    mailboxes: [
      mailboxOf(alice, () => ({
        inbox: bulkMail(count, { owner: alice, today, seed: 1 }),
        searches: [unreadSearch],
      })),
    ],
  },
});

const usage = ({ isWhole }: { readonly isWhole: boolean }): Usage => {
  const { user, system } = process.cpuUsage();
  if (isWhole) globalThis.gc?.();
  const { heapUsed, rss } = isWhole ? process.memoryUsage() : { heapUsed: 0, rss: 0 };
  return { cpuMs: (user + system) / 1_000, heapBytes: heapUsed, residentBytes: rss };
};

emulator.open(alice.address);
const { ewsUrl, apiEndpoint } = await emulator.listen();
process.on('message', (message) => {
  // What was recorded of the requests is no part of the mailbox.
  emulator.requests.length = 0;
  process.send?.(usage({ isWhole: message === 'whole' }));
});
process.on('disconnect', () => process.exit());
process.send?.({
  ...usage({ isWhole: true }),
  ewsUrl,
  apiEndpoint,
  organizationId: emulator.organizationId,
  roleId: emulator.roles.fullAccess,
} satisfies BenchedEmulator);
