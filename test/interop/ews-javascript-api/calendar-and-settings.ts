import {
  type Appointment,
  AttendeeInfo,
  AvailabilityData,
  AvailabilityOptions,
  DateTime,
  DateTimeKind,
  EmailMessage,
  FolderSchema,
  FolderTraversal,
  FolderView,
  FreeBusyViewType,
  LegacyFreeBusyStatus,
  OofExternalAudience,
  OofReply,
  OofSettings,
  OofState,
  SearchFilter,
  TimeWindow,
  WellKnownFolderName,
} from 'ews-javascript-api';
import { expect } from 'vitest';
import { appointments } from './found-appointments.ts';
import { itemsNamed } from './found-items.ts';
import { addressOf } from '../people.ts';
import type { MailWorld } from './mail-world.ts';
import { agenda, type ShownEvent, type Span } from './shown-event.ts';
import { xmlText } from './xml-text.ts';

const dayMs = 86_400_000;

/** Whole days in UTC around today, in which the demo's calendars are full. */
const around = (before: number, after: number): Span => {
  const midnight = Math.floor(Date.now() / dayMs) * dayMs;
  return {
    start: new Date(midnight - before * dayMs).toISOString(),
    end: new Date(midnight + after * dayMs).toISOString(),
  };
};

/** Six weeks of all calendars, with series, changed occurrences and whole days: what the gateway shows of them. */
export const readCalendar = async (world: MailWorld): Promise<void> => {
  const window = around(14, 28);
  const alice = world.service('alice');
  const view = new FolderView(100);
  view.Traversal = FolderTraversal.Deep;
  const isCalendar = new SearchFilter.IsEqualTo(FolderSchema.FolderClass, 'IPF.Appointment');
  const { Folders: calendars } = await alice.FindFolders(WellKnownFolderName.MsgFolderRoot, isCalendar, view);
  const found = await Promise.all(calendars.map((calendar) => appointments(alice, window, undefined, calendar.Id)));
  const shown = await agenda(world, 'alice', window);
  expect(calendars.length).toBeGreaterThan(1);
  expect(found.flat().map(rowFound).toSorted()).toEqual(shown.map(rowShown).toSorted());
  expect(shown.length).toBeGreaterThan(20);
  expect(shown.filter(({ isAllDay }) => isAllDay).length).toBeGreaterThan(0);
};

/** Two colleagues' busy times over two weeks, event by event and half hour by half hour, and that somebody is unknown. */
export const freeBusy = async (world: MailWorld): Promise<void> => {
  const { start, end } = around(0, 14);
  const options = new AvailabilityOptions();
  options.MergedFreeBusyInterval = 30;
  options.RequestedFreeBusyView = FreeBusyViewType.FreeBusyMerged;
  const people = [addressOf('alice'), addressOf('carol'), 'nobody@example.test'];
  const { AttendeesAvailability: answered } = await world.service('bob').GetUserAvailability(
    people.map((address) => new AttendeeInfo(address)),
    new TimeWindow(new DateTime(Date.parse(start), DateTimeKind.Utc), new DateTime(Date.parse(end), DateTimeKind.Utc)),
    AvailabilityData.FreeBusy,
    options,
  );
  const { availability } = await world.ask<Availability>(
    `query ($input: AvailabilityInput!) { availability(input: $input) {
      address freeBusy { merged busy { start end status } } error { code } } }`,
    { input: { addresses: people, asMailbox: addressOf('bob'), window: { start, end } } },
  );
  expect(availability.map(({ address }) => address)).toEqual(people);
  for (const [index, { freeBusy: told }] of availability.slice(0, 2).entries()) {
    const one = answered.__thisIndexer(index);
    expect(told?.busy.length, people[index]).toBeGreaterThan(0);
    // The client reads times without a zone, which are in its service's, as if they were its computer's.
    const wallClock = (time: DateTime): string => time.Format('YYYY-MM-DDTHH:mm:ss');
    expect(
      one.CalendarEvents.filter(({ FreeBusyStatus: status }) => status !== LegacyFreeBusyStatus.Free).map(
        (event) => `${wallClock(event.StartTime)} ${wallClock(event.EndTime)} ${event.FreeBusyStatus}`,
      ),
    ).toEqual(told?.busy.map((event) => `${inUtc(event.start)} ${inUtc(event.end)} ${statuses.indexOf(event.status)}`));
    expect(one.MergedFreeBusyStatus).toEqual(told?.merged.map((status) => statuses.indexOf(status)));
    expect(new Set(one.MergedFreeBusyStatus).has(LegacyFreeBusyStatus.Busy)).toBe(true);
  }
  expect([answered.__thisIndexer(2).ErrorCode !== 0, availability[2]?.error !== null]).toEqual([true, true]);
};

/** Set, seen at the gateway, answered to a colleague, and switched off by the gateway. */
export const outOfOffice = async (world: MailWorld): Promise<void> => {
  const address = addressOf('dave');
  const dave = world.service('dave');
  const { start, end } = around(1, 5);
  const settings = new OofSettings();
  settings.State = OofState.Scheduled;
  settings.Duration = new TimeWindow(new DateTime(Date.parse(start)), new DateTime(Date.parse(end)));
  settings.ExternalAudience = OofExternalAudience.Known;
  settings.InternalReply = new OofReply(xmlText('On the lake & back on Friday.'));
  settings.ExternalReply = new OofReply(xmlText('Away <until Friday>.'));
  await dave.SetUserOofSettings(address, settings);

  const read = await dave.GetUserOofSettings(address);
  expect([read.State, read.ExternalAudience]).toEqual([OofState.Scheduled, OofExternalAudience.Known]);
  expect([read.Duration.StartTime.ToISOString(), read.Duration.EndTime.ToISOString()]).toEqual([start, end]);
  expect([read.InternalReply.Message, read.ExternalReply.Message]).toEqual([
    'On the lake & back on Friday.',
    'Away <until Friday>.',
  ]);
  const { mailbox } = await world.ask<Replies>(
    `query ($address: EmailAddress!) { mailbox(address: $address) {
      automaticReplies { status start end externalAudience internalReply } } }`,
    { address },
  );
  expect(mailbox.automaticReplies).toMatchObject({ status: 'SCHEDULED', externalAudience: 'CONTACTS' });
  expect(mailbox.automaticReplies.internalReply).toContain('On the lake &amp; back on Friday.');
  expect([mailbox.automaticReplies.start, mailbox.automaticReplies.end].map((time) => Date.parse(time))).toEqual([
    Date.parse(start),
    Date.parse(end),
  ]);

  const question = new EmailMessage(world.service('carol'));
  question.Subject = 'Are you there?';
  question.ToRecipients.Add(address);
  await question.Send();
  const replies = await itemsNamed<EmailMessage>(
    world.service('carol'),
    WellKnownFolderName.Inbox,
    'Automatic reply: Are you there?',
  );
  expect(replies.map(({ From: from, Body: body }) => [from.Address, body.Text.includes('On the lake')])).toEqual([
    [address, true],
  ]);

  await world.ask(
    'mutation ($input: SetAutomaticRepliesInput!) { setAutomaticReplies(input: $input) { userErrors { detail } } }',
    { input: { mailbox: address, status: 'DISABLED' } },
  );
  expect((await dave.GetUserOofSettings(address)).State).toBe(OofState.Disabled);
};

const statuses = ['FREE', 'TENTATIVE', 'BUSY', 'OUT_OF_OFFICE', 'WORKING_ELSEWHERE', 'NO_DATA'];

const inUtc = (dateTime: string): string => new Date(dateTime).toISOString().slice(0, 19);

/** A whole day's event by its first and last day, another by its instants. */
const rowFound = (item: Appointment): string => {
  const [start, end] = [item.Start.TotalMilliSeconds, item.End.TotalMilliSeconds];
  const times = item.IsAllDayEvent
    ? [new Date(start + dayMs / 2), new Date(end - dayMs / 2)].map((noon) => noon.toISOString().slice(0, 10))
    : [start, end].map((time) => new Date(time).toISOString());
  return `${times.join(' to ')} ${item.Subject} ${item.ICalUid}`;
};

const rowShown = ({ start, end, subject, iCalUid }: ShownEvent): string => {
  const times = [start, end].map(({ dateTime, date }) => date ?? new Date(dateTime ?? Number.NaN).toISOString());
  return `${times.join(' to ')} ${subject} ${iCalUid}`;
};

interface Availability {
  readonly availability: readonly {
    readonly address: string;
    readonly error: { readonly code: string } | null;
    readonly freeBusy: {
      readonly merged: readonly string[];
      readonly busy: readonly { readonly start: string; readonly end: string; readonly status: string }[];
    } | null;
  }[];
}

interface Replies {
  readonly mailbox: {
    readonly automaticReplies: { readonly start: string; readonly end: string; readonly internalReply: string };
  };
}
