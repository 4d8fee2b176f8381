import fc from 'fast-check';
import { expect, it } from 'vitest';
import { schemaErrors } from '../schema-errors.ts';
import { describeWithWitness } from '../witness.ts';
import { requests, readVocabulary } from './request-arbitraries.ts';
import { startDemo } from './recorded-sessions.ts';
import { bodyOf, codesIn, idsIn, type RunningEmulator, type TextAnswer } from './running-emulator.ts';

const people = ['alice', 'bob', 'carol', 'dave'].map((name) => `${name}@example.test`);

describeWithWitness('answers of the emulator to whatever is asked', (folder) => {
  it('are valid for every item of every folder, whatever the shape', async () => {
    const running = await startDemo();
    const documents: string[] = [];
    let items = 0;
    for (const person of people) {
      for (const folderId of await folderIds(running, person)) {
        const ids = await itemIds(running, person, folderId);
        items += ids.length;
        for (let start = 0; start < ids.length; start += 250) {
          const asked = ids.slice(start, start + 250);
          for (const shape of shapes) documents.push((await getItems(running, person, asked, shape)).text);
        }
      }
    }
    expect(items).toBeGreaterThan(1500);
    expect(documents.filter((text) => text.includes('ResponseClass="Error"'))).toEqual([]);
    expect(await schemaErrors(folder, documents)).toEqual([]);
  }, 120_000);

  it('are valid for every attachment, and for the items in item attachments', async () => {
    const running = await startDemo();
    const documents: string[] = [];
    for (const person of people) {
      for (const id of await attachmentIds(running, person)) {
        for (const shape of [
          '',
          '<m:AttachmentShape><t:IncludeMimeContent>true</t:IncludeMimeContent></m:AttachmentShape>',
        ]) {
          const { text } = await running.call(
            `<m:GetAttachment>${shape}<m:AttachmentIds><t:AttachmentId Id="${id}"/></m:AttachmentIds></m:GetAttachment>`,
            person,
          );
          expect(text).toContain('ResponseClass="Success"');
          documents.push(withShortContent(text));
        }
      }
    }
    expect(documents.length).toBeGreaterThan(20);
    expect(await schemaErrors(folder, documents)).toEqual([]);
  }, 120_000);

  it('are valid, and no failure of the emulator, for 600 generated requests', async () => {
    const running = await startDemo();
    const [alice = ''] = people;
    const folders = await folderIds(running, alice);
    const inbox = `<t:DistinguishedFolderId Id="inbox"/>`;
    const calendar = `<t:DistinguishedFolderId Id="calendar"/>`;
    const items = [...(await findIds(running, alice, inbox)).slice(-40), ...(await findIds(running, alice, calendar))];
    const known = { items, folders, attachments: await attachmentIds(running, alice) };
    const generated = fc.sample(requests(readVocabulary(folder), known), { numRuns: 600, seed: 20_261_120 });
    const documents: string[] = [];
    const succeeded = new Set<string>();
    const codes = new Set<string>();
    for (const request of generated) {
      const answer = await running.call(request);
      const [, operation = ''] = /^<m:(\w+)/.exec(request) ?? [];
      expect([200, 500], request).toContain(answer.status);
      expect(codesIn(answer), request).not.toContain('ErrorInternalServerError');
      expect(bodyOf(answer), request).toMatch(new RegExp(`^<(?:m:${operation}Response|soap:Fault)>`));
      if (answer.text.includes('ResponseClass="Success"')) succeeded.add(operation);
      for (const code of codesIn(answer)) codes.add(code);
      documents.push(withShortContent(answer.text));
    }
    expect(succeeded.size).toBe(9);
    expect(codes.size).toBeGreaterThan(15);
    expect(await schemaErrors(folder, documents)).toEqual([]);
  }, 120_000);
});

const shapes = [
  '<t:BaseShape>Default</t:BaseShape>',
  ...['Best', 'HTML', 'Text'].map(
    (type) =>
      `<t:BaseShape>AllProperties</t:BaseShape><t:BodyType>${type}</t:BodyType><t:AdditionalProperties><t:FieldURI FieldURI="item:UniqueBody"/></t:AdditionalProperties>`,
  ),
];

const getItems = (
  running: RunningEmulator,
  person: string,
  ids: readonly string[],
  shape: string,
): Promise<TextAnswer> =>
  running.call(
    `<m:GetItem><m:ItemShape>${shape}</m:ItemShape><m:ItemIds>${ids.map((id) => `<t:ItemId Id="${id}"/>`).join('')}</m:ItemIds></m:GetItem>`,
    person,
  );

const folderIds = async (running: RunningEmulator, person: string): Promise<readonly string[]> =>
  idsIn(
    await running.call(
      '<m:FindFolder Traversal="Deep"><m:FolderShape><t:BaseShape>IdOnly</t:BaseShape></m:FolderShape><m:ParentFolderIds><t:DistinguishedFolderId Id="root"/></m:ParentFolderIds></m:FindFolder>',
      person,
    ),
    'FolderId',
  );

const findIds = async (
  running: RunningEmulator,
  person: string,
  parent: string,
  more = '',
): Promise<readonly string[]> => {
  const found: string[] = [];
  for (;;) {
    const page = await running.call(
      `<m:FindItem Traversal="Shallow"><m:ItemShape><t:BaseShape>IdOnly</t:BaseShape></m:ItemShape><m:IndexedPageItemView MaxEntriesReturned="1000" Offset="${found.length}" BasePoint="Beginning"/>${more}<m:ParentFolderIds>${parent}</m:ParentFolderIds></m:FindItem>`,
      person,
    );
    found.push(...idsIn(page, 'ItemId'));
    if (page.text.includes('IncludesLastItemInRange="true"')) return found;
  }
};

const itemIds = (running: RunningEmulator, person: string, folderId: string): Promise<readonly string[]> =>
  findIds(running, person, `<t:FolderId Id="${folderId}"/>`);

const hasAttachments =
  '<m:Restriction><t:IsEqualTo><t:FieldURI FieldURI="item:HasAttachments"/><t:FieldURIOrConstant><t:Constant Value="true"/></t:FieldURIOrConstant></t:IsEqualTo></m:Restriction>';

/** Ids of all attachments in a mailbox. Inline images, which do not count as attachments to a reader, come with the others. */
const attachmentIds = async (running: RunningEmulator, person: string): Promise<readonly string[]> => {
  const found: string[] = [];
  for (const folderId of await folderIds(running, person)) {
    const ids = await findIds(running, person, `<t:FolderId Id="${folderId}"/>`, hasAttachments);
    if (ids.length === 0) continue;
    const shape =
      '<t:BaseShape>IdOnly</t:BaseShape><t:AdditionalProperties><t:FieldURI FieldURI="item:Attachments"/></t:AdditionalProperties>';
    found.push(...idsIn(await getItems(running, person, ids, shape), 'AttachmentId'));
  }
  return [...new Set(found)];
};

/** Long contents are cut to their first kilobytes: base64 of 25 MB is as valid as base64 of 3 KB. */
const withShortContent = (text: string): string =>
  text.replaceAll(/(<t:(?:Content|MimeContent)[^>]*>)([A-Za-z0-9+/]{4000})[A-Za-z0-9+/=]+/g, '$1$2');
