import type { Directory } from '../directory/directory.ts';
import { EwsError, InvalidInputError } from '../ews/errors.ts';
import type { EwsSession } from '../ews/operation.ts';
import { getRoomLists } from '../ews/operations/get-room-lists.ts';
import { getRooms } from '../ews/operations/get-rooms.ts';
import { mailboxAddress, type MailboxAddress } from '../ews/properties/id.ts';
import type { Recipient } from '../ews/properties/recipient.ts';

/** A room, or a list of rooms, as the directory knows it. */
export interface NamedAddress {
  readonly name: string;
  readonly address: MailboxAddress;
}

/** More lists than that are not looked through for all the rooms there are: each is a call. */
const mostRoomLists = 50;

/** What cannot be written to cannot be booked; what is told twice comes once. */
const namedAddresses = (told: readonly Recipient[]): readonly NamedAddress[] => {
  const found = new Map<MailboxAddress, NamedAddress>();
  for (const { name, address: text } of told) {
    const address = text === undefined ? undefined : mailboxAddress(text);
    if (address !== undefined && !found.has(address)) found.set(address, { name: name ?? address, address });
  }
  return [...found.values()];
};

/** The lists into which rooms are sorted; one call, often none. Throws EwsError. */
export const readRoomLists = async (session: EwsSession): Promise<readonly NamedAddress[]> =>
  namedAddresses(await session.call(getRoomLists, {}));

/** The rooms of one list; undefined when there is no list of this address. One call. Throws EwsError. */
export const readRoomsIn = async (
  session: EwsSession,
  list: MailboxAddress,
): Promise<readonly NamedAddress[] | undefined> => {
  try {
    return namedAddresses(await session.call(getRooms, { list }));
  } catch (error) {
    if (error instanceof EwsError && error.responseCode === 'ErrorNameResolutionNoResults') return undefined;
    throw error;
  }
};

/** The rooms of a directory that can be listed, as Amazon WorkMail's; no call to the mail server. Empty where it cannot. Throws DirectoryError. */
export const listedRooms = async (directory: Directory): Promise<readonly NamedAddress[]> =>
  (await directory.list())
    .filter(({ kind }) => kind === 'ROOM')
    .map(({ address, displayName }) => ({ name: displayName ?? address, address }));

/**
 * The rooms of all lists, where there is no other way to know them: one call, and one for each list. Throws EwsError, and InvalidInputError where there
 * are too many lists.
 */
export const readListedRooms = async (session: EwsSession): Promise<readonly NamedAddress[]> => {
  const lists = await readRoomLists(session);
  if (lists.length > mostRoomLists)
    throw new InvalidInputError('There are too many lists of rooms to look through them all: ask for the rooms of one');
  const rooms = await Promise.all(lists.map(({ address }) => readRoomsIn(session, address)));
  return namedAddresses(rooms.flatMap((some) => some ?? []));
};
