import { describe, expect, it } from 'vitest';
import { expandDl } from '../../../src/ews/operations/expand-dl.ts';
import { getRoomLists } from '../../../src/ews/operations/get-room-lists.ts';
import { getRooms } from '../../../src/ews/operations/get-rooms.ts';
import { writeXml } from '../../../src/ews/xml.ts';
import { address } from '../../access.ts';
import { describeWithWitness } from '../../witness.ts';
import { answered, answeredAs, done, refused } from '../answered.ts';
import { recordedAnswer, recordedIn } from '../recorded.ts';

const team = address('team@example.test');
const succeeded = 'ResponseClass="Success"><m:ResponseCode>NoError</m:ResponseCode>';
const room = (name: string): string =>
  `<t:Name>${name}</t:Name><t:EmailAddress>${name}@Example.test</t:EmailAddress><t:RoutingType>SMTP</t:RoutingType><t:MailboxType>Mailbox</t:MailboxType>`;

describe('ExpandDL', () => {
  it('asks for a group by its address', () => {
    expect(writeXml(expandDl.encode({ group: team }))).toBe(
      '<m:ExpandDL><m:Mailbox><t:EmailAddress>team@example.test</t:EmailAddress></m:Mailbox></m:ExpandDL>',
    );
  });

  it('reads who is in it, groups among them, and whether that is everybody', async () => {
    const members = (attributes: string, content: string): Promise<readonly unknown[]> =>
      answered(expandDl, { group: team }, done('ExpandDL', `<m:DLExpansion ${attributes}>${content}</m:DLExpansion>`));
    expect(
      await members(
        'TotalItemsInView="5" IncludesLastItemInRange="false"',
        `<t:Mailbox>${room('ann')}</t:Mailbox><t:Mailbox><t:Name>Sales</t:Name><t:EmailAddress>sales@example.test</t:EmailAddress><t:MailboxType>PublicDL</t:MailboxType></t:Mailbox>`,
      ),
    ).toEqual([
      {
        isLast: false,
        members: [
          { name: 'ann', address: 'ann@example.test', mailboxType: 'Mailbox' },
          { name: 'Sales', address: 'sales@example.test', mailboxType: 'PublicDL' },
        ],
      },
    ]);
    expect(await members('TotalItemsInView="0" IncludesLastItemInRange="true"', '')).toEqual([
      { isLast: true, members: [] },
    ]);
    expect(await answered(expandDl, { group: team }, done('ExpandDL'))).toEqual([{ isLast: true, members: [] }]);
  });

  it('does not take what is no group for an empty one', async () => {
    expect(await answered(expandDl, { group: team }, refused('ExpandDL', 'ErrorNameResolutionNoResults'))).toEqual([
      'ErrorNameResolutionNoResults',
    ]);
  });
});

describe('GetRoomLists', () => {
  it('asks for all, and reads names and addresses from the response itself', async () => {
    expect(writeXml(getRoomLists.encode({}))).toBe('<m:GetRoomLists/>');
    const lists = `<m:RoomLists><t:Address>${room('north')}</t:Address><t:Address>${room('south')}</t:Address></m:RoomLists>`;
    const read = (content: string): Promise<readonly unknown[]> =>
      answeredAs(getRoomLists, {}, `<m:GetRoomListsResponse ${content}</m:GetRoomListsResponse>`);
    expect(await read(`${succeeded}${lists}`)).toEqual([
      [
        { name: 'north', address: 'north@example.test' },
        { name: 'south', address: 'south@example.test' },
      ],
    ]);
    expect(await read(succeeded)).toEqual([[]]);
    expect(await read('ResponseClass="Error"><m:ResponseCode>ErrorInvalidRequest</m:ResponseCode>')).toEqual([
      'ErrorInvalidRequest',
    ]);
  });
});

describe('GetRooms', () => {
  it('asks for the rooms of a list, and reads names and addresses', async () => {
    expect(writeXml(getRooms.encode({ list: team }))).toBe(
      '<m:GetRooms><m:RoomList><t:EmailAddress>team@example.test</t:EmailAddress></m:RoomList></m:GetRooms>',
    );
    const rooms = `<m:Rooms><t:Room><t:Id>${room('blue')}</t:Id></t:Room><t:Room/></m:Rooms>`;
    const read = (content: string): Promise<readonly unknown[]> =>
      answeredAs(getRooms, { list: team }, `<m:GetRoomsResponse ${content}</m:GetRoomsResponse>`);
    expect(await read(`${succeeded}${rooms}`)).toEqual([[{ name: 'blue', address: 'blue@example.test' }]]);
    expect(await read(succeeded)).toEqual([[]]);
  });
});

describeWithWitness('a sample answer to ExpandDL', (folder) => {
  it('is read', async () => {
    const recorded =
      recordedIn(`${folder}/ews/samples`).find(({ name }) => name.startsWith('ExpandDL-01')) ?? expect.fail();
    const [answer] = await recordedAnswer(recorded, expandDl, { group: team });
    expect(answer).toMatchObject({
      isLast: true,
      members: [{ address: 'dpark@exampledomain.com' }, { name: 'Jeff Price' }, { mailboxType: 'Mailbox' }],
    });
  });
});
