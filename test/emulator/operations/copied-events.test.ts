import { expect, test } from 'vitest';
import { bodyOf, codesIn, idsIn, startEmulator, type RunningEmulator, type TextAnswer } from '../running-emulator.ts';

const calendar = [
  'BEGIN:VCALENDAR',
  'VERSION:2.0',
  'METHOD:PUBLISH',
  'BEGIN:VEVENT',
  'UID:of-somebody-else@elsewhere.test',
  'DTSTART:20261201T090000Z',
  'DTEND:20261201T100000Z',
  'SUMMARY:Theirs',
  'ORGANIZER;CN="Zoe":mailto:zoe@elsewhere.test',
  'END:VEVENT',
  'END:VCALENDAR',
  '',
].join('\r\n');

const flag = (id: number, type: string, value: string): string =>
  `<t:ExtendedProperty><t:ExtendedFieldURI DistinguishedPropertySetId="Appointment" PropertyId="${id}" PropertyType="${type}"/><t:Value>${value}</t:Value></t:ExtendedProperty>`;

const create = (item: string): string =>
  `<m:CreateItem MessageDisposition="SaveOnly" SendMeetingInvitations="SendToNone"><m:Items>${item}</m:Items></m:CreateItem>`;

const get = (id: string): string =>
  `<m:GetItem><m:ItemShape><t:BaseShape>AllProperties</t:BaseShape></m:ItemShape><m:ItemIds><t:ItemId Id="${id}"/></m:ItemIds></m:GetItem>`;

const made = async ({ call }: RunningEmulator, item: string): Promise<string> => {
  const [id] = idsIn(await call(create(item)), 'ItemId');
  if (id === undefined) throw new Error('nothing was made');
  return id;
};

const valueIn = (answer: TextAnswer, name: string): string | undefined =>
  new RegExp(`<t:${name}>([^<]*)</t:${name}>`).exec(bodyOf(answer))?.[1];

test('an event whose MIME content names another organiser is theirs, and not answered', async () => {
  const emulator = await startEmulator();
  const content = Buffer.from(calendar).toString('base64');
  const id = await made(emulator, `<t:CalendarItem><t:MimeContent>${content}</t:MimeContent></t:CalendarItem>`);
  const answer = await emulator.call(get(id));
  expect(bodyOf(answer)).toMatch(/<t:Organizer><t:Mailbox><t:Name>Zoe<\/t:Name><t:EmailAddress>zoe@elsewhere\.test/);
  expect(valueIn(answer, 'MyResponseType')).toBe('NoResponseReceived');
  expect(valueIn(answer, 'AppointmentState')).toBe('3');
  expect(valueIn(answer, 'IsMeeting')).toBe('true');
});

test('what was answered, called off and sent is written under MAPI’s names, and read under both', async () => {
  const emulator = await startEmulator();
  const content = Buffer.from(calendar).toString('base64');
  const flags = flag(33303, 'Integer', '7') + flag(33304, 'Integer', '2') + flag(33321, 'Boolean', 'true');
  const id = await made(emulator, `<t:CalendarItem><t:MimeContent>${content}</t:MimeContent>${flags}</t:CalendarItem>`);
  const answer = await emulator.call(get(id));
  expect(valueIn(answer, 'MyResponseType')).toBe('Tentative');
  expect(valueIn(answer, 'IsCancelled')).toBe('true');
  expect(valueIn(answer, 'AppointmentState')).toBe('7');
  expect(valueIn(answer, 'MeetingRequestWasSent')).toBe('true');
  const paths = [33303, 33304].map(
    (number) =>
      `<t:ExtendedFieldURI DistinguishedPropertySetId="Appointment" PropertyId="${number}" PropertyType="Integer"/>`,
  );
  const asked = await emulator.call(
    `<m:GetItem><m:ItemShape><t:BaseShape>IdOnly</t:BaseShape><t:AdditionalProperties>${paths.join('')}</t:AdditionalProperties></m:ItemShape><m:ItemIds><t:ItemId Id="${id}"/></m:ItemIds></m:GetItem>`,
  );
  expect([...bodyOf(asked).matchAll(/<t:Value>(\d)</g)].map(([, value]) => value)).toEqual(['7', '2']);
});

const series = `<t:CalendarItem><t:Subject>Daily</t:Subject><t:Start>2026-12-01T09:00:00Z</t:Start><t:End>2026-12-01T10:00:00Z</t:End><t:Recurrence><t:DailyRecurrence><t:Interval>1</t:Interval></t:DailyRecurrence><t:NumberedRecurrence><t:StartDate>2026-12-01</t:StartDate><t:NumberOfOccurrences>3</t:NumberOfOccurrences></t:NumberedRecurrence></t:Recurrence></t:CalendarItem>`;

const attach = (parent: string, file: string): string =>
  `<m:CreateAttachment><m:ParentItemId Id="${parent}"/><m:Attachments><t:FileAttachment>${file}</t:FileAttachment></m:Attachments></m:CreateAttachment>`;

test('a file on one occurrence hangs on no other, and is taken off again', async () => {
  const emulator = await startEmulator();
  const master = await made(emulator, series);
  const bytes = Buffer.from('only this time').toString('base64');
  const everywhere = await emulator.call(attach(master, `<t:Name>all.txt</t:Name><t:Content>${bytes}</t:Content>`));
  expect(codesIn(everywhere)).toEqual(['NoError']);
  const occurrence = (index: number): string =>
    `<m:GetItem><m:ItemShape><t:BaseShape>IdOnly</t:BaseShape><t:AdditionalProperties><t:FieldURI FieldURI="item:Attachments"/><t:FieldURI FieldURI="calendar:CalendarItemType"/></t:AdditionalProperties></m:ItemShape><m:ItemIds><t:OccurrenceItemId RecurringMasterId="${master}" InstanceIndex="${index}"/></m:ItemIds></m:GetItem>`;
  const [second = ''] = idsIn(await emulator.call(occurrence(2)), 'ItemId');
  const [attachment = ''] = idsIn(
    await emulator.call(attach(second, `<t:Name>one.txt</t:Name><t:Content>${bytes}</t:Content>`)),
    'AttachmentId',
  );

  const namesOn = async (index: number): Promise<readonly string[]> =>
    [...bodyOf(await emulator.call(occurrence(index))).matchAll(/<t:Name>([^<]+)</g)].map(([, name = '']) => name);
  expect(await namesOn(1)).toEqual(['all.txt']);
  expect(await namesOn(2)).toEqual(['all.txt', 'one.txt']);
  expect(valueIn(await emulator.call(occurrence(2)), 'CalendarItemType')).toBe('Exception');
  const opened = await emulator.call(
    `<m:GetAttachment><m:AttachmentIds><t:AttachmentId Id="${attachment}"/></m:AttachmentIds></m:GetAttachment>`,
  );
  expect(valueIn(opened, 'Content')).toBe(bytes);

  await emulator.call(
    `<m:UpdateItem ConflictResolution="AlwaysOverwrite" MessageDisposition="SaveOnly" SendMeetingInvitationsOrCancellations="SendToNone"><m:ItemChanges><t:ItemChange><t:ItemId Id="${second}"/><t:Updates><t:SetItemField><t:FieldURI FieldURI="item:Subject"/><t:CalendarItem><t:Subject>Once</t:Subject></t:CalendarItem></t:SetItemField></t:Updates></t:ItemChange></m:ItemChanges></m:UpdateItem>`,
  );
  expect(await namesOn(2)).toEqual(['all.txt', 'one.txt']);
  await emulator.call(
    `<m:DeleteAttachment><m:AttachmentIds><t:AttachmentId Id="${attachment}"/></m:AttachmentIds></m:DeleteAttachment>`,
  );
  expect(await namesOn(2)).toEqual(['all.txt']);
});

test('a contact has a picture as long as one hangs on it that says so', async () => {
  const emulator = await startEmulator();
  const id = await made(emulator, '<t:Contact><t:GivenName>Ann</t:GivenName></t:Contact>');
  expect(valueIn(await emulator.call(get(id)), 'HasPicture')).toBe('false');
  const file =
    '<t:Name>ContactPicture.jpg</t:Name><t:IsContactPhoto>true</t:IsContactPhoto><t:Content>AAAA</t:Content>';
  const [attachment = ''] = idsIn(await emulator.call(attach(id, file)), 'AttachmentId');
  const answer = await emulator.call(get(id));
  expect(valueIn(answer, 'HasPicture')).toBe('true');
  expect(valueIn(answer, 'IsContactPhoto')).toBe('true');
  await emulator.call(
    `<m:DeleteAttachment><m:AttachmentIds><t:AttachmentId Id="${attachment}"/></m:AttachmentIds></m:DeleteAttachment>`,
  );
  expect(valueIn(await emulator.call(get(id)), 'HasPicture')).toBe('false');
});
