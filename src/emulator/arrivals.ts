import type { ClockTimers } from './store/clock-timers.ts';
import { accountOf } from './store/directory.ts';
import type { SeedItem } from './store/model.ts';
import { mailItem } from './seed/mail.ts';
import { plainText } from './seed/prose.ts';
import { createRandom, type Random } from './random.ts';
import type { Account, Store } from './store/store.ts';

/** A stream of messages into one mailbox. */
export interface ArrivalPlan {
  /** Primary address of the mailbox. */
  readonly mailbox: string;
  /** Well-known id of the folder; the inbox, with its rules, when absent. */
  readonly folder?: string;
  readonly count: number;
  /** Milliseconds of the emulator's clock before each message; 0: all at once. */
  readonly everyMs: number;
  /** Equal plans in equal mailboxes bring the same messages, apart from their times. Message-IDs tell the seed: one plan is for one run. */
  readonly seed: number;
}

/** Messages on their way. */
export interface Arrivals {
  /** Ids of those that have arrived, in their order; of a message that a rule moved that at its new place. */
  readonly ids: readonly string[];
  /** Fulfilled when the last one has arrived, or none comes any more. */
  readonly done: Promise<void>;
  readonly stop: () => void;
}

/** What arrivals need of the emulator. */
export interface ArrivalPlace {
  readonly store: Store;
  readonly now: () => number;
  readonly timers: ClockTimers;
  readonly deliver: (address: string, distinguishedFolderId: string, item: SeedItem) => string;
}

/** Begins to deliver. Throws EmulatorError ErrorNonExistentMailbox when nobody has the address. */
export const startArrivals = ({ store, now, timers, deliver }: ArrivalPlace, plan: ArrivalPlan): Arrivals => {
  const { mailbox, folder = 'inbox', count, everyMs } = plan;
  const reader = accountOf(store, mailbox);
  const random = createRandom(plan.seed);
  const senders = [...strangers, ...[...store.accounts.values()].filter((other) => other !== reader).map(personOf)];
  const ids: string[] = [];
  let resolve = (): void => undefined;
  const done = new Promise<void>((fulfil) => {
    resolve = fulfil;
  });
  const beginning = now();
  let stopTimer = (): void => undefined;

  const next = (number: number): void => {
    if (number > count) return resolve();
    stopTimer = timers.at(beginning + number * everyMs, () => {
      const receivedAt = new Date(now()).toISOString();
      ids.push(deliver(mailbox, folder, message(plan.seed, number, receivedAt, random, senders, reader)));
      next(number + 1);
    });
  };
  next(1);
  return {
    ids,
    done,
    stop: () => {
      stopTimer();
      resolve();
    },
  };
};

const message = (
  seed: number,
  number: number,
  receivedAt: string,
  random: Random,
  senders: readonly Sender[],
  reader: Account,
): SeedItem => {
  const topic = random.pick(topics);
  const pages = random.integer(2, 40);
  return mailItem(
    {
      name: `arrival-${seed}-${number}`,
      from: random.pick(senders),
      to: [personOf(reader)],
      subject: `${topic} (${number})`,
      body: plainText([`Here are the ${pages} pages about: ${topic.toLowerCase()}.`, 'Please have a look today.']),
      receivedAt,
      isRead: false,
    },
    { ...personOf(reader), kind: reader.kind, aliases: reader.aliases, password: reader.password },
  );
};

interface Sender {
  readonly name: string;
  readonly address: string;
}

const personOf = ({ displayName, address }: Account): Sender => ({ name: displayName, address });

const strangers: readonly Sender[] = [
  { name: 'Ida Falk', address: 'ida.falk@supplier.example' },
  { name: 'Owen Price', address: 'owen.price@customer.example' },
  { name: 'Newsletter', address: 'news@paper.example' },
];

const topics = ['Offer', 'Minutes', 'Invoice', 'Draft contract', 'Travel plans', 'Test report', 'Site visit', 'Budget'];
