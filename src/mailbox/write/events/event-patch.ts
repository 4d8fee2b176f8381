import type { Recurrence } from '../../../ews/properties/recurrence.ts';
import { invalidField, type WriteRefusal } from '../write-refusal.ts';
import type { AttendeeChange } from './attendees.ts';
import type { EventWords } from './event-content.ts';
import type { NoticeWish } from './event-notices.ts';
import type { EventTimes } from './event-times.ts';

/** What changes of an event. Absence keeps. */
export interface EventPatch {
  readonly words: EventWords;
  readonly times: EventTimes | undefined;
  /** Reads when it shall repeat, which depends on when it begins; throws WriteRefusal INVALID. Null: it shall happen once. */
  readonly recurrence: ((times: EventTimes) => Recurrence) | null | undefined;
  readonly people: AttendeeChange | undefined;
  /** Where the input names what belongs to the organiser: all but the reminder, the categories and how the time is shown. */
  readonly organizersPaths: readonly (readonly string[])[];
}

/** A patch, and who is told of it. */
export interface Patching {
  readonly patch: EventPatch;
  readonly notify: NoticeWish;
  /** Called before mail goes out; throws when this caller may not send. */
  readonly demandMail: () => void;
}

/** What became of a write that may take several calls. */
export interface Patched {
  /** What could not be done after the event itself had been written; undefined when all was. */
  readonly problem: unknown;
}

/** Whether it says anything at all. */
export const saysSomething = ({ words, times, recurrence, people }: EventPatch): boolean =>
  times !== undefined ||
  recurrence !== undefined ||
  people !== undefined ||
  Object.values(words).some((value) => value !== undefined);

/** Why a time of a series cannot be what was asked for. */
export const wrongTiming = (message: string): WriteRefusal => invalidField(['input', 'patch', 'timing'], message);
