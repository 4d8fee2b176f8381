import type { FolderTarget } from '../../ews/properties/id.ts';
import type { OpenedMailbox } from '../../mailbox/open-mailbox.ts';
import type { Invited } from '../../mailbox/write/events/attendees.ts';
import { createEvent } from '../../mailbox/write/events/create-event.ts';
import { checkEventQuotas, type EventContent } from '../../mailbox/write/events/event-content.ts';
import { invalidField } from '../../mailbox/write/write-refusal.ts';
import { builder } from '../builder.ts';
import type { Context } from '../context.ts';
import { cost } from '../guards/cost.ts';
import { demandAll, needs } from '../guards/permission.ts';
import { ewsFolderId, readIdIn } from '../ids.ts';
import { readAttachments } from '../inputs/attachments.ts';
import { AttendeeNotification } from '../inputs/attendee-notification.ts';
import { readAttendees } from '../inputs/attendees.ts';
import { collectIssues } from '../inputs/checked-text.ts';
import { EventContentInput, readEventWords, type EventContentShape } from '../inputs/event-content.ts';
import { readEventTiming } from '../inputs/event-timing.ts';
import { idempotencyKeyDescription, onceInput } from '../inputs/idempotency-key.ts';
import { readRecurrence } from '../inputs/recurrence.ts';
import { mailboxAt } from '../mailbox-source.ts';
import { EventPayload } from '../refs.ts';
import { mutate } from './mutate.ts';
import { madeItem } from './saved-item.ts';

const CreateEventInput = builder.inputType('CreateEventInput', {
  description: 'An event to be made.',
  fields: (t) => ({
    mailbox: t.field({ type: 'EmailAddress', required: true, description: 'Any address of the mailbox.' }),
    calendar: t.id({ description: 'The calendar of this mailbox that it stands in; the default one when left out.' }),
    event: t.field({ type: EventContentInput, required: true, description: 'What it is; `timing` is needed.' }),
    notify: t.field({
      type: AttendeeNotification,
      required: true,
      description:
        'Whether those who are invited get the invitation; CHANGED_ONLY is ALL here. With NONE the event stands in this calendar alone, also when it has attendees. Other than NONE takes SEND when there are attendees.',
    }),
    idempotencyKey: t.string({ description: idempotencyKeyDescription }),
  }),
});

const eventPath = ['input', 'event'];

/** Rooms and things stand for the place when none is given. */
const placeOf = (invited: readonly Invited[]): string | undefined => {
  const names = invited.flatMap(({ attendee: { mailbox }, role }) =>
    role === 'RESOURCE' ? [mailbox.name ?? mailbox.address ?? ''] : [],
  );
  // Half a character is none.
  return names.length === 0
    ? undefined
    : names
        .join('; ')
        .slice(0, longestPlace)
        .replace(/[\uD800-\uDBFF]$/, '');
};
const longestPlace = 255;

const noTiming = 'is needed: an event takes place at some time.';

const readContent = async (
  context: Context,
  mailbox: OpenedMailbox,
  input: EventContentShape,
): Promise<EventContent> => {
  const { note, refuse } = collectIssues();
  const at = (field: keyof EventContentShape): readonly string[] => [...eventPath, field];
  const words = await readEventWords(context, input, eventPath, note);
  const invited = readAttendees(input.attendees ?? [], at('attendees'), note);
  const { timing, recurrence: repeated } = input;
  note(at('timing'), timing ? undefined : noTiming);
  const homeZone = timing?.allDay ? await mailbox.time.zone() : 'UTC';
  const times = timing ? readEventTiming(timing, at('timing'), note, homeZone) : undefined;
  const recurrence = times && repeated ? readRecurrence(repeated, at('recurrence'), note, times) : undefined;
  refuse();
  if (times === undefined) throw invalidField(at('timing'), noTiming);
  const files = input.attachments ?? [];
  const location = words.location === undefined ? placeOf(invited) : words.location;
  const content = { words: { ...words, location }, times, recurrence, invited };
  // Before any file is fetched.
  checkEventQuotas({ ...content, attachments: [] });
  const attachments = await readAttachments(context, mailbox, files, at('attachments'));
  checkEventQuotas({ ...content, attachments });
  return { ...content, attachments };
};

const calendarOf = (context: Context, mailbox: OpenedMailbox, id: string | null | undefined): FolderTarget =>
  id === undefined || id === null
    ? mailbox.folders.targetOfRole('CALENDAR')
    : { id: ewsFolderId(readIdIn(context, 'calendar', id, ['Calendar'], mailbox)) };

builder.mutationFields((t) => ({
  createEvent: t.field({
    complexity: cost('createEvent'),
    type: EventPayload,
    nullable: false,
    permission: 'writesMailbox',
    extensions: needs('WRITE_CALENDAR'),
    description:
      'Makes an appointment, a meeting or a series, and invites to it only when `notify` says so. The `iCalUid` is the mail server’s.',
    args: { input: t.arg({ type: CreateEventInput, required: true, description: 'The event, and who is told.' }) },
    resolve: (_root, { input }, context, info) =>
      mutate(context, info, {
        open: () => mailboxAt(context, input.mailbox),
        work: async (mailbox) => {
          const invites = input.notify !== 'NONE' && (input.event.attendees ?? []).length > 0;
          if (invites) demandAll(context, mailbox, info, ['SEND']);
          const keyed = onceInput(context, 'createEvent', input);
          const saveIn = calendarOf(context, mailbox, input.calendar);
          const event = await readContent(context, mailbox, input.event);
          const made = await createEvent({ ...keyed, mailbox, event, saveIn, invites });
          return { event: madeItem(mailbox, made, 'CalendarItem') };
        },
      }),
  }),
}));
