import { expect, test } from 'vitest';
import { createItem } from '../../../src/ews/operations/create-item.ts';
import { contactGroupProperties } from '../../../src/ews/properties/contact-group.ts';
import { folderId } from '../../../src/ews/properties/id.ts';
import { itemDecoder, looseValue } from '../../../src/ews/properties/item-element.ts';
import { parseXml, writeXml } from '../../../src/ews/xml.ts';

const members = [{ name: 'Ann Lee', address: 'ann@example.test' }, { address: 'bo@example.test' }];

test('a group of contacts is made with its members', () => {
  const request = createItem.encode({
    items: [{ type: 'DistributionList', properties: { subject: 'Us', displayName: 'Us', members } }],
    disposition: 'SaveOnly',
    saveIn: { id: folderId('contacts') },
  });
  expect(writeXml(request)).toBe(
    '<m:CreateItem MessageDisposition="SaveOnly"><m:SavedItemFolderId><t:FolderId Id="contacts"/></m:SavedItemFolderId><m:Items><t:DistributionList><t:Subject>Us</t:Subject><t:DisplayName>Us</t:DisplayName><t:Members><t:Member><t:Mailbox><t:Name>Ann Lee</t:Name><t:EmailAddress>ann@example.test</t:EmailAddress></t:Mailbox></t:Member><t:Member><t:Mailbox><t:EmailAddress>bo@example.test</t:EmailAddress></t:Mailbox></t:Member></t:Members></t:DistributionList></m:Items></m:CreateItem>',
  );
});

test('the members of a group are read', () => {
  const { members: row, displayName } = contactGroupProperties;
  const node = parseXml(
    '<DistributionList><ItemId Id="g" ChangeKey="1"/><DisplayName>Us</DisplayName><Members><Member Key="k"><Mailbox><Name>Ann Lee</Name><EmailAddress>ann@example.test</EmailAddress><RoutingType>SMTP</RoutingType></Mailbox><Status>Normal</Status></Member></Members></DistributionList>',
  );
  const item = itemDecoder([row, displayName])(node);
  if (item === undefined) throw new Error('no item');
  expect(looseValue(item, row)).toEqual([{ name: 'Ann Lee', address: 'ann@example.test' }]);
  expect(looseValue(item, displayName)).toBe('Us');
});
