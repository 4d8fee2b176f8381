import type { SeedItem, SeedMailbox } from '../store/model.ts';
import { openThreadMails } from './alice-threads.ts';
import { berlinDays, berlinTime, type CalendarEvent, type Meeting } from './calendar-event.ts';
import { calendarItem } from './calendar-item.ts';
import { contactItem } from './contact-item.ts';
import { everydayMail } from './correspondence.ts';
import { unreadSearch } from './folders.ts';
import { mailboxOf } from './mailbox.ts';
import { mailItem, oldestFirst, type Mail } from './mail.ts';
import { meetingRequest, meetingResponse } from './meeting-mail.ts';
import type { SharedMeetings } from './meetings.ts';
import type { Moments } from './moments.ts';
import { alice, bob, carol, dave, partners, room1, room2, vault, type Member } from './people.ts';
import { plainText } from './prose.ts';
import { createRandom } from '../random.ts';

/** Everyone's mailbox but Alice's: smaller, with the other side of the shared meetings. */
export const colleagueMailboxes = (moments: Moments, meetings: SharedMeetings): readonly SeedMailbox[] => [
  colleague(
    bob,
    72,
    11,
    [meetings.standup, meetings.boston, meetings.architecture, meetings.townHall, meetings.kickOff],
    moments,
  ),
  colleague(
    carol,
    55,
    12,
    [meetings.standup, meetings.architecture, meetings.townHall, meetings.tradeFair, meetings.kickOff],
    moments,
  ),
  colleague(
    dave,
    34,
    13,
    [meetings.standup, meetings.architecture, meetings.townHall, meetings.tradeFair, meetings.kickOff],
    moments,
  ),
  vaultMailbox(moments),
  room(room1, [meetings.standup, meetings.townHall, meetings.kickOff], moments),
  room(room2, [meetings.architecture], moments),
];

const colleague = (
  owner: Member,
  mailCount: number,
  seed: number,
  meetings: readonly CalendarEvent[],
  moments: Moments,
): SeedMailbox =>
  mailboxOf(owner, () => {
    const random = createRandom(seed);
    const everyday = everydayMail(owner, mailCount, moments, random, owner.address);
    const shared = openThreadMails(moments);
    const received = [
      ...everyday.received,
      ...shared.filter(({ from }) => from !== owner),
      ...meetingMails(owner, meetings),
    ];
    const sent = [...everyday.sent, ...shared.filter(({ from }) => from === owner)];
    const unreadSince = moments.at(-30, '00:00');
    const withReadState = (mail: Mail): Mail => ({
      ...mail,
      isRead: mail.isRead ?? (mail.receivedAt < unreadSince || random.chance(50)),
    });
    return {
      inbox: received.toSorted(oldestFirst).map((mail) => mailItem(withReadState(mail), owner)),
      sent: sent.toSorted(oldestFirst).map((mail) => mailItem({ ...mail, isRead: true }, owner)),
      calendar: [...meetings, ...busyTime(owner, moments)].map((event) => calendarItem(event, owner)),
      contacts: [
        contactItem(
          { givenName: 'Alice', surname: 'Smith', emails: [alice.address] },
          owner,
          moments.at(-300, '09:00'),
        ),
      ],
      searches: [unreadSearch],
      sharedWith: { calendar: owner === bob ? [alice.address] : [] },
    };
  });

/** The invitation to Bob's review, and Dave's answer to it. */
const meetingMails = (owner: Member, meetings: readonly CalendarEvent[]): readonly Mail[] =>
  meetings
    .filter(({ name }) => name === 'meeting/architecture')
    .map((event) => (event.meeting?.organizer === owner ? meetingResponse(event, dave) : meetingRequest(event, owner)));

const busyTime = (owner: Member, { date, at, weekdayFrom }: Moments): readonly CalendarEvent[] => {
  const createdAt = at(-20, '11:11:11.125');
  return [-2, -1, 0, 1, 2]
    .flatMap((week): readonly CalendarEvent[] => [
      {
        name: `${owner.address}/focus/${week}`,
        subject: 'Focus',
        createdAt,
        time: berlinTime(date(weekdayFrom(week * 7, 3)), '09:00', 180),
      },
      {
        name: `${owner.address}/lunch/${week}`,
        subject: 'Lunch run',
        showAs: 'Tentative',
        createdAt,
        time: berlinTime(date(weekdayFrom(week * 7, 5)), '12:00', 60),
      },
    ])
    .concat({
      name: `${owner.address}/away`,
      subject: 'Away',
      showAs: 'OOF',
      createdAt,
      time: berlinDays(date(weekdayFrom(15, 1)), 2),
    });
};

const room = (owner: Member, meetings: readonly CalendarEvent[], moments: Moments): SeedMailbox =>
  mailboxOf(owner, () => {
    const { date, at, weekdayFrom } = moments;
    const booking = (organizer: Member, number: number): CalendarEvent => {
      const meeting: Meeting = {
        organizer,
        required: [{ person: organizer, response: 'Accept' }],
        resources: [{ person: owner, response: 'Accept', respondedAt: at(-9, '08:00:01') }],
      };
      return {
        name: `${owner.address}/booking/${number}`,
        // A room shows who booked it, not why.
        subject: organizer.name,
        location: owner.name,
        createdAt: at(-9, '08:00:00'),
        time: berlinTime(
          date(weekdayFrom(-4, 1 + (number % 5)) + 7 * Math.floor(number / 5)),
          '13:00',
          60 + 15 * (number % 3),
        ),
        meeting,
      };
    };
    const organizers = [alice, bob, carol, dave];
    const bookings = Array.from({ length: 10 }, (_, number) => booking(organizers[number % 4] ?? alice, number));
    return { calendar: [...meetings, ...bookings].map((event) => calendarItem(event, owner)) };
  });

const vaultMailbox = (moments: Moments): SeedMailbox =>
  mailboxOf(vault, () => {
    const secret: SeedItem = mailItem(
      {
        name: 'vault/secret',
        from: partners.lawyer,
        to: [vault],
        subject: 'Strictly confidential: the other half of the combination',
        body: plainText(['It is 7-31-19. If you can read this through the gateway, the deny rule does not work.']),
        sensitivity: 'Confidential',
        importance: 'High',
        isRead: false,
        receivedAt: moments.at(-11, '05:55:55.555'),
      },
      vault,
    );
    return { inbox: [secret] };
  });
