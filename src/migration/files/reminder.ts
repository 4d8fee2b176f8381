import { calendarComponent, type ContentProperty } from './content-line.ts';
import { instantProperty } from './item-properties.ts';

/** RFC 5545 wants words for what is shown; programs show the subject. */
const reminder = (trigger: ContentProperty): string =>
  calendarComponent('VALARM', [['action', {}, 'text', 'DISPLAY'], ['description', {}, 'text', 'Reminder'], trigger]);

/** Reminds so many minutes before the start. */
export const reminderBefore = (minutes: number): string =>
  reminder(['trigger', {}, 'duration', minutes < 0 ? `PT${-minutes}M` : `-PT${minutes}M`]);

/** Reminds at an instant. */
export const reminderAt = (instant: string): string => {
  const [, , , value = ''] = instantProperty('trigger', instant);
  return reminder(['trigger', {}, 'date-time', value]);
};
