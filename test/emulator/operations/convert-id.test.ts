import { describe, expect, it } from 'vitest';
import { schemaErrors } from '../../schema-errors.ts';
import { describeWithWitness } from '../../witness.ts';
import { bodyOf, codesIn, idsIn, type RunningEmulator, startEmulator, type TextAnswer } from '../running-emulator.ts';

const alternate = (format: string, id: string, mailbox = 'blah@blah.com'): string =>
  `<t:AlternateId Format="${format}" Id="${id}" Mailbox="${mailbox}"/>`;
const convert = (destination: string, sources: string): string =>
  `<m:ConvertId DestinationFormat="${destination}"><m:SourceIds>${sources}</m:SourceIds></m:ConvertId>`;
const formats = ['EwsLegacyId', 'EwsId', 'EntryId', 'HexEntryId', 'StoreId', 'OwaId'];
const convertedIn = ({ text }: TextAnswer): string => / Id="([^"]+)" Mailbox=/.exec(text)?.[1] ?? '';

/** Ids of alice's inbox, of a message in it and of an attachment. */
const inboxIds = async ({ call }: RunningEmulator) => {
  const inbox = '<t:DistinguishedFolderId Id="inbox"/>';
  const shape = '<t:BaseShape>AllProperties</t:BaseShape>';
  const folders = await call(
    `<m:GetFolder><m:FolderShape>${shape}</m:FolderShape><m:FolderIds>${inbox}</m:FolderIds></m:GetFolder>`,
  );
  const found = await call(
    `<m:FindItem Traversal="Shallow"><m:ItemShape>${shape}</m:ItemShape><m:ParentFolderIds>${inbox}</m:ParentFolderIds></m:FindItem>`,
  );
  const ids = idsIn(found, 'ItemId');
  const items = await call(
    `<m:GetItem><m:ItemShape>${shape}</m:ItemShape><m:ItemIds>${ids.map((id) => `<t:ItemId Id="${id}"/>`).join('')}</m:ItemIds></m:GetItem>`,
  );
  return {
    folder: idsIn(folders, 'FolderId')[0] ?? '',
    item: ids[0] ?? '',
    attachment: idsIn(items, 'AttachmentId')[0] ?? '',
  };
};

/** The MAPI id that the server tells of an item as PR_ENTRYID, base64. */
const entryIdOf = async ({ call }: RunningEmulator, id: string): Promise<string> => {
  const answer = await call(
    `<m:GetItem><m:ItemShape><t:BaseShape>IdOnly</t:BaseShape><t:AdditionalProperties><t:ExtendedFieldURI PropertyTag="0x0FFF" PropertyType="Binary"/></t:AdditionalProperties></m:ItemShape><m:ItemIds><t:ItemId Id="${id}"/></m:ItemIds></m:GetItem>`,
  );
  return /<t:Value>([^<]+)</.exec(answer.text)?.[1] ?? '';
};

describe('ConvertId', () => {
  it('tells a folder’s id again and whose mailbox it is in, whatever address was asked with', async () => {
    const running = await startEmulator();
    const { folder } = await inboxIds(running);
    expect(bodyOf(await running.call(convert('EwsId', alternate('EwsId', folder))))).toBe(
      `<m:ConvertIdResponse><m:ResponseMessages><m:ConvertIdResponseMessage ResponseClass="Success"><m:ResponseCode>NoError</m:ResponseCode><m:AlternateId xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:type="t:AlternateIdType" Format="EwsId" Id="${folder}" Mailbox="alice@example.test"/></m:ConvertIdResponseMessage></m:ResponseMessages></m:ConvertIdResponse>`,
    );
  });

  it('goes from every format to every other and back', async () => {
    const running = await startEmulator();
    const { folder, item } = await inboxIds(running);
    let compared = 0;
    for (const id of [folder, item]) {
      const written = new Map<string, string>();
      for (const format of formats) {
        written.set(format, convertedIn(await running.call(convert(format, alternate('EwsId', id)))));
      }
      expect([...written.values()]).not.toContain('');
      for (const [from, source] of written) {
        for (const [to, expected] of written) {
          const answer = await running.call(convert(to, alternate(from, source)));
          expect([to, convertedIn(answer)], `from ${from}`).toEqual([to, expected]);
          compared += 1;
        }
      }
    }
    expect(compared).toBe(72);
  });

  it('writes MAPI ids of the length and kind that Exchange does, the same as PR_ENTRYID', async () => {
    const running = await startEmulator();
    const { folder, item } = await inboxIds(running);
    const ask = async (id: string, format: string): Promise<string> =>
      convertedIn(await running.call(convert(format, alternate('EwsId', id))));
    expect(await ask(folder, 'HexEntryId')).toMatch(/^00000000[0-9A-F]{32}0100[0-9A-F]{44}0000$/);
    expect(await ask(item, 'HexEntryId')).toMatch(/^00000000[0-9A-F]{32}0700[0-9A-F]{44}0000[0-9A-F]{44}0000$/);
    expect(await ask(folder, 'StoreId')).toMatch(/^LgAAAA.{57}B$/);
    expect(await ask(item, 'StoreId')).toMatch(/^RgAAAA.{89}J$/);
    expect(await ask(item, 'EntryId')).toBe(await entryIdOf(running, item));
  });

  it('answers every id of a batch, the wrong ones with errors', async () => {
    const running = await startEmulator();
    const { folder, item, attachment } = await inboxIds(running);
    const stranger = Buffer.alloc(46, 7).toString('base64');
    const asked = [
      alternate('EwsId', folder),
      alternate('EwsId', ''),
      alternate('EwsId', 'DUMMY'),
      alternate('HexEntryId', 'abc'),
      alternate('StoreId', item),
      alternate('OwaId', '%'),
      alternate('EntryId', stranger),
      alternate('EwsId', attachment),
      '<t:AlternatePublicFolderId Format="EwsId" FolderId="x"/>',
      '<t:AlternatePublicFolderItemId Format="EwsId" FolderId="x" ItemId="y"/>',
    ];
    expect(codesIn(await running.call(convert('EntryId', asked.join(''))))).toEqual([
      'NoError',
      'ErrorInvalidIdEmpty',
      ...Array.from({ length: 4 }, () => 'ErrorInvalidIdMalformed'),
      'ErrorNonExistentMailbox',
      ...Array.from({ length: 3 }, () => 'ErrorInvalidIdMalformed'),
    ]);
  });

  it('is refused for a format that does not exist, and without an address or an id', async () => {
    const { call } = await startEmulator();
    for (const request of [
      convert('Best', alternate('EwsId', 'x')),
      convert('EwsId', alternate('Best', 'x')),
      convert('EwsId', alternate('EwsId', 'x', '')),
      convert('EwsId', ''),
    ]) {
      expect(codesIn(await call(request)), request).toEqual(['ErrorSchemaValidation']);
    }
  });
});

describeWithWitness('ConvertId, against the Exchange2010_SP2 schema', (witness) => {
  it('answers validly', async () => {
    const running = await startEmulator();
    const { folder, item } = await inboxIds(running);
    const answer = await running.call(
      convert('OwaId', alternate('EwsId', folder) + alternate('EwsId', item) + alternate('EwsId', 'DUMMY')),
    );
    expect(codesIn(answer)).toEqual(['NoError', 'NoError', 'ErrorInvalidIdMalformed']);
    expect(await schemaErrors(witness, [answer.text])).toEqual([]);
  });
});
