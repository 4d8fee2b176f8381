import { child, childrenNamed, element, required, requiredAttribute, type XmlElement } from '../xml.ts';
import { duration, integer, optionalText, type Codec } from './codec.ts';

/** An offset that a zone has at some time of some year. */
export interface ZonePeriod {
  readonly id: string;
  readonly name: string;
  /** xs:duration to be added to the wall clock to have UTC: `-PT1H` east of Greenwich, `PT5H` in New York's winter. */
  readonly bias: string;
}

/**
 * When clocks go over to a period, or to a group of such changes. `once` begins with the zone itself, `absolute` at a wall clock of one day
 * (`2007-01-01T00:00:00`); the others come every year, `timeOffset` (xs:duration) after the midnight of their day.
 */
export type ZoneTransition = { readonly to: { readonly kind: 'Period' | 'Group'; readonly id: string } } & (
  | { readonly type: 'once' }
  | { readonly type: 'absolute'; readonly dateTime: string }
  | {
      readonly type: 'weekday';
      readonly timeOffset: string;
      /** 1 to 12. */
      readonly month: number;
      /** In EWS's words: `Sunday`. */
      readonly dayOfWeek: string;
      /** Which one of them in the month, 1 to 4, or -1: the last. */
      readonly occurrence: number;
    }
  | { readonly type: 'date'; readonly timeOffset: string; readonly month: number; readonly day: number }
);

/** Changes of clocks that belong together: those of one year, as long as the rules stay. */
export interface ZoneTransitionsGroup {
  readonly id: string;
  readonly transitions: readonly ZoneTransition[];
}

/**
 * A zone with its rules, as EWS writes them out.
 * https://learn.microsoft.com/exchange/client-developer/web-service-reference/timezonedefinition
 */
export interface TimeZoneDefinition {
  readonly id: string | undefined;
  readonly name: string | undefined;
  readonly periods: readonly ZonePeriod[];
  readonly groups: readonly ZoneTransitionsGroup[];
  /** Which group of rules holds from when. */
  readonly transitions: readonly ZoneTransition[];
}

/** `t:StartTimeZone`, `t:EndTimeZone`, `t:TimeZoneDefinition` with everything in it; a zone that is only named has no periods. */
export const timeZoneDefinition: Codec<TimeZoneDefinition> = {
  decode: (node) => ({
    id: node.attributes['Id'],
    name: node.attributes['Name'],
    periods: membersOf(node, 'Periods').map((period) => ({
      id: requiredAttribute(period, 'Id'),
      name: period.attributes['Name'] ?? '',
      bias: duration.decode({ ...period, text: requiredAttribute(period, 'Bias') }),
    })),
    groups: membersOf(node, 'TransitionsGroups').map((group) => ({
      id: requiredAttribute(group, 'Id'),
      transitions: group.children.flatMap(decodeTransition),
    })),
    transitions: membersOf(node, 'Transitions').flatMap(decodeTransition),
  }),
  encode: (tag, { id, name, periods, groups, transitions }) => {
    if (periods.length === 0) return element(tag, { Id: id, Name: name });
    return element(tag, { Id: id, Name: name }, [
      element(
        't:Periods',
        periods.map((period) => element('t:Period', { Bias: period.bias, Name: period.name, Id: period.id })),
      ),
      element(
        't:TransitionsGroups',
        groups.map((group) => element('t:TransitionsGroup', { Id: group.id }, group.transitions.map(encodeTransition))),
      ),
      element('t:Transitions', transitions.map(encodeTransition)),
    ]);
  },
};

const membersOf = (node: XmlElement, name: string): readonly XmlElement[] => child(node, name)?.children ?? [];

const decodeTransition = (node: XmlElement): readonly ZoneTransition[] => {
  const [goal] = childrenNamed(node, 'To');
  if (goal === undefined) return [];
  const to = { kind: goal.attributes['Kind'] === 'Group' ? 'Group' : 'Period', id: goal.text.trim() } as const;
  const timeOffset = (): string => duration.decode(required(node, 'TimeOffset'));
  const number = (name: string): number => integer.decode(required(node, name));
  switch (node.name) {
    case 'AbsoluteDateTransition':
      return [{ type: 'absolute', to, dateTime: required(node, 'DateTime').text.trim() }];
    case 'RecurringDayTransition':
      return [
        {
          type: 'weekday',
          to,
          timeOffset: timeOffset(),
          month: number('Month'),
          dayOfWeek: optionalText(node, 'DayOfWeek') ?? 'Sunday',
          occurrence: number('Occurrence'),
        },
      ];
    case 'RecurringDateTransition':
      return [{ type: 'date', to, timeOffset: timeOffset(), month: number('Month'), day: number('Day') }];
    default:
      return [{ type: 'once', to }];
  }
};

const encodeTransition = (transition: ZoneTransition): XmlElement => {
  const to = element('t:To', { Kind: transition.to.kind }, transition.to.id);
  switch (transition.type) {
    case 'once':
      return element('t:Transition', [to]);
    case 'absolute':
      return element('t:AbsoluteDateTransition', [to, element('t:DateTime', transition.dateTime)]);
    case 'weekday':
      return element('t:RecurringDayTransition', [
        to,
        element('t:TimeOffset', transition.timeOffset),
        element('t:Month', String(transition.month)),
        element('t:DayOfWeek', transition.dayOfWeek),
        element('t:Occurrence', String(transition.occurrence)),
      ]);
    case 'date':
      return element('t:RecurringDateTransition', [
        to,
        element('t:TimeOffset', transition.timeOffset),
        element('t:Month', String(transition.month)),
        element('t:Day', String(transition.day)),
      ]);
  }
};
