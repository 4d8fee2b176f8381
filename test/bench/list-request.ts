/** Messages of a page as a list shows them, ten fields each: variables address and first. FindItem has all of them. */
export const listDocument = `query List($address: EmailAddress!, $first: Int!) {
  mailbox(address: $address) { inbox { messages(first: $first) { nodes {
    id changeKey subject from { name address } receivedAt sentAt isRead hasAttachments importance sizeBytes
  } } } }
}`;

/** Fields that EWS is asked for by it; the id and the change key come with each item. */
export const listFields = [
  'item:Subject',
  'item:DateTimeReceived',
  'item:Size',
  'item:Importance',
  'item:DateTimeSent',
  'item:HasAttachments',
  'message:From',
  'message:IsRead',
] as const;

/** The request to EWS that answers `listDocument`, as a program writes it that does nothing else. */
export const listFindItem = (address: string, count: number): string =>
  `<?xml version="1.0" encoding="utf-8"?><s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/" xmlns:m="http://schemas.microsoft.com/exchange/services/2006/messages" xmlns:t="http://schemas.microsoft.com/exchange/services/2006/types"><s:Header><t:RequestServerVersion Version="Exchange2010_SP2"/><t:ExchangeImpersonation><t:ConnectingSID><t:SmtpAddress>${address}</t:SmtpAddress></t:ConnectingSID></t:ExchangeImpersonation></s:Header><s:Body><m:FindItem Traversal="Shallow"><m:ItemShape><t:BaseShape>IdOnly</t:BaseShape><t:AdditionalProperties>${listFields.map((uri) => `<t:FieldURI FieldURI="${uri}"/>`).join('')}</t:AdditionalProperties></m:ItemShape><m:IndexedPageItemView MaxEntriesReturned="${count}" Offset="0" BasePoint="Beginning"/><m:SortOrder><t:FieldOrder Order="Descending"><t:FieldURI FieldURI="item:DateTimeReceived"/></t:FieldOrder></m:SortOrder><m:ParentFolderIds><t:DistinguishedFolderId Id="inbox"/></m:ParentFolderIds></m:FindItem></s:Body></s:Envelope>`;

/** Messages with all of their text, as a program that reads mail wants them: variables address and first. */
export const fullDocument = `query Full($address: EmailAddress!, $first: Int!) {
  mailbox(address: $address) { inbox { messages(first: $first) { nodes {
    id subject from { name address } to { name address } cc { name address } receivedAt isRead hasAttachments importance
    body(format: TEXT) { content }
  } } } }
}`;
