/** A rule of RFC 5545 section 3.8.5.3 and the days that the RFC itself lists for it, at nine o'clock in New York. */
export interface RfcCase {
  readonly rrule: string;
  /** yyyy-mm-dd. */
  readonly start: string;
  /** `1997-09: 2 4 6`. */
  readonly days: readonly string[];
  /** The RFC ends its list with dots. */
  readonly goesOn?: true;
}

const everyDayTo = (last: number): string => Array.from({ length: last }, (_, index) => index + 1).join(' ');

const september: readonly string[] = ['1997-09: 2 9 16 23 30', '1997-10: 7 14 21 28'];
const firstFridays = ['1997-09: 5', '1997-10: 3', '1997-11: 7', '1997-12: 5'];

/** https://www.rfc-editor.org/rfc/rfc5545#section-3.8.5.3, what EWS can keep of it. */
export const rfcCases: readonly RfcCase[] = [
  { rrule: 'FREQ=DAILY;COUNT=10', start: '1997-09-02', days: ['1997-09: 2 3 4 5 6 7 8 9 10 11'] },
  {
    rrule: 'FREQ=DAILY;UNTIL=19971224T000000Z',
    start: '1997-09-02',
    days: [
      `1997-09: ${everyDayTo(30).slice(2)}`,
      `1997-10: ${everyDayTo(31)}`,
      `1997-11: ${everyDayTo(30)}`,
      `1997-12: ${everyDayTo(23)}`,
    ],
  },
  {
    rrule: 'FREQ=DAILY;INTERVAL=2',
    start: '1997-09-02',
    days: [
      '1997-09: 2 4 6 8 10 12 14 16 18 20 22 24 26 28 30',
      '1997-10: 2 4 6 8 10 12 14 16 18 20 22 24 26 28 30',
      '1997-11: 1 3 5 7 9 11 13 15 17 19 21 23 25 27 29',
      '1997-12: 1 3',
    ],
    goesOn: true,
  },
  { rrule: 'FREQ=DAILY;INTERVAL=10;COUNT=5', start: '1997-09-02', days: ['1997-09: 2 12 22', '1997-10: 2 12'] },
  { rrule: 'FREQ=WEEKLY;COUNT=10', start: '1997-09-02', days: [...september, '1997-11: 4'] },
  {
    rrule: 'FREQ=WEEKLY;UNTIL=19971224T000000Z',
    start: '1997-09-02',
    days: [...september, '1997-11: 4 11 18 25', '1997-12: 2 9 16 23'],
  },
  {
    rrule: 'FREQ=WEEKLY;INTERVAL=2;WKST=SU',
    start: '1997-09-02',
    days: ['1997-09: 2 16 30', '1997-10: 14 28', '1997-11: 11 25', '1997-12: 9 23', '1998-01: 6 20', '1998-02: 3 17'],
    goesOn: true,
  },
  {
    rrule: 'FREQ=WEEKLY;UNTIL=19971007T000000Z;WKST=SU;BYDAY=TU,TH',
    start: '1997-09-02',
    days: ['1997-09: 2 4 9 11 16 18 23 25 30', '1997-10: 2'],
  },
  {
    rrule: 'FREQ=WEEKLY;COUNT=10;WKST=SU;BYDAY=TU,TH',
    start: '1997-09-02',
    days: ['1997-09: 2 4 9 11 16 18 23 25 30', '1997-10: 2'],
  },
  {
    rrule: 'FREQ=WEEKLY;INTERVAL=2;UNTIL=19971224T000000Z;WKST=SU;BYDAY=MO,WE,FR',
    start: '1997-09-01',
    days: [
      '1997-09: 1 3 5 15 17 19 29',
      '1997-10: 1 3 13 15 17 27 29 31',
      '1997-11: 10 12 14 24 26 28',
      '1997-12: 8 10 12 22',
    ],
  },
  {
    rrule: 'FREQ=WEEKLY;INTERVAL=2;COUNT=8;WKST=SU;BYDAY=TU,TH',
    start: '1997-09-02',
    days: ['1997-09: 2 4 16 18 30', '1997-10: 2 14 16'],
  },
  {
    rrule: 'FREQ=MONTHLY;COUNT=10;BYDAY=1FR',
    start: '1997-09-05',
    days: [...firstFridays, '1998-01: 2', '1998-02: 6', '1998-03: 6', '1998-04: 3', '1998-05: 1', '1998-06: 5'],
  },
  { rrule: 'FREQ=MONTHLY;UNTIL=19971224T000000Z;BYDAY=1FR', start: '1997-09-05', days: firstFridays },
  {
    rrule: 'FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=MO',
    start: '1997-08-05',
    days: ['1997-08: 5 10 19 24'],
  },
  {
    rrule: 'FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=SU',
    start: '1997-08-05',
    days: ['1997-08: 5 17 19 31'],
  },
];

/** Rules of the same section that EWS has nothing for. */
export const refusedRfcRules: readonly (readonly [rrule: string, start: string, reason: string])[] = [
  ['FREQ=YEARLY;UNTIL=20000131T140000Z;BYMONTH=1;BYDAY=SU,MO,TU,WE,TH,FR,SA', '1998-01-01', 'several days of a month'],
  ['FREQ=DAILY;UNTIL=20000131T140000Z;BYMONTH=1', '1998-01-01', '`BYMONTH` beside `FREQ=DAILY`'],
  ['FREQ=MONTHLY;INTERVAL=2;COUNT=10;BYDAY=1SU,-1SU', '1997-09-07', 'several days of a month'],
  ['FREQ=MONTHLY;COUNT=6;BYDAY=-2MO', '1997-09-22', 'no words for'],
  ['FREQ=MONTHLY;BYMONTHDAY=-3', '1997-09-28', 'no words for'],
  ['FREQ=MONTHLY;COUNT=10;BYMONTHDAY=2,15', '1997-09-02', 'several days of a month'],
  ['FREQ=MONTHLY;COUNT=10;BYMONTHDAY=1,-1', '1997-09-30', 'several days of a month'],
  ['FREQ=MONTHLY;INTERVAL=18;COUNT=10;BYMONTHDAY=10,11,12,13,14,15', '1997-09-10', 'several days of a month'],
  ['FREQ=MONTHLY;INTERVAL=2;BYDAY=TU', '1997-09-02', 'several days of a month'],
  ['FREQ=YEARLY;COUNT=10;BYMONTH=6,7', '1997-06-10', 'do not follow each other evenly'],
  ['FREQ=YEARLY;INTERVAL=2;COUNT=10;BYMONTH=1,2,3', '1997-03-10', 'do not follow each other evenly'],
  ['FREQ=YEARLY;INTERVAL=3;COUNT=10;BYYEARDAY=1,100,200', '1997-01-01', '`BYYEARDAY`'],
  ['FREQ=YEARLY;BYDAY=20MO', '1997-05-19', 'counts days of the week in a whole year'],
  ['FREQ=YEARLY;BYWEEKNO=20;BYDAY=MO', '1997-05-12', '`BYWEEKNO`'],
  ['FREQ=YEARLY;BYMONTH=3;BYDAY=TH', '1997-03-13', 'several days of a month'],
  ['FREQ=YEARLY;BYDAY=TH;BYMONTH=6,7,8', '1997-06-05', 'do not follow each other evenly'],
  ['FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13', '1998-02-13', 'skips months'],
  ['FREQ=MONTHLY;BYDAY=SA;BYMONTHDAY=7,8,9,10,11,12,13', '1997-09-13', 'no words for'],
  ['FREQ=YEARLY;INTERVAL=4;BYMONTH=11;BYDAY=TU;BYMONTHDAY=2,3,4,5,6,7,8', '1996-11-05', 'no words for'],
  ['FREQ=MONTHLY;COUNT=3;BYDAY=TU,WE,TH;BYSETPOS=3', '1997-09-04', 'no words for'],
  ['FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-2', '1997-09-29', 'no words for'],
  ['FREQ=HOURLY;INTERVAL=3;UNTIL=19970902T170000Z', '1997-09-02', 'more than once a day'],
  ['FREQ=MINUTELY;INTERVAL=15;COUNT=6', '1997-09-02', 'more than once a day'],
  ['FREQ=DAILY;BYHOUR=9,10,11,12,13,14,15,16;BYMINUTE=0,20,40', '1997-09-02', '`BYHOUR`'],
  ['FREQ=MONTHLY;BYMONTHDAY=15,30;COUNT=5', '2007-01-15', 'several days of a month'],
];

/** A series in some zone, whose occurrences the rrule library tells. */
export interface LibraryCase {
  readonly rrule: string;
  /** Wall clock of the first occurrence, `2026-03-01T02:30`; a bare day for a series of whole days. */
  readonly start: string;
  readonly zone: string;
  /** The same said in fields; `rrule` is then what it has to mean. */
  readonly pattern?: object;
}

const weekly = { frequency: 'WEEKLY', daysOfWeek: ['MONDAY', 'THURSDAY'] };
const monthlyByDay = { frequency: 'MONTHLY_BY_DAY', dayOfMonth: 31 };
const monthlyByWeekday = { frequency: 'MONTHLY_BY_WEEKDAY', daysOfWeek: ['SUNDAY'], weekIndex: 'LAST' };
const yearlyByDay = { frequency: 'YEARLY_BY_DAY', dayOfMonth: 29, month: 2 };
const yearlyByWeekday = {
  frequency: 'YEARLY_BY_WEEKDAY',
  daysOfWeek: ['MONDAY', 'TUESDAY', 'WEDNESDAY', 'THURSDAY', 'FRIDAY'],
  weekIndex: 'FIRST',
  month: 4,
};

/** Zones of both hemispheres; the first day of most series lies before a change of clocks, some of them in its hour. */
export const libraryCases: readonly LibraryCase[] = [
  // Hours that are skipped and shown twice.
  { rrule: 'FREQ=DAILY;COUNT=5', start: '2026-03-27T02:30', zone: 'Europe/Berlin' },
  { rrule: 'FREQ=DAILY;COUNT=5', start: '2026-10-23T02:30', zone: 'Europe/Berlin' },
  { rrule: 'FREQ=DAILY;COUNT=5', start: '2026-03-06T02:15', zone: 'America/New_York' },
  { rrule: 'FREQ=DAILY;COUNT=5', start: '2026-10-30T01:15', zone: 'America/New_York' },
  { rrule: 'FREQ=DAILY;COUNT=6', start: '2026-10-01T02:10', zone: 'Australia/Lord_Howe' },
  { rrule: 'FREQ=WEEKLY;COUNT=8', start: '2026-04-03T00:00', zone: 'Africa/Cairo' },
  { rrule: 'FREQ=DAILY;COUNT=4', start: '2026-03-27T00:30', zone: 'Asia/Beirut' },
  { rrule: 'FREQ=DAILY;COUNT=4', start: '2026-09-04T00:00', zone: 'America/Santiago' },
  { rrule: 'FREQ=WEEKLY;BYDAY=SU;COUNT=6', start: '2026-03-08T01:45', zone: 'Antarctica/Troll' },
  { rrule: 'FREQ=DAILY;COUNT=9;INTERVAL=30', start: '2026-01-15T23:30', zone: 'America/St_Johns' },
  { rrule: 'FREQ=WEEKLY;BYDAY=MO,FR;COUNT=30', start: '2026-03-02T08:00', zone: 'Pacific/Auckland' },
  { rrule: 'FREQ=WEEKLY;COUNT=30', start: '2026-03-02T08:00', zone: 'Asia/Kolkata' },
  // Days.
  { rrule: 'FREQ=DAILY;COUNT=4', start: '2026-03-27', zone: 'Asia/Beirut' },
  { rrule: 'FREQ=DAILY;COUNT=4', start: '2026-04-22', zone: 'Africa/Cairo' },
  { rrule: 'FREQ=DAILY;COUNT=4', start: '2026-09-04', zone: 'America/Santiago' },
  { rrule: 'FREQ=DAILY;COUNT=4', start: '2026-03-07', zone: 'America/Havana' },
  { rrule: 'FREQ=WEEKLY;BYDAY=SA,SU;UNTIL=20261115', start: '2026-10-03', zone: 'Pacific/Kiritimati' },
  { rrule: 'FREQ=MONTHLY;BYMONTHDAY=-1;COUNT=14', start: '2026-01-31', zone: 'America/New_York' },
  { rrule: 'FREQ=YEARLY;COUNT=4', start: '2026-12-25', zone: 'Pacific/Pago_Pago' },
  // What rules can say.
  { rrule: 'FREQ=DAILY;INTERVAL=3', start: '2026-01-01T10:00', zone: 'UTC' },
  { rrule: 'FREQ=WEEKLY;INTERVAL=3;BYDAY=SU,WE;WKST=SU', start: '2026-01-07T10:00', zone: 'Europe/Berlin' },
  { rrule: 'FREQ=WEEKLY;INTERVAL=3;BYDAY=SU,WE', start: '2026-01-07T10:00', zone: 'Europe/Berlin' },
  { rrule: 'FREQ=MONTHLY;BYMONTHDAY=15', start: '2026-01-15T23:59', zone: 'America/Los_Angeles' },
  { rrule: 'FREQ=MONTHLY;BYMONTHDAY=28,29,30,31;BYSETPOS=-1', start: '2026-01-31T00:01', zone: 'Asia/Tokyo' },
  { rrule: 'FREQ=MONTHLY;BYMONTHDAY=28,29,30;BYSETPOS=-1', start: '2026-01-30T12:00', zone: 'Europe/Paris' },
  { rrule: 'FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1', start: '2026-01-30T17:00', zone: 'Europe/London' },
  { rrule: 'FREQ=MONTHLY;BYDAY=SA,SU;BYSETPOS=3', start: '2026-01-10T09:00', zone: 'Europe/London' },
  { rrule: 'FREQ=MONTHLY;INTERVAL=5;BYDAY=3WE', start: '2026-01-21T09:00', zone: 'America/Sao_Paulo' },
  { rrule: 'FREQ=MONTHLY;INTERVAL=3;BYMONTHDAY=30', start: '2026-01-30T09:00', zone: 'Asia/Dubai' },
  { rrule: 'FREQ=YEARLY;BYMONTH=6,12', start: '2026-06-01T09:00', zone: 'Australia/Sydney' },
  { rrule: 'FREQ=YEARLY;INTERVAL=2', start: '2026-07-04T09:00', zone: 'America/Chicago' },
  { rrule: 'FREQ=YEARLY;BYMONTH=11;BYDAY=4TH', start: '2026-11-26T09:00', zone: 'America/Chicago' },
  { rrule: 'FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=28,29;BYSETPOS=-1', start: '2026-02-28T09:00', zone: 'Asia/Seoul' },
  { rrule: 'FREQ=YEARLY;BYDAY=-1FR', start: '2026-12-25T09:00', zone: 'Africa/Nairobi' },
  { rrule: 'FREQ=WEEKLY;BYDAY=TU;UNTIL=20260407T070000Z', start: '2026-03-17T09:00', zone: 'Europe/Berlin' },
  { rrule: 'FREQ=WEEKLY;BYDAY=TU;UNTIL=20260407T065959Z', start: '2026-03-17T09:00', zone: 'Europe/Berlin' },
  // Each pattern of EWS with each of its ends, said in fields.
  {
    rrule: 'FREQ=DAILY;INTERVAL=2',
    start: '2026-03-01T09:00',
    zone: 'Europe/Berlin',
    pattern: { frequency: 'DAILY', interval: 2 },
  },
  {
    rrule: 'FREQ=DAILY;INTERVAL=2;COUNT=30',
    start: '2026-03-01T09:00',
    zone: 'Europe/Berlin',
    pattern: { frequency: 'DAILY', interval: 2, count: 30 },
  },
  {
    rrule: 'FREQ=DAILY;INTERVAL=2;UNTIL=20260430T235959Z',
    start: '2026-03-01T09:00',
    zone: 'Europe/Berlin',
    pattern: { frequency: 'DAILY', interval: 2, until: '2026-04-30' },
  },
  { rrule: 'FREQ=WEEKLY;BYDAY=MO,TH', start: '2026-03-02T09:00', zone: 'Europe/Berlin', pattern: weekly },
  {
    rrule: 'FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,TH;COUNT=9',
    start: '2026-03-02T09:00',
    zone: 'Europe/Berlin',
    pattern: { ...weekly, interval: 2, count: 9 },
  },
  {
    rrule: 'FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,TH;WKST=TU;UNTIL=20261001T000000Z',
    start: '2026-03-02T09:00',
    zone: 'Europe/Berlin',
    pattern: { ...weekly, interval: 2, firstDayOfWeek: 'TUESDAY', until: '2026-09-30' },
  },
  {
    rrule: 'FREQ=MONTHLY;BYMONTHDAY=28,29,30,31;BYSETPOS=-1',
    start: '2026-01-31T09:00',
    zone: 'Europe/Berlin',
    pattern: monthlyByDay,
  },
  {
    rrule: 'FREQ=MONTHLY;BYMONTHDAY=28,29,30,31;BYSETPOS=-1;COUNT=7',
    start: '2026-01-31T09:00',
    zone: 'Europe/Berlin',
    pattern: { ...monthlyByDay, count: 7 },
  },
  {
    rrule: 'FREQ=MONTHLY;BYMONTHDAY=28,29,30,31;BYSETPOS=-1;UNTIL=20260901T000000Z',
    start: '2026-01-31T09:00',
    zone: 'Europe/Berlin',
    pattern: { ...monthlyByDay, until: '2026-08-31' },
  },
  {
    rrule: 'FREQ=MONTHLY;INTERVAL=2;BYDAY=-1SU',
    start: '2026-01-25T02:30',
    zone: 'Europe/Paris',
    pattern: { ...monthlyByWeekday, interval: 2 },
  },
  {
    rrule: 'FREQ=MONTHLY;BYDAY=-1SU;COUNT=12',
    start: '2026-02-22T02:30',
    zone: 'Europe/Paris',
    pattern: { ...monthlyByWeekday, count: 12 },
  },
  {
    rrule: 'FREQ=MONTHLY;BYDAY=-1SU;UNTIL=20270101T000000Z',
    start: '2026-02-22T02:30',
    zone: 'Europe/Paris',
    pattern: { ...monthlyByWeekday, until: '2026-12-31' },
  },
  {
    rrule: 'FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=28,29;BYSETPOS=-1',
    start: '2026-02-28T09:00',
    zone: 'Europe/Berlin',
    pattern: yearlyByDay,
  },
  {
    rrule: 'FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=28,29;BYSETPOS=-1;COUNT=3',
    start: '2026-02-28T09:00',
    zone: 'Europe/Berlin',
    pattern: { ...yearlyByDay, count: 3 },
  },
  {
    rrule: 'FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=28,29;BYSETPOS=-1;UNTIL=20280301T000000Z',
    start: '2026-02-28T09:00',
    zone: 'Europe/Berlin',
    pattern: { ...yearlyByDay, until: '2028-02-29' },
  },
  {
    rrule: 'FREQ=YEARLY;BYMONTH=4;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=1',
    start: '2026-04-01T09:00',
    zone: 'Europe/Berlin',
    pattern: yearlyByWeekday,
  },
  {
    rrule: 'FREQ=YEARLY;BYMONTH=4;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=1;COUNT=2',
    start: '2026-04-01T09:00',
    zone: 'Europe/Berlin',
    pattern: { ...yearlyByWeekday, count: 2 },
  },
  {
    rrule: 'FREQ=YEARLY;BYMONTH=4;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=1;UNTIL=20280501T000000Z',
    start: '2026-04-01T09:00',
    zone: 'Europe/Berlin',
    pattern: { ...yearlyByWeekday, until: '2028-04-30' },
  },
];
