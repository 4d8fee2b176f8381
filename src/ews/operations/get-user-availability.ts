import { InvalidInputError } from '../errors.ts';
import { defineOperation } from '../operation.ts';
import { availabilityMailboxes, availabilityWindow, mostMailboxes } from '../properties/availability-request.ts';
import {
  boolean,
  instant,
  integer,
  oneOf,
  optional,
  optionalText,
  unreadable,
  type Codec,
} from '../properties/codec.ts';
import type { MailboxAddress } from '../properties/id.ts';
import { timeZoneRules, utcRules } from '../properties/time-zone-rules.ts';
import { workingHours, type WorkingHours } from '../properties/working-hours.ts';
import { child, childrenNamed, element, required, type XmlElement } from '../xml.ts';

/** Whose time, which stretch of it, and how closely. */
export interface GetUserAvailabilityInput {
  /** 1 to 100, anybody of the organisation; one answer each, in this order. More: InvalidInputError. */
  readonly mailboxes: readonly MailboxAddress[];
  /** Instants, at most 42 days apart; InvalidInputError otherwise. */
  readonly start: string;
  readonly end: string;
  /** Minutes of a slot of `merged`, 5 to 1440. */
  readonly slotMinutes: number;
  /** Asks for subjects and places too; the server tells them where the caller may see them, and times alone elsewhere. */
  readonly isDetailed: boolean;
}

/**
 * Amazon WorkMail waits 25 seconds for the function that tells the time of people of another system, and answers for the others only then.
 * https://docs.aws.amazon.com/workmail/latest/adminguide/custom-availability-provider.html
 */
const providerMs = 25_000;

const freeBusyStatuses = ['Free', 'Tentative', 'Busy', 'OOF', 'NoData'] as const;

/** What somebody does at a time, in EWS's words; OOF: out of office, NoData: not known. */
export type FreeBusyStatus = (typeof freeBusyStatuses)[number];

/** What is known of an event besides its time, where the caller may see it. */
export interface BusyEventDetails {
  readonly subject: string | undefined;
  readonly location: string | undefined;
  readonly isMeeting: boolean;
  readonly isRecurring: boolean;
  readonly isException: boolean;
  readonly isPrivate: boolean;
}

/** A stretch of time that is taken. */
export interface BusyEvent {
  /** Instants. */
  readonly start: string;
  readonly end: string;
  readonly status: FreeBusyStatus;
  readonly details: BusyEventDetails | undefined;
}

/** One mailbox's time. */
export interface FreeBusyView {
  /** False: the server has an answer for this mailbox but knows nothing of its time (view type None). */
  readonly isTold: boolean;
  /** In the server's order; empty also where the server tells no events. gromox (2026) may tell events outside the window. */
  readonly events: readonly BusyEvent[];
  /** One status per slot from the window's start; undefined where the server merges nothing. */
  readonly merged: readonly FreeBusyStatus[] | undefined;
  readonly workingHours: WorkingHours | undefined;
}

const busyType = oneOf(freeBusyStatuses, 'Busy');

const eventDetails = (node: XmlElement): BusyEventDetails => ({
  subject: optionalText(node, 'Subject'),
  location: optionalText(node, 'Location'),
  isMeeting: optional(node, 'IsMeeting', boolean) ?? false,
  isRecurring: optional(node, 'IsRecurring', boolean) ?? false,
  isException: optional(node, 'IsException', boolean) ?? false,
  isPrivate: optional(node, 'IsPrivate', boolean) ?? false,
});

const busyEvent = (node: XmlElement): BusyEvent => {
  const details = child(node, 'CalendarEventDetails');
  return {
    start: instant.decode(required(node, 'StartTime')),
    end: instant.decode(required(node, 'EndTime')),
    status: busyType.decode(required(node, 'BusyType')),
    details: details === undefined ? undefined : eventDetails(details),
  };
};

/** `t:MergedFreeBusy`: a digit for each slot. Newer servers have more of them (working elsewhere), which count as busy. */
const merged: Pick<Codec<readonly FreeBusyStatus[]>, 'decode'> = {
  decode: (node) => {
    const text = node.text.trim();
    if (!/^\d*$/.test(text)) throw unreadable(node, 'a row of digits');
    return Array.from(text, (digit) => freeBusyStatuses[Number(digit)] ?? 'Busy');
  },
};

const freeBusyView = (node: XmlElement): FreeBusyView => {
  const slots = child(node, 'MergedFreeBusy');
  const hours = child(node, 'WorkingHours');
  return {
    isTold: optionalText(node, 'FreeBusyViewType') !== 'None',
    events: childrenNamed(child(node, 'CalendarEventArray') ?? element('none'), 'CalendarEvent').map(busyEvent),
    merged: slots === undefined || slots.text.trim() === '' ? undefined : merged.decode(slots),
    workingHours: hours === undefined ? undefined : workingHours.decode(hours),
  };
};

/**
 * https://learn.microsoft.com/exchange/client-developer/web-service-reference/getuseravailability-operation
 * Each mailbox succeeds or fails alone. Asked and answered in UTC: the answer's times carry no offset, so any zone with summer time would make an
 * hour of the year ambiguous. Reads calendars that the impersonated user may not open, as everybody's colleagues may.
 */
export const getUserAvailability = defineOperation<GetUserAvailabilityInput, FreeBusyView>({
  name: 'GetUserAvailability',
  access: 'read',
  names: undefined,
  idempotent: true,
  encode: ({ mailboxes, start, end, slotMinutes, isDetailed }) => {
    if (!Number.isInteger(slotMinutes) || slotMinutes < 5 || slotMinutes > 1440)
      throw new InvalidInputError('A slot lasts from 5 minutes to 1440');
    return element('m:GetUserAvailabilityRequest', [
      timeZoneRules.encode('t:TimeZone', utcRules),
      availabilityMailboxes(mailboxes),
      element('t:FreeBusyViewOptions', [
        availabilityWindow('t:TimeWindow', start, end),
        integer.encode('t:MergedFreeBusyIntervalInMinutes', slotMinutes),
        element('t:RequestedView', isDetailed ? 'DetailedMerged' : 'FreeBusyMerged'),
      ]),
    ]);
  },
  messages: (response) => childrenNamed(required(response, 'FreeBusyResponseArray'), 'FreeBusyResponse'),
  decode: (message) => freeBusyView(required(message, 'FreeBusyView')),
  keys: ({ mailboxes }) => Math.min(mailboxes.length, mostMailboxes),
  extraMs: providerMs,
});
