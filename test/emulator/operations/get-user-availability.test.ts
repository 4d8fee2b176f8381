import { describe, expect, it } from 'vitest';
import { schemaErrors } from '../../schema-errors.ts';
import { describeWithWitness } from '../../witness.ts';
import type { SeedConfiguration, SeedFolder, SeedOrganization } from '../../../src/emulator/store/model.ts';
import { zoneByRules } from '../../../src/ews/properties/time-zone-rules.ts';
import { workingHours } from '../../../src/ews/properties/working-hours.ts';
import { attendees, calendarView, createEvent, deleteEvent, idOf, itemId, times, tuesdays } from '../calendar.ts';
import { answered, descendants, responseCodes } from '../answered.ts';
import { bodyOf, startEmulator, type RunningEmulator } from '../running-emulator.ts';
import { mailOrganization } from '../mail-organization.ts';
import { startMeetings } from '../meeting-organization.ts';

const never =
  '<t:Bias>0</t:Bias><t:Time>00:00:00</t:Time><t:DayOrder>0</t:DayOrder><t:Month>0</t:Month><t:DayOfWeek>Sunday</t:DayOfWeek>';
const utc = `<t:TimeZone><t:Bias>0</t:Bias><t:StandardTime>${never}</t:StandardTime><t:DaylightTime>${never}</t:DaylightTime></t:TimeZone>`;
const berlin =
  '<t:TimeZone><t:Bias>-60</t:Bias><t:StandardTime><t:Bias>0</t:Bias><t:Time>03:00:00</t:Time><t:DayOrder>5</t:DayOrder><t:Month>10</t:Month><t:DayOfWeek>Sunday</t:DayOfWeek></t:StandardTime><t:DaylightTime><t:Bias>-60</t:Bias><t:Time>02:00:00</t:Time><t:DayOrder>5</t:DayOrder><t:Month>3</t:Month><t:DayOfWeek>Sunday</t:DayOfWeek></t:DaylightTime></t:TimeZone>';

const ask = (
  people: readonly string[],
  from: string,
  to: string,
  { view = 'DetailedMerged', slot = 30, zone = utc } = {},
): string =>
  `<m:GetUserAvailabilityRequest>${zone}<m:MailboxDataArray>${people.map((who) => `<t:MailboxData><t:Email><t:Address>${who}@example.test</t:Address></t:Email><t:AttendeeType>Required</t:AttendeeType></t:MailboxData>`).join('')}</m:MailboxDataArray>` +
  `<t:FreeBusyViewOptions><t:TimeWindow><t:StartTime>${from}:00</t:StartTime><t:EndTime>${to}:00</t:EndTime></t:TimeWindow><t:MergedFreeBusyIntervalInMinutes>${slot}</t:MergedFreeBusyIntervalInMinutes><t:RequestedView>${view}</t:RequestedView></t:FreeBusyViewOptions></m:GetUserAvailabilityRequest>`;

/** Alice, with a meeting at ten, one that leaves her free, a holiday that begins at four, and Tuesdays. */
const withEvents = async (seed: SeedOrganization = mailOrganization()): Promise<RunningEmulator> => {
  const running = await startEmulator({ seed });
  const events = [
    `<t:Subject>Budget</t:Subject><t:Sensitivity>Private</t:Sensitivity>${times('2026-12-01T10:00', '2026-12-01T11:15')}<t:LegacyFreeBusyStatus>Tentative</t:LegacyFreeBusyStatus><t:Location>Hall</t:Location>`,
    `<t:Subject>Lunch</t:Subject>${times('2026-12-01T12:00', '2026-12-01T13:00')}<t:LegacyFreeBusyStatus>Free</t:LegacyFreeBusyStatus>`,
    `<t:Subject>Away</t:Subject>${times('2026-12-01T16:00', '2026-12-02T16:00')}<t:LegacyFreeBusyStatus>OOF</t:LegacyFreeBusyStatus>`,
    `<t:Subject>Weekly</t:Subject>${times('2026-12-08T09:00', '2026-12-08T09:30')}${tuesdays('2026-12-08', 3)}`,
  ];
  for (const event of events)
    expect(responseCodes(answered(await running.call(createEvent(event))))).toEqual(['NoError']);
  return running;
};

const textsOf = async (
  answer: Awaited<ReturnType<RunningEmulator['call']>>,
  name: string,
): Promise<readonly string[]> => descendants(answered(answer).body, name).map(({ text }) => text);

describe('GetUserAvailability', () => {
  it('merges a day into slots, each as busy as the busiest in it', async () => {
    const { call } = await withEvents();
    const day = await call(ask(['alice'], '2026-12-01T08:00', '2026-12-01T18:00', { slot: 60 }));
    expect(await textsOf(day, 'MergedFreeBusy')).toEqual(['0011000033']);
    const morning = await call(ask(['alice'], '2026-12-01T09:50', '2026-12-01T10:20', { slot: 10 }));
    expect(await textsOf(morning, 'MergedFreeBusy')).toEqual(['011']);
  });

  it('tells the owner everything, and others times alone', async () => {
    const { call } = await withEvents();
    const request = ask(['alice'], '2026-12-01T08:00', '2026-12-01T14:00');
    const own = await call(request);
    expect(await textsOf(own, 'Subject')).toEqual(['Budget', 'Lunch']);
    expect(await textsOf(own, 'IsPrivate')).toEqual(['true', 'false']);
    expect(await textsOf(own, 'FreeBusyViewType')).toEqual(['DetailedMerged']);
    const bobs = await call(request, 'bob@example.test');
    expect(await textsOf(bobs, 'FreeBusyViewType')).toEqual(['FreeBusyMerged']);
    expect(await textsOf(bobs, 'BusyType')).toEqual(['Tentative', 'Free']);
    expect(bodyOf(bobs)).not.toContain('Budget');
    expect(bodyOf(bobs)).not.toContain('Hall');
  });

  it('counts every occurrence of a series', async () => {
    const { call } = await withEvents();
    const weeks = await call(ask(['alice'], '2026-12-07T00:00', '2027-01-18T00:00'));
    expect(await textsOf(weeks, 'StartTime')).toEqual([
      '2026-12-08T09:00:00',
      '2026-12-15T09:00:00',
      '2026-12-22T09:00:00',
    ]);
  });

  it('keeps a series at its hour when clocks change', async () => {
    const { call } = await startEmulator({ seed: mailOrganization() });
    const zone = '<t:StartTimeZone Id="W. Europe Standard Time"/>';
    await call(createEvent(`${times('2027-03-23T08:00', '2027-03-23T09:00')}${tuesdays('2027-03-23', 2)}${zone}`));
    const weeks = await call(ask(['alice'], '2027-03-22T00:00', '2027-04-05T00:00'));
    expect(await textsOf(weeks, 'StartTime')).toEqual(['2027-03-23T08:00:00', '2027-03-30T07:00:00']);
  });

  it('answers each mailbox alone, by an alias too, and does not know strangers', async () => {
    const { call } = await withEvents();
    const several = answered(
      await call(ask(['bob', 'nobody', 'alice.smith', 'partner'], '2026-12-01T10:00', '2026-12-01T11:00')),
    ).body;
    expect(descendants(several, 'ResponseCode').map(({ text }) => text)).toEqual([
      'NoError',
      'ErrorMailRecipientNotFound',
      'NoError',
      'ErrorMailRecipientNotFound',
    ]);
    expect(descendants(several, 'MergedFreeBusy').map(({ text }) => text)).toEqual(['00', '11']);
  });

  it('tells of a group the slots of its members, those of groups in it included, and nothing else', async () => {
    const { call } = await withEvents();
    await call(
      createEvent(
        `${times('2026-12-01T09:00', '2026-12-01T09:30')}<t:LegacyFreeBusyStatus>OOF</t:LegacyFreeBusyStatus>`,
      ),
      'bob@example.test',
    );
    // Each of the two groups lies in the other.
    const groups = await call(ask(['team', 'all'], '2026-12-01T09:00', '2026-12-01T11:00'));
    expect(await textsOf(groups, 'MergedFreeBusy')).toEqual(['3011', '3011']);
    expect(await textsOf(groups, 'FreeBusyViewType')).toEqual(['MergedOnly', 'MergedOnly']);
    expect(bodyOf(groups)).not.toContain('CalendarEvent');
    expect(bodyOf(groups)).not.toContain('WorkingHours');
  });

  it('knows nothing of a group that has nobody, and refuses one of more than 100', async () => {
    const organization = mailOrganization();
    const [somebody = expect.fail()] = organization.mailboxes;
    const crowd = Array.from({ length: 101 }, (_, index) => ({ ...somebody, address: `p${index}@example.test` }));
    const group = (name: string, members: readonly { readonly address: string }[]) => ({
      address: `${name}@example.test`,
      displayName: name,
      members: members.map(({ address }) => address),
    });
    const { call } = await startEmulator({
      seed: {
        ...organization,
        mailboxes: [...organization.mailboxes, ...crowd],
        groups: [
          group('empty', [{ address: 'partner@example.org' }]),
          group('crowd', crowd),
          group('most', crowd.slice(1)),
        ],
      },
    });
    const answer = await call(ask(['empty', 'crowd', 'most'], '2026-12-01T09:00', '2026-12-01T10:00'));
    expect(await textsOf(answer, 'ResponseCode')).toEqual(['NoError', 'ErrorFreeBusyDLLimitReached', 'NoError']);
    expect(await textsOf(answer, 'FreeBusyViewType')).toEqual(['None', 'None', 'MergedOnly']);
  });

  it('keeps what is private from those who may read the calendar, but not that it is', async () => {
    const organization = mailOrganization();
    const shared = (folder: SeedFolder): SeedFolder => ({
      ...folder,
      ...(folder.distinguishedId === 'calendar' ? { sharedWith: ['bob@example.test'] } : {}),
      children: folder.children.map(shared),
    });
    const mailboxes = organization.mailboxes.map((mailbox) => ({ ...mailbox, root: () => shared(mailbox.root()) }));
    const running = await withEvents({ ...organization, mailboxes });
    const request = ask(['alice'], '2026-12-01T08:00', '2026-12-01T14:00');
    const bobs = await running.call(request, 'bob@example.test');
    expect(await textsOf(bobs, 'FreeBusyViewType')).toEqual(['DetailedMerged']);
    expect(await textsOf(bobs, 'Subject')).toEqual(['Lunch']);
    expect(await textsOf(bobs, 'IsPrivate')).toEqual(['true', 'false']);
    expect(bodyOf(bobs)).not.toContain('Hall');
    expect(await textsOf(await running.call(request), 'Location')).toContain('Hall');
  });

  it('takes a meeting that was called off for free time', async () => {
    const running = await startMeetings();
    await running.call(
      createEvent(
        `${times('2026-12-01T09:00', '2026-12-01T10:00')}${attendees('RequiredAttendees', 'bob@example.test')}`,
        'SendToAllAndSaveCopy',
      ),
    );
    const request = ask(['bob'], '2026-12-01T09:00', '2026-12-01T11:00');
    expect(await textsOf(await running.call(request), 'MergedFreeBusy')).toEqual(['1100']);
    const [event] = await calendarView(running);
    await running.call(deleteEvent(itemId(idOf(event)), 'SendToAllAndSaveCopy'));
    expect(await calendarView(running, 'bob')).toHaveLength(1);
    expect(await textsOf(await running.call(request), 'MergedFreeBusy')).toEqual(['0000']);
  });

  it('tells what is not known as that', async () => {
    const running = await startEmulator({ seed: mailOrganization() });
    const unknown = '<t:LegacyFreeBusyStatus>NoData</t:LegacyFreeBusyStatus>';
    await running.call(createEvent(`${times('2026-12-01T09:00', '2026-12-01T09:30')}${unknown}`));
    const answer = await running.call(ask(['alice'], '2026-12-01T09:00', '2026-12-01T10:00'));
    expect(await textsOf(answer, 'MergedFreeBusy')).toEqual(['40']);
  });

  it('tells everybody’s own working hours: as Outlook keeps them, else from eight to five in the zone of the web client', async () => {
    const organization = mailOrganization();
    const kept =
      '<Root xmlns="WorkingHours.xsd"><WorkHoursVersion1><TimeZone><Bias>300</Bias><Standard><Bias>0</Bias><ChangeDate><Time>02:00:00</Time><Date>0000/11/01</Date><DayOfWeek>0</DayOfWeek></ChangeDate></Standard><DaylightSavings><Bias>-60</Bias><ChangeDate><Time>02:00:00</Time><Date>0000/03/02</Date><DayOfWeek>0</DayOfWeek></ChangeDate></DaylightSavings><Name>Eastern Standard Time</Name></TimeZone><TimeSlot><Start>09:30:00</Start><End>18:00:00</End></TimeSlot><WorkDays>Tuesday Saturday</WorkDays></WorkHoursVersion1></Root>';
    const settings: Readonly<Record<string, readonly SeedConfiguration[]>> = {
      'alice@example.test': [{ name: 'WorkHours', folder: 'calendar', xml: kept }],
      'bob@example.test': [
        { name: 'OWA.UserOptions', folder: 'root', dictionary: { timezone: 'W. Europe Standard Time' } },
      ],
    };
    const mailboxes = organization.mailboxes.map((mailbox) => ({
      ...mailbox,
      configurations: settings[mailbox.address] ?? [],
    }));
    const { call } = await startEmulator({ seed: { ...organization, mailboxes } });
    const answer = answered(await call(ask(['alice', 'bob', 'carol'], '2026-12-01T09:00', '2026-12-01T10:00'))).body;
    const hours = descendants(answer, 'WorkingHours').map((node) => workingHours.decode(node));
    expect(hours.map(({ zone }) => zoneByRules(zone, 2026))).toEqual(['America/New_York', 'Europe/Berlin', 'UTC']);
    const office = [
      { days: ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday'], startMinute: 480, endMinute: 1020 },
    ];
    expect(hours.map(({ periods }) => periods)).toEqual([
      [{ days: ['Tuesday', 'Saturday'], startMinute: 570, endMinute: 1080 }],
      office,
      office,
    ]);
  });

  it('reads and writes times by the clocks of the zone that was asked with, summer and winter', async () => {
    const { call } = await startEmulator({ seed: mailOrganization() });
    await call(createEvent(times('2026-10-24T10:00', '2026-10-24T11:00')));
    await call(createEvent(times('2026-10-25T10:00', '2026-10-25T11:00')));
    const days = await call(
      ask(['alice'], '2026-10-24T00:00', '2026-10-26T00:00', { zone: berlin, view: 'FreeBusyMerged', slot: 60 }),
    );
    expect(await textsOf(days, 'StartTime')).toEqual(['2026-10-24T12:00:00', '2026-10-25T11:00:00']);
    // The second day has twenty-five hours.
    expect((await textsOf(days, 'MergedFreeBusy'))[0]).toHaveLength(49);
  });

  it('tells no more than the view that was asked for', async () => {
    const { call } = await withEvents();
    const view = async (name: string): Promise<string> =>
      bodyOf(await call(ask(['alice'], '2026-12-01T10:00', '2026-12-01T11:00', { view: name })));
    expect(await view('MergedOnly')).not.toContain('CalendarEvent');
    expect(await view('FreeBusy')).not.toContain('MergedFreeBusy');
    expect(await view('FreeBusyMerged')).not.toContain('CalendarEventDetails');
  });

  it.each([
    ['more than 42 days', ask(['alice'], '2026-12-01T00:00', '2027-01-12T00:01'), 'ErrorTimeIntervalTooBig'],
    [
      'a window that runs backwards',
      ask(['alice'], '2026-12-01T00:00', '2026-11-30T00:00'),
      'ErrorInvalidTimeInterval',
    ],
    ['nobody', ask([], '2026-12-01T00:00', '2026-12-02T00:00'), 'ErrorMailboxDataArrayEmpty'],
    [
      '101 mailboxes',
      ask(
        Array.from({ length: 101 }, () => 'alice'),
        '2026-12-01T00:00',
        '2026-12-02T00:00',
      ),
      'ErrorMailboxDataArrayTooBig',
    ],
    [
      'slots of four minutes',
      ask(['alice'], '2026-12-01T00:00', '2026-12-02T00:00', { slot: 4 }),
      'ErrorInvalidMergedFreeBusyInterval',
    ],
    [
      'neither times nor suggestions',
      `<m:GetUserAvailabilityRequest><m:MailboxDataArray/></m:GetUserAvailabilityRequest>`,
      'ErrorInvalidRequest',
    ],
  ])('refuses %s with a fault', async (_what, request, code) => {
    const { call } = await startEmulator({ seed: mailOrganization() });
    const answer = answered(await call(request));
    expect([answer.status, ...responseCodes(answer)]).toEqual([500, code]);
  });
});

const withSuggestions = (request: string): string =>
  request.replace(
    '</m:GetUserAvailabilityRequest>',
    '<t:SuggestionsViewOptions><t:MeetingDurationInMinutes>30</t:MeetingDurationInMinutes><t:DetailedSuggestionsWindow><t:StartTime>2026-12-01T00:00:00</t:StartTime><t:EndTime>2026-12-02T00:00:00</t:EndTime></t:DetailedSuggestionsWindow></t:SuggestionsViewOptions></m:GetUserAvailabilityRequest>',
  );

it('tells the times, and that it makes no suggestions, to who asks for both', async () => {
  const { call } = await withEvents();
  const answer = await call(withSuggestions(ask(['alice'], '2026-12-01T08:00', '2026-12-01T18:00', { slot: 60 })));
  expect(await textsOf(answer, 'MergedFreeBusy')).toEqual(['0011000033']);
  expect(await textsOf(answer, 'ResponseCode')).toEqual(['NoError', 'ErrorInvalidOperation']);
});

describeWithWitness('answers to GetUserAvailability, against the schema', (folder) => {
  it('are valid in every view', async () => {
    const { call } = await withEvents();
    const views = ['MergedOnly', 'FreeBusy', 'FreeBusyMerged', 'Detailed', 'DetailedMerged'];
    const answers = await Promise.all(
      views.map((view) =>
        call(
          withSuggestions(ask(['alice', 'bob', 'nobody', 'team'], '2026-12-01T00:00', '2026-12-10T00:00', { view })),
        ),
      ),
    );
    expect(
      await schemaErrors(
        folder,
        answers.map(({ text }) => text),
      ),
    ).toEqual([]);
  });
});
