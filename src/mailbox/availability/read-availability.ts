import { EwsError } from '../../ews/errors.ts';
import type { EwsSession } from '../../ews/operation.ts';
import {
  getUserAvailability,
  type BusyEvent,
  type FreeBusyStatus,
  type FreeBusyView,
} from '../../ews/operations/get-user-availability.ts';
import { instantText } from '../../ews/properties/codec.ts';
import type { MailboxAddress } from '../../ews/properties/id.ts';
import { createNameZone, toldHours, type ToldHours } from './told-hours.ts';
import { worstStatuses } from './worst-statuses.ts';

/** A stretch of time, both ends instants; its end does not belong to it. */
export interface TimeSpan {
  readonly start: string;
  readonly end: string;
}

/** Whose time, when, and how closely. */
export interface AskedTimes {
  /** 1 to 100 different ones, in any order and as often as wanted. */
  readonly addresses: readonly MailboxAddress[];
  /** At most 42 days. */
  readonly window: TimeSpan;
  /** 5 to 1440. */
  readonly slotMinutes: number;
  /** Asks for subjects and places, which the server tells where the session's mailbox may see them. */
  readonly isDetailed: boolean;
  /** IANA name for the zone of working hours, where their clocks go by its rules. */
  readonly preferredZone?: string | undefined;
}

/** Somebody's time in a window. */
export interface MailboxTimes {
  /** What takes time in the window, by start; what leaves it free is left out. */
  readonly busy: readonly BusyEvent[];
  /** One status for each slot that begins in the window: what takes most of it. */
  readonly merged: readonly FreeBusyStatus[];
  /** Undefined where the server tells none. */
  readonly workingHours: () => ToldHours | undefined;
}

/** A window cut into slots. */
interface Slots {
  readonly from: number;
  readonly to: number;
  readonly lengthMs: number;
  readonly count: number;
}

/** The slots that events take: each event marks those that it touches. */
const mergedOf = (
  events: readonly BusyEvent[],
  { from, lengthMs, count }: Slots,
  isTold: boolean,
): FreeBusyStatus[] => {
  const covered = events.map(({ start, end, status }) => ({
    first: Math.floor((Date.parse(start) - from) / lengthMs),
    end: Math.ceil((Date.parse(end) - from) / lengthMs),
    status,
  }));
  return worstStatuses(count, isTold ? 'Free' : 'NoData', covered);
};

/** What takes time according to slots alone: those of groups, and of people who let others see no more. */
const eventsOf = (merged: readonly FreeBusyStatus[], { from, to, lengthMs }: Slots): readonly BusyEvent[] => {
  const events: BusyEvent[] = [];
  let first = 0;
  merged.forEach((status, index) => {
    if (merged[index + 1] === status) return;
    const start = from + first * lengthMs;
    first = index + 1;
    const end = Math.min(to, from + first * lengthMs);
    if (status !== 'Free')
      events.push({ start: instantText(start), end: instantText(end), status, details: undefined });
  });
  return events;
};

const timesOf = (view: FreeBusyView, slots: Slots, workingHours: MailboxTimes['workingHours']): MailboxTimes => {
  const { from, to, count } = slots;
  const told = view.events
    .filter(
      ({ start, end, status }) =>
        // gromox (2026) tells events outside the window too; what has no length takes no time.
        status !== 'Free' && Date.parse(start) < to && Date.parse(end) > from && Date.parse(start) < Date.parse(end),
    )
    .toSorted((one, other) => Date.parse(one.start) - Date.parse(other.start));
  const isWhole = view.merged?.length === count;
  // Slots without events are told of groups; where their number is another one, the rest of the window is not known.
  const rest = (): readonly FreeBusyStatus[] =>
    Array.from({ length: count }, (_, index) => view.merged?.[index] ?? 'NoData');
  const hasSlotsOnly = view.merged !== undefined && view.events.length === 0;
  const merged = isWhole || hasSlotsOnly ? rest() : mergedOf(told, slots, view.isTold);
  return { busy: view.events.length === 0 ? eventsOf(merged, slots) : told, merged, workingHours };
};

/** The year whose rules name the zone of working hours. Servers tell hours of today, whatever window they are asked about. */
const yearOfHours = (start: Date): number => Math.min(Math.max(start.getUTCFullYear(), 2000), 2050);

/**
 * Free and busy times, one answer or error for each address in their order: one GetUserAvailability, whatever their number, in which each address
 * is asked about once. What a server leaves out (merged slots, or events behind them) is made of the other. Throws EwsError when the whole call failed.
 */
export const readAvailability = async (
  session: EwsSession,
  { addresses, window, slotMinutes, isDetailed, preferredZone }: AskedTimes,
): Promise<readonly (MailboxTimes | EwsError)[]> => {
  const mailboxes = [...new Set(addresses)];
  const answers = await session.callEach(getUserAvailability, { mailboxes, ...window, slotMinutes, isDetailed });
  const [from, to] = [Date.parse(window.start), Date.parse(window.end)];
  const lengthMs = slotMinutes * 60_000;
  const slots: Slots = { from, to, lengthMs, count: Math.ceil((to - from) / lengthMs) };
  const nameZone = createNameZone(yearOfHours(new Date(from)), preferredZone);
  const timesIn = (answer: FreeBusyView | EwsError): MailboxTimes | EwsError => {
    if (answer instanceof EwsError) return answer;
    const { workingHours } = answer;
    return timesOf(answer, slots, () => (workingHours === undefined ? undefined : toldHours(workingHours, nameZone)));
  };
  const times = new Map(answers.map((answer, index) => [mailboxes[index], timesIn(answer)]));
  // The client has seen to it that there is an answer for everybody.
  return addresses.map((address) => times.get(address) ?? new EwsError('decode', 'the answer leaves somebody out'));
};
