import { lastDayOfMonth, monthName, weekdayOfMonth } from './calendar-dates.ts';
import { berlinDays, berlinTime, type CalendarEvent } from './calendar-event.ts';
import type { Moments } from './moments.ts';
import {
  daily,
  forever,
  monthlyOnDay,
  monthlyOnWeekday,
  recurrence,
  times,
  until,
  weekly,
  yearlyOnDay,
  yearlyOnWeekday,
} from './recurrence-element.ts';

/** Alice's own series: one of every pattern, and one without a time zone. */
export const aliceSeries = (moments: Moments): readonly CalendarEvent[] => [
  ...weeklyAndDaily(moments),
  ...monthly(moments),
  ...yearly(moments),
];

const weeklyAndDaily = ({ date, at, weekdayFrom }: Moments): readonly CalendarEvent[] => {
  const monday = weekdayFrom(-58, 1);
  const createdAt = at(-90, '08:08:08.125');
  return [
    {
      name: 'alice/plants',
      subject: 'Water the plants',
      showAs: 'Free',
      createdAt,
      time: berlinTime(date(-50), '08:45', 5),
      recurrence: recurrence(daily(3), times(date(-50), 40)),
      skips: [date(-5)],
    },
    {
      name: 'alice/focus',
      subject: 'Focus time',
      createdAt,
      time: berlinTime(date(monday + 1), '13:00', 90),
      recurrence: recurrence(weekly(2, ['Tuesday', 'Thursday']), until(date(monday + 1), date(monday + 171))),
      changes: [
        {
          on: date(monday + 57),
          to: { subject: 'Focus time (short)', time: berlinTime(date(monday + 57), '13:30', 45) },
        },
      ],
    },
    {
      name: 'alice/backup',
      subject: 'Backup report (imported, without a time zone)',
      withoutZone: true,
      showAs: 'Free',
      createdAt,
      time: berlinTime(date(monday), '06:00', 10),
      recurrence: recurrence(weekly(1, ['Monday']), forever(date(monday))),
    },
  ];
};

const monthly = ({ date, at }: Moments): readonly CalendarEvent[] => {
  const createdAt = at(-95, '08:08:08.125');
  const payday = lastDayOfMonth(date(-60));
  const bookClub = weekdayOfMonth(date(-60), 2, 3);
  return [
    {
      name: 'alice/payroll',
      subject: 'Release the payroll',
      categories: ['Finance'],
      createdAt,
      time: berlinTime(payday, '16:00', 15),
      recurrence: recurrence(monthlyOnDay(1, 31), forever(payday)),
    },
    {
      name: 'alice/book-club',
      subject: 'Book club',
      location: 'Library',
      createdAt,
      time: berlinTime(bookClub, '19:00', 120),
      recurrence: recurrence(monthlyOnWeekday(1, 'Second', 'Wednesday'), times(bookClub, 9)),
    },
  ];
};

const yearly = ({ date, at }: Moments): readonly CalendarEvent[] => {
  const createdAt = at(-400, '08:08:08.125');
  const lastYear = String(Number(date(0).slice(0, 4)) - 1);
  // The day before the leap day, where the demo happens to meet one, so that the birthday exists every year.
  const birthday = date(18).endsWith('-02-29') ? date(17) : date(18);
  const firstBirthday = `${lastYear}${birthday.slice(4)}`;
  const openDay = weekdayOfMonth(`${lastYear}-05-01`, 1, 1);
  return [
    {
      name: 'alice/birthday',
      subject: "Mum's birthday",
      sensitivity: 'Personal',
      showAs: 'Free',
      createdAt,
      time: berlinDays(firstBirthday, 1),
      recurrence: recurrence(yearlyOnDay(monthName(birthday), Number(birthday.slice(8))), forever(firstBirthday)),
    },
    {
      name: 'alice/open-day',
      subject: 'Open day',
      showAs: 'Free',
      createdAt,
      time: berlinTime(openDay, '10:00', 300),
      recurrence: recurrence(yearlyOnWeekday('May', 'First', 'Monday'), forever(openDay)),
    },
  ];
};
