import { defineOperation } from '../operation.ts';
import type { MailboxAddress } from '../properties/id.ts';
import { mailbox, type Recipient } from '../properties/recipient.ts';
import { child, childrenNamed, element } from '../xml.ts';

/** Of which list. */
export interface GetRoomsInput {
  /** Address of a list that GetRoomLists told. */
  readonly list: MailboxAddress;
}

/**
 * https://learn.microsoft.com/exchange/client-developer/web-service-reference/getrooms-operation
 * An address that is no list is ErrorNameResolutionNoResults or another error of the server's.
 */
export const getRooms = defineOperation<GetRoomsInput, readonly Recipient[]>({
  name: 'GetRooms',
  access: 'read',
  names: undefined,
  idempotent: true,
  encode: ({ list }) => element('m:GetRooms', [element('m:RoomList', [element('t:EmailAddress', list)])]),
  decode: (message) =>
    childrenNamed(child(message, 'Rooms') ?? element('none'), 'Room').flatMap((room) => {
      const identity = child(room, 'Id');
      return identity === undefined ? [] : [mailbox.decode(identity)];
    }),
  rows: (rooms) => rooms.length,
});
