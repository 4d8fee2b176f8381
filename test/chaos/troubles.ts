import type { FaultEffect, FaultScript } from '../../src/emulator/faults/faults.ts';
import type { Random } from '../../src/emulator/random.ts';
import type { SourceKind } from '../../src/notifications/event-source.ts';
import type { ServerLoss } from './chaotic-emulator.ts';

/** Something that goes wrong. */
export type Trouble =
  /** Between the gateways and the mail server: what it has lost, and what becomes of the next requests. */
  | { readonly kind: 'cut'; readonly losses: readonly ServerLoss[]; readonly faults: readonly FaultScript[] }
  | { readonly kind: 'restartRedis' }
  | { readonly kind: 'killGateway' }
  /** The mail server has forgotten how far everybody had come. */
  | { readonly kind: 'loseSyncStates' };

/** What the mail server asks for, or is asked for, when it is followed in this way. */
const operationsOf: Readonly<Record<SourceKind, readonly string[]>> = {
  streaming: ['GetStreamingEvents', 'GetStreamingEvents', 'Subscribe'],
  push: ['SendNotification', 'SendNotification', 'Subscribe'],
  pull: ['GetEvents', 'GetEvents', 'Subscribe'],
  polling: [],
};

const lossesOf: Readonly<Record<SourceKind, readonly ServerLoss[]>> = {
  streaming: ['streams', 'streams', 'subscriptions', 'events'],
  push: ['subscriptions', 'events'],
  pull: ['subscriptions', 'events'],
  polling: [],
};

const effect = (random: Random, operation: string): FaultEffect => {
  if (operation === 'SendNotification') return { kind: random.pick(['reset', 'lose']) };
  return random.pick<FaultEffect>([
    { kind: 'reset' },
    { kind: 'lose' },
    { kind: 'breakOff' },
    { kind: 'cut', atByte: random.integer(0, 900) },
    { kind: 'hang' },
    { kind: 'status', status: 503 },
    { kind: 'status', status: 500 },
    { kind: 'fault', responseCode: 'ErrorServerBusy', backOffMs: 200 },
    { kind: 'fault', responseCode: 'ErrorInternalServerTransientError' },
    { kind: 'itemError', index: 0, responseCode: 'ErrorMailboxStoreUnavailable' },
    { kind: 'expireToken' },
    ...(operation === 'GetStreamingEvents'
      ? ([
          { kind: 'breakStream', envelopes: random.integer(0, 4) },
          { kind: 'muteStream', envelopes: random.integer(0, 4) },
        ] as const)
      : []),
  ]);
};

const cut = (random: Random, kind: SourceKind): Trouble => {
  const losses = lossesOf[kind];
  const operations = ['SyncFolderItems', 'SyncFolderItems', 'FindFolder', 'GetItem', ...operationsOf[kind]];
  const faults = Array.from({ length: random.integer(2, 8) }, (): FaultScript => {
    const operation = random.pick(operations);
    return { ...effect(random, operation), operation, skip: random.integer(0, 3) };
  });
  return { kind: 'cut', losses: losses.length > 0 && random.chance(60) ? [random.pick(losses)] : [], faults };
};

/** All of them in the order in which they come. */
export const drawTroubles = (
  random: Random,
  kind: SourceKind,
  counts: { readonly cuts: number; readonly redisRestarts: number; readonly kills: number },
): readonly Trouble[] => {
  const troubles: readonly Trouble[] = [
    ...Array.from({ length: counts.cuts }, () => cut(random, kind)),
    ...Array.from({ length: counts.redisRestarts }, (): Trouble => ({ kind: 'restartRedis' })),
    ...Array.from({ length: counts.kills }, (): Trouble => ({ kind: 'killGateway' })),
    { kind: 'loseSyncStates' },
  ];
  const draw = random.deck(troubles);
  return troubles.map(draw);
};
