import { createCipheriv } from 'node:crypto';

/*
 * A mailbox that is all the same: ten folders, and in each as many messages as anybody asks for. What it answers has the shape of an Exchange server's
 * answers, with ids as long as theirs, and holds what was asked for.
 */

/** Folders of the mailbox, each with messages of its own. */
export const cannedFolders = 10;

/** The whole answer of EWS to a request, any client's; undefined for what this mailbox cannot do. `attachmentBytes`: of the one attachment there is. */
export const cannedAnswer = (request: string, attachmentBytes: number): string | undefined => {
  const name = /<(?:\w+:)?Body[^>]*>\s*<(?:\w+:)?(\w+)/.exec(request)?.[1] ?? '';
  const answer = answers[name]?.(request, attachmentBytes);
  return (
    answer && envelope(`<m:${name}Response><m:ResponseMessages>${answer}</m:ResponseMessages></m:${name}Response>`)
  );
};

type Answer = (request: string, attachmentBytes: number) => string;

const answers: Readonly<Record<string, Answer>> = {
  FindItem: (request) => {
    const fields = fieldsIn(request);
    const count = Number(/MaxEntriesReturned="(\d+)"/.exec(request)?.[1] ?? 1000);
    const first = Number(/Offset="(\d+)"/.exec(request)?.[1] ?? 0);
    return foldersIn(request)
      .map((folder) => {
        const found = Array.from({ length: count }, (_, index) => message(folder, first + index, fields));
        return success(
          'FindItem',
          `<m:RootFolder IndexedPagingOffset="${first + count}" TotalItemsInView="5000" IncludesLastItemInRange="false"><t:Items>${found.join('')}</t:Items></m:RootFolder>`,
        );
      })
      .join('');
  },
  GetItem: (request) => {
    const fields = fieldsIn(request);
    return [...request.matchAll(/ItemId [^>]*?\bId="([^"]+)"/g)]
      .map(([, id = '']) => success('GetItem', `<m:Items>${message(...placeOf(id), fields)}</m:Items>`))
      .join('');
  },
  GetAttachment: (_, bytes) =>
    success(
      'GetAttachment',
      `<m:Attachments><t:FileAttachment><t:AttachmentId Id="${idOf('AA', 0, 0)}"/>${attachmentHead}<t:Content>${fileOf(bytes).toString('base64')}</t:Content></t:FileAttachment></m:Attachments>`,
    ),
  GetFolder: (request) =>
    foldersIn(request)
      .map((folder) => success('GetFolder', `<m:Folders>${folderShown(folder)}</m:Folders>`))
      .join(''),
  FindFolder: () =>
    success(
      'FindFolder',
      `<m:RootFolder IndexedPagingOffset="${cannedFolders}" TotalItemsInView="${cannedFolders}" IncludesLastItemInRange="true"><t:Folders>${Array.from({ length: cannedFolders }, (_, folder) => folderShown(folder)).join('')}</t:Folders></m:RootFolder>`,
    ),
};

const envelope = (body: string): string =>
  `<?xml version="1.0" encoding="utf-8"?><s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Header><h:ServerVersionInfo MajorVersion="15" MinorVersion="0" MajorBuildNumber="847" MinorBuildNumber="4040" Version="Exchange2010_SP2" xmlns:h="http://schemas.microsoft.com/exchange/services/2006/types" xmlns:xsd="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"/></s:Header><s:Body xmlns:m="http://schemas.microsoft.com/exchange/services/2006/messages" xmlns:t="http://schemas.microsoft.com/exchange/services/2006/types">${body}</s:Body></s:Envelope>`;

const success = (operation: string, content: string): string =>
  `<m:${operation}ResponseMessage ResponseClass="Success"><m:ResponseCode>NoError</m:ResponseCode>${content}</m:${operation}ResponseMessage>`;

/** Ids are 68 bytes, as WorkMail's, and tell what they are of. */
const idOf = (kind: string, folder: number, index: number): string =>
  Buffer.from(`${kind}:${folder}:${index}:`.padEnd(68, 'x')).toString('base64');
const placeOf = (id: string): readonly [folder: number, index: number] => {
  const [, folder, index] = Buffer.from(id, 'base64').toString('latin1').split(':');
  return [Number(folder), Number(index)];
};
const changeKeyOf = (index: number): string => Buffer.from(`CQAAABYA${index}`.padEnd(18, 'x')).toString('base64');

/** Folders that have a name of Exchange's own, and are none of the ten: only the first of those is, the inbox. */
const elsewhere = 100;

/** The folders that a request names, by ids or by names of Exchange's own. */
const foldersIn = (request: string): readonly number[] =>
  [...request.matchAll(/<(?:\w+:)?(DistinguishedFolderId|FolderId) [^>]*?\bId="([^"]+)"/g)].map(([, kind, id = '']) =>
    kind === 'FolderId' ? placeOf(id)[0] : id === 'inbox' ? 0 : elsewhere,
  );

/** What an item shape asks for; a body as the type that it is wanted in. */
const fieldsIn = (request: string): ReadonlySet<string> => {
  const shape = /ItemShape>(.*)ItemShape>/s.exec(request)?.[1] ?? '';
  const body = /BodyType>Text</.test(shape) ? 'body:Text' : 'body:HTML';
  const named = shape.matchAll(/FieldURI="([^"]+)"|PropertyTag="([^"]+)"/g);
  return new Set([...named].map(([, uri, tag]) => (uri === 'item:Body' ? body : (uri ?? tag ?? ''))));
};

const folderShown = (folder: number): string =>
  `<t:Folder><t:FolderId Id="${idOf('FO', folder, 0)}" ChangeKey="${changeKeyOf(folder)}"/><t:ParentFolderId Id="${idOf('FO', elsewhere, 0)}" ChangeKey="${changeKeyOf(elsewhere)}"/><t:FolderClass>IPF.Note</t:FolderClass><t:DisplayName>${folder === 0 ? 'Inbox' : `Project ${folder}`}</t:DisplayName><t:TotalCount>5000</t:TotalCount><t:ChildFolderCount>0</t:ChildFolderCount><t:UnreadCount>120</t:UnreadCount></t:Folder>`;

const people = ['Ann Halvorsen', 'Bob Okafor', 'Chiara Ricci', 'Dave Müller & Sons', 'Eun-ji Park'] as const;
const person = (index: number): string => {
  const name = people[index % people.length] ?? '';
  const address = `${name.toLowerCase().replaceAll(/[^a-z]+/g, '.')}@example.test`;
  return `<t:Mailbox><t:Name>${escaped(name)}</t:Name><t:EmailAddress>${address}</t:EmailAddress><t:RoutingType>SMTP</t:RoutingType></t:Mailbox>`;
};
const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

const topics = [
  'Kestrel 4.2: go or no go?',
  'Invoice 2026-0412',
  'Offsite in Łódź',
  'Build #5120 failed <main>',
] as const;
const topicOf = (index: number): string => escaped(topics[index % topics.length] ?? '');
const momentOf = (index: number, minutes: number): string =>
  new Date(Date.UTC(2026, 2, 18, 12) - index * 1_740_000 + minutes * 60_000).toISOString().replace('.000', '');

/** Five kilobytes of a body, as mail programs write them. */
const bodyOf = (index: number, type: 'HTML' | 'Text'): string => {
  const sentence = `The figures of week ${(index % 40) + 10} are in the attached sheet, and the totals of the quarter are at its end. `;
  if (type === 'Text') return `${sentence.repeat(5)}\n\n`.repeat(12).slice(0, 5_000);
  const paragraph = `<p style="margin:0 0 8px 0"><span style="font-family:Calibri,sans-serif;font-size:11pt">${sentence.repeat(3)}</span></p>`;
  return `<html><head><meta http-equiv="Content-Type" content="text/html; charset=utf-8"></head><body><div>${paragraph.repeat(13)}</div></body></html>`;
};

const attachmentHead = '<t:Name>figures.zip</t:Name><t:ContentType>application/zip</t:ContentType>';

/** Bytes that cannot be compressed, as those of most large files, and always the same. */
const fileOf = (bytes: number): Buffer =>
  createCipheriv('aes-128-ctr', Buffer.alloc(16), Buffer.alloc(16)).update(Buffer.alloc(bytes));

/** What there is of a message besides its id, in the order of the schema. */
const properties: readonly (readonly [uri: string, write: (folder: number, index: number) => string])[] = [
  [
    'item:ParentFolderId',
    (folder) => `<t:ParentFolderId Id="${idOf('FO', folder, 0)}" ChangeKey="${changeKeyOf(folder)}"/>`,
  ],
  ['item:ItemClass', () => '<t:ItemClass>IPM.Note</t:ItemClass>'],
  ['item:Subject', (_, index) => `<t:Subject>${index % 3 === 0 ? 'Re: ' : ''}${topicOf(index)}</t:Subject>`],
  ['item:Sensitivity', () => '<t:Sensitivity>Normal</t:Sensitivity>'],
  ['body:HTML', (_, index) => `<t:Body BodyType="HTML">${escaped(bodyOf(index, 'HTML'))}</t:Body>`],
  ['body:Text', (_, index) => `<t:Body BodyType="Text">${escaped(bodyOf(index, 'Text'))}</t:Body>`],
  [
    'item:Attachments',
    () =>
      `<t:Attachments><t:FileAttachment><t:AttachmentId Id="${idOf('AA', 0, 0)}"/>${attachmentHead}<t:Size>26214400</t:Size><t:IsInline>false</t:IsInline></t:FileAttachment></t:Attachments>`,
  ],
  ['item:DateTimeReceived', (_, index) => `<t:DateTimeReceived>${momentOf(index, 1)}</t:DateTimeReceived>`],
  ['item:Size', (_, index) => `<t:Size>${7_000 + index * 13}</t:Size>`],
  ['item:Importance', (_, index) => `<t:Importance>${index % 9 === 0 ? 'High' : 'Normal'}</t:Importance>`],
  ['item:IsDraft', () => '<t:IsDraft>false</t:IsDraft>'],
  ['item:DateTimeSent', (_, index) => `<t:DateTimeSent>${momentOf(index, 0)}</t:DateTimeSent>`],
  ['item:DateTimeCreated', (_, index) => `<t:DateTimeCreated>${momentOf(index, 1)}</t:DateTimeCreated>`],
  ['item:HasAttachments', (_, index) => `<t:HasAttachments>${index % 7 === 0}</t:HasAttachments>`],
  [
    '0x1090',
    () =>
      '<t:ExtendedProperty><t:ExtendedFieldURI PropertyTag="0x1090" PropertyType="Integer"/><t:Value>0</t:Value></t:ExtendedProperty>',
  ],
  ['message:Sender', (_, index) => `<t:Sender>${person(index)}</t:Sender>`],
  ['message:ToRecipients', (_, index) => `<t:ToRecipients>${person(index + 1)}${person(index + 2)}</t:ToRecipients>`],
  ['message:CcRecipients', (_, index) => `<t:CcRecipients>${person(index + 3)}</t:CcRecipients>`],
  ['message:From', (_, index) => `<t:From>${person(index)}</t:From>`],
  [
    'message:InternetMessageId',
    (folder, index) =>
      `<t:InternetMessageId>&lt;5f1c4e2a.${folder}.${index}@mail.example.test&gt;</t:InternetMessageId>`,
  ],
  ['message:IsRead', (_, index) => `<t:IsRead>${index % 4 !== 0}</t:IsRead>`],
];

const message = (folder: number, index: number, fields: ReadonlySet<string>): string =>
  `<t:Message><t:ItemId Id="${idOf('IT', folder, index)}" ChangeKey="${changeKeyOf(index)}"/>${properties
    .map(([uri, write]) => (fields.has(uri) ? write(folder, index) : ''))
    .join('')}</t:Message>`;
