const timeOfDay = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit' });
const weekday = new Intl.DateTimeFormat(undefined, { weekday: 'short', hour: '2-digit', minute: '2-digit' });
const dayOfYear = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'short' });
const wholeDay = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'short', year: 'numeric' });
const whole = new Intl.DateTimeFormat(undefined, { dateStyle: 'full', timeStyle: 'short' });

const dayMs = 86_400_000;

/** An instant as a row of a list has it: shorter the nearer it is. */
export const shortTime = (instant: string | null, now: Date = new Date()): string => {
  if (instant === null) return '';
  const date = new Date(instant);
  const ageMs = now.getTime() - date.getTime();
  if (date.toDateString() === now.toDateString()) return timeOfDay.format(date);
  if (ageMs > 0 && ageMs < 6 * dayMs) return weekday.format(date);
  return (date.getFullYear() === now.getFullYear() ? dayOfYear : wholeDay).format(date);
};

/** An instant in full. */
export const fullTime = (instant: string | null): string => (instant === null ? '' : whole.format(new Date(instant)));

/** The time of day of an instant. */
export const clockTime = (date: Date): string => timeOfDay.format(date);
