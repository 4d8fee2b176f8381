/** The n-th (1 to 4) or last (-1) `weekday` (0 Sunday to 6 Saturday) of the month that `date` (yyyy-mm-dd) is in. */
export const weekdayOfMonth = (date: string, index: 1 | 2 | 3 | 4 | -1, weekday: number): string => {
  const first = new Date(`${date.slice(0, 7)}-01T00:00Z`);
  const last = new Date(`${lastDayOfMonth(date)}T00:00Z`);
  const day =
    index === -1
      ? last.getUTCDate() - ((last.getUTCDay() - weekday + 7) % 7)
      : 1 + ((weekday - first.getUTCDay() + 7) % 7) + 7 * (index - 1);
  return `${date.slice(0, 7)}-${String(day).padStart(2, '0')}`;
};

/** The last day of the month that `date` (yyyy-mm-dd) is in. */
export const lastDayOfMonth = (date: string): string =>
  new Date(Date.UTC(Number(date.slice(0, 4)), Number(date.slice(5, 7)), 0)).toISOString().slice(0, 10);

/** English name of the month of `date`, as EWS spells it. */
export const monthName = (date: string): string =>
  new Intl.DateTimeFormat('en-GB', { month: 'long', timeZone: 'UTC' }).format(new Date(`${date}T00:00Z`));
