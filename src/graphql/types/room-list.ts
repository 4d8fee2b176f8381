import { mailboxAddress, type MailboxAddress } from '../../ews/properties/id.ts';
import { listedRooms, readListedRooms, readRoomLists, readRoomsIn, type NamedAddress } from '../../mailbox/rooms.ts';
import { builder } from '../builder.ts';
import type { Context } from '../context.ts';
import { emptyBeside } from '../empty-beside.ts';
import { badUserInput, notFound } from '../errors.ts';
import { cost } from '../guards/cost.ts';
import { mostInRequest } from '../guards/most-in-request.ts';
import { forbidden } from '../guards/permission.ts';
import { lookUpSession } from '../look-up-session.ts';
import { Room, RoomList, type DirectoryEntrySource } from '../refs.ts';

const roomEntry = ({ name, address }: NamedAddress): DirectoryEntrySource => ({ typeName: 'Room', name, address });

/** Each list is a call. */
const mostLists = 50;
const mayReadOneMore = mostInRequest(mostLists);

const roomsIn = async (context: Context, list: MailboxAddress): Promise<DirectoryEntrySource[]> => {
  if (!mayReadOneMore(context, list))
    throw badUserInput(`One request may look into ${mostLists} lists of rooms; ask for the others by themselves`);
  const rooms = await readRoomsIn(lookUpSession(context), list);
  if (rooms === undefined) throw notFound('There is no list of rooms with this address.');
  return rooms.map(roomEntry);
};

/** All rooms: from the directory where that can be listed, else from the lists of the mail server. */
const allRooms = async (context: Context, field: string): Promise<DirectoryEntrySource[]> => {
  // Rooms are nobody's in particular; but a caller who may do nothing anywhere is told nothing.
  if (context.policy.permissionsOf(context.caller).size === 0)
    throw forbidden(context, { anyOf: ['READ_METADATA'], mailbox: undefined, field });
  const listed = await listedRooms(context.directory);
  const rooms = listed.length > 0 ? listed : await readListedRooms(lookUpSession(context));
  return rooms.map(roomEntry);
};

RoomList.implement({
  permission: 'withItsParent',
  description: 'A list into which an organisation sorts rooms, such as those of a building.',
  fields: (t) => ({
    name: t.exposeString('name', { nullable: false, description: 'The name shown for it.' }),
    address: t.field({
      type: 'EmailAddress',
      nullable: false,
      description: 'Names the list in `rooms(list:)`.',
      resolve: ({ address }) => address,
    }),
    rooms: t.field({
      complexity: cost('roomsOfList'),
      type: [Room],
      nullable: false,
      description: 'The rooms in it. Of 50 lists in one request.',
      resolve: ({ address }, _args, context, info) => roomsIn(context, address).catch(emptyBeside(context, info)),
    }),
  }),
});

builder.queryFields((t) => ({
  roomLists: t.field({
    complexity: cost('roomLists'),
    type: [RoomList],
    nullable: false,
    permission: 'opensMailbox',
    description: 'The lists into which rooms are sorted. Empty where the organisation has none.',
    resolve: async (_root, _args, context, info) => {
      const read = async (): Promise<NamedAddress[]> => [...(await readRoomLists(lookUpSession(context)))];
      return read().catch(emptyBeside(context, info));
    },
  }),
  rooms: t.field({
    complexity: cost('rooms'),
    type: [Room],
    nullable: false,
    permission: 'opensMailbox',
    description:
      'Rooms that can be booked: those of one list, or all that the directory has. Where there is no directory to list, all those in lists.',
    args: { list: t.arg({ type: 'EmailAddress', description: 'The address of a list of rooms. Absent: all rooms.' }) },
    resolve: async (_root, { list }, context, info) => {
      const address = typeof list === 'string' ? mailboxAddress(list) : undefined;
      const found =
        address === undefined
          ? allRooms(context, `${info.parentType.name}.${info.fieldName}`)
          : roomsIn(context, address);
      return found.catch(emptyBeside(context, info));
    },
  }),
}));
