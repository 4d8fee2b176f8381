import { describe, expect, it } from 'vitest';
import { sendItem } from '../../../src/ews/operations/send-item.ts';
import { itemId } from '../../../src/ews/properties/id.ts';
import { writeXml } from '../../../src/ews/xml.ts';
import { address } from '../../access.ts';
import { answered, done, refused } from '../answered.ts';
import { compact, parsed } from '../parsed.ts';

const ids = ['a', 'b', 'c'].map((id) => ({ id: itemId(id), changeKey: 'k' }));

describe('SendItem', () => {
  it('writes drafts with the version that is meant, and where their copies go', () => {
    const saveCopyIn = { distinguished: 'sentitems', mailbox: address('alice@example.test') } as const;
    expect(writeXml(sendItem.encode({ ids: ids.slice(0, 1), saveCopyIn }))).toBe(
      compact(`
        <m:SendItem SaveItemToFolder="true">
          <m:ItemIds><t:ItemId Id="a" ChangeKey="k"/></m:ItemIds>
          <m:SavedItemFolderId>
            <t:DistinguishedFolderId Id="sentitems"><t:Mailbox><t:EmailAddress>alice@example.test</t:EmailAddress></t:Mailbox></t:DistinguishedFolderId>
          </m:SavedItemFolderId>
        </m:SendItem>`),
    );
    expect(writeXml(sendItem.encode({ ids: ids.slice(0, 1), saveCopyIn: null }))).toBe(
      '<m:SendItem SaveItemToFolder="false"><m:ItemIds><t:ItemId Id="a" ChangeKey="k"/></m:ItemIds></m:SendItem>',
    );
  });

  it('reads one outcome per draft, the error in the middle too', async () => {
    const messages = done('SendItem') + refused('SendItem', 'ErrorStaleObject') + done('SendItem');
    expect(await answered(sendItem, { ids, saveCopyIn: null }, messages)).toEqual([
      undefined,
      'ErrorStaleObject',
      undefined,
    ]);
  });

  it('finds its messages in the list of gromox, which has another name', () => {
    const response = parsed(`<m:SendItemResponse><m:Responses>${done('SendItem')}</m:Responses></m:SendItemResponse>`);
    expect(sendItem.messages?.(response)).toHaveLength(1);
  });

  it('is a write that nobody repeats', () => {
    expect(sendItem).toMatchObject({ access: 'write', idempotent: false });
  });
});
