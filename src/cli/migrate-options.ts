import { InvalidArgumentError } from 'commander';
import { normalInstant } from '../ews/properties/codec.ts';
import type { PortableFolderKind } from '../migration/portable/portable-folder.ts';

const kinds: readonly PortableFolderKind[] = ['mail', 'calendar', 'contacts', 'tasks'];

/** `mail,contacts`. */
export const kindsOption = (value: string): readonly PortableFolderKind[] => {
  const given = value.split(',').map((part) => part.trim());
  const known = kinds.filter((kind) => given.includes(kind));
  if (known.length === 0 || given.some((part) => !kinds.some((kind) => kind === part)))
    throw new InvalidArgumentError(`Say ${kinds.join(', ')}, with commas between them.`);
  return known;
};

/** `2026-01-31`, which is the midnight in UTC with which that day begins, or a moment with its offset. */
export const instantOption = (value: string): string => {
  const instant = normalInstant(/^\d{4}-\d{2}-\d{2}$/.test(value) ? `${value}T00:00:00Z` : value);
  if (instant === undefined)
    throw new InvalidArgumentError('Say a date such as 2026-01-31 or 2026-01-31T08:00:00+01:00.');
  return instant;
};

/** Mailboxes at a time. */
export const concurrencyOption = (value: string): number => wholeNumber(value, 1, 32);

/** Minutes. */
export const patienceOption = (value: string): number => wholeNumber(value, 0, 1440);

const wholeNumber = (value: string, least: number, most: number): number => {
  const number = Number(value);
  if (!/^\d{1,4}$/.test(value) || number < least || number > most)
    throw new InvalidArgumentError(`Say a whole number from ${least} to ${most}.`);
  return number;
};
