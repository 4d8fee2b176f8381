import { child, childrenNamed, childText, type XmlElement } from '../../src/ews/xml.ts';
import { answered, rows } from '../emulator/answered.ts';
import { envelope } from '../emulator/running-emulator.ts';

const pageSize = 500;

const properties = ['item:Subject', 'message:IsRead', 'contacts:DisplayName'];

const idOf = (element: XmlElement, name: string): string => child(element, name)?.attributes['Id'] ?? '';

/** How a line is written that a folder makes, and one that an item makes. */
export const folderLine = (path: string): string => `${path}/`;
export const itemLine = (path: string, name: string, isRead: boolean | undefined): string =>
  `${path}/ ${name}${isRead === undefined ? '' : isRead ? ' (read)' : ' (unread)'}`;

/** Everything in a mailbox, one line for each folder and each item, sorted: as the mail server tells it to the person's own mail program. */
export const heldMailbox = async (ewsUrl: string, person: string): Promise<readonly string[]> => {
  const authorization = `Basic ${Buffer.from(`${person}@example.test:${person}-demo-password`).toString('base64')}`;
  const ask = async (request: string): Promise<readonly XmlElement[]> => {
    const answer = await fetch(ewsUrl, {
      method: 'POST',
      body: envelope(request),
      headers: { authorization, 'content-type': 'text/xml' },
    });
    const { body, messages } = answered({ status: answer.status, headers: answer.headers, text: await answer.text() });
    if (messages[0]?.attributes['ResponseClass'] !== 'Success') throw new Error('the mail server refuses to be read');
    return rows(body);
  };
  const folders = await ask(
    '<m:FindFolder Traversal="Deep"><m:FolderShape><t:BaseShape>Default</t:BaseShape><t:AdditionalProperties><t:FieldURI FieldURI="folder:ParentFolderId"/></t:AdditionalProperties></m:FolderShape><m:ParentFolderIds><t:DistinguishedFolderId Id="msgfolderroot"/></m:ParentFolderIds></m:FindFolder>',
  );
  const byId = new Map(folders.map((folder) => [idOf(folder, 'FolderId'), folder]));
  const pathOf = (folder: XmlElement): string => {
    const parent = byId.get(idOf(folder, 'ParentFolderId'));
    return `${parent === undefined ? '' : `${pathOf(parent)}/`}${childText(folder, 'DisplayName') ?? ''}`;
  };
  const lines: string[] = [];
  for (const [id, folder] of byId) {
    const path = pathOf(folder);
    lines.push(folderLine(path));
    for (let offset = 0, isLast = false; !isLast; offset += pageSize) {
      const items = await ask(
        `<m:FindItem Traversal="Shallow"><m:ItemShape><t:BaseShape>IdOnly</t:BaseShape><t:AdditionalProperties>${properties.map((uri) => `<t:FieldURI FieldURI="${uri}"/>`).join('')}</t:AdditionalProperties></m:ItemShape><m:IndexedPageItemView MaxEntriesReturned="${pageSize}" Offset="${offset}" BasePoint="Beginning"/><m:ParentFolderIds><t:FolderId Id="${id}"/></m:ParentFolderIds></m:FindItem>`,
      );
      for (const item of items) {
        const name = childText(item, item.name === 'Contact' ? 'DisplayName' : 'Subject') ?? '';
        const [isRead] = childrenNamed(item, 'IsRead');
        lines.push(itemLine(path, name, item.name === 'Message' ? isRead?.text === 'true' : undefined));
      }
      isLast = items.length < pageSize;
    }
  }
  return lines.toSorted();
};
