import type { CalendarWindow } from '../calendar/calendar-view.ts';
import { RequestFault } from '../emulator-error.ts';
import { busyTimes, mergedFreeBusy, mergedOfAll, withoutPrivate, type BusyTime } from '../calendar/free-busy.ts';
import { memberMailboxes } from '../store/group-members.ts';
import { mayRead } from '../store/lookup.ts';
import type { OperationContext, OperationHandler } from '../operation.ts';
import { distinguishedFolder, type Mailbox, type Store } from '../store/store.ts';
import { readInstant } from '../calendar/time-zone.ts';
import { child, childrenNamed, childText, node, type XmlNode } from '../xml/xml.ts';
import { workingHours } from '../calendar/working-hours.ts';
import { utcClock, zoneClock, type ZoneClock } from '../calendar/zone-rules.ts';

/**
 * Free and busy times from calendars, each mailbox with an answer of its own. Who may not read a calendar is told its times alone, who may only read
 * it nothing of what is private. Of a group the slots of its members are told, each as busy as the busiest of them, up to 100 members. Suggestions are
 * not made: asked for beside the times, they are answered with ErrorInvalidOperation; alone, with the fault ErrorInvalidRequest.
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
  const view = { context, clock, window, slotMs: slotMinutes * 60_000, requestedView };
  return node('m:GetUserAvailabilityResponse', [
    node(
      'm:FreeBusyResponseArray',
      asked.map((data) => freeBusyResponse(view, childText(child(data, 't:Email'), 't:Address') ?? '')),
    ),
    child(request, 't:SuggestionsViewOptions') === undefined
      ? undefined
      : node('m:SuggestionsResponse', [refusal('ErrorInvalidOperation', 'This server makes no suggestions.')]),
  ]);
};

const mostMailboxes = 100;
const longestWindow = 42 * 86_400_000;

/** How everybody's time is told. */
interface View {
  readonly context: OperationContext;
  readonly clock: ZoneClock;
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
  const { store } = view.context;
  const mailbox = mailboxOf(store, address);
  if (mailbox !== undefined) return told(freeBusyView(view, mailbox));
  const members = memberMailboxes(store, address);
  if (members === undefined)
    return failed('ErrorMailRecipientNotFound', 'Unable to resolve the e-mail address to a mailbox.');
  if (members.length > mostMailboxes)
    return failed('ErrorFreeBusyDLLimitReached', 'The group has more members than free/busy times are told of.');
  return told(groupView(view, members));
};

const told = (view: XmlNode): XmlNode =>
  node('m:FreeBusyResponse', [
    node('m:ResponseMessage', { ResponseClass: 'Success' }, [node('m:ResponseCode', 'NoError')]),
    view,
  ]);

const mailboxOf = ({ accounts }: Store, address: string): Mailbox | undefined => {
  const wanted = address.trim().toLowerCase();
  const known = accounts.get(wanted) ?? [...accounts.values()].find(({ aliases }) => aliases.includes(wanted));
  return known?.open();
};

const failed = (code: string, text: string): XmlNode =>
  node('m:FreeBusyResponse', [refusal(code, text), node('m:FreeBusyView', [node('t:FreeBusyViewType', 'None')])]);

const refusal = (code: string, text: string): XmlNode =>
  node('m:ResponseMessage', { ResponseClass: 'Error' }, [
    node('m:MessageText', text),
    node('m:ResponseCode', code),
    node('m:DescriptiveLinkKey', '0'),
  ]);

const groupView = ({ context, window, slotMs }: View, members: readonly Mailbox[]): XmlNode => {
  const all = members.map((member) => mergedFreeBusy(busyTimes(context.store, member, window), window, slotMs));
  return node(
    'm:FreeBusyView',
    all.length === 0
      ? [node('t:FreeBusyViewType', 'None')]
      : [node('t:FreeBusyViewType', 'MergedOnly'), node('t:MergedFreeBusy', mergedOfAll(all))],
  );
};

const freeBusyView = (view: View, mailbox: Mailbox): XmlNode => {
  const { context, window, slotMs, requestedView } = view;
  const calendar = distinguishedFolder(mailbox, 'calendar');
  const isReader = calendar !== undefined && mayRead(context.mailbox, calendar);
  const isDetailed = requestedView.startsWith('Detailed') && isReader;
  const viewType =
    requestedView.startsWith('Detailed') && !isReader ? requestedView.replace('Detailed', 'FreeBusy') : requestedView;
  const all = busyTimes(context.store, mailbox, window);
  const times = mailbox === context.mailbox ? all : all.map(withoutPrivate);
  return node('m:FreeBusyView', [
    node('t:FreeBusyViewType', viewType),
    viewType.includes('Merged') ? node('t:MergedFreeBusy', mergedFreeBusy(times, window, slotMs)) : undefined,
    viewType === 'MergedOnly'
      ? undefined
      : node(
          't:CalendarEventArray',
          times.map((time) => calendarEvent(time, view.clock, isDetailed)),
        ),
    workingHours(mailbox, window.from),
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
