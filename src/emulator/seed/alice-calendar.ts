import { file, pdf } from './attachment-content.ts';
import { berlinDays, berlinTime, type CalendarEvent } from './calendar-event.ts';
import type { SharedMeetings } from './meetings.ts';
import type { Moments } from './moments.ts';
import { alice, partners } from './people.ts';
import { plainText, simpleHtml } from './prose.ts';
import { aliceSeries } from './series.ts';
import { forever, recurrence, weekly } from './recurrence-element.ts';

/** Alice's own calendar: the shared meetings, single events of every kind, and a series of every pattern. */
export const aliceEvents = (moments: Moments, meetings: SharedMeetings): readonly CalendarEvent[] => [
  ...Object.values(meetings),
  ...comingEvents(moments),
  ...otherEvents(moments),
  ...wholeDays(moments),
  ...aliceSeries(moments),
];

/** The second calendar, which the team keeps together. */
export const teamEvents = ({ date, at, weekdayFrom }: Moments): readonly CalendarEvent[] => [
  {
    name: 'team/bob-away',
    subject: 'Bob on holiday',
    showAs: 'Free',
    createdAt: at(-40, '09:00:11.250'),
    time: berlinDays(date(weekdayFrom(15, 1)), 5),
  },
  {
    name: 'team/release',
    subject: 'Release of Kestrel 4.2',
    categories: ['Projects'],
    createdAt: at(-30, '10:00:00.125'),
    time: berlinTime(date(weekdayFrom(6, 3)), '16:00', 60),
  },
  {
    name: 'team/party',
    subject: 'Roof party 🎉 (bring a salad)',
    location: 'Roof terrace',
    createdAt: at(-20, '12:00:00'),
    time: berlinTime(date(weekdayFrom(12, 6)), '17:00', 360),
  },
  {
    name: 'team/rota',
    subject: 'Support rota: Alice',
    showAs: 'Free',
    createdAt: at(-60, '08:30:00'),
    time: berlinDays(date(weekdayFrom(-56, 1)), 5),
    recurrence: recurrence(weekly(4, ['Monday']), forever(date(weekdayFrom(-56, 1)))),
  },
];

const comingEvents = (moments: Moments): readonly CalendarEvent[] => {
  const { date, at } = moments;
  const workday = (days: number): string => date(workdayFrom(moments, days));
  return [
    {
      name: 'alice/coffee',
      subject: 'Coffee with Carol',
      location: 'Canteen',
      createdAt: at(-2, '10:00:00.250'),
      time: berlinTime(workday(0), '15:30', 30),
    },
    {
      name: 'alice/dentist',
      subject: 'Dentist',
      location: '14 Mill Lane',
      sensitivity: 'Private',
      showAs: 'OOF',
      createdAt: at(-30, '18:11:00'),
      time: berlinTime(workday(1), '08:00', 60),
      reminderMinutes: 60,
    },
    {
      name: 'alice/offer',
      subject: 'Finish the offer for Cinder Works',
      createdAt: at(-3, '07:45:00.500'),
      time: berlinTime(workday(2), '09:00', 120),
      conflicts: 1,
    },
    {
      name: 'alice/interview',
      subject: 'Interview: firmware engineer',
      location: 'Harbour',
      body: plainText(['Questions: drift compensation, code review, what went wrong last time.']),
      createdAt: at(-5, '07:45:00.750'),
      time: berlinTime(workday(2), '10:00', 60),
      conflicts: 1,
      attachments: [file('curriculum-vitae.pdf', 'application/pdf', pdf('Curriculum vitae'))],
    },
    {
      name: 'alice/lunch',
      subject: 'Perhaps: lunch with Marcus Webb',
      showAs: 'Tentative',
      createdAt: at(-1, '11:00:00'),
      time: berlinTime(workday(4), '12:30', 75),
    },
    {
      name: 'alice/tokyo-call',
      subject: 'Call with Hoshi (Tokyo)',
      location: 'Phone',
      createdAt: at(-9, '08:00:00'),
      time: { kind: 'timed', zone: 'Tokyo Standard Time', start: `${workday(5)}T16:30`, minutes: 45 },
      meeting: {
        organizer: partners.tokyoPartner,
        required: [{ person: alice, response: 'Accept', respondedAt: at(-8, '07:00:00') }],
      },
    },
  ];
};

const otherEvents = (moments: Moments): readonly CalendarEvent[] => {
  const { date, at } = moments;
  const workday = (days: number): string => date(workdayFrom(moments, days));
  return [
    {
      name: 'alice/night-train',
      subject: 'Night train to Vienna',
      showAs: 'OOF',
      categories: ['Travel'],
      createdAt: at(-12, '19:20:00'),
      time: berlinTime(workday(9), '21:40', 620),
    },
    {
      name: 'alice/invoice',
      subject: 'Reminder: invoice Borealis',
      showAs: 'Free',
      createdAt: at(-12, '19:21:00'),
      time: berlinTime(workday(7), '09:00', 0),
      reminderMinutes: 0,
    },
    {
      name: 'alice/no-subject',
      subject: undefined,
      createdAt: at(-15, '19:21:00.125'),
      time: berlinTime(workday(-6), '13:00', 30),
    },
    {
      name: 'alice/board',
      subject: 'Board: quarterly review',
      location: 'Lighthouse',
      body: simpleHtml(['Figures, outlook, staffing.']),
      sensitivity: 'Confidential',
      categories: ['Finance'],
      createdAt: at(-50, '10:10:10'),
      time: berlinTime(workday(-20), '10:00', 150),
    },
    {
      name: 'alice/workshop',
      subject: 'Workshop at Acme: commissioning',
      location: 'Acme, building 4',
      categories: ['Clients', 'Travel'],
      createdAt: at(-65, '10:10:10'),
      time: berlinTime(workday(-33), '09:00', 420),
    },
    {
      name: 'alice/planning',
      subject: 'Planning for the next two quarters',
      location: 'Harbour',
      createdAt: at(-10, '10:10:10.875'),
      time: berlinTime(workday(41), '09:00', 180),
    },
    {
      name: 'alice/audit',
      subject: 'Audit by the calibration authority',
      location: 'Laboratory',
      createdAt: at(-90, '10:10:10'),
      time: berlinTime(workday(96), '08:30', 480),
    },
  ];
};

const wholeDays = ({ date, at, weekdayFrom }: Moments): readonly CalendarEvent[] => [
  {
    name: 'alice/away-day',
    subject: 'Team away day',
    showAs: 'OOF',
    createdAt: at(-25, '09:00:00'),
    time: berlinDays(date(weekdayFrom(9, 4)), 1),
  },
  {
    name: 'alice/holiday',
    subject: 'Holiday 🏔️',
    showAs: 'OOF',
    createdAt: at(-70, '09:00:00'),
    time: berlinDays(date(weekdayFrom(24, 1)), 12),
  },
  {
    name: 'alice/conference',
    subject: 'Flow Measurement Conference, Portland',
    location: 'Portland, Oregon',
    showAs: 'OOF',
    categories: ['Travel'],
    createdAt: at(-80, '20:15:00'),
    time: { kind: 'allDay', zone: 'Pacific Standard Time', firstDay: date(weekdayFrom(45, 2)), days: 3 },
  },
  {
    name: 'alice/stocktaking',
    subject: 'Stocktaking',
    showAs: 'Free',
    createdAt: at(-60, '09:00:00'),
    time: { kind: 'allDay', zone: 'GMT Standard Time', firstDay: date(-12), days: 1 },
  },
];

/** The first day from day `days` on that is neither Saturday nor Sunday. */
const workdayFrom = ({ weekdayFrom }: Moments, days: number): number => {
  const daysToSaturday = weekdayFrom(days, 6) - days;
  const daysToSunday = weekdayFrom(days, 0) - days;
  return days + (daysToSaturday === 0 ? 2 : daysToSunday === 0 ? 1 : 0);
};
