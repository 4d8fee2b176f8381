import { EwsError, InvalidInputError } from '../errors.ts';
import { defineOperation } from '../operation.ts';
import {
  availabilityDays,
  availabilityMailboxes,
  momentIn,
  type AvailabilityMailbox,
} from '../properties/availability-request.ts';
import { boolean, integer, oneOf, optional } from '../properties/codec.ts';
import { rulesOfZone, timeZoneRules } from '../properties/time-zone-rules.ts';
import { child, childrenNamed, element, required, type XmlElement } from '../xml.ts';

/** Who is to meet, for how long, and in which stretch of time. */
export interface GetMeetingSuggestionsInput {
  /** 1 to 100; more: InvalidInputError. */
  readonly mailboxes: readonly AvailabilityMailbox[];
  /** Instants, at most 42 days apart; InvalidInputError otherwise. */
  readonly start: string;
  readonly end: string;
  /** IANA name of the zone whose days are looked through; InvalidInputError when nobody knows it. */
  readonly zone: string;
  /** 30 to 1440, as Exchange has it; InvalidInputError otherwise. */
  readonly minutes: number;
  /** Suggestions for each day, 1 to 48. */
  readonly mostByDay: number;
}

const qualities = ['Excellent', 'Good', 'Fair', 'Poor'] as const;

/** How well a time suits: Excellent when everybody is free, Poor when most are not. */
export type SuggestionQuality = (typeof qualities)[number];

/** What keeps one of the mailboxes from a time; Unknown where the server cannot say (NoData, a group too big). */
export type SuggestionConflict = 'Free' | 'Tentative' | 'Busy' | 'OOF' | 'Unknown';

/** A time at which they could meet. */
export interface Suggestion {
  /** Instants. */
  readonly start: string;
  readonly end: string;
  readonly quality: SuggestionQuality;
  readonly isWorkTime: boolean;
  /** One of each mailbox, in the order of the input; empty where the server tells none. */
  readonly conflicts: readonly SuggestionConflict[];
}

const quality = oneOf(qualities, 'Poor');
const busyType = oneOf(['Free', 'Tentative', 'Busy', 'OOF', 'Unknown'], 'Unknown');

/** One entry of the conflict array. Its kinds differ for a person and a group. */
const conflict = (node: XmlElement): SuggestionConflict => {
  if (node.name === 'IndividualAttendeeConflictData') return optional(node, 'BusyType', busyType) ?? 'Unknown';
  if (node.name !== 'GroupAttendeeConflictData') return 'Unknown';
  if ((optional(node, 'NumberOfMembersWithConflict', integer) ?? 0) > 0) return 'Busy';
  return (optional(node, 'NumberOfMembersWithNoData', integer) ?? 0) > 0 ? 'Unknown' : 'Free';
};

const suggestion = (node: XmlElement, zone: string, minutes: number): Suggestion => {
  const start = momentIn(required(node, 'MeetingTime'), zone);
  return {
    start,
    end: new Date(Date.parse(start) + minutes * 60_000).toISOString().replace('.000Z', 'Z'),
    quality: quality.decode(required(node, 'SuggestionQuality')),
    isWorkTime: optional(node, 'IsWorkTime', boolean) ?? false,
    conflicts: (child(node, 'AttendeeConflictDataArray')?.children ?? []).map(conflict),
  };
};

/**
 * The same operation as GetUserAvailability, asked for suggestions alone. EWS suggests for whole days; what lies outside the window is left out here.
 * https://learn.microsoft.com/exchange/client-developer/web-service-reference/suggestionsviewoptions
 */
export const getMeetingSuggestions = defineOperation<GetMeetingSuggestionsInput, readonly Suggestion[]>({
  name: 'GetUserAvailability',
  access: 'read',
  names: undefined,
  idempotent: true,
  encode: ({ mailboxes, start, end, zone, minutes, mostByDay }) => {
    const rules = rulesOfZone(zone, new Date(start).getUTCFullYear());
    if (!Number.isInteger(minutes) || minutes < 30 || minutes > 1440)
      throw new InvalidInputError('Suggestions are made for meetings of 30 minutes to a day');
    return element('m:GetUserAvailabilityRequest', [
      timeZoneRules.encode('t:TimeZone', rules),
      availabilityMailboxes(mailboxes),
      element('t:SuggestionsViewOptions', [
        integer.encode('t:MaximumResultsByDay', mostByDay),
        integer.encode('t:MaximumNonWorkHourResultsByDay', mostByDay),
        integer.encode('t:MeetingDurationInMinutes', minutes),
        element('t:MinimumSuggestionQuality', 'Poor'),
        availabilityDays('t:DetailedSuggestionsWindow', start, end, zone),
      ]),
    ]);
  },
  messages: (response) => {
    const found = child(response, 'SuggestionsResponse');
    if (found === undefined) throw new EwsError('decode', 'the answer holds no suggestions');
    // The schema lets a server leave out that it succeeded.
    const isTold = child(found, 'ResponseMessage') !== undefined;
    return [isTold ? found : { ...found, attributes: { ResponseClass: 'Success' } }];
  },
  decode: (message, { start, end, zone, minutes }) => {
    const days = childrenNamed(child(message, 'SuggestionDayResultArray') ?? element('none'), 'SuggestionDayResult');
    const all = days
      .flatMap((day) => childrenNamed(child(day, 'SuggestionArray') ?? element('none'), 'Suggestion'))
      .map((node) => suggestion(node, zone, minutes));
    return all.filter((one) => Date.parse(one.start) >= Date.parse(start) && Date.parse(one.end) <= Date.parse(end));
  },
  rows: (suggestions) => suggestions.length,
});
