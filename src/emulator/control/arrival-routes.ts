import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { ControlProblem } from './control-problem.ts';
import { type ControlRoute, knownMailbox, readInput } from './control-route.ts';
import { EmulatorError } from '../emulator-error.ts';
import type { Emulator } from '../emulator.ts';
import { arrivingItem } from './arriving-item.ts';
import type { Arrivals } from '../arrivals.ts';
import { loneMessage } from '../seed/seed-file-schema.ts';

/** Mail that arrives, one message or a stream of them. */
export interface ArrivalRoutes {
  readonly routes: readonly ControlRoute[];
  /** Knows of no stream any more. */
  readonly forget: () => void;
}

/** Mail that arrives at an emulator. */
export const arrivalRoutes = (emulator: Emulator): ArrivalRoutes => {
  const streams = new Map<string, Stream>();
  let last = 0;
  const told = (): object => ({ arrivals: [...streams].map(([id, stream]) => describeStream(id, stream)) });
  const routes: readonly ControlRoute[] = [
    {
      method: 'POST',
      path: '/messages',
      does: 'Delivers a message now, as the Internet would: rules and automatic replies do what they do. Answers the id of the item.',
      takes: {
        mailbox: 'alice@example.test',
        folder: 'inbox',
        message: { from: 'Ida Falk <ida@supplier.example>', subject: 'Offer', text: 'Here it is.' },
      },
      answer: ({ body }) => {
        const { mailbox, folder, message } = readInput(delivery, body);
        const owner = knownMailbox(emulator, mailbox);
        const item = arrivingItem({ ...message, id: randomUUID() }, owner, emulator);
        return { itemId: inFolder(() => emulator.deliver(owner.address, folder, item)) };
      },
    },
    {
      method: 'GET',
      path: '/arrivals',
      does: 'The streams of messages that were begun, and how many messages of each have arrived.',
      answer: told,
    },
    {
      method: 'POST',
      path: '/arrivals',
      does: 'Begins a stream of messages: count of them, one every so many milliseconds of the clock, the same ones for the same seed.',
      takes: { mailbox: 'alice@example.test', folder: 'inbox', count: 100, everyMs: 1000, seed: 1 },
      answer: ({ body }) => {
        const plan = readInput(arrivalPlan, body);
        const { address: mailbox } = knownMailbox(emulator, plan.mailbox);
        const arrivals = inFolder(() => emulator.startArrivals({ ...plan, mailbox }));
        last += 1;
        const stream: Stream = { mailbox, count: plan.count, isRunning: true, arrivals };
        void stream.arrivals.done.then(() => {
          stream.isRunning = false;
        });
        streams.set(String(last), stream);
        forgetOldest(streams);
        return describeStream(String(last), stream);
      },
    },
    {
      method: 'DELETE',
      path: '/arrivals/{id}',
      does: 'Ends a stream of messages; those that have arrived stay.',
      answer: ({ id }) => {
        const stream = streams.get(id);
        if (stream === undefined) throw new ControlProblem('not-found', 'There is no stream of that id.');
        stream.arrivals.stop();
        streams.delete(id);
      },
    },
  ];
  return { routes, forget: () => streams.clear() };
};

interface Stream {
  readonly mailbox: string;
  readonly count: number;
  readonly arrivals: Arrivals;
  isRunning: boolean;
}

const describeStream = (id: string, { mailbox, count, arrivals, isRunning }: Stream): object => ({
  id,
  mailbox,
  count,
  arrived: arrivals.ids.length,
  isRunning,
});

/** Of streams that are over the last hundred are told of. */
const forgetOldest = (streams: Map<string, Stream>): void => {
  const over = [...streams].filter(([, { isRunning }]) => !isRunning);
  for (const [id] of over.slice(0, -mostOver)) streams.delete(id);
};

const mostOver = 100;

const inFolder = <Result>(act: () => Result): Result => {
  try {
    return act();
  } catch (error) {
    if (!(error instanceof EmulatorError) || error.responseCode !== 'ErrorFolderNotFound') throw error;
    throw new ControlProblem('not-found', 'The mailbox has no folder with that well-known name.');
  }
};

const mailbox = z.string('must be an address');
const folder = z.string('must be the well-known name of a folder, such as inbox').default('inbox');
const delivery = z.strictObject(
  { mailbox, folder, message: loneMessage },
  { error: ({ code }) => (code === 'unrecognized_keys' ? undefined : 'must be an object with mailbox and message') },
);

const whole = (lowest: number, highest: number): z.ZodNumber => {
  const message = `must be a whole number from ${lowest} to ${highest}`;
  return z.int(message).min(lowest, message).max(highest, message);
};
const arrivalPlan = z.strictObject(
  { mailbox, folder, count: whole(1, 100_000), everyMs: whole(0, 2 ** 31 - 1), seed: whole(0, 2 ** 31 - 1).default(1) },
  {
    error: ({ code }) =>
      code === 'unrecognized_keys' ? undefined : 'must be an object with mailbox, count and everyMs',
  },
);
