/** Sends a request and gives back the answer. */
export type Ask = (body: string) => Promise<string>;

/** Makes as many requests of one kind as are wanted; `ask` is for what has to be known or there before. */
export type MailRequest = (ask: Ask, count: number) => Promise<readonly string[]>;

const envelope = (request: string): string =>
  `<?xml version="1.0" encoding="utf-8"?><s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/" xmlns:m="http://schemas.microsoft.com/exchange/services/2006/messages" xmlns:t="http://schemas.microsoft.com/exchange/services/2006/types"><s:Header><t:RequestServerVersion Version="Exchange2010_SP2"/><t:ExchangeImpersonation><t:ConnectingSID><t:SmtpAddress>alice@example.test</t:SmtpAddress></t:ConnectingSID></t:ExchangeImpersonation></s:Header><s:Body>${request}</s:Body></s:Envelope>`;

const fields = (uris: string): string =>
  uris
    .split(' ')
    .map((uri) => `<t:FieldURI FieldURI="${uri}"/>`)
    .join('');
const idOnly = '<t:BaseShape>IdOnly</t:BaseShape>';
/** What the gateway asks for to show a list of messages. */
const listShape = `${idOnly}<t:AdditionalProperties>${fields('item:ItemClass item:Subject item:Sensitivity item:DateTimeReceived item:DateTimeSent item:DateTimeCreated item:LastModifiedTime item:Size item:Categories item:Importance item:IsDraft item:HasAttachments item:DisplayTo item:DisplayCc item:ConversationId message:From message:Sender message:IsRead message:InternetMessageId message:ConversationTopic')}<t:ExtendedFieldURI PropertyTag="0x1090" PropertyType="Integer"/></t:AdditionalProperties>`;
const bodyShape = `${idOnly}<t:AdditionalProperties>${fields('item:Subject item:Body item:Attachments item:DateTimeReceived message:From message:ToRecipients message:CcRecipients message:IsRead')}</t:AdditionalProperties>`;

const page = (attributes: string): string => `<m:IndexedPageItemView MaxEntriesReturned="100" ${attributes}/>`;
const fromBeginning = (offset: number): string => page(`Offset="${offset}" BasePoint="Beginning"`);
const order = (uri: string, direction: string): string =>
  `<m:SortOrder><t:FieldOrder Order="${direction}"><t:FieldURI FieldURI="${uri}"/></t:FieldOrder></m:SortOrder>`;
const newestFirst = order('item:DateTimeReceived', 'Descending');
const sortable =
  'item:Subject item:Size item:DateTimeSent item:DateTimeCreated item:Importance item:ItemClass item:IsDraft message:From message:IsRead'.split(
    ' ',
  );
/** By date and then by two of nine other properties: 81 orders. */
const someOrder = (index: number): string => {
  const uris = ['item:DateTimeReceived', sortable[index % 9], sortable[Math.floor(index / 9) % 9]];
  const fieldOrders = uris.map(
    (uri) => `<t:FieldOrder Order="Descending"><t:FieldURI FieldURI="${uri}"/></t:FieldOrder>`,
  );
  return `<m:SortOrder>${fieldOrders.join('')}</m:SortOrder>`;
};
const where = (...conditions: readonly string[]): string =>
  `<m:Restriction>${conditions.length === 1 ? conditions.join('') : `<t:And>${conditions.join('')}</t:And>`}</m:Restriction>`;
const compared = (name: string, uri: string, value: string): string =>
  `<t:${name}><t:FieldURI FieldURI="${uri}"/><t:FieldURIOrConstant><t:Constant Value="${value}"/></t:FieldURIOrConstant></t:${name}>`;
const contains = (uri: string, value: string): string =>
  `<t:Contains ContainmentMode="Substring" ContainmentComparison="IgnoreCase"><t:FieldURI FieldURI="${uri}"/><t:Constant Value="${value}"/></t:Contains>`;
const unread = compared('IsEqualTo', 'message:IsRead', 'false');
/** Before an instant, or without one: how the gateway goes on behind a message. */
const behind = (instant: string): string =>
  `<t:Or>${compared('IsLessThan', 'item:DateTimeReceived', instant)}<t:Not><t:Exists><t:FieldURI FieldURI="item:DateTimeReceived"/></t:Exists></t:Not></t:Or>`;

const inbox = '<t:DistinguishedFolderId Id="inbox"/>';
const find = (shape: string, rest: string, folder = inbox): string =>
  envelope(
    `<m:FindItem Traversal="Shallow"><m:ItemShape>${shape}</m:ItemShape>${rest}<m:ParentFolderIds>${folder}</m:ParentFolderIds></m:FindItem>`,
  );

/** The same request every time. */
const always =
  (body: string): MailRequest =>
  async (_, count) =>
    Array.from({ length: count }, () => body);

/** Another one every time. */
const each =
  (bodyOf: (index: number) => string): MailRequest =>
  async (_, count) =>
    Array.from({ length: count }, (__, index) => bodyOf(index));

/** An hour of the last weeks before the newest message; another one for each number. */
const someHour = (index: number): string => new Date(Date.UTC(2026, 2, 18) - index * 3_600_000 * 7).toISOString();

const idsIn = (answer: string): readonly string[] =>
  [...answer.matchAll(/<t:ItemId Id="([^"]+)" ChangeKey="([^"]+)"/g)].map(
    ([, id, key]) => `<t:ItemId Id="${id}" ChangeKey="${key}"/>`,
  );
const someIds = async (ask: Ask, offset: number): Promise<readonly string[]> =>
  idsIn(await ask(find(idOnly, `${fromBeginning(offset)}${newestFirst}`)));

/** One request for each of some items of the folder, in the middle of its order. */
const forItems =
  (bodyOf: (itemId: string, index: number) => string): MailRequest =>
  async (ask, count) =>
    (await someIds(ask, 300)).slice(0, count).map(bodyOf);

const total = async (ask: Ask): Promise<number> =>
  Number(/TotalItemsInView="(\d+)"/.exec(await ask(find(idOnly, fromBeginning(0))))?.[1]);

/** At a part of the whole order. */
const deep =
  (part: number, bodyOf: (offset: number) => string): MailRequest =>
  async (ask, count) => {
    const offset = Math.floor((await total(ask)) * part);
    return Array.from({ length: count }, () => bodyOf(offset));
  };

const sync = (state: string, limit: number): string =>
  envelope(
    `<m:SyncFolderItems><m:ItemShape>${idOnly}</m:ItemShape><m:SyncFolderId>${inbox}</m:SyncFolderId>${state === '' ? '' : `<m:SyncState>${state}</m:SyncState>`}<m:MaxChangesReturned>${limit}</m:MaxChangesReturned></m:SyncFolderItems>`,
  );

/** Another part of the first round of changes every time, from the middle of it on. */
const synchronising: MailRequest = async (ask, count) => {
  const half = (await total(ask)) / 2;
  let state = '';
  for (let told = 0; told < half; told += 512) {
    state = /<m:SyncState>([^<]+)</.exec(await ask(sync(state, 512)))?.[1] ?? '';
  }
  return Array.from({ length: count }, () => sync(state, 512));
};

const message = (index: number): string =>
  envelope(
    `<m:CreateItem MessageDisposition="SaveOnly"><m:SavedItemFolderId>${inbox}</m:SavedItemFolderId><m:Items><t:Message><t:Subject>Note ${index}</t:Subject><t:Body BodyType="Text">A note.</t:Body><t:InReplyTo>&lt;nobody@mail.example.test&gt;</t:InReplyTo></t:Message></m:Items></m:CreateItem>`,
  );
const readFlag = (itemId: string, isRead: boolean): string =>
  `<t:ItemChange>${itemId}<t:Updates><t:SetItemField><t:FieldURI FieldURI="message:IsRead"/><t:Message><t:IsRead>${isRead}</t:IsRead></t:Message></t:SetItemField></t:Updates></t:ItemChange>`;
const update = (changes: string): string =>
  envelope(
    `<m:UpdateItem ConflictResolution="AlwaysOverwrite" MessageDisposition="SaveOnly"><m:ItemChanges>${changes}</m:ItemChanges></m:UpdateItem>`,
  );
const conversations = (offset: number): string =>
  envelope(
    `<m:FindConversation><m:IndexedPageItemView MaxEntriesReturned="20" Offset="${offset}" BasePoint="Beginning"/><m:ParentFolderId>${inbox}</m:ParentFolderId></m:FindConversation>`,
  );

const unreadFolder = async (ask: Ask): Promise<string> => {
  const found = await ask(
    envelope(
      `<m:FindFolder Traversal="Deep"><m:FolderShape>${idOnly}</m:FolderShape><m:Restriction>${compared('IsEqualTo', 'folder:DisplayName', 'Unread Mail')}</m:Restriction><m:ParentFolderIds><t:DistinguishedFolderId Id="searchfolders"/></m:ParentFolderIds></m:FindFolder>`,
    ),
  );
  return `<t:FolderId Id="${/<t:FolderId Id="([^"]+)"/.exec(found)?.[1]}"/>`;
};

/** What is measured, by the name under which it is told. */
export const mailRequests: Readonly<Record<string, MailRequest>> = {
  'FindItem, 100 ids, newest first': always(find(idOnly, `${fromBeginning(0)}${newestFirst}`)),
  'FindItem, 100 of a list, newest first': always(find(listShape, `${fromBeginning(0)}${newestFirst}`)),
  'the same in the middle': deep(0.5, (offset) => find(listShape, `${fromBeginning(offset)}${newestFirst}`)),
  'the same from the end': always(find(listShape, `${page('Offset="0" BasePoint="End"')}${newestFirst}`)),
  'the same at two thirds (FractionalPage)': always(
    find(listShape, `<m:FractionalPageItemView MaxEntriesReturned="100" Numerator="2" Denominator="3"/>${newestFirst}`),
  ),
  'by subject': always(find(listShape, `${fromBeginning(200)}${order('item:Subject', 'Ascending')}`)),
  'in another order each time': each((index) => find(listShape, `${fromBeginning(0)}${someOrder(index)}`)),
  unread: always(find(listShape, `${fromBeginning(0)}${where(unread)}${newestFirst}`)),
  'since another hour each time': each((index) =>
    find(
      listShape,
      `${fromBeginning(0)}${where(compared('IsGreaterThanOrEqualTo', 'item:DateTimeReceived', someHour(index)))}${newestFirst}`,
    ),
  ),
  'unread behind another hour each time': each((index) =>
    find(listShape, `${fromBeginning(0)}${where(unread, behind(someHour(index)))}${newestFirst}`),
  ),
  'from one person': always(
    find(listShape, `${fromBeginning(0)}${where(contains('message:From', 'Halvorsen'))}${newestFirst}`),
  ),
  'with another word in the subject each time': each((index) =>
    find(listShape, `${fromBeginning(0)}${where(contains('item:Subject', `Build #${index}`))}${newestFirst}`),
  ),
  'by a word in a QueryString': always(
    find(listShape, `${fromBeginning(0)}${newestFirst}<m:QueryString>subject:scope</m:QueryString>`).replace(
      /(<m:QueryString>.*<\/m:QueryString>)(<m:ParentFolderIds>.*<\/m:ParentFolderIds>)/,
      '$2$1',
    ),
  ),
  'grouped by conversation': always(
    find(
      listShape,
      `${fromBeginning(0)}<m:DistinguishedGroupBy Order="Descending"><t:StandardGroupBy>ConversationTopic</t:StandardGroupBy></m:DistinguishedGroupBy>${newestFirst}`,
    ),
  ),
  'GetItem of 100, with bodies': async (ask, count) => {
    const ids = (await someIds(ask, 500)).join('');
    const body = envelope(
      `<m:GetItem><m:ItemShape>${bodyShape}</m:ItemShape><m:ItemIds>${ids}</m:ItemIds></m:GetItem>`,
    );
    return Array.from({ length: count }, () => body);
  },
  'FindFolder, all with their counts': always(
    envelope(
      `<m:FindFolder Traversal="Deep"><m:FolderShape><t:BaseShape>Default</t:BaseShape></m:FolderShape><m:ParentFolderIds><t:DistinguishedFolderId Id="msgfolderroot"/></m:ParentFolderIds></m:FindFolder>`,
    ),
  ),
  'SyncFolderItems, the first 512': always(sync('', 512)),
  'SyncFolderItems, 512 in the middle': synchronising,
  'FindConversation, the first 20': always(conversations(0)),
  'FindConversation, 20 in the middle': deep(0.3, conversations),
  'FindItem in a search folder (unread mail)': async (ask, count) => {
    const body = find(listShape, `${fromBeginning(0)}${newestFirst}`, await unreadFolder(ask));
    return Array.from({ length: count }, () => body);
  },
  CreateItem: each(message),
  'UpdateItem, the read flag': forItems((itemId, index) => update(readFlag(itemId, index % 2 === 0))),
  'UpdateItem, the read flags of 100': async (ask, count) => {
    const ids = await someIds(ask, 500);
    return Array.from({ length: count }, (_, index) =>
      update(ids.map((itemId) => readFlag(itemId, index % 2 === 0)).join('')),
    );
  },
  'unread after each of these': async (ask, count) => {
    const [itemId = ''] = await someIds(ask, 500);
    return Array.from({ length: count }, (_, index) =>
      index % 2 === 0
        ? update(readFlag(itemId, index % 4 === 0))
        : find(idOnly, `${fromBeginning(0)}${where(unread)}${newestFirst}`),
    );
  },
  MoveItem: forItems((itemId) =>
    envelope(
      `<m:MoveItem><m:ToFolderId><t:DistinguishedFolderId Id="drafts"/></m:ToFolderId><m:ItemIds>${itemId}</m:ItemIds></m:MoveItem>`,
    ),
  ),
  'DeleteItem, into Deleted Items': forItems((itemId) =>
    envelope(`<m:DeleteItem DeleteType="MoveToDeletedItems"><m:ItemIds>${itemId}</m:ItemIds></m:DeleteItem>`),
  ),
  'DeleteItem, for good': forItems((itemId) =>
    envelope(`<m:DeleteItem DeleteType="HardDelete"><m:ItemIds>${itemId}</m:ItemIds></m:DeleteItem>`),
  ),
};
