import type { SeedMailbox } from '../store/model.ts';
import { aliceContactFolders, aliceContacts } from './alice-contacts.ts';
import { aliceEvents, teamEvents } from './alice-calendar.ts';
import {
  aliceDeleted,
  aliceDrafts,
  aliceInboxFolders,
  aliceJunk,
  aliceRecoverable,
  aliceSentMails,
  aliceTopFolders,
} from './alice-folders.ts';
import { aliceMeetingMails } from './alice-meeting-mail.ts';
import { aliceTasks } from './alice-tasks.ts';
import { aliceThreads } from './alice-threads.ts';
import { attachmentMails } from './attachment-mail.ts';
import { calendarItem } from './calendar-item.ts';
import { everydayMail } from './correspondence.ts';
import { followedMails } from './followed-mail.ts';
import { type Contents, unreadSearch } from './folders.ts';
import { htmlMails } from './html-mail.ts';
import { mailboxOf } from './mailbox.ts';
import { mailItem, oldestFirst, type Mail } from './mail.ts';
import type { SharedMeetings } from './meetings.ts';
import type { Moments } from './moments.ts';
import { orderingMails } from './ordering-mail.ts';
import { alice } from './people.ts';
import { journalItem, noteItem } from './plain-items.ts';
import { createRandom, type Random } from '../random.ts';
import { reportMails } from './report-mail.ts';
import { subjectMails } from './subject-mail.ts';
import { unusualMails } from './unusual-mail.ts';

/** Messages in Alice's inbox: more than FindItem returns at once. */
const aliceInboxCount = 1_200;

/** Alice's mailbox: the special cases, filled up with everyday mail to exactly 1,200 in the inbox. */
export const aliceMailbox = (moments: Moments, meetings: SharedMeetings): SeedMailbox =>
  mailboxOf(alice, () => aliceContents(moments, meetings));

const aliceContents = (moments: Moments, meetings: SharedMeetings): Contents => {
  const random = createRandom(7);
  const special = specialMails(moments, meetings);
  const specialReceived = special.filter(({ from }) => from !== alice);
  const everyday = everydayMail(alice, aliceInboxCount - specialReceived.length, moments, random, alice.address);
  const inbox = [...specialReceived, ...everyday.received].toSorted(oldestFirst);
  const sent = [...special.filter(({ from }) => from === alice), ...everyday.sent, ...aliceSentMails(moments)];
  return {
    inbox: inbox.map((mail, index) => mailItem(withReadState(mail, inbox.length - index, random), alice)),
    sent: sent.toSorted(oldestFirst).map((mail) => mailItem(mail, alice)),
    drafts: aliceDrafts(moments),
    deleted: aliceDeleted(moments),
    junk: aliceJunk(moments),
    recoverable: aliceRecoverable(moments),
    calendar: aliceEvents(moments, meetings).map((event) => calendarItem(event, alice)),
    contacts: aliceContacts(moments),
    tasks: aliceTasks(moments),
    notes: [
      noteItem(alice, 'Wi-Fi of the Harbour\nnetwork: visitors', moments.at(-90, '10:00:00')),
      noteItem(alice, 'Ideas for the away day: canoe, pottery, nothing', moments.at(-9, '20:00:00.125')),
    ],
    journal: [journalItem(alice, 'Call with Freya Halvorsen', moments.at(-31, '09:30:00'))],
    belowInbox: aliceInboxFolders(moments),
    belowCalendar: [
      {
        name: 'Team calendar',
        folderClass: 'IPF.Appointment',
        children: [],
        items: teamEvents(moments).map((event) => calendarItem(event, alice)),
      },
    ],
    belowContacts: aliceContactFolders(moments),
    searches: [unreadSearch],
    topLevel: aliceTopFolders(moments),
  };
};

const specialMails = (moments: Moments, meetings: SharedMeetings): readonly Mail[] => [
  ...aliceThreads(moments),
  ...aliceMeetingMails(meetings, moments),
  ...followedMails(moments),
  ...attachmentMails(moments),
  ...htmlMails(moments),
  ...subjectMails(moments),
  ...unusualMails(moments),
  ...orderingMails(moments),
  ...reportMails(moments),
];

/** `rank` counts from the newest mail, 1: of the newest 120 about two thirds are unread, and a few older ones were overlooked. */
const withReadState = (mail: Mail, rank: number, random: Random): Mail => {
  const unreadPercent = rank <= 120 ? 70 : 3;
  const isUnread = random.chance(unreadPercent);
  return { ...mail, isRead: mail.isRead ?? !isUnread };
};
