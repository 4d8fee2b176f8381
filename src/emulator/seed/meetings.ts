import { weekdayOfMonth } from './calendar-dates.ts';
import { berlinTime, type CalendarEvent } from './calendar-event.ts';
import type { Moments } from './moments.ts';
import { alice, bob, carol, dave, partners, room1, room2 } from './people.ts';
import { simpleHtml } from './prose.ts';
import { forever, monthlyOnWeekday, recurrence, times, until, weekly } from './recurrence-element.ts';

/** The meetings that more than one mailbox knows; each shows its own side of the same UID. */
export interface SharedMeetings {
  /** Weekly, organised by Alice in the Lighthouse; crosses the changes to and from summer time in Europe. One moved, one deleted. */
  readonly standup: CalendarEvent;
  /** Weekly with New York clocks, so it moves by an hour in Europe while only one side has changed its clocks. */
  readonly boston: CalendarEvent;
  /** Organised by Bob, Alice invited and not yet decided. */
  readonly architecture: CalendarEvent;
  /** Organised by Carol, accepted by Alice, on the last Friday of every month. */
  readonly townHall: CalendarEvent;
  /** Organised by Dave and called off. */
  readonly tradeFair: CalendarEvent;
  /** Organised by Alice with a client; the answers differ. */
  readonly kickOff: CalendarEvent;
}

/** Shared meetings around today. */
export const sharedMeetings = (moments: Moments): SharedMeetings => {
  const { date, at, weekdayFrom } = moments;
  // Two changes to or from summer time lie at most 31 weeks apart: a series this old has crossed at least one, whatever day it is.
  const standupStart = weekdayFrom(-235, 1);
  const bostonStart = weekdayFrom(-235, 4);
  const nextWeek = weekdayFrom(3, 2);
  const fridayAhead = weekdayFrom(8, 5);
  const townHallStart = weekdayOfMonth(date(-60), -1, 5);
  return {
    standup: {
      name: 'meeting/standup',
      subject: 'Monday stand-up',
      body: simpleHtml(['What did we finish, what is next, what is in the way? Fifteen minutes, standing.']),
      location: 'Lighthouse',
      time: berlinTime(date(standupStart), '09:30', 15),
      createdAt: at(standupStart - 7, '10:12:31.250'),
      reminderMinutes: 10,
      categories: ['Projects'],
      meeting: {
        organizer: alice,
        required: [
          { person: bob, response: 'Accept', respondedAt: at(standupStart - 7, '10:40:02.125') },
          { person: carol, response: 'Accept', respondedAt: at(standupStart - 6, '07:15:44.500') },
          { person: dave, response: 'Tentative', respondedAt: at(standupStart - 6, '12:01:09') },
        ],
        resources: [{ person: room1, response: 'Accept', respondedAt: at(standupStart - 7, '10:12:33') }],
      },
      recurrence: recurrence(weekly(1, ['Monday']), forever(date(standupStart))),
      changes: [
        {
          on: date(standupStart + 210),
          to: {
            subject: 'Stand-up (moved to Tuesday, room taken)',
            location: 'Harbour',
            time: berlinTime(date(standupStart + 211), '10:00', 15),
          },
        },
        { on: date(standupStart + 245), to: { subject: 'Monday stand-up, with cake' } },
      ],
      skips: [date(standupStart + 189), date(standupStart + 273)],
    },
    boston: {
      name: 'meeting/boston',
      subject: 'Call with the Boston office of Acme',
      location: 'Phone',
      time: { kind: 'timed', zone: 'Eastern Standard Time', start: `${date(bostonStart)}T09:00`, minutes: 45 },
      createdAt: at(bostonStart - 14, '15:02:00.875'),
      reminderMinutes: 15,
      meeting: {
        organizer: bob,
        required: [
          { person: alice, response: 'Accept', respondedAt: at(bostonStart - 13, '08:00:10') },
          { person: partners.acmeEngineer, response: 'Accept', respondedAt: at(bostonStart - 13, '14:22:10') },
        ],
      },
      recurrence: recurrence(weekly(1, ['Thursday']), until(date(bostonStart), date(bostonStart + 364))),
    },
    architecture: {
      name: 'meeting/architecture',
      subject: 'Architecture review: Kestrel data path',
      body: simpleHtml([
        'Hi all,',
        'I would like to walk through the new data path before we freeze it. Please read the two pages beforehand; the open question is where we keep the calibration.',
        'Bob',
      ]),
      location: 'Harbour',
      time: berlinTime(date(nextWeek), '14:00', 90),
      createdAt: at(-1, '16:20:05.375'),
      reminderMinutes: 15,
      showAs: 'Tentative',
      meeting: {
        organizer: bob,
        required: [
          { person: alice, response: 'NoResponseReceived' },
          { person: dave, response: 'Decline', respondedAt: at(-1, '16:45:59.250') },
        ],
        optional: [{ person: carol, response: 'NoResponseReceived' }],
        resources: [{ person: room2, response: 'Accept', respondedAt: at(-1, '16:20:07') }],
      },
    },
    townHall: {
      name: 'meeting/town-hall',
      subject: 'Town hall',
      body: simpleHtml(['Numbers, news, and the question box. Pastries from half past three.']),
      location: 'Lighthouse',
      time: berlinTime(townHallStart, '15:00', 60),
      createdAt: at(-75, '09:00:00.125'),
      meeting: {
        organizer: carol,
        required: [alice, bob, dave].map((person) => ({
          person,
          response: 'Accept' as const,
          respondedAt: at(-74, '09:30:00'),
        })),
        resources: [{ person: room1, response: 'Accept', respondedAt: at(-75, '09:00:02') }],
      },
      recurrence: recurrence(monthlyOnWeekday(1, 'Last', 'Friday'), times(townHallStart, 12)),
    },
    tradeFair: {
      name: 'meeting/trade-fair',
      subject: 'Trade fair: who brings what',
      location: 'Harbour',
      time: berlinTime(date(fridayAhead), '11:00', 30),
      createdAt: at(-6, '13:37:00.500'),
      isCancelled: true,
      showAs: 'Free',
      meeting: {
        organizer: dave,
        required: [
          { person: alice, response: 'Accept', respondedAt: at(-5, '08:12:00') },
          { person: carol, response: 'Accept', respondedAt: at(-5, '09:00:00') },
        ],
      },
    },
    kickOff: {
      name: 'meeting/kick-off',
      subject: 'Kick-off: Heron at Borealis',
      body: simpleHtml(['Agenda: introductions, plan until spring, who decides what. Freya brings the site plan.']),
      location: 'Lighthouse',
      time: berlinTime(date(nextWeek + 1), '10:00', 120),
      createdAt: at(-4, '11:05:17.625'),
      reminderMinutes: 30,
      categories: ['Clients'],
      meeting: {
        organizer: alice,
        required: [
          { person: partners.borealisLead, response: 'Accept', respondedAt: at(-3, '06:58:41.750') },
          { person: bob, response: 'Tentative', respondedAt: at(-4, '12:00:00.250') },
          { person: dave, response: 'Decline', respondedAt: at(-3, '09:31:08.500') },
        ],
        optional: [{ person: carol, response: 'Unknown' }],
        resources: [{ person: room1, response: 'Accept', respondedAt: at(-4, '11:05:20') }],
      },
    },
  };
};
