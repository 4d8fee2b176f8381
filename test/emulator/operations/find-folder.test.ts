import { describe, expect, it } from 'vitest';
import { readXml } from '../../../src/emulator/xml/read-xml.ts';
import { child, childText, type XmlNode } from '../../../src/emulator/xml/xml.ts';
import { schemaErrors } from '../../schema-errors.ts';
import { describeWithWitness } from '../../witness.ts';
import { findingOrganization } from '../finding-organization.ts';
import { codesIn, startEmulator } from '../running-emulator.ts';

interface FindFolderParts {
  readonly traversal: string;
  readonly parents: readonly string[];
  readonly base?: string;
  readonly middle?: string;
}

const findFolder = ({ traversal, parents, base = 'Default', middle = '' }: FindFolderParts): string => {
  const ids = parents.map((id) => `<t:DistinguishedFolderId Id="${id}"/>`).join('');
  return `<m:FindFolder Traversal="${traversal}"><m:FolderShape><t:BaseShape>${base}</t:BaseShape></m:FolderShape>${middle}<m:ParentFolderIds>${ids}</m:ParentFolderIds></m:FindFolder>`;
};

const find = async (parts: FindFolderParts) => {
  const running = await startEmulator({ seed: findingOrganization() });
  const answer = await running.call(findFolder(parts));
  const [response] = child(readXml(answer.text), 'soap:Body')?.children ?? [];
  const roots = child(response, 'm:ResponseMessages')?.children.map((one) => child(one, 'm:RootFolder')) ?? [];
  return { codes: codesIn(answer), roots };
};
const names = (root: XmlNode | undefined) =>
  child(root, 't:Folders')?.children.map((folder) => childText(folder, 't:DisplayName'));

describe('FindFolder', () => {
  it('finds the children of a folder, or all below it with parents first', async () => {
    const shallow = await find({ traversal: 'Shallow', parents: ['inbox'] });
    expect(names(shallow.roots[0])).toEqual(['Clients', 'Later']);
    const deep = await find({ traversal: 'Deep', parents: ['inbox'] });
    expect(names(deep.roots[0])).toEqual(['Clients', 'Acme', '2026', 'Later']);
    expect(deep.roots[0]?.attributes).toEqual({ IncludesLastItemInRange: 'true', TotalItemsInView: '4' });
  });

  it('finds no folder that was deleted', async () => {
    const { roots } = await find({ traversal: 'SoftDeleted', parents: ['inbox'] });
    expect(names(roots[0])).toEqual([]);
  });

  it('answers one message for each parent', async () => {
    const { codes, roots } = await find({ traversal: 'Shallow', parents: ['journal', 'inbox', 'calendar'] });
    expect(codes).toEqual(['ErrorFolderNotFound', 'NoError', 'NoError']);
    expect(roots.map(names)).toEqual([undefined, ['Clients', 'Later'], []]);
  });

  it('pages', async () => {
    const { roots } = await find({
      traversal: 'Deep',
      parents: ['inbox'],
      middle: '<m:IndexedPageFolderView MaxEntriesReturned="3" Offset="1" BasePoint="Beginning"/>',
    });
    expect(names(roots[0])).toEqual(['Acme', '2026', 'Later']);
    expect(roots[0]?.attributes).toEqual({
      IndexedPagingOffset: '4',
      IncludesLastItemInRange: 'true',
      TotalItemsInView: '4',
    });
  });

  it('restricts by properties of folders', async () => {
    const isCalendar =
      '<m:Restriction><t:IsEqualTo><t:FieldURI FieldURI="folder:FolderClass"/><t:FieldURIOrConstant><t:Constant Value="IPF.Appointment"/></t:FieldURIOrConstant></t:IsEqualTo></m:Restriction>';
    const { roots } = await find({ traversal: 'Deep', parents: ['msgfolderroot'], middle: isCalendar });
    const [calendar, ...others] = child(roots[0], 't:Folders')?.children ?? [];
    expect(others).toEqual([]);
    expect([calendar?.name, childText(calendar, 't:TotalCount')]).toEqual(['t:CalendarFolder', '2']);
  });

  it('restricts by counters as numbers', async () => {
    const hasItems =
      '<m:Restriction><t:IsGreaterThan><t:FieldURI FieldURI="folder:TotalCount"/><t:FieldURIOrConstant><t:Constant Value="2"/></t:FieldURIOrConstant></t:IsGreaterThan></m:Restriction>';
    const { roots } = await find({ traversal: 'Shallow', parents: ['msgfolderroot'], middle: hasItems });
    expect(names(roots[0])).toEqual(['inbox', 'contacts']);
  });
});

describeWithWitness('answers of FindFolder', (folder) => {
  it('are valid against the schema for the whole tree of the demo organisation', async () => {
    const running = await startEmulator({ seed: 'demo', today: new Date('2026-03-10T09:00:00Z') });
    const documents: string[] = [];
    for (const base of ['IdOnly', 'Default', 'AllProperties']) {
      const { text } = await running.call(findFolder({ traversal: 'Deep', parents: ['root'], base }));
      documents.push(text);
    }
    expect(documents.join('')).toContain('<t:CalendarFolder>');
    expect(await schemaErrors(folder, documents)).toEqual([]);
  });
});
