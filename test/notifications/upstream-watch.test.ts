import { describe, expect, it, onTestFinished } from 'vitest';
import type { Hint, Hints } from '../../src/coordination/hints.ts';
import type { Lease, Leases } from '../../src/coordination/leases.ts';
import { createMemoryHints } from '../../src/coordination/memory-hints.ts';
import { EwsError } from '../../src/ews/errors.ts';
import { itemId } from '../../src/ews/properties/id.ts';
import { createMoveMemory } from '../../src/mailbox/moves.ts';
import type { Watch } from '../../src/notifications/event-source.ts';
import { createMoveSeal } from '../../src/notifications/move-seal.ts';
import { startUpstreamWatch, type UpstreamWatch } from '../../src/notifications/upstream-watch.ts';
import { createSealer } from '../../src/sealer.ts';
import { alice, mailboxWith } from './hub-of-test.ts';

/** One lease on everything, for several gateways, that can be taken away and out of sight. */
class SharedLease {
  #fence = 0;
  #holder: { readonly losing: AbortController } | undefined;
  isAway = false;

  get leases(): Leases {
    return {
      retryMs: 2,
      take: () => Promise.resolve(this.#take()),
      close: () => Promise.resolve(),
    };
  }

  /** The holder has it no more, as when it did not renew it. */
  lose(): void {
    const holder = this.#holder;
    this.#holder = undefined;
    holder?.losing.abort();
  }

  #take(): Lease | 'elsewhere' | 'unknown' {
    if (this.isAway) return 'unknown';
    if (this.#holder !== undefined) return 'elsewhere';
    const holder = { losing: new AbortController() };
    this.#holder = holder;
    this.#fence += 1;
    return {
      fence: this.#fence,
      lost: holder.losing.signal,
      release: () => {
        if (this.#holder === holder) this.#holder = undefined;
        return Promise.resolve();
      },
    };
  }
}

/** A gateway that watches or is told. */
interface WatchingGateway {
  readonly watch: UpstreamWatch;
  /** Watches that it has begun at the mail server, the last one last. */
  readonly begun: readonly Watch[];
  readonly failures: readonly unknown[];
  hints(): number;
  readonly moves: ReturnType<typeof createMoveMemory>;
}

const sealer = createSealer(new Uint8Array(32).fill(4));

const gateway = (
  { leases }: SharedLease,
  hints: Hints,
  attempt: (watch: Watch) => Promise<void> = ({ signal }) =>
    new Promise((resolve) => signal.addEventListener('abort', () => resolve())),
): WatchingGateway => {
  const begun: Watch[] = [];
  const failures: unknown[] = [];
  const moves = createMoveMemory();
  let heard = 0;
  const watch = startUpstreamWatch({
    address: alice,
    leases,
    hints,
    random: () => 0.5,
    pauses: { shortestMs: 2, longestMs: 4 },
    watcher: {
      watch: (given) => {
        begun.push(given);
        return attempt(given);
      },
    },
    open: () => Promise.resolve(mailboxWith()),
    onHint: () => {
      heard += 1;
      return Promise.resolve('changed');
    },
    onFailure: (error) => void failures.push(error),
    moves: createMoveSeal(sealer, moves, alice),
  });
  onTestFinished(() => watch.end());
  return { watch, begun, failures, hints: () => heard, moves };
};

const watching = (gateways: readonly WatchingGateway[]): readonly boolean[] =>
  gateways.map(({ watch }) => watch.isOurs);

/** The numbers of the leases under which hints are told from now on. */
const toldFences = (hints: Hints): readonly number[] => {
  const fences: number[] = [];
  hints.listen(alice, ({ fence }) => void fences.push(fence));
  return fences;
};

describe('the watch on a mailbox', () => {
  it('is one of all gateways, and what it notices is told to the others', async () => {
    const [lease, hints] = [new SharedLease(), createMemoryHints()];
    const first = gateway(lease, hints);
    await expect.poll(() => first.begun.length).toBe(1);
    const second = gateway(lease, hints);
    const fences = toldFences(hints);
    expect(await first.begun[0]?.onHint([])).toBe(true);
    expect([second.hints(), second.begun.length]).toEqual([1, 0]);
    expect(fences).toEqual([1]);
  });

  it('passes to another gateway when its own ends, which has ended it at the server before', async () => {
    const [lease, hints] = [new SharedLease(), createMemoryHints()];
    const first = gateway(lease, hints);
    await expect.poll(() => first.begun.length).toBe(1);
    const second = gateway(lease, hints);
    await first.watch.end();
    expect(first.begun[0]?.signal.aborted).toBe(true);
    await expect.poll(() => second.begun.length).toBe(1);
    const fences = toldFences(hints);
    await second.begun[0]?.onHint([]);
    expect(fences).toEqual([2]);
  });

  it('goes on when its lease is lost and nobody else takes it', async () => {
    const [lease, hints] = [new SharedLease(), createMemoryHints()];
    const one = gateway(lease, hints);
    await expect.poll(() => one.begun.length).toBe(1);
    lease.isAway = true;
    lease.lose();
    lease.isAway = false;
    const fences = toldFences(hints);
    await expect
      .poll(async () => {
        await one.begun[0]?.onHint([]);
        return fences.at(-1);
      })
      .toBe(2);
    expect([one.begun.length, one.begun[0]?.signal.aborted]).toEqual([1, false]);
  });

  it("is everybody's while nobody can tell who has it, and one gateway's again afterwards", async () => {
    const [lease, hints] = [new SharedLease(), createMemoryHints()];
    const both = [gateway(lease, hints), gateway(lease, hints)];
    await expect.poll(() => watching(both).filter(Boolean).length).toBe(1);
    lease.isAway = true;
    lease.lose();
    await expect.poll(() => watching(both)).toEqual([true, true]);
    lease.isAway = false;
    await expect.poll(() => watching(both).filter(Boolean).length).toBe(1);
  });

  it('hears nothing from one whose lease another has taken over, but all that is told under none', async () => {
    const [lease, hints] = [new SharedLease(), createMemoryHints()];
    const one = gateway(lease, hints);
    for (const fence of [7, 3, 0, 7, 8]) hints.tell(alice, { fence });
    expect(one.hints()).toBe(4);
  });

  it('tells all gateways which items have moved, sealed, and believes no other words', async () => {
    const [lease, hints] = [new SharedLease(), createMemoryHints()];
    const told: Hint[] = [];
    hints.listen(alice, (hint) => void told.push(hint));
    const [first, second] = [gateway(lease, hints), gateway(lease, hints)];
    await expect.poll(() => first.begun.length + second.begun.length).toBe(1);
    const [from, to, forged] = [itemId('from-id'), itemId('to-id'), itemId('forged-id')];
    await [...first.begun, ...second.begun][0]?.onHint([{ from, to }]);
    for (const { moves } of [first, second]) expect(moves.of(alice).of(from)).toBe(to);
    expect(JSON.stringify(told)).not.toContain('from-id');
    const other = createMoveSeal(createSealer(new Uint8Array(32).fill(5)), createMoveMemory(), alice);
    hints.tell(alice, { fence: 0, moves: other.seal([{ from: forged, to }]) });
    hints.tell(alice, { fence: 0, moves: 'nonsense' });
    expect(second.moves.of(alice).of(forged)).toBeUndefined();
  });

  it('is begun again when it ends or fails by itself, and the failure is told', async () => {
    const [lease, hints] = [new SharedLease(), createMemoryHints()];
    const failure = new EwsError('response', 'Subscribe as alice: refused');
    const one = gateway(lease, hints, ({ signal }) => (signal.aborted ? Promise.resolve() : Promise.reject(failure)));
    await expect.poll(() => one.begun.length).toBeGreaterThan(2);
    expect(one.failures.at(-1)).toBe(failure);
  });
});
