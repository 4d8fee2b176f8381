import { defineOperation } from '../operation.ts';
import { mailbox, type Recipient } from '../properties/recipient.ts';
import { child, childrenNamed, element } from '../xml.ts';

/**
 * The lists into which an organisation sorts its rooms; often none.
 * https://learn.microsoft.com/exchange/client-developer/web-service-reference/getroomlists-operation
 */
export const getRoomLists = defineOperation<Readonly<Record<never, never>>, readonly Recipient[]>({
  name: 'GetRoomLists',
  access: 'read',
  names: undefined,
  idempotent: true,
  encode: () => element('m:GetRoomLists'),
  decode: (message) => childrenNamed(child(message, 'RoomLists') ?? element('none'), 'Address').map(mailbox.decode),
  rows: (lists) => lists.length,
});
