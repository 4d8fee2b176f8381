import type { EventWords } from '../../mailbox/write/events/event-content.ts';
import { durationMs } from '../duration.ts';
import type { Note } from './checked-text.ts';

const msPerMinute = 60_000;

/** Five years, the most that Exchange keeps. */
const mostMinutes = 2_629_800;

/** Reads how long before an event its owner is reminded: null is no reminder, absence keeps. `path`: where it stands in the input. */
export const readReminder = (
  before: string | null | undefined,
  path: readonly string[],
  note: Note,
): Pick<EventWords, 'reminderIsSet' | 'reminderMinutesBeforeStart'> => {
  if (before === undefined) return {};
  if (before === null) return { reminderIsSet: false };
  const minutes = (durationMs(before) ?? 0) / msPerMinute;
  if (!Number.isInteger(minutes)) note(path, 'has to be whole minutes.');
  else if (minutes > mostMinutes) note(path, 'is more than five years.');
  return { reminderIsSet: true, reminderMinutesBeforeStart: minutes };
};
