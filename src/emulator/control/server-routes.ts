import { z } from 'zod';
import { knownMailbox, readInput, type ControlCall, type ControlRoute } from './control-route.ts';
import type { Emulator } from '../emulator.ts';
import { operationEffect } from '../contract.ts';

/** The server itself: its clock, tokens, states of synchronisation, subscriptions, and what it lacks. */
export const serverRoutes = (emulator: Emulator): readonly ControlRoute[] => {
  const { clock, serverOptions, tokens } = emulator;
  const time = (): object => ({ now: new Date(clock.now()).toISOString() });
  const options = (): object => ({ ...serverOptions, notifications: emulator.notifications.options });
  const mailboxOf = ({ query }: ControlCall): string => {
    const { mailbox } = readInput(z.strictObject({ mailbox: z.string('must be an address') }), query);
    return knownMailbox(emulator, mailbox).address;
  };
  const anyMailboxOf = (call: ControlCall): string | undefined =>
    call.query['mailbox'] === undefined ? undefined : mailboxOf(call);
  return [
    { method: 'GET', path: '/clock', does: 'The time that tokens, subscriptions and mail live by.', answer: time },
    {
      method: 'POST',
      path: '/clock',
      does: 'Moves the clock by milliseconds, back when negative, or sets it to an instant; it goes on from there. What is due is done at once.',
      takes: { advanceMs: 900_000 },
      answer: ({ body }) => {
        const given = readInput(clockMove, body);
        const now = clock.now();
        const target = 'setTo' in given ? Date.parse(given.setTo) : now + given.advanceMs;
        readInput(instant, target);
        clock.advance(target - now);
        return time();
      },
    },
    { method: 'DELETE', path: '/tokens', does: 'Expires every token of the roles.', answer: () => tokens.expireAll() },
    {
      method: 'DELETE',
      path: '/sync-states',
      query: ['mailbox'],
      does: 'Makes the states that clients of a mailbox synchronise from worthless: ErrorInvalidSyncStateData.',
      answer: (call) => emulator.expireSyncStates(mailboxOf(call)),
    },
    {
      method: 'GET',
      path: '/subscriptions',
      query: ['mailbox'],
      does: 'The subscriptions that are neither expired nor ended, of a mailbox or of all.',
      answer: (call) => ({ subscriptions: emulator.notifications.open(anyMailboxOf(call)) }),
    },
    {
      method: 'DELETE',
      path: '/subscriptions',
      query: ['mailbox'],
      does: 'Forgets the subscriptions of a mailbox or of all, as a server that was started anew: streams break, ids are unknown.',
      answer: (call) => emulator.notifications.loseSubscriptions(anyMailboxOf(call)),
    },
    {
      method: 'DELETE',
      path: '/streams',
      query: ['mailbox'],
      does: 'Breaks the open streams of a mailbox or of all, each in the middle of an envelope; the subscriptions stay.',
      answer: (call) => ({ broken: emulator.notifications.breakStreams(anyMailboxOf(call)) }),
    },
    {
      method: 'DELETE',
      path: '/events',
      query: ['mailbox'],
      does: 'Forgets what happened in a mailbox: watermarks are worthless (ErrorEventNotFound), who lags behind has missed events.',
      answer: (call) => emulator.notifications.forgetEvents(mailboxOf(call)),
    },
    { method: 'GET', path: '/options', does: 'What the server lacks, and how fast its minutes are.', answer: options },
    {
      method: 'PATCH',
      path: '/options',
      does: 'Changes those that are named.',
      takes: { withoutOperations: ['FindConversation'], notifications: { minuteMs: 1000 } },
      answer: ({ body }) => {
        const { notifications = {}, ...server } = readInput(optionChanges, body);
        Object.assign(serverOptions, server);
        Object.assign(emulator.notifications.options, notifications);
        return options();
      },
    },
  ];
};

const either = 'must be {"advanceMs": milliseconds} or {"setTo": an instant such as 2027-01-31T00:00:00Z}';
const clockMove = z.union(
  [
    z.strictObject({ advanceMs: z.int(either) }),
    z.strictObject({ setTo: z.iso.datetime({ offset: true, error: either }) }),
  ],
  either,
);

// xs:dateTime as Exchange writes it has four digits of a year.
const instant = z
  .number()
  .min(Date.UTC(1970), 'must not bring the clock before 1970')
  .max(Date.UTC(9999), 'must not bring the clock beyond the year 9999');

const truth = z.boolean('must be true or false').optional();
const milliseconds = z
  .int('must be milliseconds, a whole number from 1')
  .min(1, 'must be milliseconds, a whole number from 1')
  .max(2 ** 31 - 1, 'must be milliseconds that a timer can take')
  .optional();

const optionChanges = z.strictObject(
  {
    withoutOperations: z
      .array(
        z.string().refine((name) => operationEffect(name) !== undefined, 'must be an operation of Exchange2010_SP2'),
      )
      .optional(),
    withoutQueryString: truth,
    withoutFolderCommits: truth,
    directoryWithoutMailbox: truth,
    notifications: z
      .strictObject({
        minuteMs: milliseconds,
        heartbeatMs: milliseconds,
        withoutKinds: z.array(z.enum(['pull', 'push', 'streaming'], 'must be pull, push or streaming')).optional(),
      })
      .optional(),
  },
  { error: ({ code }) => (code === 'unrecognized_keys' ? undefined : 'must be an object of options') },
);
