import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Random } from '../../src/emulator/random.ts';
import { changeFields, createMailboxModel, type ToldChange } from './mailbox-model.ts';
import { passingCodes } from './passing-codes.ts';
import { readEvents } from './read-events.ts';
import { mirrorMailbox } from './mirror-mailbox.ts';
import { NotRead } from './read-snapshot.ts';

/** A client that shows a mailbox, and believes only what it is told. */
export interface FollowPlan {
  readonly name: string;
  /** It goes to the next one whenever one leaves it. */
  readonly origins: readonly string[];
  readonly address: string;
  readonly random: Random;
  /** In how many of a thousand events it leaves by itself, at the moment. */
  readonly leavesPerMille: () => number;
  /** What it waits for, once, before it takes any more; absent: nothing. */
  readonly gate?: Promise<void>;
}

/** What a client has met with. */
export interface FollowFigures {
  events: number;
  /** Events under a token that it had been given before. */
  repetitions: number;
  connections: number;
  /** Connections that ended without a word. */
  broken: number;
  /** What it was refused, and how often: errors instead of events, or beside them, and readings that failed. */
  refusals: Record<string, number>;
  resyncs: Record<string, number>;
  /** Changes that named another mailbox's things. */
  foreign: number;
}

/** Of a client that has not begun. */
export const noFigures = (): FollowFigures => ({
  events: 0,
  repetitions: 0,
  connections: 0,
  broken: 0,
  refusals: {},
  resyncs: {},
  foreign: 0,
});

/** A client that follows. */
export interface Follower {
  readonly name: string;
  readonly figures: Readonly<FollowFigures>;
  /** Whether it has read the mailbox at least once and is not about to read it afresh. */
  isSettled(): boolean;
  /** What it shows, as `heldMailbox`. */
  lines(): readonly string[];
  /** Why it has given up; undefined: it has not. */
  failure(): string | undefined;
  stop(): Promise<void>;
}

/** `more`: fields beside what everybody asks for. */
const subscription = (more: string): string => `subscription ($address: EmailAddress!, $after: SyncToken) {
  mailboxChanged(mailbox: $address, after: $after) { token change { ${changeFields} } ${more} }
}`;

/** Makes an event so large that those in the system's buffers are few. */
const bulk = Array.from({ length: 24 }, (_, index) => `copy${index}: token`).join(' ');

interface Told {
  readonly data?: { readonly mailboxChanged: { readonly token: string; readonly change: ToldChange } } | null;
  readonly errors?: readonly { readonly message: string; readonly extensions?: { readonly code?: string } }[];
}

/** How many one takes that waits then. */
const eventsBeforeGate = 40;

/** A refusal after which the client goes on from where it was. */
class Refused extends Error {
  override readonly name = 'Refused';
}

/** Begins to follow. `firstName`: what every subject of the mailbox begins with. */
export const followMailbox = (plan: FollowPlan, firstName: string): Follower => {
  const { name, origins, address, random } = plan;
  const model = createMailboxModel();
  const figures = noFigures();
  const over = new AbortController();
  const seen = new Set<string>();
  let after: string | undefined;
  let mustRead = true;
  let failure: string | undefined;
  let turn = random.integer(0, origins.length - 1);

  const nextOrigin = (): string => {
    turn = (turn + 1) % origins.length;
    return origins[turn] ?? '';
  };

  /** Throws when it is not to be gone on from here. */
  const refuse = (errors: NonNullable<Told['errors']>): never => {
    for (const { message } of errors) count(figures.refusals, message);
    const lasting = errors.find(({ extensions }) => !passingCodes.has(extensions?.code ?? ''));
    if (lasting !== undefined) throw new Error(`${lasting.extensions?.code}: ${lasting.message}`);
    throw new Refused();
  };

  const take = (told: Told): void => {
    if (told.errors !== undefined) return refuse(told.errors);
    const event = told.data?.mailboxChanged;
    if (event === undefined) throw new Error('an event without data');
    figures.events += 1;
    const mark = createHash('sha256').update(event.token).digest('base64').slice(0, 16);
    if (seen.has(mark)) figures.repetitions += 1;
    seen.add(mark);
    const { change } = event;
    if (change.__typename === 'ResyncRequired') {
      count(figures.resyncs, change.reason);
      mustRead = true;
    } else {
      if (nameIn(change)?.startsWith(firstName) === false) figures.foreign += 1;
      model.apply(change);
    }
    after = event.token;
  };

  const listen = async (): Promise<void> => {
    const origin = nextOrigin();
    if (after !== undefined && mustRead) {
      after = await mirrorMailbox(origin, address, after, model);
      mustRead = false;
    }
    figures.connections += 1;
    const leave = new AbortController();
    const response = await fetch(`${origin}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'text/event-stream' },
      body: JSON.stringify({
        query: subscription(plan.gate === undefined ? '' : bulk),
        variables: { address, ...(after === undefined ? {} : { after }) },
      }),
      signal: AbortSignal.any([over.signal, leave.signal]),
    });
    if (response.body === null) throw new Error(`status ${response.status} without a body`);
    try {
      for await (const { name: kind, data } of readEvents(response.body)) {
        if (kind === 'complete') return;
        take(JSON.parse(data) as Told);
        if (mustRead) return;
        if (random.integer(0, 999) < plan.leavesPerMille()) return;
        if (figures.events > eventsBeforeGate) await plan.gate;
      }
    } finally {
      leave.abort();
    }
  };

  const run = async (): Promise<void> => {
    while (!over.signal.aborted) {
      try {
        await listen();
      } catch (error) {
        if (over.signal.aborted) return;
        // fetch and its body say TypeError when the connection is lost, and SocketError within.
        const isLost = error instanceof TypeError || (error instanceof Error && 'code' in error);
        if (isLost) figures.broken += 1;
        else if (error instanceof NotRead) count(figures.refusals, error.message);
        else if (!(error instanceof Refused)) {
          failure = String(error);
          return;
        }
      }
      await sleep(random.integer(20, 300), undefined, { signal: over.signal }).catch(() => undefined);
    }
  };
  const running = run();
  return {
    name,
    figures,
    isSettled: () => !mustRead,
    lines: () => model.lines(),
    failure: () => failure,
    stop: async () => {
      over.abort();
      await running;
    },
  };
};

/** Adds one to a count by name. */
export const count = (counts: Record<string, number>, name: string): void => {
  counts[name] = (counts[name] ?? 0) + 1;
};

const nameIn = (change: ToldChange): string | undefined => {
  switch (change.__typename) {
    case 'MessageChanged':
      return change.message?.subject ?? undefined;
    case 'CalendarEventChanged':
      return change.event?.subject ?? undefined;
    case 'ContactChanged':
      return change.contact?.displayName ?? undefined;
    case 'TaskChanged':
      return change.task?.subject ?? undefined;
    case 'MessageReadStateChanged':
    case 'ItemRemoved':
    case 'FolderChanged':
    case 'FolderRemoved':
    case 'ResyncRequired':
      return undefined;
  }
};
