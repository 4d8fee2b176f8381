import { createEmulator, type Emulator, type EmulatorAddresses } from '../../src/emulator/emulator.ts';
import type { FaultScript } from '../../src/emulator/faults/faults.ts';
import type { NotificationOptions } from '../../src/emulator/subscriptions/subscription.ts';
import type { OpenSubscription } from '../../src/emulator/subscriptions/notifications.ts';
import { alice, bob } from '../../src/emulator/seed/people.ts';
import { changeMailbox, type ChangePlan, type Changing } from './change-mailbox.ts';
import { createMailProgram } from './mail-program.ts';
import { soapEnvelope } from './soap-envelope.ts';

/*
 * The mail server in a process of its own, started by start-chaos.ts from its compiled form. What lies in its mailboxes is the truth that everything
 * else is held against, so it is the one thing that is never killed.
 */

/** What it tells when it listens. */
export interface ChaoticServer {
  readonly emulator: Pick<Emulator, 'organizationId' | 'roles'>;
  readonly addresses: EmulatorAddresses;
}

/** Whose mailbox. */
export type ChaoticOwner = 'alice' | 'bob';

/** What the server may lose of what it knows of those who follow a mailbox, or the connections to them. */
export type ServerLoss = 'streams' | 'subscriptions' | 'events' | 'syncStates';

/** What it can be asked. */
export type ServerOrder =
  /** Lets these lie in wait. */
  | { readonly faults: readonly FaultScript[] }
  /** From now on nothing goes wrong. */
  | { readonly calm: true }
  /** Begins to change a mailbox, as often as it is told to. */
  | { readonly change: ChaoticOwner; readonly plan: ChangePlan }
  | { readonly lose: ServerLoss; readonly of: ChaoticOwner }
  | { readonly options: Partial<NotificationOptions> }
  | { readonly look: true };

/** Requests by operation. */
export type RequestCounts = Readonly<Record<string, number>>;

/** Its answer to every order, after it has been followed. */
export interface ServerState {
  /** How often each operation was asked for until now. */
  readonly requests: RequestCounts;
  /** Changes made until now. */
  readonly made: Readonly<Record<ChaoticOwner, number>>;
  /** Why a mailbox is changed no more; undefined: it is as it should be. */
  readonly failure: string | undefined;
  readonly subscriptions: readonly OpenSubscription[];
  /** Which gateway processes have subscribed until now: what their request ids begin with. */
  readonly subscribers: readonly string[];
}

const emulator = createEmulator({ seed: 'empty' });
const { listen, organizationId, roles, faults, requests, notifications } = emulator;
const owners = { alice, bob } as const;

const server: ChaoticServer = { emulator: { organizationId, roles }, addresses: await listen() };

const counts: Record<string, number> = {};
const changes: Record<ChaoticOwner, Changing[]> = { alice: [], bob: [] };
const subscribers = new Set<string>();
let failure: string | undefined;

const change = (name: ChaoticOwner, plan: ChangePlan): void => {
  const owner = owners[name];
  const authorization = `Basic ${Buffer.from(`${owner.address}:${owner.password}`).toString('base64')}`;
  const program = createMailProgram(async (request) => {
    const answer = await fetch(server.addresses.ewsUrl, {
      method: 'POST',
      body: soapEnvelope(request),
      headers: { authorization, 'content-type': 'text/xml' },
    });
    return await answer.text();
  });
  const changing = changeMailbox({ server: emulator, program, owner }, plan);
  changing.done.catch((error: unknown) => (failure = String(error)));
  changes[name].push(changing);
};

const lose = (loss: ServerLoss, name: ChaoticOwner): void => {
  const { address } = owners[name];
  switch (loss) {
    case 'streams':
      return void notifications.breakStreams(address);
    case 'subscriptions':
      return notifications.loseSubscriptions(address);
    case 'events':
      return notifications.forgetEvents(address);
    case 'syncStates':
      return emulator.expireSyncStates(address);
  }
};

const follow = (order: ServerOrder): void => {
  if ('faults' in order) for (const script of order.faults) faults.add(script);
  else if ('calm' in order) faults.clear();
  else if ('change' in order) change(order.change, order.plan);
  else if ('lose' in order) lose(order.lose, order.of);
  else if ('options' in order) Object.assign(notifications.options, order.options);
};

const sum = (name: ChaoticOwner): number => changes[name].reduce((total, { made }) => total + made(), 0);

const state = (): ServerState => {
  for (const { operation, clientRequestId } of requests) {
    counts[operation] = (counts[operation] ?? 0) + 1;
    const [process] = clientRequestId?.split('-') ?? [];
    if (operation === 'Subscribe' && process !== undefined) subscribers.add(process);
  }
  requests.length = 0;
  return {
    requests: counts,
    made: { alice: sum('alice'), bob: sum('bob') },
    failure,
    subscriptions: notifications.open(),
    subscribers: [...subscribers],
  };
};

// Nobody is left to ask.
process.on('disconnect', () => process.exit());
process.on('message', (order: ServerOrder) => {
  follow(order);
  process.send?.(state());
});
process.send?.(server);
