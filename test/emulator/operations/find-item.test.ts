import { describe, expect, it } from 'vitest';
import { readXml } from '../../../src/emulator/xml/read-xml.ts';
import { child, childText, type XmlNode } from '../../../src/emulator/xml/xml.ts';
import { schemaErrors } from '../../schema-errors.ts';
import { describeWithWitness } from '../../witness.ts';
import { findingOrganization } from '../finding-organization.ts';
import { codesIn, envelope, idsIn, impersonating, type RunningEmulator, startEmulator } from '../running-emulator.ts';

const start = () => startEmulator({ seed: findingOrganization(), now: () => Date.UTC(2026, 2, 10, 12) });

interface FindItemParts {
  readonly fields?: readonly string[];
  readonly base?: string;
  /** What stands between shape and parent folders. */
  readonly middle?: string;
  readonly folders?: readonly string[];
  readonly query?: string;
  readonly traversal?: string;
}

const findItem = (parts: FindItemParts): string => {
  const {
    fields = ['item:Subject'],
    base = 'IdOnly',
    middle = '',
    folders = ['inbox'],
    query,
    traversal = 'Shallow',
  } = parts;
  const paths = fields.map((uri) => `<t:FieldURI FieldURI="${uri}"/>`).join('');
  const additional = paths === '' ? '' : `<t:AdditionalProperties>${paths}</t:AdditionalProperties>`;
  const parents = folders.map((id) => `<t:DistinguishedFolderId Id="${id}"/>`).join('');
  const queryString = query === undefined ? '' : `<m:QueryString>${query}</m:QueryString>`;
  return `<m:FindItem Traversal="${traversal}"><m:ItemShape><t:BaseShape>${base}</t:BaseShape>${additional}</m:ItemShape>${middle}<m:ParentFolderIds>${parents}</m:ParentFolderIds>${queryString}</m:FindItem>`;
};

const page = (offset: number, most: number) =>
  `<m:IndexedPageItemView MaxEntriesReturned="${most}" Offset="${offset}" BasePoint="Beginning"/>`;
const newestFirst =
  '<m:SortOrder><t:FieldOrder Order="Descending"><t:FieldURI FieldURI="item:DateTimeReceived"/></t:FieldOrder></m:SortOrder>';
const restriction = (relation: string, uri: string, value: string) =>
  `<m:Restriction><t:${relation}><t:FieldURI FieldURI="${uri}"/><t:FieldURIOrConstant><t:Constant Value="${value}"/></t:FieldURIOrConstant></t:${relation}></m:Restriction>`;
const view = (from: string, to: string, most = '') =>
  `<m:CalendarView${most} StartDate="${from}T00:00:00Z" EndDate="${to}T00:00:00Z"/>`;

/** The m:RootFolder of every message of the answer, in order. */
const roots = (text: string): readonly (XmlNode | undefined)[] => {
  const [response] = child(readXml(text), 'soap:Body')?.children ?? [];
  return child(response, 'm:ResponseMessages')?.children.map((one) => child(one, 'm:RootFolder')) ?? [];
};
const subjects = (root: XmlNode | undefined) =>
  child(root, 't:Items')?.children.map((item) => childText(item, 't:Subject'));
const find = async (running: RunningEmulator, parts: FindItemParts) => {
  const answer = await running.call(findItem(parts));
  return { answer, roots: roots(answer.text), root: roots(answer.text)[0], codes: codesIn(answer) };
};

describe('FindItem over messages', () => {
  it('sorts by milliseconds, pages, and shows whole seconds', async () => {
    const running = await start();
    const fields = ['item:Subject', 'item:DateTimeReceived'];
    const { root } = await find(running, { fields, middle: page(0, 2) + newestFirst });
    expect(subjects(root)).toEqual(['Latest', 'Middle']);
    expect(root?.attributes).toEqual({
      IndexedPagingOffset: '2',
      IncludesLastItemInRange: 'false',
      TotalItemsInView: '3',
    });
    const received = child(root, 't:Items')?.children.map((item) => childText(item, 't:DateTimeReceived'));
    expect(received).toEqual(['2026-03-02T10:00:00Z', '2026-03-02T10:00:00Z']);
    const second = await find(running, { fields, middle: page(2, 2) + newestFirst });
    expect(subjects(second.root)).toEqual(['Earliest']);
    expect(second.root?.attributes['IncludesLastItemInRange']).toBe('true');
  });

  it('restricts in full precision: the whole second is before every millisecond of it', async () => {
    const running = await start();
    const from = (value: string) =>
      find(running, { middle: restriction('IsLessThanOrEqualTo', 'item:DateTimeReceived', value) + newestFirst });
    expect(subjects((await from('2026-03-02T10:00:00Z')).root)).toEqual([]);
    expect(subjects((await from('2026-03-02T10:00:00.500Z')).root)).toEqual(['Middle', 'Earliest']);
    expect(subjects((await from('2026-03-02T10:00:01Z')).root)).toHaveLength(3);
  });

  it('answers one message for each folder, in order, and one that fails leaves the others alone', async () => {
    const { codes, roots: found } = await find(await start(), { folders: ['drafts', 'journal', 'inbox'] });
    expect(codes).toEqual(['NoError', 'ErrorFolderNotFound', 'NoError']);
    expect(found.map(subjects)).toEqual([['Draft'], undefined, ['Middle', 'Latest', 'Earliest']]);
  });

  it('silently leaves out what only GetItem gives', async () => {
    const { root } = await find(await start(), { fields: ['item:Body', 'message:ToRecipients', 'message:From'] });
    const [first] = child(root, 't:Items')?.children ?? [];
    expect(first?.children.map(({ name }) => name)).toEqual(['t:ItemId', 't:From']);
  });

  it('searches by query string', async () => {
    const running = await start();
    expect(subjects((await find(running, { query: 'from:bob', middle: newestFirst })).root)).toEqual([
      'Middle',
      'Earliest',
    ]);
    expect(subjects((await find(running, { query: 'received:today' })).root)).toEqual([]);
    expect((await find(running, { query: '(broken' })).codes).toEqual(['ErrorInvalidArgument']);
  });

  it('refuses a restriction beside a query string, and every query string where a server lacks them', async () => {
    const running = await start();
    const both = { query: 'bob', middle: restriction('IsEqualTo', 'message:IsRead', 'false') };
    expect((await find(running, both)).codes).toEqual(['ErrorInvalidArgument']);
    running.emulator.serverOptions.withoutQueryString = true;
    const { answer, codes } = await find(running, { query: 'bob' });
    expect([answer.status, codes]).toEqual([500, ['ErrorInvalidRequest']]);
  });

  it('finds nothing among soft-deleted and associated items', async () => {
    const running = await start();
    for (const traversal of ['SoftDeleted', 'Associated']) {
      const { root } = await find(running, { traversal });
      expect(root?.attributes).toEqual({ IncludesLastItemInRange: 'true', TotalItemsInView: '0' });
    }
  });

  it('tells that a path cannot be searched or sorted by', async () => {
    const running = await start();
    const unsearchable = restriction('IsEqualTo', 'item:ConversationId', 'x');
    expect((await find(running, { middle: unsearchable })).codes).toEqual(['ErrorUnsupportedPathForQuery']);
    const unsortable =
      '<m:SortOrder><t:FieldOrder Order="Ascending"><t:FieldURI FieldURI="item:Body"/></t:FieldOrder></m:SortOrder>';
    expect((await find(running, { middle: unsortable })).codes).toEqual(['ErrorUnsupportedPathForSortGroup']);
  });
});

describe('FindItem in groups', () => {
  const groups = (root: XmlNode | undefined) =>
    child(root, 't:Groups')?.children.map((group) => [childText(group, 't:GroupIndex'), subjects(group)]);
  const bySender =
    '<m:GroupBy Order="Ascending"><t:FieldURI FieldURI="message:From"/><t:AggregateOn Aggregate="Minimum"><t:FieldURI FieldURI="item:DateTimeReceived"/></t:AggregateOn></m:GroupBy>';

  it('orders groups by their aggregate and items by the sort order', async () => {
    const { root } = await find(await start(), { middle: bySender + newestFirst });
    expect(groups(root)).toEqual([
      ['Bob', ['Middle', 'Earliest']],
      ['Carol', ['Latest']],
    ]);
    expect(root?.attributes).toEqual({ IncludesLastItemInRange: 'true', TotalItemsInView: '5' });
  });

  it('takes the least or the greatest value of a group for its place', async () => {
    const running = await start();
    const bySubject = (aggregate: string) => ({
      middle: `<m:GroupBy Order="Ascending"><t:FieldURI FieldURI="message:From"/><t:AggregateOn Aggregate="${aggregate}"><t:FieldURI FieldURI="item:Subject"/></t:AggregateOn></m:GroupBy>`,
    });
    // Bob wrote Earliest and Middle, Carol Latest.
    expect(groups((await find(running, bySubject('Minimum'))).root)?.map(([index]) => index)).toEqual(['Bob', 'Carol']);
    expect(groups((await find(running, bySubject('Maximum'))).root)?.map(([index]) => index)).toEqual(['Carol', 'Bob']);
  });

  it('counts groups as entries of a page and repeats a group that a page begins in', async () => {
    const { root } = await find(await start(), { middle: page(2, 2) + bySender + newestFirst });
    expect(groups(root)).toEqual([
      ['Bob', ['Earliest']],
      ['Carol', []],
    ]);
    expect(root?.attributes['IncludesLastItemInRange']).toBe('false');
  });

  it('knows conversations as the standard grouping', async () => {
    const standard =
      '<m:DistinguishedGroupBy Order="Descending"><t:StandardGroupBy>ConversationTopic</t:StandardGroupBy></m:DistinguishedGroupBy>';
    const { root } = await find(await start(), { middle: standard + newestFirst });
    expect(groups(root)).toEqual([
      ['Latest', ['Latest']],
      ['Plan', ['Middle', 'Earliest']],
    ]);
  });
});

describe('FindItem over a calendar', () => {
  const calendar = (middle: string, more: Partial<FindItemParts> = {}) => ({
    folders: ['calendar'],
    fields: ['item:Subject', 'calendar:Start', 'calendar:CalendarItemType'],
    middle,
    ...more,
  });
  const events = (root: XmlNode | undefined) =>
    child(root, 't:Items')?.children.map((item) =>
      ['t:Subject', 't:Start', 't:CalendarItemType'].map((name) => childText(item, name)),
    );

  it('expands series over the change of clocks, moved occurrences at their new time, deleted ones gone', async () => {
    const { root } = await find(await start(), calendar(view('2026-03-27', '2026-04-18')));
    expect(events(root)).toEqual([
      ['Round table', '2026-03-27T09:00:00Z', 'Occurrence'],
      ['Lunch', '2026-03-28T11:00:00Z', 'Single'],
      ['Round table, moved', '2026-04-06T08:00:00Z', 'Exception'],
      ['Round table', '2026-04-17T08:00:00Z', 'Occurrence'],
    ]);
    expect(root?.attributes).toEqual({ IncludesLastItemInRange: 'true', TotalItemsInView: '4' });
  });

  it('says when more takes place than was asked for', async () => {
    const { root } = await find(await start(), calendar(view('2026-03-27', '2026-04-18', ' MaxEntriesReturned="2"')));
    expect(events(root)).toHaveLength(2);
    expect(root?.attributes).toEqual({ IncludesLastItemInRange: 'false', TotalItemsInView: '4' });
  });

  it('gives occurrences ids that GetItem takes', async () => {
    const running = await start();
    const found = await running.call(findItem(calendar(view('2026-04-01', '2026-04-18'))));
    const ids = idsIn(found, 'ItemId').map((id) => `<t:ItemId Id="${id}"/>`);
    const shape = '<m:ItemShape><t:BaseShape>Default</t:BaseShape></m:ItemShape>';
    const got = await running.call(`<m:GetItem>${shape}<m:ItemIds>${ids.join('')}</m:ItemIds></m:GetItem>`);
    expect(codesIn(got)).toEqual(['NoError', 'NoError']);
    expect(idsIn(got, 'ItemId')).toEqual(idsIn(found, 'ItemId'));
  });

  it('shows masters and single events without a view', async () => {
    const { root } = await find(await start(), calendar(''));
    expect(events(root)?.map(([subject, , type]) => [subject, type])).toEqual([
      ['Lunch', 'Single'],
      ['Round table', 'RecurringMaster'],
    ]);
  });

  it('reads the window in the zone of the request and writes its times there', async () => {
    const running = await start();
    const zone = '<t:TimeZoneContext><t:TimeZoneDefinition Id="Tokyo Standard Time"/></t:TimeZoneContext>';
    const window = '<m:CalendarView StartDate="2026-03-27T18:00:00" EndDate="2026-03-27T18:30:00"/>';
    const answer = await running.post(
      envelope(findItem(calendar(window)), impersonating('alice@example.test') + zone),
      { authorization: `Bearer ${await running.token()}` },
    );
    expect(events(roots(answer.text)[0])).toEqual([['Round table', '2026-03-27T18:00:00+09:00', 'Occurrence']]);
  });

  it.each([
    ['a window over two years', calendar(view('2026-01-01', '2028-01-02')), 'ErrorCalendarViewRangeTooBig'],
    [
      'a window that ends first',
      calendar(view('2026-02-01', '2026-01-01')),
      'ErrorCalendarEndDateIsEarlierThanStartDate',
    ],
    [
      'another folder',
      calendar(view('2026-01-01', '2026-02-01'), { folders: ['inbox'] }),
      'ErrorCalendarFolderIsInvalidForCalendarView',
    ],
    [
      'a restriction',
      calendar(view('2026-01-01', '2026-02-01') + restriction('IsEqualTo', 'item:Subject', 'x')),
      'ErrorInvalidRestriction',
    ],
    ['a sort order', calendar(view('2026-01-01', '2026-02-01') + newestFirst), 'ErrorUnsupportedPathForSortGroup'],
    ['a query string', calendar(view('2026-01-01', '2026-02-01'), { query: 'x' }), 'ErrorInvalidArgument'],
  ])('refuses %s', async (_, parts, code) => {
    expect((await find(await start(), parts)).codes).toEqual([code]);
  });

  it('takes a window of exactly two years', async () => {
    expect((await find(await start(), calendar(view('2026-01-01', '2028-01-01')))).codes).toEqual(['NoError']);
  });
});

describe('FindItem over contacts', () => {
  it('lists the names of a view alphabetically', async () => {
    const { root } = await find(await start(), {
      folders: ['contacts'],
      fields: ['contacts:DisplayName'],
      middle: '<m:ContactsView InitialName="B"/>',
    });
    expect(child(root, 't:Items')?.children.map((item) => childText(item, 't:DisplayName'))).toEqual(['Carla', 'Dora']);
  });
});

describeWithWitness('answers of FindItem', (folder) => {
  it('are valid against the schema, whatever view, shape and folder of the demo organisation', async () => {
    const running = await startEmulator({ seed: 'demo', today: new Date('2026-03-10T09:00:00Z') });
    const requests = [
      ...['IdOnly', 'Default', 'AllProperties'].flatMap((base) =>
        ['inbox', 'sentitems', 'drafts', 'calendar', 'contacts', 'tasks'].map((id) => ({ base, folders: [id] })),
      ),
      { middle: view('2026-02-01', '2026-05-01'), folders: ['calendar'], base: 'AllProperties' },
      { middle: '<m:FractionalPageItemView MaxEntriesReturned="5" Numerator="1" Denominator="2"/>' },
      { middle: page(1190, 1000), query: 'isread:true' },
      {
        middle: `${page(0, 30)}<m:DistinguishedGroupBy Order="Descending"><t:StandardGroupBy>ConversationTopic</t:StandardGroupBy></m:DistinguishedGroupBy>`,
      },
      { folders: ['inbox', 'journal'], middle: restriction('IsEqualTo', 'item:MimeContent', 'x') },
    ];
    const answers = [];
    for (const parts of requests) answers.push(await running.call(findItem(parts)));
    expect(answers.map(({ status }) => status)).toEqual(requests.map(() => 200));
    expect(
      await schemaErrors(
        folder,
        answers.map(({ text }) => text),
      ),
    ).toEqual([]);
  });
});
