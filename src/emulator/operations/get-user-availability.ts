import type { CalendarWindow } from '../calendar-view.ts';
import { RequestFault } from '../emulator-error.ts';
import { busyTimes, mergedFreeBusy, type BusyTime } from '../free-busy.ts';
import { mayRead } from '../lookup.ts';
import type { OperationContext, OperationHandler } from '../operation.ts';
import { distinguishedFolder, type Mailbox, type Store } from '../store.ts';
import { readInstant } from '../time-zone.ts';
import { child, childrenNamed, childText, node, type XmlNode } from '../xml.ts';
import { utcClock, zoneClock, type ZoneClock } from '../zone-rules.ts';

/**
 * Free and busy times from calendars, each mailbox with an answer of its own. Who may not read a calendar is told its times alone. Suggestions are
 * not made: ErrorInvalidRequest. Everybody works from eight to five, Monday to Friday, in the zone of whoever asks.
 * https://learn.microsoft.com/exchange/client-developer/web-service-reference/getuseravailability-operation
 */
export const getUserAvailability: OperationHandler = (request, context) => {
  const options = child(request, 't:FreeBusyViewOptions');
  if (options === undefined) throw new RequestFault('ErrorInvalidRequest');
  const zone = child(request, 't:TimeZone');
  const clock = zone === undefined ? utcClock : zoneClock(zone);
  const window = windowOf(options, clock);
  const slotMinutes = Number(childText(options, 't:MergedFreeBusyIntervalInMinutes') ?? '30');
  if (slotMinutes < 5 || slotMinutes > 1440) throw new RequestFault('ErrorInvalidMergedFreeBusyInterval');
  const asked = childrenNamed(child(request, 'm:MailboxDataArray'), 't:MailboxData');
  if (asked.length === 0) throw new RequestFault('ErrorMailboxDataArrayEmpty');
  if (asked.length > mostMailboxes) throw new RequestFault('ErrorMailboxDataArrayTooBig');
  const requestedView = childText(options, 't:RequestedView') ?? 'FreeBusy';
  const view = { context, clock, zone, window, slotMs: slotMinutes * 60_000, requestedView };
  return node('m:GetUserAvailabilityResponse', [
    node(
      'm:FreeBusyResponseArray',
      asked.map((data) => freeBusyResponse(view, childText(child(data, 't:Email'), 't:Address') ?? '')),
    ),
  ]);
};

const mostMailboxes = 100;
const longestWindow = 42 * 86_400_000;

/** How everybody's time is told. */
interface View {
  readonly context: OperationContext;
  readonly clock: ZoneClock;
  readonly zone: XmlNode | undefined;
  readonly window: CalendarWindow;
  readonly slotMs: number;
  readonly requestedView: string;
}

const windowOf = (options: XmlNode, clock: ZoneClock): CalendarWindow => {
  const window = child(options, 't:TimeWindow');
  const moment = (name: string): number => {
    const text = childText(window, name) ?? '';
    const read = readInstant(text, 'UTC');
    return /(?:Z|[+-]\d\d:\d\d)$/.test(text.trim()) ? read : clock.instantOf(read);
  };
  const [from, to] = [moment('t:StartTime'), moment('t:EndTime')];
  if (to <= from) throw new RequestFault('ErrorInvalidTimeInterval');
  if (to - from > longestWindow) throw new RequestFault('ErrorTimeIntervalTooBig');
  return { from, to };
};

const freeBusyResponse = (view: View, address: string): XmlNode => {
  const mailbox = mailboxOf(view.context.store, address);
  if (mailbox === undefined) return unknownMailbox;
  return node('m:FreeBusyResponse', [
    node('m:ResponseMessage', { ResponseClass: 'Success' }, [node('m:ResponseCode', 'NoError')]),
    freeBusyView(view, mailbox),
  ]);
};

/** Groups are not taken apart. */
const mailboxOf = ({ accounts }: Store, address: string): Mailbox | undefined => {
  const wanted = address.trim().toLowerCase();
  const known = accounts.get(wanted) ?? [...accounts.values()].find(({ aliases }) => aliases.includes(wanted));
  return known?.open();
};

const unknownMailbox = node('m:FreeBusyResponse', [
  node('m:ResponseMessage', { ResponseClass: 'Error' }, [
    node('m:MessageText', 'Unable to resolve the e-mail address to a mailbox.'),
    node('m:ResponseCode', 'ErrorMailRecipientNotFound'),
    node('m:DescriptiveLinkKey', '0'),
  ]),
  node('m:FreeBusyView', [node('t:FreeBusyViewType', 'None')]),
]);

const freeBusyView = (view: View, mailbox: Mailbox): XmlNode => {
  const { context, window, slotMs, requestedView, zone } = view;
  const calendar = distinguishedFolder(mailbox, 'calendar');
  const isReader = calendar !== undefined && mayRead(context.mailbox, calendar);
  const isDetailed = requestedView.startsWith('Detailed') && isReader;
  const told =
    requestedView.startsWith('Detailed') && !isReader ? requestedView.replace('Detailed', 'FreeBusy') : requestedView;
  const times = busyTimes(context.store, mailbox, window);
  return node('m:FreeBusyView', [
    node('t:FreeBusyViewType', told),
    told.includes('Merged') ? node('t:MergedFreeBusy', mergedFreeBusy(times, window, slotMs)) : undefined,
    told === 'MergedOnly'
      ? undefined
      : node(
          't:CalendarEventArray',
          times.map((time) => calendarEvent(time, view.clock, isDetailed)),
        ),
    zone === undefined ? undefined : workingHours(zone),
  ]);
};

/** Times carry no offset: they are the asked zone's wall clock. */
const calendarEvent = ({ start, end, status, details }: BusyTime, clock: ZoneClock, isDetailed: boolean): XmlNode => {
  const written = (instant: number): string => new Date(clock.wallOf(instant)).toISOString().slice(0, 19);
  return node('t:CalendarEvent', [
    node('t:StartTime', written(start)),
    node('t:EndTime', written(end)),
    node('t:BusyType', status),
    isDetailed ? details : undefined,
  ]);
};

const workingHours = (zone: XmlNode): XmlNode =>
  node('t:WorkingHours', [
    zone,
    node('t:WorkingPeriodArray', [
      node('t:WorkingPeriod', [
        node('t:DayOfWeek', 'Monday Tuesday Wednesday Thursday Friday'),
        node('t:StartTimeInMinutes', '480'),
        node('t:EndTimeInMinutes', '1020'),
      ]),
    ]),
  ]);
