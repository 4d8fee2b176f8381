import { describe, expect, it } from 'vitest';
import { EwsError, InvalidInputError } from '../../../src/ews/errors.ts';
import { findItem, type FindItemInput } from '../../../src/ews/operations/find-item.ts';
import { folderId, mailboxAddress } from '../../../src/ews/properties/id.ts';
import { calendarItemProperties } from '../../../src/ews/properties/calendar-item.ts';
import { messageProperties } from '../../../src/ews/properties/message.ts';
import { writeXml } from '../../../src/ews/xml.ts';
import { compact, parsed } from '../parsed.ts';

const { subject, receivedAt, isRead } = messageProperties;
const ann = mailboxAddress('ann@example.test') ?? expect.fail();
const input = (changes: Partial<FindItemInput> = {}): FindItemInput => ({
  parents: [{ id: folderId('in+/=') }],
  wanted: [subject],
  view: { type: 'indexed', offset: 0, limit: 50 },
  ...changes,
});
const page = (root: string) =>
  parsed(
    `<m:FindItemResponseMessage ResponseClass="Success"><m:ResponseCode>NoError</m:ResponseCode>${root}</m:FindItemResponseMessage>`,
  );

describe('FindItem', () => {
  it('writes shape, page, restriction, order and parents in the order that servers insist on', () => {
    const request = findItem.encode(
      input({
        parents: [{ id: folderId('in+/=') }, { distinguished: 'sentitems', mailbox: ann }],
        view: { type: 'indexed', offset: 100, limit: 25 },
        restriction: { property: isRead, is: 'equalTo', value: 'false' },
        sort: [{ property: receivedAt, direction: 'Descending' }],
      }),
    );
    expect(writeXml(request)).toBe(
      compact(`
        <m:FindItem Traversal="Shallow">
          <m:ItemShape>
            <t:BaseShape>IdOnly</t:BaseShape>
            <t:AdditionalProperties><t:FieldURI FieldURI="item:Subject"/></t:AdditionalProperties>
          </m:ItemShape>
          <m:IndexedPageItemView MaxEntriesReturned="25" Offset="100" BasePoint="Beginning"/>
          <m:Restriction>
            <t:IsEqualTo>
              <t:FieldURI FieldURI="message:IsRead"/>
              <t:FieldURIOrConstant><t:Constant Value="false"/></t:FieldURIOrConstant>
            </t:IsEqualTo>
          </m:Restriction>
          <m:SortOrder><t:FieldOrder Order="Descending"><t:FieldURI FieldURI="item:DateTimeReceived"/></t:FieldOrder></m:SortOrder>
          <m:ParentFolderIds>
            <t:FolderId Id="in+/="/>
            <t:DistinguishedFolderId Id="sentitems"><t:Mailbox><t:EmailAddress>ann@example.test</t:EmailAddress></t:Mailbox></t:DistinguishedFolderId>
          </m:ParentFolderIds>
        </m:FindItem>`),
    );
  });

  it('writes a search after the parents', () => {
    expect(writeXml(findItem.encode(input({ queryString: 'from:"bob" AND x<y' })))).toContain(
      '</m:ParentFolderIds><m:QueryString>from:"bob" AND x&lt;y</m:QueryString></m:FindItem>',
    );
  });

  it('counts from the end when asked to', () => {
    expect(writeXml(findItem.encode(input({ view: { type: 'indexed', offset: 0, limit: 1, from: 'End' } })))).toContain(
      '<m:IndexedPageItemView MaxEntriesReturned="1" Offset="0" BasePoint="End"/>',
    );
  });

  it('writes a calendar view, which takes neither condition nor order nor search', () => {
    const view = { type: 'calendar', start: '2026-03-01T00:00:00Z', end: '2026-04-01T00:00:00Z' } as const;
    expect(writeXml(findItem.encode(input({ view, wanted: [], sort: [] })))).toBe(
      compact(`
        <m:FindItem Traversal="Shallow">
          <m:ItemShape><t:BaseShape>IdOnly</t:BaseShape></m:ItemShape>
          <m:CalendarView StartDate="2026-03-01T00:00:00Z" EndDate="2026-04-01T00:00:00Z"/>
          <m:ParentFolderIds><t:FolderId Id="in+/="/></m:ParentFolderIds>
        </m:FindItem>`),
    );
    expect(writeXml(findItem.encode(input({ view: { ...view, limit: 500 } })))).toContain(
      '<m:CalendarView MaxEntriesReturned="500" StartDate',
    );
    expect(() => findItem.encode(input({ view, queryString: 'x' }))).toThrow(InvalidInputError);
    expect(() => findItem.encode(input({ view, sort: [{ property: receivedAt, direction: 'Ascending' }] }))).toThrow(
      InvalidInputError,
    );
    expect(() => findItem.encode(input({ view, restriction: { property: isRead, exists: true } }))).toThrow(
      InvalidInputError,
    );
  });

  it('reads a page of mixed kinds in the server’s order', () => {
    const answer = page(`
      <m:RootFolder TotalItemsInView="1200" IncludesLastItemInRange="false" IndexedPagingOffset="53">
        <t:Items>
          <t:MeetingRequest><t:ItemId Id="2" ChangeKey="b"/><t:Subject>Review</t:Subject></t:MeetingRequest>
          <t:Message><t:ItemId Id="1" ChangeKey="a"/></t:Message>
          <t:CalendarItem><t:ItemId Id="3" ChangeKey="c"/><t:Subject>Stand-up</t:Subject><t:Location>Room</t:Location></t:CalendarItem>
        </t:Items>
      </m:RootFolder>`);
    expect(findItem.decode(answer, input({ wanted: [subject, calendarItemProperties.location] }))).toEqual({
      items: [
        { type: 'Message', element: 'MeetingRequest', id: '2', changeKey: 'b', properties: { subject: 'Review' } },
        { type: 'Message', element: 'Message', id: '1', changeKey: 'a', properties: {} },
        {
          type: 'CalendarItem',
          element: 'CalendarItem',
          id: '3',
          changeKey: 'c',
          properties: { subject: 'Stand-up', location: 'Room' },
        },
      ],
      total: 1200,
      isLast: false,
      nextOffset: 53,
    });
  });

  it('reads an empty folder', () => {
    const answer = page(
      '<m:RootFolder TotalItemsInView="0" IncludesLastItemInRange="true" IndexedPagingOffset="0"><t:Items/></m:RootFolder>',
    );
    expect(findItem.decode(answer, input())).toEqual({ items: [], total: 0, isLast: true, nextOffset: 0 });
  });

  it.each([
    ['', { total: 2, isLast: true, nextOffset: undefined }],
    [' TotalItemsInView="9" IndexedPagingOffset="2"', { total: 9, isLast: false, nextOffset: 2 }],
    [' TotalItemsInView="2" IndexedPagingOffset="2"', { total: 2, isLast: true, nextOffset: 2 }],
    [' IncludesLastItemInRange="0"', { total: 2, isLast: false, nextOffset: undefined }],
  ])('makes the best of the paging attributes%s', (attributes, range) => {
    const items =
      '<t:Items><t:Message><t:ItemId Id="1"/></t:Message><t:Message><t:ItemId Id="2"/></t:Message></t:Items>';
    expect(findItem.decode(page(`<m:RootFolder${attributes}>${items}</m:RootFolder>`), input())).toMatchObject(range);
  });

  it('does not take an answer without its folder for an empty one', () => {
    expect(() => findItem.decode(page(''), input())).toThrow(
      new EwsError('decode', 'FindItemResponseMessage has no RootFolder'),
    );
  });

  it('counts one key a parent and reads only', () => {
    expect(findItem.keys?.(input({ parents: [{ id: folderId('a') }, { id: folderId('b') }] }))).toBe(2);
    expect(findItem).toMatchObject({ name: 'FindItem', access: 'read', idempotent: true });
  });
});
