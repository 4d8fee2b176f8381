import { emailEntry, phoneEntry } from '../../ews/properties/contact-entry.ts';
import { contactProperties } from '../../ews/properties/contact.ts';
import type { ItemId } from '../../ews/properties/id.ts';
import type { Item, ItemOf } from '../../ews/properties/item-types.ts';
import type { AnyProperty, Settable } from '../../ews/properties/property.ts';
import { assign, type Assignment } from '../../ews/properties/written-rows.ts';
import { emailKey, type EmailKey, type EmailLabel, type PhoneKey } from '../contact-labels.ts';
import { changeItems, type ChangeSource } from './change-items.ts';
import { followingNames } from './contact-names.ts';
import { makeItem, type Made, type MakingOnce } from './make-item.ts';
import { placePhones, type LabeledNumber } from './phone-places.ts';
import { invalidField, WriteRefusal } from './write-refusal.ts';

/** An e-mail address and what it is for; one of each label. */
export interface LabeledAddress {
  readonly label: EmailLabel;
  readonly address: string;
  readonly name?: string | undefined;
}

/** What a caller wants a contact to say. Null clears, absence keeps; a list stands for all that the contact shall have. */
export interface ContactDetails {
  readonly values: Pick<
    Settable<typeof contactProperties, 'update'>,
    'displayName' | 'givenName' | 'surname' | 'companyName' | 'jobTitle' | 'birthday' | 'bodyText' | 'categories'
  >;
  readonly emails: readonly LabeledAddress[] | undefined;
  readonly phones: readonly LabeledNumber[] | undefined;
}

/** A contact to be made. */
export interface ContactToCreate extends MakingOnce {
  readonly details: ContactDetails;
}

/** A contact that is to change. */
export interface ContactToUpdate {
  readonly id: ItemId;
  /** The version that is meant; undefined: whichever it is. */
  readonly ifChangeKey: string | undefined;
  readonly details: ContactDetails;
  /** What a conflict tells of the contact as it is now. */
  readonly shown: readonly AnyProperty[];
}

type Present = ItemOf<'Contact'>['properties'];

/** The numbers in their places. Throws WriteRefusal INVALID for those that have none. */
const placesOf = (present: Present, phones: readonly LabeledNumber[]): ReadonlyMap<PhoneKey, string> => {
  const { placed, left } = placePhones(present.phoneNumbers ?? [], phones);
  if (left.length > 0)
    throw new WriteRefusal({
      reason: 'INVALID',
      fields: left.map((index) => ({
        path: ['input', 'phones', String(index)],
        message:
          'is one more than a contact can keep under this label: it keeps three of work, fax and other, two of home and mobile, and one pager.',
      })),
    });
  return placed;
};

/** Makes a contact in the default folder, as `makeItem`. Throws WriteRefusal INVALID for numbers that have no place, besides. */
export const createContact = async ({ details, ...making }: ContactToCreate): Promise<Made> => {
  const { values, emails = [], phones = [] } = details;
  const properties = {
    ...values,
    ...followingNames({}, values),
    emailAddresses: emails.map(({ label, address, name }) => ({
      key: emailKey(label),
      address,
      ...(name === undefined ? {} : { name }),
    })),
    phoneNumbers: [...placesOf({}, phones)].map(([key, value]) => ({ key, value })),
  };
  return makeItem(making, {
    item: () => ({ type: 'Contact', properties }),
    saveIn: making.mailbox.folders.targetOfRole('CONTACTS'),
  });
};

/** The entries that differ from those that are there; what is not wanted is taken away. Addresses that are none of SMTP are not seen, and stay. */
const changedEmails = (present: Present, wanted: readonly LabeledAddress[]): readonly Assignment[] => {
  const now = new Map((present.emailAddresses ?? []).map((entry) => [entry.key, entry]));
  const then = new Map(wanted.map((email) => [emailKey(email.label), email]));
  const set = [...then].flatMap(([key, { address, name }]) => {
    const before = now.get(key);
    const isSame = before?.address === address && (name === undefined || before.name === name);
    return isSame ? [] : [assign(emailEntry(key), { address, ...(name === undefined ? {} : { name }) })];
  });
  const cleared = [...now.keys()].filter((key) => !then.has(key as EmailKey));
  return [...set, ...cleared.map((key) => assign(emailEntry(key as EmailKey), null))];
};

const changedPhones = (present: Present, wanted: readonly LabeledNumber[]): readonly Assignment[] => {
  const now = new Map((present.phoneNumbers ?? []).map(({ key, value }) => [key, value]));
  const then = placesOf(present, wanted);
  const set = [...then].filter(([key, value]) => now.get(key) !== value);
  const cleared = [...now.keys()].filter((key) => !then.has(key as PhoneKey));
  return [
    ...set.map(([key, value]) => assign(phoneEntry(key), value)),
    ...cleared.map((key) => assign(phoneEntry(key as PhoneKey), null)),
  ];
};

/** What the change of a contact follows from. */
const followed: readonly AnyProperty[] = [
  contactProperties.displayName,
  contactProperties.givenName,
  contactProperties.middleName,
  contactProperties.surname,
  contactProperties.companyName,
  contactProperties.fileAs,
  contactProperties.emailAddresses,
  contactProperties.phoneNumbers,
];

const demandContact = (item: Item | undefined): ItemOf<'Contact'> => {
  if (item === undefined) throw new WriteRefusal({ reason: 'NOT_FOUND' });
  if (item.type !== 'Contact') throw invalidField(['input', 'id'], 'is the id of an item that is no contact.');
  return item;
};

/**
 * Changes what is given of a contact, and nothing else: GetItem and UpdateItem, both once more when somebody changed it in between and no version was named.
 * A contact that says all of it already is not written. Throws WriteRefusal and EwsError.
 */
export const updateContact = async (
  mailbox: ChangeSource,
  { id, ifChangeKey, details, shown }: ContactToUpdate,
): Promise<void> => {
  const { values, emails, phones } = details;
  const outcomes = await changeItems(mailbox, [{ id, ifChangeKey }], {
    follows: followed,
    shown,
    change: (item) => {
      const { properties } = demandContact(item);
      const changes = { ...values, ...followingNames(properties, values) };
      const named = [
        ...(emails === undefined ? [] : changedEmails(properties, emails)),
        ...(phones === undefined ? [] : changedPhones(properties, phones)),
      ];
      const isNothing = named.length === 0 && Object.values(changes).every((value) => value === undefined);
      return isNothing ? undefined : { type: 'Contact', changes, named };
    },
  });
  const outcome = outcomes.get(id);
  if (outcome !== undefined && 'failure' in outcome) throw outcome.failure;
};
