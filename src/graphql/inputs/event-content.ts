import type { EventWords } from '../../mailbox/write/events/event-content.ts';
import { builder } from '../builder.ts';
import type { Context } from '../context.ts';
import { Importance, Sensitivity } from '../enums.ts';
import { FreeBusyStatus } from '../events/calendar-enums.ts';
import { AttachmentInput, type AttachmentInputShape } from './attachments.ts';
import { AttendeeInput, type AttendeeInputShape } from './attendees.ts';
import { readCategories } from './categories.ts';
import { encodedWordProblem, lineProblem, type Note } from './checked-text.ts';
import { EventTimingInput, type EventTimingInputShape } from './event-timing.ts';
import { BodyInput, readBody, type BodyInputShape } from './message-body.ts';
import { RecurrenceInput, type RecurrenceInputShape } from './recurrence.ts';
import { readReminder } from './reminder.ts';

/** What a client wants an event to be. Null clears, absence keeps. */
export interface EventContentShape {
  readonly subject?: string | null | undefined;
  readonly timing?: EventTimingInputShape | null | undefined;
  readonly location?: string | null | undefined;
  readonly body?: BodyInputShape | null | undefined;
  readonly attendees?: readonly AttendeeInputShape[] | null | undefined;
  readonly showAs?: 'Free' | 'Tentative' | 'Busy' | 'OOF' | 'NoData' | null | undefined;
  readonly sensitivity?: 'Normal' | 'Personal' | 'Private' | 'Confidential' | null | undefined;
  readonly importance?: 'Low' | 'Normal' | 'High' | null | undefined;
  readonly categories?: readonly string[] | null | undefined;
  readonly reminderBefore?: string | null | undefined;
  readonly recurrence?: RecurrenceInputShape | null | undefined;
  readonly attachments?: readonly AttachmentInputShape[] | null | undefined;
}

export const EventContentInput = builder.inputRef<EventContentShape>('EventContentInput').implement({
  description:
    'What an event is. When one is changed: null clears, absence keeps. At most 500 attendees and 500 files, and 29 MB of both text and files.',
  fields: (t) => ({
    subject: t.string({ description: 'What it is about: one line of at most 255 characters.' }),
    timing: t.field({ type: EventTimingInput, description: 'When it takes place. A new event needs it.' }),
    location: t.string({
      description:
        'Where it takes place: one line of at most 255 characters. In a new event without it the names of the resources that are invited stand there; null leaves it empty.',
    }),
    body: t.field({ type: BodyInput, description: 'The text.' }),
    attendees: t.field({
      type: [AttendeeInput],
      description:
        'Who is invited. When an event is changed, the whole new list: who stays on it keeps what they answered.',
    }),
    showAs: t.field({
      type: FreeBusyStatus,
      description: 'How its time is shown to others; a new event is BUSY. NO_DATA cannot be written.',
    }),
    sensitivity: t.field({ type: Sensitivity, description: 'How to treat it; a new event is NORMAL.' }),
    importance: t.field({ type: Importance, description: 'How important it is; a new event is NORMAL.' }),
    categories: t.stringList({
      description: 'Categories in this calendar: one line of at most 255 characters each, no comma or semicolon.',
    }),
    reminderBefore: t.field({
      type: 'Duration',
      description:
        'How long before its start the owner of this calendar is reminded, in whole minutes; null for no reminder. Absent from a new event: as the mail server does it.',
    }),
    recurrence: t.field({
      type: RecurrenceInput,
      description: 'When it repeats. The start has to be the first day of it. Null makes a series a single event.',
    }),
    attachments: t.field({
      type: [AttachmentInput],
      description: 'Files to hang on a new event. `addAttachment` and `removeAttachment` change those of an event.',
    }),
  }),
});

/** Exchange keeps no more of a subject, nor of a location. */
const longestLine = 255;

/** What null means where EWS has a value for "nothing said" and nothing to clear. */
const orPlain = <Value>(value: Value | null | undefined, plain: Value): Value | undefined =>
  value === null ? plain : value;

/** Reads what an event says; times, people and files have readers of their own. `path`: where it stands in the input. */
export const readEventWords = async (
  { inTurn }: Pick<Context, 'inTurn'>,
  input: EventContentShape,
  path: readonly string[],
  note: Note,
): Promise<EventWords> => {
  const at = (field: keyof EventContentShape): readonly string[] => [...path, field];
  const { subject, location, categories } = input;
  note(at('subject'), encodedWordProblem(subject ?? '') ?? lineProblem(subject ?? '', longestLine));
  note(at('location'), lineProblem(location ?? '', longestLine));
  if (input.showAs === 'NoData') note(at('showAs'), 'cannot be NO_DATA, which only tells that nothing is known.');
  return {
    subject,
    location,
    ...(await readBody(input.body, at('body'), note, inTurn)),
    showAs: orPlain(input.showAs, 'Busy'),
    sensitivity: orPlain(input.sensitivity, 'Normal'),
    importance: orPlain(input.importance, 'Normal'),
    categories: categories === null ? null : categories && readCategories(categories, at('categories'), note),
    ...readReminder(input.reminderBefore, at('reminderBefore'), note),
  };
};
