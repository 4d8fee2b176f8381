import { expect, it } from 'vitest';
import { schemaErrors } from '../../schema-errors.ts';
import { describeWithWitness } from '../../witness.ts';
import { listFields, listFindItem } from '../list-request.ts';
import { cannedAnswer } from './canned-mail.ts';

const answered = (request: string): string => {
  const answer = cannedAnswer(request, 1_000);
  if (answer === undefined) throw new Error('the canned mailbox has no answer');
  return answer;
};

/** A request without the declarations that no canned answer needs. */
const request = (body: string): string => `<s:Envelope><s:Body>${body}</s:Body></s:Envelope>`;

const everyField = [
  ...listFields,
  ...'ParentFolderId ItemClass Sensitivity IsDraft DateTimeCreated'.split(' ').map((name) => `item:${name}`),
  ...'Sender ToRecipients CcRecipients InternetMessageId'.split(' ').map((name) => `message:${name}`),
  'item:Body',
  'item:Attachments',
].map((uri) => `<t:FieldURI FieldURI="${uri}"/>`);
const shape = (type: string): string =>
  `<m:ItemShape><t:BaseShape>IdOnly</t:BaseShape><t:BodyType>${type}</t:BodyType><t:AdditionalProperties>${everyField.join('')}<t:ExtendedFieldURI PropertyTag="0x1090" PropertyType="Integer"/></t:AdditionalProperties></m:ItemShape>`;
const idsIn = (answer: string, kind: string): string =>
  [...answer.matchAll(new RegExp(`<t:${kind} Id="[^"]+"`, 'g'))].map(([start]) => `${start}/>`).join('');

describeWithWitness('what the canned mailbox answers', (folder) => {
  it('is what the schema of Exchange allows, whatever is asked for', async () => {
    const list = answered(listFindItem('alice@example.test', 50));
    const folders = answered(request('<m:FindFolder Traversal="Deep"/>'));
    const find = `<m:FindItem Traversal="Shallow">${shape('Best')}<m:IndexedPageItemView MaxEntriesReturned="3" Offset="7"/><m:ParentFolderIds>${idsIn(folders, 'FolderId')}</m:ParentFolderIds></m:FindItem>`;
    const items = idsIn(list, 'ItemId');
    const answers = [
      list,
      folders,
      answered(request(find)),
      answered(request(`<m:GetItem>${shape('Text')}<m:ItemIds>${items}</m:ItemIds></m:GetItem>`)),
      answered(request(`<m:GetItem>${shape('HTML')}<m:ItemIds>${items}</m:ItemIds></m:GetItem>`)),
      answered(request('<m:GetFolder><m:FolderIds><t:DistinguishedFolderId Id="inbox"/></m:FolderIds></m:GetFolder>')),
      answered(request('<m:GetAttachment/>')),
    ];
    expect(answers.map((answer) => answer.split('<t:Message>').length - 1)).toEqual([50, 0, 30, 50, 50, 0, 0]);
    expect(answers[3]).toMatch(/BodyType="Text">[^<]{5000}</);
    expect(await schemaErrors(folder, answers)).toEqual([]);
  });
});
