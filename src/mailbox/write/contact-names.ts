/** The names of a contact; null and undefined: there is none. */
export interface ContactNames {
  readonly displayName?: string | null | undefined;
  readonly givenName?: string | null | undefined;
  readonly middleName?: string | null | undefined;
  readonly surname?: string | null | undefined;
  readonly companyName?: string | null | undefined;
  /** What an address book sorts it by: `Byron, Ada`. */
  readonly fileAs?: string | null | undefined;
}

const joined = (parts: readonly (string | null | undefined)[], separator: string): string =>
  parts.filter((part) => part !== undefined && part !== null && part !== '').join(separator);

const composedName = ({ givenName, middleName, surname, companyName }: ContactNames): string =>
  joined([givenName, middleName, surname], ' ') || (companyName ?? '');

const composedFileAs = (names: ContactNames): string =>
  joined([names.surname, names.givenName], ', ') || names.companyName || names.displayName || '';

/** What a name that follows from others becomes; undefined: it stays, because somebody chose it or nothing changes. */
const following = (present: string | null | undefined, before: string, after: string): string | null | undefined => {
  const current = present ?? '';
  if ((current !== '' && current !== before) || current === after) return undefined;
  return after === '' ? null : after;
};

/**
 * The name shown and the one to sort by, as they follow from the others: servers compose neither, and mail programs show a contact without them as an
 * empty line. Only what changes; a name that says something else than the others did is somebody's choice, and stays. `given`: what a caller writes.
 */
export const followingNames = (
  before: ContactNames,
  given: Omit<ContactNames, 'fileAs'>,
): Pick<ContactNames, 'displayName' | 'fileAs'> => {
  const stated = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) as ContactNames;
  const after: ContactNames = { ...before, ...stated };
  const displayName =
    given.displayName === undefined
      ? following(before.displayName, composedName(before), composedName(after))
      : undefined;
  const shown = displayName === undefined ? after : { ...after, displayName };
  const fileAs = following(before.fileAs, composedFileAs(before), composedFileAs(shown));
  return {
    ...(displayName === undefined ? {} : { displayName }),
    ...(fileAs === undefined ? {} : { fileAs }),
  };
};
