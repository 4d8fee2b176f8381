import { describe, expect, it } from 'vitest';
import { readIcalendar } from '../../../src/emulator/calendar/read-icalendar.ts';
import { child, childText, node, type XmlNode } from '../../../src/emulator/xml/xml.ts';
import { codesIn, startEmulator } from '../running-emulator.ts';
import { createItem, getItem, keyIn, startMail } from '../writing.ts';
import { childText as textIn } from '../../../src/ews/xml.ts';

const calendar = (...lines: readonly string[]): string =>
  ['BEGIN:VCALENDAR', 'VERSION:2.0', 'BEGIN:VEVENT', ...lines, 'END:VEVENT', 'END:VCALENDAR', ''].join('\r\n');
const read = (...lines: readonly string[]) => {
  const { properties, deletedOccurrences } = readIcalendar(Buffer.from(calendar(...lines)), 'W. Europe Standard Time');
  return { element: node('t:CalendarItem', properties), deletedOccurrences };
};
const texts = (element: XmlNode | undefined, ...names: readonly string[]): readonly unknown[] =>
  names.map((name) => childText(element, `t:${name}`));
const morning = ['DTSTART;TZID=Europe/Berlin:20261207T100000', 'DTEND;TZID=Europe/Berlin:20261207T110000'];
const rule = (text: string): readonly unknown[] => {
  const [pattern, range] = child(read(...morning, `RRULE:${text}`).element, 't:Recurrence')?.children ?? [];
  return [pattern, range].map((part) => [
    part?.name.replace(/^t:|Recurrence$/g, ''),
    ...(part?.children.map(({ text: value }) => value) ?? []),
  ]);
};

const eventsIn = (mime: string | undefined): readonly string[] =>
  Buffer.from(mime ?? '', 'base64')
    .toString('utf8')
    .split('BEGIN:VEVENT')
    .slice(1);
const withMime = '<t:IncludeMimeContent>true</t:IncludeMimeContent>';

describe('the MIME content of a series', () => {
  it('tells the occurrences that differ from it, and that of an occurrence itself alone', async () => {
    const running = await startMail();
    const properties =
      '<t:Subject>Series</t:Subject><t:Start>2026-12-07T09:00:00Z</t:Start><t:End>2026-12-07T10:00:00Z</t:End><t:Recurrence><t:DailyRecurrence><t:Interval>1</t:Interval></t:DailyRecurrence><t:NumberedRecurrence><t:StartDate>2026-12-07</t:StartDate><t:NumberOfOccurrences>3</t:NumberOfOccurrences></t:NumberedRecurrence></t:Recurrence>';
    const none = 'SendMeetingInvitations="SendToNone"';
    const { id } = keyIn(await running.call(createItem(`<t:CalendarItem>${properties}</t:CalendarItem>`, none)));
    const changed = await running.call(
      `<m:UpdateItem ConflictResolution="AlwaysOverwrite" SendMeetingInvitationsOrCancellations="SendToNone"><m:ItemChanges><t:ItemChange><t:OccurrenceItemId RecurringMasterId="${id}" InstanceIndex="2"/><t:Updates><t:SetItemField><t:FieldURI FieldURI="item:Subject"/><t:CalendarItem><t:Subject>Other</t:Subject></t:CalendarItem></t:SetItemField></t:Updates></t:ItemChange></m:ItemChanges></m:UpdateItem>`,
    );
    const [series = '', exception = '', ...more] = eventsIn(
      textIn(await getItem(running, id, 'alice', withMime), 'MimeContent'),
    );
    expect(more).toEqual([]);
    expect(series).toContain('RRULE:FREQ=DAILY');
    expect(exception).toContain('RECURRENCE-ID:20261208T090000Z');
    expect(exception).toContain('SUMMARY:Other');
    const alone = eventsIn(textIn(await getItem(running, keyIn(changed).id, 'alice', withMime), 'MimeContent'));
    expect(alone.map((event) => event.includes('SUMMARY:Other'))).toEqual([true]);
  });
});

describe('reading an event of RFC 5545', () => {
  it('finds what people see of it', () => {
    const { element } = read(
      'UID:walk-1',
      String.raw`SUMMARY:Plans\, and mo`,
      ' re',
      String.raw`DESCRIPTION:one\ntwo`,
      'LOCATION:Hall',
      'CLASS:PRIVATE',
      String.raw`CATEGORIES:Red,Blue\, dark`,
      'TRANSP:TRANSPARENT',
      ...morning,
      'BEGIN:VALARM',
      'TRIGGER:-PT1H30M',
      'SUMMARY:not this',
      'END:VALARM',
    );
    expect(
      texts(element, 'UID', 'Subject', 'Body', 'Location', 'Sensitivity', 'LegacyFreeBusyStatus', 'Start', 'End'),
    ).toEqual([
      'walk-1',
      'Plans, and more',
      'one\ntwo',
      'Hall',
      'Private',
      'Free',
      '2026-12-07T09:00:00.000Z',
      '2026-12-07T10:00:00.000Z',
    ]);
    expect(texts(element, 'ReminderIsSet', 'ReminderMinutesBeforeStart')).toEqual(['true', '90']);
    expect(child(element, 't:Categories')?.children.map(({ text }) => text)).toEqual(['Red', 'Blue, dark']);
    expect(child(element, 't:StartTimeZone')?.attributes['Id']).toBe('W. Europe Standard Time');
  });

  it.each([
    ['a Windows name', 'DTSTART;TZID=Tokyo Standard Time:20261207T100000', '2026-12-07T01:00:00.000Z'],
    ['a name behind another', 'DTSTART;TZID=/citadel.org/1/Asia/Tokyo:20261207T100000', '2026-12-07T01:00:00.000Z'],
    ['UTC', 'DTSTART:20261207T100000Z', '2026-12-07T10:00:00.000Z'],
    ['none', 'DTSTART:20261207T100000', '2026-12-07T09:00:00.000Z'],
  ])('reads times of a zone told as %s', (_, start, instant) => {
    expect(texts(read(start, 'DURATION:PT30M').element, 'Start')).toEqual([instant]);
  });

  it('knows how long an event is without being told its end', () => {
    const ends = (...lines: readonly string[]) => texts(read(...lines).element, 'End', 'IsAllDayEvent');
    expect(ends('DTSTART:20261207T100000Z', 'DURATION:P1DT2H')).toEqual(['2026-12-08T12:00:00.000Z', 'false']);
    expect(ends('DTSTART:20261207T100000Z')).toEqual(['2026-12-07T10:00:00.000Z', 'false']);
    expect(ends('DTSTART;VALUE=DATE:20261207')).toEqual(['2026-12-07T23:00:00.000Z', 'true']);
    // The day on which clocks are put back has 25 hours.
    expect(ends('DTSTART;VALUE=DATE:20261025')).toEqual(['2026-10-25T23:00:00.000Z', 'true']);
  });

  it('finds the people by what they are to do, without the organizer', () => {
    const { element } = read(
      ...morning,
      'ORGANIZER;CN="Alice":mailto:alice@example.test',
      'ATTENDEE;CN="Alice":mailto:Alice@example.test',
      'ATTENDEE;CN="Smith, Bob";ROLE=REQ-PARTICIPANT:MAILTO:bob@example.test',
      'ATTENDEE;ROLE=OPT-PARTICIPANT:mailto:carol@example.test',
      'ATTENDEE;CUTYPE=ROOM:mailto:room-1@example.test',
    );
    const people = (list: string) =>
      child(element, list)?.children.map((one) => texts(child(one, 't:Mailbox'), 'Name', 'EmailAddress'));
    expect(people('t:RequiredAttendees')).toEqual([['Smith, Bob', 'bob@example.test']]);
    expect(people('t:OptionalAttendees')).toEqual([[undefined, 'carol@example.test']]);
    expect(people('t:Resources')).toEqual([[undefined, 'room-1@example.test']]);
  });

  it.each([
    ['FREQ=DAILY;INTERVAL=2', ['Daily', '2']],
    ['FREQ=DAILY;BYDAY=MO,WE', ['Weekly', '1', 'Monday Wednesday', 'Monday']],
    ['FREQ=WEEKLY;WKST=SU', ['Weekly', '1', 'Monday', 'Sunday']],
    ['FREQ=MONTHLY', ['AbsoluteMonthly', '1', '7']],
    ['FREQ=MONTHLY;BYMONTHDAY=-1', ['AbsoluteMonthly', '1', '31']],
    ['FREQ=MONTHLY;BYDAY=-1FR;INTERVAL=3', ['RelativeMonthly', '3', 'Friday', 'Last']],
    ['FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=1', ['RelativeMonthly', '1', 'Weekday', 'First']],
    ['FREQ=YEARLY', ['AbsoluteYearly', '7', 'December']],
    ['FREQ=YEARLY;BYMONTH=3;BYDAY=2SU', ['RelativeYearly', 'Sunday', 'Second', 'March']],
  ])('repeats by %s', (text, pattern) => {
    expect(rule(text)).toEqual([pattern, ['NoEnd', '2026-12-07']]);
  });

  it('ends a series by number or by day, on the clock of its zone', () => {
    expect(rule('FREQ=DAILY;COUNT=4')[1]).toEqual(['Numbered', '2026-12-07', '4']);
    expect(rule('FREQ=DAILY;UNTIL=20261231T233000Z')[1]).toEqual(['EndDate', '2026-12-07', '2027-01-01']);
    expect(rule('FREQ=DAILY;UNTIL=20261231')[1]).toEqual(['EndDate', '2026-12-07', '2026-12-31']);
  });

  it.each([
    ['no calendar', 'hello', 'ErrorMimeContentInvalid'],
    ['no event', 'BEGIN:VCALENDAR\nEND:VCALENDAR', 'ErrorMimeContentInvalid'],
    ['no start', calendar('SUMMARY:x'), 'ErrorMimeContentInvalid'],
    ['no date', calendar('DTSTART:tomorrow'), 'ErrorMimeContentInvalid'],
    ['an unknown zone', calendar('DTSTART;TZID=Moon:20261207T100000'), 'ErrorUnsupportedMimeConversion'],
    ['one occurrence', calendar(...morning, 'RECURRENCE-ID:20261207T100000Z'), 'ErrorUnsupportedMimeConversion'],
    ['every other year', calendar(...morning, 'RRULE:FREQ=YEARLY;INTERVAL=2'), 'ErrorUnsupportedRecurrence'],
    ['every hour', calendar(...morning, 'RRULE:FREQ=HOURLY'), 'ErrorUnsupportedRecurrence'],
    ['no such month', calendar(...morning, 'RRULE:FREQ=YEARLY;BYMONTH=13'), 'ErrorUnsupportedRecurrence'],
  ])('refuses %s', async (_, text, code) => {
    const { call } = await startEmulator();
    const content = Buffer.from(text).toString('base64');
    const item = `<t:CalendarItem><t:MimeContent>${content}</t:MimeContent></t:CalendarItem>`;
    expect(codesIn(await call(createItem(item, 'SendMeetingInvitations="SendToNone"')))).toEqual([code]);
  });

  it('reads again what the server itself wrote', async () => {
    const running = await startMail();
    const lines = [...morning, 'UID:walk-2', 'SUMMARY:Series', 'RRULE:FREQ=WEEKLY;COUNT=4'];
    const left = 'EXDATE;TZID=Europe/Berlin:20261214T100000';
    const content = Buffer.from(calendar(...lines, left)).toString('base64');
    const item = `<t:CalendarItem><t:MimeContent>${content}</t:MimeContent></t:CalendarItem>`;
    const key = keyIn(await running.call(createItem(item, 'SendMeetingInvitations="SendToNone"')));
    const mime = textIn(
      await getItem(running, key.id, 'alice', '<t:IncludeMimeContent>true</t:IncludeMimeContent>'),
      'MimeContent',
    );
    const written = Buffer.from(mime ?? '', 'base64');
    expect(written.toString('utf8')).toContain('EXDATE;TZID=W. Europe Standard Time:20261214T100000');
    const again = readIcalendar(written, undefined);
    expect(again.deletedOccurrences).toEqual(['2026-12-14T09:00:00.000Z']);
    const first = readIcalendar(Buffer.from(calendar(...lines)), undefined);
    for (const name of ['t:UID', 't:Subject', 't:Start', 't:End', 't:StartTimeZone', 't:Recurrence']) {
      const find = ({ properties }: typeof first) => properties.find((one) => one.name === name);
      expect(find(again), name).toEqual(find(first));
      expect(find(first), name).toBeDefined();
    }
  });
});
