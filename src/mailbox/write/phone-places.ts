import type { KeyedEntry } from '../../ews/properties/contact-entries.ts';
import { isPhoneKey, phoneKeysFor, phoneLabel, type PhoneKey, type PhoneLabel } from '../contact-labels.ts';

/** A telephone number and what it is for. */
export interface LabeledNumber {
  readonly label: PhoneLabel;
  readonly value: string;
}

/** Where the numbers of a contact go. */
export interface PhonePlaces {
  readonly placed: ReadonlyMap<PhoneKey, string>;
  /** Indexes of those for which there is no place left under their label. */
  readonly left: readonly number[];
}

/**
 * Finds a place for each number. One that the contact has already under the same label stays where it is, so that what was read can be written back; the
 * others take the places that are left, in their order.
 */
export const placePhones = (present: readonly KeyedEntry[], wanted: readonly LabeledNumber[]): PhonePlaces => {
  const placed = new Map<PhoneKey, string>();
  const stays = wanted.map(({ label, value }): boolean => {
    const found = present.find(
      (entry) =>
        isPhoneKey(entry.key) && !placed.has(entry.key) && entry.value === value && phoneLabel(entry.key) === label,
    );
    if (found === undefined || !isPhoneKey(found.key)) return false;
    placed.set(found.key, value);
    return true;
  });
  const left: number[] = [];
  for (const [index, { label, value }] of wanted.entries()) {
    if (stays[index] === true) continue;
    const free = phoneKeysFor[label].find((key) => !placed.has(key));
    if (free === undefined) left.push(index);
    else placed.set(free, value);
  }
  return { placed, left };
};
