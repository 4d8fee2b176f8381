import {
  Appointment,
  BodyType,
  DayOfTheWeek,
  DayOfTheWeekIndex,
  EmailMessage,
  FileAttachment,
  Importance,
  MessageBody,
  Recurrence,
  SendInvitationsMode,
  WellKnownFolderName,
} from 'ews-javascript-api';
import { expect } from 'vitest';
import { appointments, at, timesFound } from './found-appointments.ts';
import { itemNamed, plainLines } from './found-items.ts';
import { addressOf } from '../people.ts';
import type { MailWorld } from './mail-world.ts';
import { attachedFiles } from './send-mail.ts';
import { seriesCases } from './series-cases.ts';
import { agenda, timesShown } from './shown-event.ts';
import { contentShown, shownMessage } from './shown-message.ts';
import { xmlText } from './xml-text.ts';

const { Inbox } = WellKnownFolderName;

const message = {
  subject: 'Both ways: “Füße” & <tags> — 星',
  text: 'First line\n\n  indented & <not a tag>\nلوحة\nlast line',
};

/** A message with files, and a series by the last weekday of a month in another zone, are at the gateway what the client wrote. */
export const gatewayReads = async (world: MailWorld): Promise<void> => {
  const files = attachedFiles();
  const written = new EmailMessage(world.service('alice'));
  written.Subject = xmlText(message.subject);
  written.Body = new MessageBody(BodyType.Text, xmlText(message.text));
  written.Importance = Importance.Low;
  written.ToRecipients.Add(addressOf('bob'));
  written.CcRecipients.Add(addressOf('carol'));
  written.CcRecipients.Add(addressOf('dave'));
  for (const [name, content] of files) written.Attachments.AddFileAttachment(name, content);
  await written.SendAndSaveCopy();

  for (const [person, place] of [
    ['bob', 'INBOX'],
    ['carol', 'INBOX'],
    ['alice', 'SENT_ITEMS'],
  ] as const) {
    const shown = await shownMessage(world, person, message.subject, [{ role: place }]);
    expect(plainLines(shown.text?.content ?? '')).toBe(message.text);
    expect(shown).toMatchObject({
      subject: message.subject,
      from: { address: addressOf('alice') },
      to: [{ address: addressOf('bob') }],
      cc: [{ address: addressOf('carol') }, { address: addressOf('dave') }],
      importance: 'LOW',
    });
    const contents = await Promise.all(shown.attachments.map(async (file) => [file.name, await contentShown(file)]));
    expect(contents).toEqual(files);
  }

  const event = new Appointment(world.service('alice', 'Eastern Standard Time'));
  event.Subject = 'Last Monday in New York';
  event.Start = at('2031-02-24T09:00', 'America/New_York');
  event.End = at('2031-02-24T09:45', 'America/New_York');
  const monthly = new Recurrence.RelativeMonthlyPattern();
  monthly.StartDate = at('2031-02-24T00:00', 'America/New_York');
  monthly.Interval = 1;
  monthly.DayOfTheWeek = DayOfTheWeek.Monday;
  monthly.DayOfTheWeekIndex = DayOfTheWeekIndex.Last;
  monthly.EndDate = at('2031-04-30T00:00', 'America/New_York');
  event.Recurrence = monthly;
  await event.Save(SendInvitationsMode.SendToNone);
  const shown = await agenda(world, 'alice', year, 'Last Monday in New York');
  expect(timesShown(shown)).toEqual([
    '2031-02-24T14:00:00.000Z to 2031-02-24T14:45:00.000Z',
    '2031-03-31T13:00:00.000Z to 2031-03-31T13:45:00.000Z',
    '2031-04-28T13:00:00.000Z to 2031-04-28T13:45:00.000Z',
  ]);
  expect(shown[0]?.start.timeZone).toBe('America/New_York');
};

/** A message with files, and series of every kind in several zones, are at the client what the gateway wrote. */
export const clientReads = async (world: MailWorld): Promise<void> => {
  const subject = `${message.subject} and back`;
  const files = attachedFiles();
  await world.ask('mutation ($input: SendMessageInput!) { sendMessage(input: $input) { userErrors { detail } } }', {
    input: {
      mailbox: addressOf('alice'),
      message: {
        subject,
        body: { text: message.text },
        importance: 'HIGH',
        to: [{ address: addressOf('bob') }],
        cc: [{ address: addressOf('carol') }, { address: addressOf('dave') }],
        attachments: files.map(([name, base64]) => ({ name, source: { base64 } })),
      },
    },
  });
  for (const person of ['bob', 'dave'] as const) {
    const arrived = await itemNamed<EmailMessage>(world.service(person), Inbox, subject);
    expect(plainLines(arrived.Body.Text)).toBe(message.text);
    expect([arrived.Subject, arrived.From.Address, arrived.Importance]).toEqual([
      subject,
      addressOf('alice'),
      Importance.High,
    ]);
    expect(arrived.ToRecipients.GetEnumerator().map(({ Address: address }) => address)).toEqual([addressOf('bob')]);
    expect(arrived.CcRecipients.GetEnumerator().map(({ Address: address }) => address)).toEqual([
      addressOf('carol'),
      addressOf('dave'),
    ]);
    const contents: [string, string][] = [];
    for (const file of arrived.Attachments.GetEnumerator()) {
      await file.Load();
      if (file instanceof FileAttachment) contents.push([file.Name, file.Base64Content]);
    }
    expect(contents).toEqual(files);
  }
  for (const series of seriesCases) {
    const { rrule, zone, start, end, times, moved, removed } = series;
    const name = `Both ways: ${rrule} in ${zone}`;
    await world.ask('mutation ($input: CreateEventInput!) { createEvent(input: $input) { userErrors { detail } } }', {
      input: {
        mailbox: addressOf('carol'),
        notify: 'NONE',
        event: { subject: name, timing: { timed: { start, end, timeZone: zone } }, recurrence: { rrule } },
      },
    });
    const carol = world.service('carol');
    const read = async (): Promise<readonly string[]> => timesFound(await appointments(carol, series.window, name));
    expect(await read(), name).toEqual(times);
    if (moved === undefined || removed === undefined) continue;

    const occurrences = await agenda(world, 'carol', series.window, name);
    await world.ask('mutation ($input: UpdateEventInput!) { updateEvent(input: $input) { userErrors { detail } } }', {
      input: {
        id: occurrences[moved.index]?.id,
        notify: 'NONE',
        patch: { location: 'Elsewhere', timing: { timed: { start: moved.start, end: moved.end, timeZone: zone } } },
      },
    });
    await world.ask('mutation ($input: CancelEventInput!) { cancelEvent(input: $input) { userErrors { detail } } }', {
      input: { id: occurrences[removed]?.id, notify: 'NONE' },
    });
    const changed = times
      .map((time, index) => (index === moved.index ? `${moved.start} to ${moved.end}` : time))
      .filter((_, index) => index !== removed);
    expect(await read(), name).toEqual(changed);
    expect(timesShown(await agenda(world, 'carol', series.window, name))).toEqual(changed);
    const found = await appointments(carol, series.window, name);
    expect(found.map(({ Location: location }) => location ?? '')).toEqual(
      changed.map((time) => (time.startsWith(moved.start) ? 'Elsewhere' : '')),
    );
    const [first] = found;
    if (first === undefined) throw new Error(`no ${name}`);
    const master = await Appointment.BindToRecurringMaster(carol, first.Id);
    expect(master.ICalUid).toBe(occurrences[0]?.iCalUid);
    expect(master.ModifiedOccurrences.Count).toBe(1);
    expect(master.DeletedOccurrences.GetEnumerator().map((one) => one.OriginalStart.ToISOString())).toEqual([
      times[removed]?.slice(0, 24),
    ]);
  }
};

const year = { start: '2031-01-01T00:00:00Z', end: '2031-12-31T00:00:00Z' };
