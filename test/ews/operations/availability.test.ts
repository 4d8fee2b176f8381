import { describe, expect, it } from 'vitest';
import { EwsError, InvalidInputError } from '../../../src/ews/errors.ts';
import { getUserAvailability } from '../../../src/ews/operations/get-user-availability.ts';
import { writeXml } from '../../../src/ews/xml.ts';
import { address } from '../../access.ts';
import { describeWithWitness } from '../../witness.ts';
import { answeredAs } from '../answered.ts';
import { compact } from '../parsed.ts';
import { recordedAnswer, recordedIn } from '../recorded.ts';

const alice = address('alice@example.test');
const nobody = address('nobody@example.test');
const input = {
  mailboxes: [alice, nobody],
  start: '2026-12-01T00:00:00Z',
  end: '2026-12-08T00:00:00+01:00',
  slotMinutes: 30,
  isDetailed: true,
} as const;
const never =
  '<t:Bias>0</t:Bias><t:Time>00:00:00</t:Time><t:DayOrder>0</t:DayOrder><t:Month>0</t:Month><t:DayOfWeek>Sunday</t:DayOfWeek>';
const utc = `<t:TimeZone><t:Bias>0</t:Bias><t:StandardTime>${never}</t:StandardTime><t:DaylightTime>${never}</t:DaylightTime></t:TimeZone>`;
const asked = (who: string, role: string): string =>
  `<t:MailboxData><t:Email><t:Address>${who}</t:Address></t:Email><t:AttendeeType>${role}</t:AttendeeType><t:ExcludeConflicts>false</t:ExcludeConflicts></t:MailboxData>`;

describe('GetUserAvailability', () => {
  it('asks about several mailboxes in UTC, in wall clocks without offset', () => {
    expect(writeXml(getUserAvailability.encode(input))).toBe(
      compact(`
      <m:GetUserAvailabilityRequest>
        ${utc}
        <m:MailboxDataArray>${asked('alice@example.test', 'Required')}${asked('nobody@example.test', 'Required')}</m:MailboxDataArray>
        <t:FreeBusyViewOptions>
          <t:TimeWindow><t:StartTime>2026-12-01T00:00:00</t:StartTime><t:EndTime>2026-12-07T23:00:00</t:EndTime></t:TimeWindow>
          <t:MergedFreeBusyIntervalInMinutes>30</t:MergedFreeBusyIntervalInMinutes>
          <t:RequestedView>DetailedMerged</t:RequestedView>
        </t:FreeBusyViewOptions>
      </m:GetUserAvailabilityRequest>`),
    );
    expect(writeXml(getUserAvailability.encode({ ...input, isDetailed: false }))).toContain('>FreeBusyMerged<');
  });

  it.each([
    ['nobody', { mailboxes: [] }],
    ['101 mailboxes', { mailboxes: Array.from({ length: 101 }, () => alice) }],
    ['more than 42 days', { end: '2027-01-12T00:00:01Z' }],
    ['a window that runs backwards', { end: '2026-11-30T00:00:00Z' }],
    ['no window', { end: input.start }],
    ['what is no moment', { end: 'tomorrow' }],
    ['slots of 4 minutes', { slotMinutes: 4 }],
    ['slots of more than a day', { slotMinutes: 1441 }],
  ])('is not asked about %s', (_what, change) => {
    expect(() => getUserAvailability.encode({ ...input, ...change })).toThrow(InvalidInputError);
  });

  it('takes 100 mailboxes and 42 days, which Exchange does', () => {
    const mailboxes = Array.from({ length: 100 }, (_, index) => address(`user-${index}@example.test`));
    const request = getUserAvailability.encode({ ...input, mailboxes, end: '2027-01-12T00:00:00Z' });
    expect(writeXml(request).match(/<t:MailboxData>/g)).toHaveLength(100);
    expect(getUserAvailability.keys?.({ ...input, mailboxes })).toBe(100);
  });

  it('reads each mailbox alone: slots, events, hours of work, or an error', async () => {
    const answers = await answeredAs(
      getUserAvailability,
      input,
      `<m:GetUserAvailabilityResponse><m:FreeBusyResponseArray>
        <m:FreeBusyResponse>
          <m:ResponseMessage ResponseClass="Success"><m:ResponseCode>NoError</m:ResponseCode></m:ResponseMessage>
          <m:FreeBusyView>
            <t:FreeBusyViewType>DetailedMerged</t:FreeBusyViewType>
            <t:MergedFreeBusy>0123456</t:MergedFreeBusy>
            <t:CalendarEventArray>
              <t:CalendarEvent>
                <t:StartTime>2026-12-01T09:00:00</t:StartTime><t:EndTime>2026-12-01T09:30:00</t:EndTime><t:BusyType>Tentative</t:BusyType>
                <t:CalendarEventDetails><t:ID>00AB</t:ID><t:Subject>Budget &amp; more</t:Subject><t:Location/><t:IsMeeting>true</t:IsMeeting><t:IsRecurring>true</t:IsRecurring><t:IsException>false</t:IsException><t:IsReminderSet>true</t:IsReminderSet><t:IsPrivate>false</t:IsPrivate></t:CalendarEventDetails>
              </t:CalendarEvent>
              <t:CalendarEvent><t:StartTime>2026-12-01T01:00:00-08:00</t:StartTime><t:EndTime>2026-12-01T02:00:00-08:00</t:EndTime><t:BusyType>WorkingElsewhere</t:BusyType></t:CalendarEvent>
            </t:CalendarEventArray>
            <t:WorkingHours>
              <t:TimeZone><t:Bias>0</t:Bias><t:StandardTime>${never}</t:StandardTime><t:DaylightTime>${never}</t:DaylightTime></t:TimeZone>
              <t:WorkingPeriodArray><t:WorkingPeriod><t:DayOfWeek>Monday Tuesday</t:DayOfWeek><t:StartTimeInMinutes>480</t:StartTimeInMinutes><t:EndTimeInMinutes>1020</t:EndTimeInMinutes></t:WorkingPeriod></t:WorkingPeriodArray>
            </t:WorkingHours>
          </m:FreeBusyView>
        </m:FreeBusyResponse>
        <m:FreeBusyResponse>
          <m:ResponseMessage ResponseClass="Error"><m:MessageText>No.</m:MessageText><m:ResponseCode>ErrorMailRecipientNotFound</m:ResponseCode></m:ResponseMessage>
          <m:FreeBusyView><t:FreeBusyViewType>None</t:FreeBusyViewType></m:FreeBusyView>
        </m:FreeBusyResponse>
      </m:FreeBusyResponseArray></m:GetUserAvailabilityResponse>`,
    );
    expect(answers).toEqual([
      {
        isTold: true,
        merged: ['Free', 'Tentative', 'Busy', 'OOF', 'NoData', 'Busy', 'Busy'],
        events: [
          {
            start: '2026-12-01T09:00:00Z',
            end: '2026-12-01T09:30:00Z',
            status: 'Tentative',
            details: {
              subject: 'Budget & more',
              location: undefined,
              isMeeting: true,
              isRecurring: true,
              isException: false,
              isPrivate: false,
            },
          },
          { start: '2026-12-01T09:00:00Z', end: '2026-12-01T10:00:00Z', status: 'Busy', details: undefined },
        ],
        workingHours: {
          zone: expect.objectContaining({ bias: 0 }),
          periods: [{ days: ['Monday', 'Tuesday'], startMinute: 480, endMinute: 1020 }],
        },
      },
      'ErrorMailRecipientNotFound',
    ]);
  });

  it('does not take an answer without anybody in it, or with slots that are no digits, for free time', async () => {
    const answer = (inside: string): Promise<unknown> =>
      answeredAs(
        getUserAvailability,
        { ...input, mailboxes: [alice] },
        `<m:GetUserAvailabilityResponse>${inside}</m:GetUserAvailabilityResponse>`,
      );
    await expect(answer('')).rejects.toBeInstanceOf(EwsError);
    expect(
      await answer(
        '<m:FreeBusyResponseArray><m:FreeBusyResponse><m:ResponseMessage ResponseClass="Success"/><m:FreeBusyView><t:MergedFreeBusy>0x2</t:MergedFreeBusy></m:FreeBusyView></m:FreeBusyResponse></m:FreeBusyResponseArray>',
      ),
    ).toEqual([undefined]);
  });
});

describeWithWitness('recorded answers to GetUserAvailability', (folder) => {
  it('are read mailbox by mailbox', async () => {
    const recorded = recordedIn(`${folder}/wire`).find(({ name }) => name.startsWith('040-')) ?? expect.fail();
    const [view, error] = await recordedAnswer(recorded, getUserAvailability, input);
    expect(view).toMatchObject({ merged: undefined, workingHours: undefined });
    expect(view).toHaveProperty('events.length', 3);
    expect(error).toMatchObject({ responseCode: 'ErrorCannotFindUser' });
  });

  it('of Microsoft tell the details of the first mailbox alone', async () => {
    const recorded =
      recordedIn(`${folder}/ews/samples`).find(({ name }) => name.startsWith('GetUserAvailability-01')) ??
      expect.fail();
    const [own, other] = await recordedAnswer(recorded, getUserAvailability, input);
    expect(own).toMatchObject({
      events: [
        { start: '2006-10-16T13:00:00Z', details: { subject: 'Meet with Contoso Account Executives' } },
        {},
        { details: { location: 'Kirkland' } },
      ],
      workingHours: { zone: { bias: 480 }, periods: [{ startMinute: 480, endMinute: 1020 }] },
    });
    expect(other).toMatchObject({ events: [{ status: 'Tentative', details: undefined }] });
  });
});
