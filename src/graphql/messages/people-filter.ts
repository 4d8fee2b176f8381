import type { Item } from '../../ews/properties/item-types.ts';
import { messageProperties } from '../../ews/properties/message.ts';
import type { AnyProperty } from '../../ews/properties/property.ts';
import type { Recipient } from '../../ews/properties/recipient.ts';
import { anyOf, type Restriction } from '../../ews/properties/restriction.ts';
import { nothing } from './conditions.ts';
import type { StringFilterInput } from './message-filter.ts';

/** Conditions on people. */
export type PeopleField = 'to' | 'cc' | 'participants';

const peopleRows: Readonly<
  Record<PeopleField, { readonly display: readonly AnyProperty[]; readonly exact: readonly AnyProperty[] }>
> = {
  to: { display: [messageProperties.displayTo], exact: [messageProperties.toRecipients] },
  cc: { display: [messageProperties.displayCc], exact: [messageProperties.ccRecipients] },
  participants: {
    display: [messageProperties.displayTo, messageProperties.displayCc, messageProperties.from],
    exact: [messageProperties.toRecipients, messageProperties.ccRecipients, messageProperties.from],
  },
};

const peopleOf = (item: Item, field: PeopleField): readonly Recipient[] => {
  if (item.type !== 'Message') return [];
  const { toRecipients = [], ccRecipients = [], from } = item.properties;
  if (field === 'to') return toRecipients;
  if (field === 'cc') return ccRecipients;
  return [...toRecipients, ...ccRecipients, ...(from === undefined ? [] : [from])];
};

const isAddress = (value: string): boolean => value.includes('@');

/** A condition that no restriction can express: looked at again on the rows that were found. */
export interface Check {
  /** What it looks at. */
  readonly wanted: readonly AnyProperty[];
  readonly matches: (item: Item) => boolean;
}

/** Whether such a condition has to be looked at again on the rows that were found. */
export const isChecked = ({ equals, startsWith, in: oneOf }: StringFilterInput): boolean =>
  [equals, startsWith, oneOf].some((value) => value !== null && value !== undefined);

/** What a condition on people compiles to: what to search by, and what to check afterwards. */
export interface PeopleConditions {
  readonly restrictions: readonly (Restriction | undefined)[];
  readonly checks: readonly Check[];
}

/**
 * Compiles a condition on recipients, of whom a search sees only the display text. `displayName` tells what EWS shows of an address there.
 */
export const compilePeople = async (
  field: PeopleField,
  filter: StringFilterInput,
  displayName: (address: string) => Promise<string | undefined>,
): Promise<PeopleConditions> => {
  const { display, exact } = peopleRows[field];
  const shown = (value: string): Restriction | undefined =>
    anyOf(display.map((property): Restriction => ({ property, contains: value, mode: 'Substring' })));
  const texts: { readonly sought: readonly string[]; readonly matches: (text: string) => boolean }[] = [];
  const fold = (value: string): string => value.toLowerCase();
  if (typeof filter.equals === 'string')
    texts.push({ sought: [filter.equals], matches: (value) => fold(value) === fold(filter.equals ?? '') });
  if (typeof filter.startsWith === 'string')
    texts.push({
      sought: [filter.startsWith],
      matches: (value) => fold(value).startsWith(fold(filter.startsWith ?? '')),
    });
  if (Array.isArray(filter.in)) {
    const accepted = new Set(filter.in.map(fold));
    texts.push({ sought: filter.in, matches: (value) => accepted.has(fold(value)) });
  }
  const approximations = await Promise.all(
    texts.map(async ({ sought }) => {
      // The list of recipients shows names where there are names, so an address is looked for under its owner's name too.
      const names = await Promise.all(sought.filter(isAddress).map(displayName));
      return (
        anyOf([...sought, ...names.filter((name) => name !== undefined)].flatMap((value) => shown(value) ?? [])) ??
        nothing
      );
    }),
  );
  const { exists } = filter;
  const present = anyOf(display.map((property): Restriction => ({ property, exists: true })));
  return {
    restrictions: [
      ...approximations,
      typeof filter.contains === 'string' && filter.contains !== '' ? shown(filter.contains) : undefined,
      exists === null || exists === undefined || present === undefined
        ? undefined
        : exists
          ? present
          : { not: present },
    ],
    checks: texts.map(({ matches }) => ({
      wanted: exact,
      matches: (item) =>
        peopleOf(item, field).some(
          ({ name, address }) => (name !== undefined && matches(name)) || (address !== undefined && matches(address)),
        ),
    })),
  };
};
