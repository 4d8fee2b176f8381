import { mostMailboxes } from '../../ews/properties/availability-request.ts';
import { mailboxAddress, type MailboxAddress } from '../../ews/properties/id.ts';
import { findMeetings } from '../../mailbox/availability/find-meetings.ts';
import { listedRooms } from '../../mailbox/rooms.ts';
import { DirectoryError } from '../../directory/directory.ts';
import { wholeMinutes, windowProblem } from '../availability/asked-window.ts';
import { builder } from '../builder.ts';
import type { Context } from '../context.ts';
import { emptyBeside } from '../empty-beside.ts';
import { badUserInput } from '../errors.ts';
import { TimeWindowInput } from '../events/event-list.ts';
import { cost } from '../guards/cost.ts';
import { demandAny, seesCalendar } from '../guards/permission.ts';
import { mailboxAt } from '../mailbox-source.ts';
import { MeetingSuggestion, Room } from '../refs.ts';

MeetingSuggestion.implement({
  permission: 'withItsParent',
  description: 'A time for a meeting.',
  fields: (t) => ({
    start: t.field({
      type: 'DateTime',
      nullable: false,
      description: 'Where the meeting would begin.',
      resolve: ({ suggestion }) => suggestion.start,
    }),
    end: t.field({
      type: 'DateTime',
      nullable: false,
      description: 'Where it would end.',
      resolve: ({ suggestion }) => suggestion.end,
    }),
    score: t.int({
      nullable: false,
      description:
        'How well it suits, 0 to 100. 100: everybody is free, and one of the rooms, if there are any to choose from. The owner of `asMailbox` and `attendees` count twice as much as `optionalAttendees`; whoever is tentative or whose time is not known counts half, whoever is busy or away not at all. Without a free room it is a fifth less.',
      resolve: ({ suggestion }) => suggestion.score,
    }),
    conflicts: t.field({
      type: ['EmailAddress'],
      nullable: false,
      description: 'Who is busy, away or tentative then, the owner of `asMailbox` included; rooms are not.',
      resolve: ({ suggestion }) => [...suggestion.conflicts],
    }),
    unknown: t.field({
      type: ['EmailAddress'],
      nullable: false,
      description: 'Of whom nobody can say: people outside of the organisation, or whose time you may not see.',
      resolve: ({ suggestion }) => [...suggestion.unknown],
    }),
    freeRooms: t.field({
      complexity: cost('freeRooms'),
      type: [Room],
      nullable: false,
      description: 'Those of `rooms` that are free then.',
      resolve: ({ freeRooms }) => [...freeRooms],
    }),
  }),
});

const shortestMeeting = 5;
const longestMeeting = 1440;
const mostResults = 100;
const defaultResults = 10;

const MeetingSuggestionInput = builder.inputType('MeetingSuggestionInput', {
  description: `Who is to meet, and when. All together, the owner of \`asMailbox\` included, at most ${mostMailboxes} addresses.`,
  fields: (t) => ({
    attendees: t.field({
      type: ['EmailAddress'],
      required: true,
      description: 'Who must come; one at least. The owner of `asMailbox` need not be among them.',
    }),
    optionalAttendees: t.field({ type: ['EmailAddress'], description: 'Who may come.' }),
    rooms: t.field({ type: ['EmailAddress'], description: 'Rooms to choose from; one of them is enough.' }),
    window: t.field({
      type: TimeWindowInput,
      required: true,
      description:
        'The meeting lies in it as a whole; 42 days at most. Its `timeZone` tells by which clock meetings begin at whole and half hours, where the working hours do not.',
    }),
    duration: t.field({
      type: 'Duration',
      required: true,
      description: 'How long the meeting is: whole minutes, from PT5M to P1D.',
    }),
    maxResults: t.int({ defaultValue: defaultResults, description: `How many at most, 1 to ${mostResults}.` }),
    asMailbox: t.field({
      type: 'EmailAddress',
      required: true,
      description: 'The mailbox of whoever invites. You need READ_CALENDAR or READ_METADATA on it.',
    }),
  }),
});

/** Texts that the scalar has checked. */
const addressesIn = (texts: readonly string[] | null | undefined): readonly MailboxAddress[] =>
  (texts ?? []).flatMap((text) => mailboxAddress(text) ?? []);

/** Names of rooms, where the directory can tell them. */
const roomNames = async ({ directory }: Context): Promise<ReadonlyMap<string, string>> => {
  try {
    return new Map((await listedRooms(directory)).map(({ address, name }) => [address, name]));
  } catch (error) {
    if (error instanceof DirectoryError) return new Map();
    throw error;
  }
};

builder.queryField('meetingSuggestions', (t) =>
  t.field({
    complexity: cost('meetingSuggestions'),
    type: [MeetingSuggestion],
    nullable: false,
    permission: 'opensMailbox',
    description:
      'Times for a meeting, the best first and of equals the earliest. They begin at whole and half hours (meetings of up to 15 minutes at quarters too), in the working hours of the owner of `asMailbox` unless none of these fits into the window or the mail server does not tell them.',
    args: { input: t.arg({ type: MeetingSuggestionInput, required: true, description: 'Who, when, how long.' }) },
    resolve: async (_root, { input }, context, info) => {
      const suggest = async () => {
        const { window, asMailbox } = input;
        const most = input.maxResults ?? defaultResults;
        const minutes = wholeMinutes(input.duration, shortestMeeting, longestMeeting);
        const length = Date.parse(window.end) - Date.parse(window.start);
        const asked = [...input.attendees, ...(input.optionalAttendees ?? []), ...(input.rooms ?? []), asMailbox];
        const problems = [
          input.attendees.length === 0 ? 'attendees must name somebody' : undefined,
          new Set(asked).size > mostMailboxes ? `at most ${mostMailboxes} addresses may be named` : undefined,
          windowProblem(window),
          minutes === undefined ? 'duration must be whole minutes from PT5M to P1D' : undefined,
          length > 0 && minutes !== undefined && minutes * 60_000 > length
            ? 'duration must fit into window'
            : undefined,
          most < 1 || most > mostResults ? `maxResults must be from 1 to ${mostResults}` : undefined,
        ].filter((problem) => problem !== undefined);
        if (problems.length > 0 || minutes === undefined) throw badUserInput(problems.join('; '));
        const mailbox = await mailboxAt(context, asMailbox);
        demandAny(context, mailbox, info, seesCalendar);

        const rooms = addressesIn(input.rooms);
        // The mailbox itself by whichever address it was opened.
        const others = (texts: readonly string[] | null | undefined): readonly MailboxAddress[] =>
          addressesIn(texts).filter((address) => address !== asMailbox);
        const suggestions = await findMeetings(
          mailbox.session,
          {
            organizer: mailbox.address,
            attendees: others(input.attendees),
            optionalAttendees: others(input.optionalAttendees),
            rooms,
            window: { start: window.start, end: window.end },
            minutes,
            zone: window.timeZone ?? undefined,
            most,
          },
          context.inTurn,
        );
        const names = rooms.length === 0 ? new Map<string, string>() : await roomNames(context);
        return suggestions.map((suggestion) => ({
          suggestion,
          freeRooms: suggestion.freeRooms.map((address) => ({
            typeName: 'Room' as const,
            name: names.get(address) ?? address,
            address,
          })),
        }));
      };
      return suggest().catch(emptyBeside(context, info));
    },
  }),
);
