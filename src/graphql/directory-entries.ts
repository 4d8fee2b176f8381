import { DirectoryError, type DirectoryMailbox } from '../directory/directory.ts';
import type { ResolvedName } from '../ews/operations/resolve-names.ts';
import type { MailboxEntry } from '../ews/properties/mailbox-entry.ts';
import type { Context } from './context.ts';
import type { DirectoryEntrySource } from './refs.ts';

/** ResolveNames calls a room a mailbox; the directory tells them apart. Where it cannot be asked, everybody is a person. */
const listed = async ({ directory }: Context): Promise<readonly DirectoryMailbox[]> => {
  try {
    return await directory.list();
  } catch (error) {
    if (error instanceof DirectoryError) return [];
    throw error;
  }
};

const bookable: ReadonlySet<DirectoryMailbox['kind'] | undefined> = new Set(['ROOM', 'EQUIPMENT'] as const);

const typeNameOf = (
  { mailboxType }: Pick<MailboxEntry, 'mailboxType'>,
  kind: DirectoryMailbox['kind'] | undefined,
): DirectoryEntrySource['typeName'] => {
  if (bookable.has(kind)) return 'Room';
  return kind === 'GROUP' || mailboxType === 'PublicDL' || mailboxType === 'PrivateDL' ? 'Group' : 'Person';
};

/** Whether an entry is a group, as far as it says so itself or the directory knows. */
export const isGroupIn = async (context: Context): Promise<(entry: MailboxEntry) => boolean> => {
  const groups = new Set(
    (await listed(context)).filter(({ kind }) => kind === 'GROUP').map(({ address }) => String(address)),
  );
  return ({ mailboxType, address }) =>
    typeNameOf({ mailboxType }, groups.has(address ?? '') ? 'GROUP' : undefined) === 'Group';
};

const entryOf = (
  resolved: ResolvedName,
  address: string,
  kind: DirectoryMailbox['kind'] | undefined,
): DirectoryEntrySource => {
  const { name, contact, mailboxType } = resolved;
  return {
    typeName: typeNameOf(resolved, kind),
    name: name ?? contact?.displayName ?? address,
    address,
    givenName: contact?.givenName ?? contact?.completeName?.firstName,
    surname: contact?.surname ?? contact?.completeName?.lastName,
    jobTitle: contact?.jobTitle,
    department: contact?.department,
    isPrivate: mailboxType === 'PrivateDL',
  };
};

/** Two entries of one address: the first, with what only the second tells. */
const merged = (first: DirectoryEntrySource, second: DirectoryEntrySource): DirectoryEntrySource => ({
  ...first,
  givenName: first.givenName ?? second.givenName,
  surname: first.surname ?? second.surname,
  jobTitle: first.jobTitle ?? second.jobTitle,
  department: first.department ?? second.department,
});

/**
 * What a look-up found, as people, groups and rooms; somebody who is in the directory and in the contacts comes once. Entries without an address
 * cannot be written to and are left out.
 */
export const directoryEntries = async (
  context: Context,
  names: readonly ResolvedName[],
): Promise<readonly DirectoryEntrySource[]> => {
  if (names.length === 0) return [];
  const kinds = new Map((await listed(context)).map(({ address, kind }) => [String(address), kind]));
  const entries = new Map<string, DirectoryEntrySource>();
  for (const resolved of names) {
    if (resolved.address === undefined) continue;
    const entry = entryOf(resolved, resolved.address, kinds.get(resolved.address));
    const known = entries.get(entry.address);
    entries.set(entry.address, known === undefined ? entry : merged(known, entry));
  }
  return [...entries.values()];
};
