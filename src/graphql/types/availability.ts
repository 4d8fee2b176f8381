import { mailboxAddress } from '../../ews/properties/id.ts';
import { mostMailboxes } from '../../ews/properties/availability-request.ts';
import { readAvailability } from '../../mailbox/availability/read-availability.ts';
import { defaultSlotMinutes, wholeMinutes, windowProblem } from '../availability/asked-window.ts';
import { timesAnswer } from '../availability/times-answer.ts';
import { visibleDetails } from '../availability/visible-details.ts';
import { builder } from '../builder.ts';
import { emptyBeside } from '../empty-beside.ts';
import { badUserInput } from '../errors.ts';
import { FreeBusyStatus } from '../events/calendar-enums.ts';
import { TimeWindowInput } from '../events/event-list.ts';
import { cost } from '../guards/cost.ts';
import { demandAny, seesCalendar } from '../guards/permission.ts';
import { mailboxAt } from '../mailbox-source.ts';
import { BusyBlock, FreeBusy, MailboxAvailability, UserError, WorkingHours } from '../refs.ts';

MailboxAvailability.implement({
  permission: 'withItsParent',
  description: 'When somebody has time. Exactly one of `freeBusy` and `error` is there.',
  fields: (t) => ({
    address: t.field({
      type: 'EmailAddress',
      nullable: false,
      description: 'As it was asked for.',
      resolve: ({ address }) => address,
    }),
    freeBusy: t.field({
      complexity: cost('toldTimes'),
      type: FreeBusy,
      description: 'The time; null when it is not told.',
      resolve: ({ answer }) => ('times' in answer ? answer : undefined),
    }),
    error: t.field({
      complexity: cost('toldTimes'),
      type: UserError,
      description:
        'Why the time is not told; NOT_FOUND for somebody who does not exist and for somebody whose time you may not see.',
      resolve: ({ answer }) => ('times' in answer ? undefined : answer),
    }),
  }),
});

FreeBusy.implement({
  permission: 'withItsParent',
  description: 'The time of a person, a room or a group in a window.',
  fields: (t) => ({
    busy: t.field({
      complexity: cost('toldSlots'),
      type: [BusyBlock],
      nullable: false,
      description:
        'What takes time in the window, by start; what leaves the time free is not there. Where the mail server tells slots only, as for groups, these are the slots in a row.',
      resolve: ({ times, showsDetails }) => times.busy.map((event) => ({ event, showsDetails })),
    }),
    workingHours: t.field({
      complexity: cost('toldTimes'),
      type: WorkingHours,
      description: 'When they work; null where the mail server does not tell.',
      resolve: ({ times }) => times.workingHours(),
    }),
    merged: t.field({
      complexity: cost('toldSlots'),
      type: [FreeBusyStatus],
      nullable: false,
      description:
        'One status for each slot, the first beginning with the window: what takes most of somebody’s time in it. The last slot may end after the window.',
      resolve: ({ times }) => [...times.merged],
    }),
  }),
});

BusyBlock.implement({
  permission: 'withItsParent',
  description:
    'A stretch of time that is taken. What takes it is told with DETAILED, where the mail server shows it to `asMailbox` and you have READ_CALENDAR on the mailbox that it is in.',
  fields: (t) => ({
    start: t.field({
      type: 'DateTime',
      nullable: false,
      description: 'Where it begins, perhaps before the window.',
      resolve: ({ event }) => event.start,
    }),
    end: t.field({
      type: 'DateTime',
      nullable: false,
      description: 'Where it ends, perhaps after the window.',
      resolve: ({ event }) => event.end,
    }),
    status: t.field({
      type: FreeBusyStatus,
      nullable: false,
      description: 'How it is taken.',
      resolve: ({ event }) => event.status,
    }),
    subject: t.string({
      description: 'What takes it; null where that is not told.',
      resolve: ({ event, showsDetails }) => (showsDetails ? event.details?.subject : undefined),
    }),
    location: t.string({
      description: 'Where that is; null where that is not told.',
      resolve: ({ event, showsDetails }) => (showsDetails ? event.details?.location : undefined),
    }),
    isPrivate: t.boolean({
      description: 'Whether it is marked as private; null where that is not told.',
      resolve: ({ event, showsDetails }) => (showsDetails ? event.details?.isPrivate : undefined),
    }),
  }),
});

const AvailabilityDetail = builder.enumType('AvailabilityDetail', {
  description: 'How much of somebody’s time is told.',
  values: {
    FREE_BUSY: { description: 'Whether it is taken.' },
    DETAILED: {
      description: 'Whether it is taken, and by what where that may be seen. Needs READ_CALENDAR on `asMailbox`.',
    },
  } as const,
});

const shortestSlot = 5;
const longestSlot = 1440;

const AvailabilityInput = builder.inputType('AvailabilityInput', {
  description: 'Whose time is asked about, and when.',
  fields: (t) => ({
    addresses: t.field({
      type: ['EmailAddress'],
      required: true,
      description: `People, rooms and groups, by any of their addresses: 1 to ${mostMailboxes} different ones.`,
    }),
    window: t.field({
      type: TimeWindowInput,
      required: true,
      description:
        'When: 42 days at most. Its `timeZone` is the name for the zone of working hours whose clocks go by the same rules.',
    }),
    asMailbox: t.field({
      type: 'EmailAddress',
      required: true,
      description: 'The mailbox whose owner asks. You need READ_CALENDAR or READ_METADATA on it.',
    }),
    detail: t.field({
      type: AvailabilityDetail,
      defaultValue: 'FREE_BUSY',
      description: 'How much is told.',
    }),
    slot: t.field({
      type: 'Duration',
      defaultValue: `PT${defaultSlotMinutes}M`,
      description: 'How long a slot of `merged` is: whole minutes, from PT5M to P1D.',
    }),
  }),
});

builder.queryField('availability', (t) =>
  t.field({
    complexity: cost('availability'),
    type: [MailboxAvailability],
    nullable: false,
    permission: 'opensMailbox',
    description:
      'When people, rooms and groups have time, as everybody of the organisation may see it: one answer for each address, in their order, and each succeeds or fails alone.',
    args: { input: t.arg({ type: AvailabilityInput, required: true, description: 'Who and when.' }) },
    resolve: async (_root, { input }, context, info) => {
      const read = async () => {
        const { window, asMailbox, detail } = input;
        const addresses = input.addresses.flatMap((address) => mailboxAddress(address) ?? []);
        const number = new Set(addresses).size;
        const slotMinutes = wholeMinutes(input.slot ?? `PT${defaultSlotMinutes}M`, shortestSlot, longestSlot);
        const problems = [
          number < 1 || number > mostMailboxes ? `addresses must name 1 to ${mostMailboxes} mailboxes` : undefined,
          windowProblem(window),
          slotMinutes === undefined ? 'slot must be whole minutes from PT5M to P1D' : undefined,
        ].filter((problem) => problem !== undefined);
        if (problems.length > 0 || slotMinutes === undefined) throw badUserInput(problems.join('; '));
        const mailbox = await mailboxAt(context, asMailbox);
        const isDetailed = detail === 'DETAILED';
        demandAny(context, mailbox, info, isDetailed ? ['READ_CALENDAR'] : seesCalendar);
        const [visible, answers] = await Promise.all([
          isDetailed ? visibleDetails(context, addresses) : new Set<string>(),
          readAvailability(mailbox.session, {
            addresses,
            window: { start: window.start, end: window.end },
            slotMinutes,
            isDetailed,
            preferredZone: window.timeZone ?? undefined,
          }),
        ]);
        return answers.map((times, index) => {
          const address = addresses[index] ?? asMailbox;
          return { address, answer: timesAnswer(times, visible.has(address), context) };
        });
      };
      return read().catch(emptyBeside(context, info));
    },
  }),
);
