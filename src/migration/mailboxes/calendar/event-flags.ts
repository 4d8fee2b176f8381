import { boolean, integer } from '../../../ews/properties/codec.ts';
import { extendedProperty } from '../../../ews/properties/property.ts';
import type { ResponseType } from '../../../ews/properties/recipient.ts';
import { assign, type Assignment } from '../../../ews/properties/written-rows.ts';
import type { EventContent, PortableEvent } from '../../portable/portable-event.ts';

const editable = { create: true, update: true } as const;

/** PidLidAppointmentStateFlags: https://learn.microsoft.com/openspecs/exchange_server_protocols/ms-oxocal (2.2.1.10). DavMail writes it with CreateItem. */
const stateFlags = extendedProperty({ set: 'Appointment', id: 0x8217 }, 'Integer', integer, editable);
/** PidLidResponseStatus, the owner's own answer (2.2.1.11). */
const responseStatus = extendedProperty({ set: 'Appointment', id: 0x8218 }, 'Integer', integer, editable);
/** PidLidFInvited: invitations have been sent (2.2.4.4). */
const invited = extendedProperty({ set: 'Appointment', id: 0x8229 }, 'Boolean', boolean, editable);

const meetingBit = 1;
const receivedBit = 2;
const cancelledBit = 4;

const responseNumbers: Readonly<Record<ResponseType, number>> = {
  Unknown: 0,
  Organizer: 1,
  Tentative: 2,
  Accept: 3,
  Decline: 4,
  NoResponseReceived: 5,
};

/** What EWS tells of a meeting and lets nobody write under its own names: whose it is, what was answered, whether it was called off. */
export const meetingFlags = (event: PortableEvent): readonly Assignment[] => {
  if (!event.isMeeting && event.isOrganizer) return [];
  return [
    assign(stateFlags, stateOf(event, event.isOrganizer)),
    ...(event.isOrganizer ? [] : [assign(responseStatus, responseNumbers[event.myResponse])]),
    ...(event.invitationsSent ? [assign(invited, true)] : []),
  ];
};

/** The same of one occurrence, as far as it is not what the series has. */
export const occurrenceFlags = (occurrence: EventContent, series: PortableEvent): readonly Assignment[] => {
  if (series.isOrganizer) return [];
  return [
    ...(occurrence.isCancelled === series.isCancelled ? [] : [assign(stateFlags, stateOf(occurrence, false))]),
    ...(occurrence.myResponse === series.myResponse
      ? []
      : [assign(responseStatus, responseNumbers[occurrence.myResponse])]),
  ];
};

const stateOf = ({ isMeeting, isCancelled }: EventContent, isOrganizer: boolean): number =>
  (isMeeting ? meetingBit : 0) + (isOrganizer ? 0 : receivedBit) + (isCancelled ? cancelledBit : 0);
