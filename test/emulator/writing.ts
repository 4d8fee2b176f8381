import { child, childText, type XmlElement } from '../../src/ews/xml.ts';
import { answered, rows } from './answered.ts';
import { mailOrganization } from './mail-organization.ts';
import { codesIn, type RunningEmulator, startEmulator, type TextAnswer } from './running-emulator.ts';

/** An emulator with the mail organisation. */
export const startMail = (): Promise<RunningEmulator> =>
  startEmulator({ seed: mailOrganization(), now: () => Date.parse('2026-11-20T10:00:00.250Z') });

/** m:CreateItem around items; `attributes` as they stand in the tag. */
export const createItem = (items: string, attributes = 'MessageDisposition="SaveOnly"', folder = ''): string =>
  `<m:CreateItem ${attributes}>${folder === '' ? '' : `<m:SavedItemFolderId><t:DistinguishedFolderId Id="${folder}"/></m:SavedItemFolderId>`}<m:Items>${items}</m:Items></m:CreateItem>`;

/** m:CreateItem that sends a message and keeps a copy. */
export const sendMessage = (properties: string): string =>
  createItem(`<t:Message>${properties}</t:Message>`, 'MessageDisposition="SendAndSaveCopy"');

/** t:ToRecipients and its like. */
export const people = (list: string, ...addresses: readonly string[]): string =>
  `<t:${list}>${addresses.map((address) => `<t:Mailbox><t:EmailAddress>${address}</t:EmailAddress></t:Mailbox>`).join('')}</t:${list}>`;

/** Id and change key of an item. */
export interface ItemKey {
  readonly id: string;
  readonly changeKey: string;
}

/** Ids and change keys in an answer, in order. */
export const keysIn = ({ text }: TextAnswer): readonly ItemKey[] =>
  [...text.matchAll(/<t:ItemId Id="([^"]+)" ChangeKey="([^"]+)"/g)].map(([, id = '', changeKey = '']) => ({
    id,
    changeKey,
  }));

/** The only id in an answer without errors. */
export const keyIn = (answer: TextAnswer): ItemKey => {
  const [key, ...others] = keysIn(answer);
  if (key === undefined || others.length > 0) throw new Error(`not one id: ${codesIn(answer).join()} ${answer.text}`);
  return key;
};

/** A whole item, with the further properties asked for. */
export const getItem = async (
  { call }: Pick<RunningEmulator, 'call'>,
  id: string,
  person = 'alice',
  more = '',
): Promise<XmlElement> => {
  const shape = `<t:BaseShape>AllProperties</t:BaseShape>${more}`;
  const answer = await call(
    `<m:GetItem><m:ItemShape>${shape}</m:ItemShape><m:ItemIds><t:ItemId Id="${id}"/></m:ItemIds></m:GetItem>`,
    `${person}@example.test`,
  );
  const [item] = rows(answered(answer).body);
  if (item === undefined) throw new Error(`no item: ${codesIn(answer).join()}`);
  return item;
};

/** The items of a folder, whole, in order of arrival. */
export const itemsIn = async (
  running: Pick<RunningEmulator, 'call'>,
  folder: string,
  person = 'alice',
): Promise<readonly XmlElement[]> => {
  const found = await running.call(
    `<m:FindItem Traversal="Shallow"><m:ItemShape><t:BaseShape>IdOnly</t:BaseShape></m:ItemShape><m:ParentFolderIds><t:DistinguishedFolderId Id="${folder}"/></m:ParentFolderIds></m:FindItem>`,
    `${person}@example.test`,
  );
  const items: XmlElement[] = [];
  for (const { id } of keysIn(found)) items.push(await getItem(running, id, person));
  return items;
};

/** Addresses in a list of a message. */
export const addressesIn = (item: XmlElement, list: string): readonly string[] =>
  (child(item, list)?.children ?? []).map((mailbox) => childText(mailbox, 'EmailAddress') ?? '');

/** Subjects of items. */
export const subjects = (items: readonly XmlElement[]): readonly (string | undefined)[] =>
  items.map((item) => childText(item, 'Subject'));
