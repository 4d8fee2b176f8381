import { DirectoryError, type DirectoryMailbox } from '../directory/directory.ts';
import type { ResolvedName } from '../ews/operations/resolve-names.ts';
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
  { mailboxType }: ResolvedName,
  kind: DirectoryMailbox['kind'] | undefined,
): DirectoryEntrySource['typeName'] => {
  if (bookable.has(kind)) return 'Room';
  return kind === 'GROUP' || mailboxType === 'PublicDL' || mailboxType === 'PrivateDL' ? 'Group' : 'Person';
};

/** What a look-up found, as people, groups and rooms. Entries without an address cannot be written to and are left out. */
export const directoryEntries = async (
  context: Context,
  names: readonly ResolvedName[],
): Promise<readonly DirectoryEntrySource[]> => {
  if (names.length === 0) return [];
  const kinds = new Map((await listed(context)).map(({ address, kind }) => [String(address), kind]));
  return names.flatMap((resolved): readonly DirectoryEntrySource[] => {
    const { address, name, contact, mailboxType } = resolved;
    if (address === undefined) return [];
    return [
      {
        typeName: typeNameOf(resolved, kinds.get(address)),
        name: name ?? contact?.displayName ?? address,
        address,
        givenName: contact?.givenName ?? contact?.completeName?.firstName,
        surname: contact?.surname ?? contact?.completeName?.lastName,
        jobTitle: contact?.jobTitle,
        department: contact?.department,
        isPrivate: mailboxType === 'PrivateDL',
      },
    ];
  });
};
