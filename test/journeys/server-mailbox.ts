import { child, childrenNamed, childText, type XmlElement } from '../../src/ews/xml.ts';
import { askServer } from './ask-server.ts';
import { ewsIdIn, sealedId } from './journey-of-test.ts';
import type { Journey } from './start.ts';

const idOf = (item: XmlElement): string => `<t:ItemId Id="${child(item, 'ItemId')?.attributes['Id'] ?? ''}"/>`;

const marks = ['key', 'content', 'sending'];

const markPath = (mark: string): string =>
  `<t:ExtendedFieldURI DistinguishedPropertySetId="PublicStrings" PropertyName="workmail-graphql:${mark}" PropertyType="String"/>`;

/**
 * What lies in a folder of somebody of the demo, such as `alice` and `sentitems`, as the server itself tells it to that person's own mail program: whole
 * items with their text and the gateway's marks, those with this subject when one is given.
 */
export const heldIn = async (
  journey: Journey,
  person: string,
  folder: string,
  subject?: string,
): Promise<readonly XmlElement[]> => {
  // Without a condition the server would tell no more than a thousand.
  const condition =
    subject === undefined
      ? ''
      : `<m:Restriction><t:IsEqualTo><t:FieldURI FieldURI="item:Subject"/><t:FieldURIOrConstant><t:Constant Value="${subject}"/></t:FieldURIOrConstant></t:IsEqualTo></m:Restriction>`;
  const found = await askServer(
    journey,
    person,
    `<m:FindItem Traversal="Shallow"><m:ItemShape><t:BaseShape>IdOnly</t:BaseShape></m:ItemShape>${condition}<m:ParentFolderIds><t:DistinguishedFolderId Id="${folder}"/></m:ParentFolderIds></m:FindItem>`,
  );
  if (found.length === 0) return [];
  return askServer(
    journey,
    person,
    `<m:GetItem><m:ItemShape><t:BaseShape>AllProperties</t:BaseShape><t:AdditionalProperties>${marks.map(markPath).join('')}</t:AdditionalProperties></m:ItemShape><m:ItemIds>${found.map(idOf).join('')}</m:ItemIds></m:GetItem>`,
  );
};

/** The gateway's marks on an item: `{ key, content, sending }`, those that it has. */
export const marksOn = (item: XmlElement): Readonly<Record<string, string>> =>
  Object.fromEntries(
    childrenNamed(item, 'ExtendedProperty').map((property) => [
      child(property, 'ExtendedFieldURI')?.attributes['PropertyName']?.replace('workmail-graphql:', '') ?? '',
      childText(property, 'Value') ?? '',
    ]),
  );

/** Somebody's own mail program saves a draft made of these elements; its id as the gateway seals it. */
export const saveDraft = async (
  journey: Journey,
  person: string,
  properties: string,
  folder = 'drafts',
): Promise<string> => {
  const [made] = await askServer(
    journey,
    person,
    `<m:CreateItem MessageDisposition="SaveOnly"><m:SavedItemFolderId><t:DistinguishedFolderId Id="${folder}"/></m:SavedItemFolderId><m:Items><t:Message>${properties}</t:Message></m:Items></m:CreateItem>`,
  );
  const id = made && child(made, 'ItemId')?.attributes['Id'];
  if (id === undefined) throw new Error('no draft was saved');
  return sealedId('Item', `${person}@example.test`, id);
};

/** The same program changes the subject of an item, whatever version it is. */
export const changeSubject = async (journey: Journey, person: string, id: string, subject: string): Promise<void> => {
  const [changed] = await askServer(
    journey,
    person,
    `<m:UpdateItem ConflictResolution="AlwaysOverwrite" MessageDisposition="SaveOnly"><m:ItemChanges><t:ItemChange><t:ItemId Id="${ewsIdIn(id)}"/><t:Updates><t:SetItemField><t:FieldURI FieldURI="item:Subject"/><t:Message><t:Subject>${subject}</t:Subject></t:Message></t:SetItemField></t:Updates></t:ItemChange></m:ItemChanges></m:UpdateItem>`,
  );
  if (changed === undefined) throw new Error('the subject was not changed');
};
