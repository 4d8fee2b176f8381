import {
  type Appointment,
  AppointmentSchema,
  BasePropertySet,
  CalendarView,
  DateTime,
  type ExchangeService,
  FolderId,
  ItemSchema,
  PropertySet,
  WellKnownFolderName,
} from 'ews-javascript-api';
import type { Span } from './shown-event.ts';

/** What the client finds in a calendar within a span, by start; of one subject when it is given; in the main calendar unless told. */
export const appointments = async (
  service: ExchangeService,
  { start, end }: Span,
  subject?: string,
  calendar = new FolderId(WellKnownFolderName.Calendar),
): Promise<readonly Appointment[]> => {
  const view = new CalendarView(new DateTime(Date.parse(start)), new DateTime(Date.parse(end)), 1000);
  view.PropertySet = new PropertySet(
    BasePropertySet.IdOnly,
    ItemSchema.Subject,
    AppointmentSchema.Start,
    AppointmentSchema.End,
    AppointmentSchema.Location,
    AppointmentSchema.AppointmentType,
    AppointmentSchema.IsRecurring,
    AppointmentSchema.IsAllDayEvent,
    AppointmentSchema.MyResponseType,
    AppointmentSchema.ICalUid,
    AppointmentSchema.LegacyFreeBusyStatus,
  );
  const { Items: items } = await service.FindAppointments(calendar, view);
  return items.filter((item) => subject === undefined || item.Subject === subject);
};

/** `2031-03-18T09:00:00Z to 2031-03-18T10:00:00Z`, of each. */
export const timesFound = (found: readonly Appointment[]): readonly string[] =>
  found.map((item) => `${item.Start.ToISOString()} to ${item.End.ToISOString()}`);

/** An instant by the clock of a zone, as the client wants it: `at('2031-03-18T10:00', 'Europe/Berlin')`. */
export const at = (local: string, zone: string): DateTime => DateTime.DateimeStringToTimeZone(local, zone);
