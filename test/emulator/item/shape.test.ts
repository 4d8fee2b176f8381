import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { elementPosition } from '../../../src/emulator/xml/element-order.ts';
import { readShape, shapeFolder, shapeFoundItem, shapeItem } from '../../../src/emulator/item/shape.ts';
import { child, childText, node, type XmlNode } from '../../../src/emulator/xml/xml.ts';
import { describeWithWitness } from '../../witness.ts';
import { element, extended, field, mailbox, message } from '../elements.ts';

const shape = (base: string, paths: readonly XmlNode[] = [], more: readonly XmlNode[] = []) =>
  readShape(
    node('m:ItemShape', [
      node('t:BaseShape', base),
      ...more,
      paths.length === 0 ? undefined : node('t:AdditionalProperties', paths),
    ]),
  );
const names = (item: XmlNode) => item.children.map(({ name }) => name);

const mail = message(
  {
    't:HasAttachments': 'false',
    't:ItemClass': 'IPM.Note',
    't:Subject': 'Plan',
    't:Sensitivity': 'Normal',
    't:DateTimeReceived': '2026-03-01T10:00:00.999Z',
    't:Size': '2048',
    't:IsRead': 'true',
  },
  [
    node('t:ItemId', { Id: 'AAA=', ChangeKey: 'CCC=' }),
    node('t:Body', { BodyType: 'HTML' }, '<p>Hello <b>you</b></p>'),
    node('t:UniqueBody', { BodyType: 'HTML' }, '<p>Hello</p>'),
    node('t:ToRecipients', mailbox('x', 'Ann', 'ann@example.test').children),
    mailbox('t:From', 'Bob', 'bob@example.test'),
  ],
);

const invitation = element(
  't:MeetingRequest',
  {
    't:ItemClass': 'IPM.Schedule.Meeting.Request',
    't:Subject': 'Budget',
    't:Sensitivity': 'Normal',
    't:Size': '2048',
    't:IsAssociated': 'false',
    't:IsOutOfDate': 'false',
    't:HasBeenProcessed': 'true',
    't:ResponseType': 'NoResponseReceived',
    't:IntendedFreeBusyStatus': 'Busy',
    't:Start': '2026-08-02T17:30:00Z',
    't:End': '2026-08-02T19:30:00Z',
    't:IsMeeting': 'true',
    't:Location': 'Conference Room 2',
  },
  [node('t:ItemId', { Id: 'AAA=', ChangeKey: 'CCC=' }), mailbox('t:Organizer', 'Dan', 'dan@example.test')],
);

describe('the Default shape', () => {
  it('tells of a message whether it is an associated one', () => {
    const associated = message({ 't:IsAssociated': 'false', 't:ItemClass': 'IPM.Note' });
    expect(names(shapeItem(shape('Default'), { element: associated }, undefined))).toEqual(['t:IsAssociated']);
  });

  // As in the sample of https://learn.microsoft.com/exchange/client-developer/web-service-reference/syncfolderitems-operation
  it('tells of an invitation when and where it is for, and not how large it is', () => {
    expect(names(shapeFoundItem(shape('Default'), { element: invitation }, undefined))).toEqual(
      't:ItemId t:Subject t:Sensitivity t:IsOutOfDate t:HasBeenProcessed t:ResponseType t:IntendedFreeBusyStatus t:Start t:End t:Location t:Organizer'.split(
        ' ',
      ),
    );
  });
});

describe('a shape for GetItem', () => {
  it('shows the id alone with IdOnly', () => {
    expect(shapeItem(shape('IdOnly'), { element: mail }, undefined)).toEqual(
      node('t:Message', [node('t:ItemId', { Id: 'AAA=', ChangeKey: 'CCC=' })]),
    );
  });

  it('adds what is named, in the order of the schema and not of the request', () => {
    const asked = shape('IdOnly', [field('message:From'), field('item:Body'), field('item:Subject')]);
    expect(names(shapeItem(asked, { element: mail }, undefined))).toEqual([
      't:ItemId',
      't:Subject',
      't:Body',
      't:From',
    ]);
  });

  it('shows all properties but those that must be named', () => {
    const all = names(shapeItem(shape('AllProperties'), { element: mail, mimeContent: () => 'bWltZQ==' }, undefined));
    expect(all).toContain('t:ToRecipients');
    expect(all).toContain('t:Body');
    expect(all).not.toContain('t:UniqueBody');
    expect(all).not.toContain('t:MimeContent');
  });

  it('shows the default properties of the class', () => {
    expect(names(shapeItem(shape('Default'), { element: mail }, undefined))).toEqual([
      't:ItemId',
      't:Subject',
      't:Sensitivity',
      't:Body',
      't:Size',
      't:HasAttachments',
      't:ToRecipients',
      't:From',
      't:IsRead',
    ]);
  });

  it('gives body and unique body in the form asked for', () => {
    const asked = (bodyType: string) =>
      shapeItem(
        shape('IdOnly', [field('item:Body'), field('item:UniqueBody')], [node('t:BodyType', bodyType)]),
        { element: mail },
        undefined,
      );
    expect(child(asked('Text'), 't:Body')).toEqual(node('t:Body', { BodyType: 'Text' }, 'Hello you'));
    expect(child(asked('Text'), 't:UniqueBody')).toEqual(node('t:UniqueBody', { BodyType: 'Text' }, 'Hello'));
    expect(child(asked('Best'), 't:Body')?.attributes).toEqual({ BodyType: 'HTML' });
  });

  it('makes HTML of a plain text when HTML is asked for', () => {
    const plain = message({}, [node('t:Body', { BodyType: 'Text' }, 'a < b\r\nc')]);
    const shown = shapeItem(
      shape('IdOnly', [field('item:Body')], [node('t:BodyType', 'HTML')]),
      { element: plain },
      undefined,
    );
    expect(child(shown, 't:Body')).toEqual(
      node('t:Body', { BodyType: 'HTML' }, '<html><body><div>a &lt; b<br>\r\nc</div></body></html>'),
    );
  });

  it('composes the message only when it is asked for', () => {
    let composed = 0;
    const item = {
      element: mail,
      mimeContent: () => {
        composed += 1;
        return 'bWltZQ==';
      },
    };
    shapeItem(shape('AllProperties'), item, undefined);
    expect(composed).toBe(0);
    const named = shapeItem(shape('IdOnly', [field('item:MimeContent')]), item, undefined);
    expect(named.children[0]).toEqual(node('t:MimeContent', { CharacterSet: 'UTF-8' }, 'bWltZQ=='));
    const included = shapeItem(shape('IdOnly', [], [node('t:IncludeMimeContent', 'true')]), item, undefined);
    expect(names(included)).toEqual(['t:MimeContent', 't:ItemId']);
  });

  it('cuts date-times to whole seconds and never rounds them', () => {
    const asked = shape('IdOnly', [field('item:DateTimeReceived')]);
    expect(childText(shapeItem(asked, { element: mail }, undefined), 't:DateTimeReceived')).toBe(
      '2026-03-01T10:00:00Z',
    );
  });

  it('writes date-times in the zone of the request, with its offset then', () => {
    const asked = shape('IdOnly', [field('item:DateTimeReceived')]);
    const written = (received: string) =>
      childText(
        shapeItem(asked, { element: message({ 't:DateTimeReceived': received }) }, 'Eastern Standard Time'),
        't:DateTimeReceived',
      );
    expect(written('2026-03-01T10:00:00.500Z')).toBe('2026-03-01T05:00:00-05:00');
    expect(written('2026-07-01T10:00:00Z')).toBe('2026-07-01T06:00:00-04:00');
  });

  it('leaves the dates of a recurrence as they are', () => {
    const recurrence = node('t:Recurrence', [
      node('t:DailyRecurrence', [node('t:Interval', '1')]),
      node('t:NoEndRecurrence', [node('t:StartDate', '2026-03-02')]),
    ]);
    const event = node('t:CalendarItem', [recurrence]);
    const shown = shapeItem(shape('AllProperties'), { element: event }, 'Eastern Standard Time');
    expect(child(shown, 't:Recurrence')).toEqual(recurrence);
  });

  it('leaves out what the class cannot have', () => {
    const asked = shape('IdOnly', [field('calendar:Start'), field('contacts:GivenName')]);
    expect(names(shapeItem(asked, { element: mail }, undefined))).toEqual(['t:ItemId']);
  });

  it('joins entries of one dictionary and parts of one address', () => {
    const contact = element('t:Contact', {}, [
      node('t:PhysicalAddresses', [
        node('t:Entry', { Key: 'Home' }, [node('t:Street', 'Mill Lane 1'), node('t:City', 'Delft')]),
        node('t:Entry', { Key: 'Business' }, [node('t:City', 'Gouda')]),
      ]),
    ]);
    const part = (name: string, FieldIndex: string) =>
      node('t:IndexedFieldURI', { FieldURI: `contacts:PhysicalAddress:${name}`, FieldIndex });
    const asked = shape('IdOnly', [part('City', 'Home'), part('Street', 'Home'), part('City', 'Business')]);
    expect(shapeItem(asked, { element: contact }, undefined).children).toEqual(contact.children);
  });

  it('refuses a word that no shape has', () => {
    expect(() => shape('Everything')).toThrow(expect.objectContaining({ responseCode: 'ErrorSchemaValidation' }));
  });
});

describe('a shape for FindItem', () => {
  it('silently omits what only GetItem gives', () => {
    const asked = shape('IdOnly', ['item:Body', 'item:UniqueBody', 'message:ToRecipients', 'item:Subject'].map(field));
    expect(names(shapeFoundItem(asked, { element: mail }, undefined))).toEqual(['t:ItemId', 't:Subject']);
  });

  it('shows the sender only when it is named, as WorkMail does', () => {
    expect(names(shapeFoundItem(shape('AllProperties'), { element: mail }, undefined))).not.toContain('t:From');
    const named = shapeFoundItem(shape('AllProperties', [field('message:From')]), { element: mail }, undefined);
    expect(child(named, 't:From')).toEqual(mailbox('t:From', 'Bob', 'bob@example.test'));
  });

  it('cuts strings at 255 characters, but never a character in two', () => {
    const subject = `${'x'.repeat(254)}😀 and more`;
    const asked = shape('IdOnly', [field('item:Subject')]);
    const item = { element: message({ 't:Subject': subject }) };
    expect(childText(shapeFoundItem(asked, item, undefined), 't:Subject')).toBe('x'.repeat(254));
    expect(childText(shapeItem(asked, item, undefined), 't:Subject')).toBe(subject);
  });

  it('shows extended properties, their times in whole seconds', () => {
    const uri = { PropertyTag: '0x1091', PropertyType: 'SystemTime' };
    const item = message({}, [extended(uri, '2026-03-01T10:00:00.750Z')]);
    const asked = shape('IdOnly', [node('t:ExtendedFieldURI', uri)]);
    expect(shapeFoundItem(asked, { element: item }, undefined).children).toEqual([
      extended(uri, '2026-03-01T10:00:00Z'),
    ]);
  });
});

describe('a shape for folders', () => {
  it('shows counters by default and the rest on request', () => {
    const folder = element('t:Folder', { 't:DisplayName': 'Inbox', 't:TotalCount': '3', 't:FolderClass': 'IPF.Note' }, [
      node('t:FolderId', { Id: 'FFF=' }),
    ]);
    expect(names(shapeFolder(shape('Default'), { element: folder }, undefined))).toEqual([
      't:FolderId',
      't:DisplayName',
      't:TotalCount',
    ]);
    expect(names(shapeFolder(shape('IdOnly', [field('folder:FolderClass')]), { element: folder }, undefined))).toEqual([
      't:FolderId',
      't:FolderClass',
    ]);
  });
});

describeWithWitness('the order of elements', (folder) => {
  it('is that of the schema for every item and folder', () => {
    const { types } = JSON.parse(readFileSync(`${folder}/ews/schema-facts-2010sp2.json`, 'utf8')) as {
      readonly types: Readonly<Record<string, { readonly order: string }>>;
    };
    const rows = {
      Item: 'ItemType',
      Message: 'MessageType',
      CalendarItem: 'CalendarItemType',
      Contact: 'ContactItemType',
      DistributionList: 'DistributionListType',
      Task: 'TaskType',
      PostItem: 'PostItemType',
      MeetingMessage: 'MeetingMessageType',
      MeetingRequest: 'MeetingRequestMessageType',
      MeetingResponse: 'MeetingResponseMessageType',
      MeetingCancellation: 'MeetingCancellationMessageType',
      Folder: 'FolderType',
      CalendarFolder: 'CalendarFolderType',
      ContactsFolder: 'ContactsFolderType',
      SearchFolder: 'SearchFolderType',
      TasksFolder: 'TasksFolderType',
    };
    for (const [name, type] of Object.entries(rows)) {
      const order = types[type]?.order.split(', ').map((part) => part.replace(/[?*]$/, '')) ?? [];
      expect(order.length, name).toBeGreaterThan(8);
      expect(
        order.map((part) => elementPosition(`t:${name}`, part)),
        name,
      ).toEqual([...order.keys()]);
    }
  });
});
