import type { OpenedMailbox } from '../../mailbox/open-mailbox.ts';
import type { AttendeeChange } from '../../mailbox/write/events/attendees.ts';
import { checkEventQuotas } from '../../mailbox/write/events/event-content.ts';
import type { EventPatch } from '../../mailbox/write/events/event-patch.ts';
import type { EventTimes } from '../../mailbox/write/events/event-times.ts';
import { updateEvent, type WrittenEvents } from '../../mailbox/write/events/update-event.ts';
import { builder } from '../builder.ts';
import type { Context } from '../context.ts';
import { cost } from '../guards/cost.ts';
import { demandAll, needs } from '../guards/permission.ts';
import { readIfChangeKey } from '../ids.ts';
import { AttendeeNotification } from '../inputs/attendee-notification.ts';
import { AttendeeInput, readAttendees, type AttendeeInputShape } from '../inputs/attendees.ts';
import { collectIssues, type Note } from '../inputs/checked-text.ts';
import { EventContentInput, readEventWords, type EventContentShape } from '../inputs/event-content.ts';
import { readEventTiming } from '../inputs/event-timing.ts';
import { OccurrenceScope } from '../inputs/occurrence-scope.ts';
import { readRecurrence } from '../inputs/recurrence.ts';
import { EventPayload, type WrittenEvent } from '../refs.ts';
import { wantedProperties } from '../selection.ts';
import { mutateItem } from './mutate.ts';
import { readEvent } from './read-event.ts';

const EventField = builder.enumType('EventField', {
  description: 'Something of an event that can be taken away.',
  values: {
    LOCATION: { value: 'location', description: 'Where it takes place.' },
    BODY: { value: 'body', description: 'The text.' },
    REMINDER: { value: 'reminderBefore', description: 'The reminder of the owner of this calendar.' },
    RECURRENCE: { value: 'recurrence', description: 'That it repeats: a series becomes its first occurrence.' },
    CATEGORIES: { value: 'categories', description: 'All its categories.' },
    ATTENDEES: { value: 'attendees', description: 'Everybody who is invited.' },
  } as const satisfies Record<string, { value: keyof EventContentShape; description: string }>,
});

const UpdateEventInput = builder.inputType('UpdateEventInput', {
  description: 'What changes of an event.',
  fields: (t) => ({
    id: t.id({ required: true, description: 'The event: a single one, an occurrence of a series, or a series.' }),
    patch: t.field({
      type: EventContentInput,
      required: true,
      description:
        'What changes: null clears, absence keeps; not `attachments`. In a meeting that somebody else has called only `reminderBefore`, `showAs` and `categories` can change.',
    }),
    clear: t.field({
      type: [EventField],
      description: 'The same as null in `patch`, for clients that cannot send null.',
    }),
    addAttendees: t.field({
      type: [AttendeeInput],
      description:
        'Whom to invite besides; who is invited already takes this role. Not with `patch.attendees`. To invite to an event that is there takes READ_CALENDAR: whoever is invited reads it.',
    }),
    removeAttendees: t.field({
      type: ['EmailAddress'],
      description:
        'Who is not invited any more; an address that was not invited is left alone. Not with `patch.attendees`.',
    }),
    scope: t.field({
      type: OccurrenceScope,
      required: true,
      defaultValue: 'THIS_OCCURRENCE',
      description:
        'Which part of a series: THIS_OCCURRENCE takes the id of one occurrence, or of a single event. With ENTIRE_SERIES `timing` is where the event of this `id` shall be, the first one when it is that of the series, and the others follow: to another time of day, or with `recurrence` to other days; occurrences that had been moved or changed follow the pattern again, deleted ones stay deleted. THIS_AND_FOLLOWING splits the series: `event` of the payload is the old one, which ends before, `newSeries` the new one; from the first occurrence on it is ENTIRE_SERIES.',
    }),
    notify: t.field({
      type: AttendeeNotification,
      required: true,
      description:
        'Who is told of a meeting of one’s own. Another time concerns everybody, also with CHANGED_ONLY. With NONE the calendars of the others are not changed. Other than NONE takes SEND when there are attendees.',
    }),
    ifChangeKey: t.field({
      type: 'ChangeKey',
      description:
        'The version that is meant: a ConflictError when the event has changed since. Absent: the last one who writes wins, property by property.',
    }),
  }),
});

type Input = typeof UpdateEventInput.$inferInput;

const patchPath = ['input', 'patch'];
const at = (field: keyof EventContentShape): readonly string[] => [...patchPath, field];

/** What stands for itself on every copy of a meeting, whoever called it. */
const ownFields: ReadonlySet<string> = new Set(['reminderBefore', 'showAs', 'categories']);

/** The patch with what is to be cleared, and whatever contradicts itself noted. */
const withCleared = ({ patch, clear }: Input, note: Note): EventContentShape => {
  const cleared = [...new Set(clear ?? [])];
  for (const [index, field] of (clear ?? []).entries())
    if (patch[field] !== undefined && patch[field] !== null)
      note(['input', 'clear', String(index)], 'is something that patch sets.');
  return { ...patch, ...Object.fromEntries(cleared.map((field) => [field, null])) };
};

const readPeople = (
  { addAttendees, removeAttendees }: Input,
  attendees: readonly AttendeeInputShape[] | null | undefined,
  note: Note,
): AttendeeChange | undefined => {
  const [add, remove] = [addAttendees ?? [], removeAttendees ?? []];
  const added = readAttendees(add, ['input', 'addAttendees'], note);
  const adding = new Set(add.map(({ address }) => address));
  for (const [index, address] of remove.entries())
    if (adding.has(address)) note(['input', 'removeAttendees', String(index)], 'is in addAttendees too.');
  if (attendees === undefined) return add.length + remove.length === 0 ? undefined : { added, removed: remove };
  for (const [name, list] of [
    ['addAttendees', add],
    ['removeAttendees', remove],
  ] as const)
    note(['input', name], list.length > 0 ? 'cannot go with a whole new list of attendees.' : undefined);
  return { replacement: readAttendees(attendees ?? [], at('attendees'), note), added: [], removed: [] };
};

const organizersPaths = (input: Input): EventPatch['organizersPaths'] => [
  ...Object.entries(input.patch).flatMap(([field, value]) =>
    value === undefined || ownFields.has(field) ? [] : [[...patchPath, field]],
  ),
  ...(input.clear ?? []).flatMap((field, index) => (ownFields.has(field) ? [] : [['input', 'clear', String(index)]])),
  ...(['addAttendees', 'removeAttendees'] as const).flatMap((name) =>
    (input[name] ?? []).length === 0 ? [] : [['input', name]],
  ),
];

const readPatch = async (context: Context, mailbox: OpenedMailbox, input: Input): Promise<EventPatch> => {
  const { note, refuse } = collectIssues();
  const patch = withCleared(input, note);
  const { timing, recurrence, attachments } = patch;
  note(
    at('attachments'),
    attachments === undefined ? undefined : 'cannot be changed here; use addAttachment and removeAttachment.',
  );
  note(at('timing'), timing === null ? 'cannot be cleared: an event takes place at some time.' : undefined);
  const words = await readEventWords(context, patch, patchPath, note);
  const people = readPeople(input, patch.attendees, note);
  const homeZone = timing?.allDay ? await mailbox.time.zone() : 'UTC';
  const times = timing ? readEventTiming(timing, at('timing'), note, homeZone) : undefined;
  // What depends on when the event begins can only be read once that is known: all that is wrong is told together then.
  if (!recurrence) refuse();
  checkEventQuotas({ words, invited: people?.replacement ?? people?.added ?? [], attachments: [] });
  const repeating = (begin: EventTimes) => {
    const read = recurrence ? readRecurrence(recurrence, at('recurrence'), note, begin) : undefined;
    refuse();
    if (read === undefined) throw new Error('a recurrence that nobody found fault with could not be read');
    return read;
  };
  return {
    words,
    times,
    recurrence: recurrence ? repeating : recurrence,
    people,
    organizersPaths: organizersPaths(input),
  };
};

const shownEvents = (mailbox: OpenedMailbox, { id, newSeries }: WrittenEvents): WrittenEvent => ({
  event: readEvent(mailbox, id),
  newSeries: newSeries === undefined ? undefined : readEvent(mailbox, newSeries),
});

builder.mutationFields((t) => ({
  updateEvent: t.field({
    complexity: cost('updateEvent'),
    type: EventPayload,
    nullable: false,
    permission: 'writesMailbox',
    extensions: needs('WRITE_CALENDAR'),
    description:
      'Changes an event, an occurrence, the rest of a series or all of it, and of it only what is given; `event` is what was written, with ENTIRE_SERIES the series. Should something fail after that, such as telling the attendees, `userErrors` says so beside `event`.',
    args: { input: t.arg({ type: UpdateEventInput, required: true, description: 'Which event, and what changes.' }) },
    resolve: (_root, { input }, context, info) => {
      let written: WrittenEvent | undefined;
      return mutateItem(context, info, {
        id: input.id,
        work: async (mailbox, id) => {
          // Whoever is invited reads all of the event, now or with the next mail about it: it is passed on, as by forwarding.
          const invites = [input.addAttendees, input.patch.attendees].some((people) => (people ?? []).length > 0);
          if (invites) demandAll(context, mailbox, info, ['READ_CALENDAR']);
          const ifChangeKey = readIfChangeKey(context, input.ifChangeKey);
          await updateEvent(mailbox, {
            id,
            ifChangeKey,
            scope: input.scope,
            notify: input.notify,
            patch: await readPatch(context, mailbox, input),
            demandMail: () => demandAll(context, mailbox, info, ['SEND']),
            once: context.once,
            shown: wantedProperties(info, mailbox, ['userErrors', 'current']),
            onWritten: (events) => void (written = events && shownEvents(mailbox, events)),
          });
          return written ?? {};
        },
        doneByThen: () => written,
      });
    },
  }),
}));
