import { createEmulator, type Emulator, type EmulatorAddresses } from '../../src/emulator/emulator.ts';
import type { FaultScript } from '../../src/emulator/faults.ts';

/*
 * The mail server in a process of its own, started by start-chaos.ts from its compiled form. What lies in its mailboxes is the truth that everything
 * else is held against, so it is the one thing that is never killed.
 */

/** What it tells when it listens. */
export interface ChaoticServer {
  readonly emulator: Pick<Emulator, 'organizationId' | 'roles'>;
  readonly addresses: EmulatorAddresses;
}

/** What it can be asked. */
export type ServerOrder =
  /** Lets these lie in wait. */
  | { readonly faults: readonly FaultScript[] }
  /** From now on nothing goes wrong. Answers how often each operation was asked for until now. */
  | { readonly calm: true };

/** Requests by operation. */
export type RequestCounts = Readonly<Record<string, number>>;

const { listen, organizationId, roles, faults, requests } = createEmulator({ seed: 'empty' });

const counted = (): RequestCounts => {
  const counts: Record<string, number> = {};
  for (const { operation } of requests) counts[operation] = (counts[operation] ?? 0) + 1;
  return counts;
};

// Nobody is left to ask.
process.on('disconnect', () => process.exit());
process.on('message', (order: ServerOrder) => {
  if ('faults' in order) for (const script of order.faults) faults.add(script);
  else faults.clear();
  process.send?.(counted());
});
const server: ChaoticServer = { emulator: { organizationId, roles }, addresses: await listen() };
process.send?.(server);
