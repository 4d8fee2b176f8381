import { mailboxElement, ownerMailbox } from '../mail/addressee.ts';
import { EmulatorError } from '../emulator-error.ts';
import type { SeedGroup } from '../store/model.ts';
import { answerOnce, type OperationHandler } from '../operation.ts';
import type { Account, Store } from '../store/store.ts';
import { child, childText, node } from '../xml/xml.ts';

/**
 * A group that has members, all of them rooms, is a list of rooms.
 * https://learn.microsoft.com/exchange/client-developer/web-service-reference/getroomlists-operation
 */
export const getRoomLists: OperationHandler = (_, { store }) =>
  answerOnce('GetRoomLists', () => {
    const lists = store.groups.filter((group) => roomsOf(store, group) !== undefined);
    return [
      node(
        'm:RoomLists',
        lists.map((list) => node('t:Address', mailboxElement(list.displayName, list.address, 'PublicDL').children)),
      ),
    ];
  });

/** https://learn.microsoft.com/exchange/client-developer/web-service-reference/getrooms-operation */
export const getRooms: OperationHandler = (request, { store }) =>
  answerOnce('GetRooms', () => {
    const wanted = (childText(child(request, 'm:RoomList'), 't:EmailAddress') ?? '').trim().toLowerCase();
    const list = store.groups.find(({ address }) => address === wanted);
    const rooms = list && roomsOf(store, list);
    if (rooms === undefined) throw new EmulatorError('ErrorNameResolutionNoResults');
    return [
      node(
        'm:Rooms',
        rooms.map((room) => node('t:Room', [node('t:Id', ownerMailbox(room).children)])),
      ),
    ];
  });

const roomsOf = ({ accounts }: Store, { members }: SeedGroup): readonly Account[] | undefined => {
  const rooms = members
    .map((address) => accounts.get(address.toLowerCase()))
    .filter((account) => account?.kind === 'ROOM')
    .filter((account) => account !== undefined);
  return rooms.length > 0 && rooms.length === members.length ? rooms : undefined;
};
