import {
  Appointment,
  AppointmentType,
  BodyType,
  ConflictResolutionMode,
  DayOfTheWeek,
  DeleteMode,
  type ItemId,
  MeetingRequest,
  MeetingCancellation,
  type MeetingResponse,
  MeetingResponseType,
  MessageBody,
  Recurrence,
  SendCancellationsMode,
  SendInvitationsMode,
  SendInvitationsOrCancellationsMode,
  WellKnownFolderName,
} from 'ews-javascript-api';
import { expect } from 'vitest';
import { appointments, at, timesFound } from './found-appointments.ts';
import { itemsNamed } from './found-items.ts';
import { addressOf, type Person } from '../people.ts';
import type { MailWorld } from './mail-world.ts';
import { agenda, timesShown, type ShownEvent } from './shown-event.ts';

const { Inbox } = WellKnownFolderName;
const { SendToAllAndSaveCopy } = SendInvitationsMode;

const subject = 'Planning with a stranger';
/** Europe's clocks go forward on 30 March 2031. */
const spring = { start: '2031-03-01T00:00:00Z', end: '2031-05-31T00:00:00Z' };
const planned = [
  '2031-03-18T09:00:00.000Z to 2031-03-18T10:00:00.000Z',
  '2031-03-20T09:00:00.000Z to 2031-03-20T10:00:00.000Z',
  '2031-04-01T08:00:00.000Z to 2031-04-01T09:00:00.000Z',
  '2031-04-03T08:00:00.000Z to 2031-04-03T09:00:00.000Z',
  '2031-04-15T08:00:00.000Z to 2031-04-15T09:00:00.000Z',
] as const;
const berlin = 'W. Europe Standard Time';

/** Every other week on two days, five times, across the change of clocks, with two attendees; all calendars show it, the gateway's too. */
export const createSeries = async (world: MailWorld): Promise<void> => {
  const alice = world.service('alice', berlin);
  const meeting = new Appointment(alice);
  meeting.Subject = subject;
  meeting.Body = new MessageBody(BodyType.Text, 'Bring your plans.');
  meeting.Location = 'Room 2 (Harbour)';
  meeting.Start = at('2031-03-18T10:00', 'Europe/Berlin');
  meeting.End = at('2031-03-18T11:00', 'Europe/Berlin');
  meeting.RequiredAttendees.Add(addressOf('bob'));
  meeting.OptionalAttendees.Add(addressOf('carol'));
  const weekly = new Recurrence.WeeklyPattern();
  weekly.StartDate = at('2031-03-18T00:00', 'Europe/Berlin');
  weekly.Interval = 2;
  weekly.DaysOfTheWeek.AddRange([DayOfTheWeek.Tuesday, DayOfTheWeek.Thursday]);
  weekly.NumberOfOccurrences = 5;
  meeting.Recurrence = weekly;
  await meeting.Save(SendToAllAndSaveCopy);

  for (const person of ['alice', 'bob', 'carol'] as const) {
    const found = await appointments(world.service(person), spring, subject);
    expect(timesFound(found), person).toEqual(planned);
    expect(found.every(({ AppointmentType: type }) => type === AppointmentType.Occurrence)).toBe(true);
    const shown = await agenda(world, person, spring, subject);
    expect(timesShown(shown), person).toEqual(planned);
    expect(shown.map(({ seriesMaster }) => seriesMaster?.recurrence?.rrule)).toEqual(
      planned.map(() => 'FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,TH;WKST=SU;COUNT=5'),
    );
    expect(shown[0]).toMatchObject({
      start: { local: '2031-03-18T10:00:00', timeZone: 'Europe/Berlin' },
      location: 'Room 2 (Harbour)',
      isOrganizer: person === 'alice',
      myResponse: person === 'alice' ? 'ORGANIZER' : 'NOT_RESPONDED',
      body: { content: expect.stringContaining('Bring your plans.') as string },
    });
    expect(new Set(shown.map(({ iCalUid }) => iCalUid)).size).toBe(1);
    expect(shown[0]?.iCalUid).toBe(found[0]?.ICalUid);
  }
  for (const person of ['bob', 'carol'] as const) {
    const [invitation, ...others] = await itemsNamed<MeetingRequest>(world.service(person), Inbox, subject);
    expect(others).toEqual([]);
    expect(invitation).toBeInstanceOf(MeetingRequest);
    expect(invitation?.Start.ToISOString()).toBe('2031-03-18T09:00:00.000Z');
  }
};

/** One occurrence moved and renamed, one taken out, the rest of the series with another place; attendees see all of it. */
export const updateSeries = async (world: MailWorld): Promise<void> => {
  const alice = world.service('alice', berlin);
  const master = await masterOf(world);
  const second = await Appointment.BindToOccurrence(alice, master.Id, 2);
  expect(timesFound([second])).toEqual([planned[1]]);
  second.Start = at('2031-03-21T14:30', 'Europe/Berlin');
  second.End = at('2031-03-21T16:00', 'Europe/Berlin');
  second.Location = 'Room 1 (Lighthouse)';
  await second.Update(ConflictResolutionMode.AlwaysOverwrite, SendInvitationsOrCancellationsMode.SendToAllAndSaveCopy);
  const fourth = await Appointment.BindToOccurrence(alice, master.Id, 4);
  await fourth.Delete(DeleteMode.MoveToDeletedItems, SendCancellationsMode.SendToAllAndSaveCopy);
  const series = await Appointment.Bind(alice, master.Id);
  series.Body = new MessageBody(BodyType.Text, 'Bring your plans and a pen.');
  await series.Update(ConflictResolutionMode.AlwaysOverwrite, SendInvitationsOrCancellationsMode.SendToAllAndSaveCopy);

  const changed = [planned[0], '2031-03-21T13:30:00.000Z to 2031-03-21T15:00:00.000Z', planned[2], planned[4]];
  for (const person of ['alice', 'bob', 'carol'] as const) {
    expect(timesFound(await appointments(world.service(person), spring, subject)), person).toEqual(changed);
    const shown = await agenda(world, person, spring, subject);
    expect(timesShown(shown), person).toEqual(changed);
    expect(shown.map(({ type, location }) => `${type} in ${location}`)).toEqual([
      'OCCURRENCE in Room 2 (Harbour)',
      'EXCEPTION in Room 1 (Lighthouse)',
      'OCCURRENCE in Room 2 (Harbour)',
      'OCCURRENCE in Room 2 (Harbour)',
    ]);
    expect(shown[0]?.body?.content, person).toContain('and a pen');
  }
  const bound = await Appointment.Bind(alice, master.Id);
  expect(
    bound.ModifiedOccurrences.GetEnumerator().map((one) => [one.OriginalStart.ToISOString(), one.Start.ToISOString()]),
  ).toEqual([['2031-03-20T09:00:00.000Z', '2031-03-21T13:30:00.000Z']]);
  expect(bound.DeletedOccurrences.GetEnumerator().map((one) => one.OriginalStart.ToISOString())).toEqual([
    '2031-04-03T08:00:00.000Z',
  ]);
  expect(bound.LastOccurrence.Start.ToISOString()).toBe('2031-04-15T08:00:00.000Z');
  const again = await Appointment.BindToRecurringMaster(alice, second.Id);
  expect(again.Id.UniqueId).toBe(master.Id.UniqueId);
};

/** Bob accepts, carol declines, dave is uncertain; the organiser's series and her inbox say so, the gateway too. */
export const answerInvitation = async (world: MailWorld): Promise<void> => {
  const invited = 'Answer me, strangers';
  const meeting = new Appointment(world.service('alice', berlin));
  meeting.Subject = invited;
  meeting.Start = at('2031-04-08T10:00', 'Europe/Berlin');
  meeting.End = at('2031-04-08T11:00', 'Europe/Berlin');
  for (const person of ['bob', 'carol', 'dave'] as const) meeting.RequiredAttendees.Add(addressOf(person));
  await meeting.Save(SendToAllAndSaveCopy);
  const invitationOf = async (person: Person): Promise<MeetingRequest> => {
    const [invitation] = await itemsNamed<MeetingRequest>(world.service(person), Inbox, invited);
    if (invitation === undefined) throw new Error(`${person} has no invitation`);
    return invitation;
  };
  await (await invitationOf('bob')).Accept(true);
  await (await invitationOf('carol')).Decline(true);
  const maybe = (await invitationOf('dave')).CreateAcceptMessage(true);
  maybe.Body = new MessageBody(BodyType.Text, 'If the train comes.');
  await maybe.SendAndSaveCopy();

  const bound = await Appointment.Bind(world.service('alice'), meeting.Id);
  const { Accept, Decline, Tentative } = MeetingResponseType;
  const answers = { bob: Accept, carol: Decline, dave: Tentative } as const;
  expect(
    Object.fromEntries(bound.RequiredAttendees.GetEnumerator().map((one) => [one.Address, one.ResponseType])),
  ).toEqual(Object.fromEntries(Object.entries(answers).map(([person, answer]) => [`${person}@example.test`, answer])));
  const [shown] = await agenda(world, 'alice', spring, invited);
  expect(responsesOf(shown)).toEqual({
    'bob@example.test': 'ACCEPTED',
    'carol@example.test': 'DECLINED',
    'dave@example.test': 'TENTATIVE',
  });
  expect((await agenda(world, 'bob', spring, invited)).map(({ myResponse }) => myResponse)).toEqual(['ACCEPTED']);
  expect(await agenda(world, 'carol', spring, invited)).toEqual([]);
  expect((await agenda(world, 'dave', spring, invited)).map(({ myResponse }) => myResponse)).toEqual(['TENTATIVE']);
  for (const [prefix, person] of [
    ['Accepted', 'bob'],
    ['Declined', 'carol'],
    ['Tentative', 'dave'],
  ] as const) {
    const [response, ...others] = await itemsNamed<MeetingResponse>(
      world.service('alice'),
      Inbox,
      `${prefix}: ${invited}`,
    );
    expect(others).toEqual([]);
    expect([response?.From.Address, response?.ResponseType]).toEqual([addressOf(person), answers[person]]);
  }
};

/** The organiser cancels the whole series with a word; it leaves her calendar and is marked in the others'. */
export const cancelSeries = async (world: MailWorld): Promise<void> => {
  const master = await masterOf(world);
  const series = await Appointment.Bind(world.service('alice', berlin), master.Id);
  const { MeetingCancellation: sent } = await series.CancelMeeting('The planner left.');
  expect(sent).toBeInstanceOf(MeetingCancellation);

  expect(await appointments(world.service('alice'), spring, subject)).toEqual([]);
  expect(await agenda(world, 'alice', spring, subject)).toEqual([]);
  const cancelled = `Canceled: ${subject}`;
  for (const person of ['bob', 'carol'] as const) {
    expect(await agenda(world, person, spring, subject)).toEqual([]);
    const left = await agenda(world, person, spring, cancelled);
    expect(left.map(({ status }) => status)).toEqual(left.map(() => 'CANCELLED'));
    expect(left.length).toBeGreaterThan(0);
    const notices = await itemsNamed<MeetingCancellation>(world.service(person), Inbox, cancelled);
    // One for the occurrence that was taken out before, one for the series.
    expect(notices.map((notice) => notice instanceof MeetingCancellation)).toEqual([true, true]);
    expect(notices.some(({ Body: body }) => body.Text.includes('The planner left.'))).toBe(true);
  }
};

const masterOf = async (world: MailWorld): Promise<{ readonly Id: ItemId }> => {
  const alice = world.service('alice', berlin);
  const [first] = await appointments(alice, spring, subject);
  if (first === undefined) throw new Error('the series is not there');
  return await Appointment.BindToRecurringMaster(alice, first.Id);
};

const responsesOf = (event: ShownEvent | undefined): Readonly<Record<string, string>> =>
  Object.fromEntries(event?.attendees.map(({ recipient, response }) => [recipient.address, response]) ?? []);
