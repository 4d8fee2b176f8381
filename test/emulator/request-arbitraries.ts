import { readFileSync } from 'node:fs';
import fc from 'fast-check';

/** Words that the schema allows in the places of requests. */
export interface Vocabulary {
  readonly fieldUris: readonly string[];
  readonly dictionaryUris: readonly string[];
  readonly folders: readonly string[];
  readonly propertyTypes: readonly string[];
  readonly propertySets: readonly string[];
}

/** Reads the vocabulary from the schema itself. */
export const readVocabulary = (folder: string): Vocabulary => {
  const types = readFileSync(`${folder}/ews/xsd/Exchange2010_SP2/types.xsd`, 'utf8');
  const words = (type: string): readonly string[] => {
    const [, body = ''] = new RegExp(`<xs:simpleType name="${type}">([^]*?)</xs:simpleType>`).exec(types) ?? [];
    return [...body.matchAll(/<xs:enumeration value="([^"]+)"/g)].map(([, word = '']) => word);
  };
  return {
    fieldUris: words('UnindexedFieldURIType'),
    dictionaryUris: words('DictionaryURIType'),
    folders: words('DistinguishedFolderIdNameType'),
    propertyTypes: words('MapiPropertyTypeType'),
    propertySets: words('DistinguishedPropertySetType'),
  };
};

/** Ids in the emulator that requests may name, hostile ones among them. */
export interface KnownIds {
  readonly items: readonly string[];
  readonly folders: readonly string[];
  readonly attachments: readonly string[];
}

/** Request elements of all read operations, a hostile value here and there; pages are small, so that thousands of answers fit in memory. */
export const requests = (vocabulary: Vocabulary, ids: KnownIds): fc.Arbitrary<string> => {
  const path = propertyPath(vocabulary);
  const itemShape = fc.oneof(
    { weight: 3, arbitrary: shape('m:ItemShape', path) },
    shape('m:ItemShape', fc.constant('')),
  );
  const folderShape = fc
    .tuple(base, fc.array(path, { maxLength: 4 }))
    .map(([name, paths]) => `<m:FolderShape><t:BaseShape>${name}</t:BaseShape>${additional(paths)}</m:FolderShape>`);
  const parent = fc.oneof(
    { weight: 3, arbitrary: fc.constantFrom('inbox', 'calendar', 'contacts', 'tasks', 'drafts').map(distinguished) },
    fc.constantFrom(...vocabulary.folders).map(distinguished),
    fc.constantFrom(...ids.folders).map((id) => `<t:FolderId Id="${escaped(id)}"/>`),
    hostileText.map((id) => `<t:FolderId Id="${escaped(id)}"/>`),
  );
  const parents = fc.array(parent, { minLength: 1, maxLength: 3 }).map((list) => list.join(''));
  const itemId = fc.oneof(
    { weight: 6, arbitrary: fc.constantFrom(...ids.items).map((id) => `<t:ItemId Id="${escaped(id)}"/>`) },
    fc.constantFrom(...ids.items).map((id) => `<t:RecurringMasterItemId OccurrenceId="${escaped(id)}"/>`),
    fc
      .tuple(fc.constantFrom(...ids.items), fc.integer({ min: -1, max: 40 }))
      .map(([id, index]) => `<t:OccurrenceItemId RecurringMasterId="${escaped(id)}" InstanceIndex="${index}"/>`),
    hostileText.map((id) => `<t:ItemId Id="${escaped(id)}" ChangeKey="${escaped(id)}"/>`),
  );
  const filter = restriction(path);
  const order = fc
    .array(fc.tuple(fc.constantFrom('Ascending', 'Descending'), path), { minLength: 1, maxLength: 3 })
    .map(
      (keys) =>
        `<m:SortOrder>${keys.map(([way, key]) => `<t:FieldOrder Order="${way}">${key}</t:FieldOrder>`).join('')}</m:SortOrder>`,
    );
  const grouped = fc
    .tuple(path, path, fc.constantFrom('Minimum', 'Maximum'))
    .map(
      ([by, on, aggregate]) =>
        `<m:GroupBy Order="Ascending">${by}<t:AggregateOn Aggregate="${aggregate}">${on}</t:AggregateOn></m:GroupBy>`,
    );
  return fc.oneof(
    {
      weight: 8,
      arbitrary: fc
        .tuple(
          traversal,
          itemShape,
          itemView,
          maybe(grouped, 9),
          maybe(filter),
          maybe(order),
          parents,
          maybe(queryString, 4),
        )
        .map(
          ([how, shown, view, group, only, sort, where, query]) =>
            `<m:FindItem Traversal="${how}">${shown}${view}${group}${only}${sort}<m:ParentFolderIds>${where}</m:ParentFolderIds>${query}</m:FindItem>`,
        ),
    },
    {
      weight: 2,
      arbitrary: fc
        .tuple(
          fc.constantFrom('Shallow', 'Deep', 'SoftDeleted'),
          folderShape,
          maybe(folderView),
          maybe(filter, 3),
          parents,
        )
        .map(
          ([how, shown, view, only, where]) =>
            `<m:FindFolder Traversal="${how}">${shown}${view}${only}<m:ParentFolderIds>${where}</m:ParentFolderIds></m:FindFolder>`,
        ),
    },
    {
      weight: 4,
      arbitrary: fc
        .tuple(itemShape, fc.array(itemId, { minLength: 1, maxLength: 5 }))
        .map(([shown, list]) => `<m:GetItem>${shown}<m:ItemIds>${list.join('')}</m:ItemIds></m:GetItem>`),
    },
    fc
      .tuple(folderShape, parents)
      .map(([shown, list]) => `<m:GetFolder>${shown}<m:FolderIds>${list}</m:FolderIds></m:GetFolder>`),
    fc
      .tuple(
        maybe(shape('m:AttachmentShape', path).map((text) => text.replace(/<t:BaseShape>\w+<\/t:BaseShape>/, ''))),
        fc.array(fc.oneof(fc.constantFrom(...ids.attachments), fc.constantFrom(...ids.items), hostileText), {
          minLength: 1,
          maxLength: 3,
        }),
      )
      .map(
        ([shown, list]) =>
          `<m:GetAttachment>${shown}<m:AttachmentIds>${list.map((id) => `<t:AttachmentId Id="${escaped(id)}"/>`).join('')}</m:AttachmentIds></m:GetAttachment>`,
      ),
    fc
      .tuple(
        itemShape,
        parent,
        maybe(
          hostileText.map((text) => `<m:SyncState>${escaped(text)}</m:SyncState>`),
          4,
        ),
        fc.integer({ min: 0, max: 12 }),
      )
      .map(
        ([shown, where, state, most]) =>
          `<m:SyncFolderItems>${shown}<m:SyncFolderId>${where}</m:SyncFolderId>${state}<m:MaxChangesReturned>${most}</m:MaxChangesReturned></m:SyncFolderItems>`,
      ),
    fc
      .tuple(folderShape, maybe(parent))
      .map(
        ([shown, where]) =>
          `<m:SyncFolderHierarchy>${shown}${where === '' ? '' : `<m:SyncFolderId>${where}</m:SyncFolderId>`}</m:SyncFolderHierarchy>`,
      ),
    fc
      .tuple(
        fc.boolean(),
        fc.constantFrom('ActiveDirectory', 'ActiveDirectoryContacts', 'Contacts', 'ContactsActiveDirectory'),
        fc.oneof(fc.constantFrom('alice', 'room', 'smtp:bob@example.test', 'a', 'team'), hostileText),
      )
      .map(
        ([full, scope, entry]) =>
          `<m:ResolveNames ReturnFullContactData="${full}" SearchScope="${scope}"><m:UnresolvedEntry>${escaped(entry)}</m:UnresolvedEntry></m:ResolveNames>`,
      ),
    fc
      .tuple(
        fc.boolean(),
        fc.array(fc.oneof(fc.constantFrom('UTC', 'W. Europe Standard Time', 'Tokyo Standard Time'), hostileText), {
          minLength: 1,
          maxLength: 3,
        }),
      )
      .map(
        ([full, zones]) =>
          `<m:GetServerTimeZones ReturnFullTimeZoneData="${full}"><m:Ids>${zones.map((zone) => `<t:Id>${escaped(zone)}</t:Id>`).join('')}</m:Ids></m:GetServerTimeZones>`,
      ),
  );
};

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

const distinguished = (name: string): string => `<t:DistinguishedFolderId Id="${name}"/>`;

/** What nobody sends who means well; some of it is not even XML. */
const hostileText = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 30 }),
  fc.string({ unit: 'binary', maxLength: 20 }),
  fc.base64String({ minLength: 4, maxLength: 200 }),
  fc.constantFrom(
    '',
    ' ',
    ']]>',
    '<!DOCTYPE a>',
    '${x}',
    '__proto__',
    'constructor',
    '(((',
    '\u0000',
    '\uFFFE',
    'AAMk',
    '2026-13-45T99:99:99Z',
    '-1',
    '9'.repeat(400),
    'e\u0301\u{1F600}',
  ),
);

/** Nothing, unless one time in `rarity`. */
const maybe = (arbitrary: fc.Arbitrary<string>, rarity = 2): fc.Arbitrary<string> =>
  fc.oneof({ weight: rarity - 1, arbitrary: fc.constant('') }, { weight: 1, arbitrary });

const base = fc.constantFrom('IdOnly', 'Default', 'AllProperties');
const traversal = fc.constantFrom('Shallow', 'Shallow', 'Shallow', 'Associated', 'SoftDeleted');
const additional = (paths: readonly string[]): string => {
  const listed = paths.join('');
  return listed === '' ? '' : `<t:AdditionalProperties>${listed}</t:AdditionalProperties>`;
};

const shape = (name: string, path: fc.Arbitrary<string>): fc.Arbitrary<string> =>
  fc
    .tuple(base, fc.constantFrom('', 'Best', 'HTML', 'Text'), fc.array(path, { maxLength: 6 }))
    .map(
      ([shown, body, paths]) =>
        `<${name}><t:BaseShape>${shown}</t:BaseShape>${body === '' ? '' : `<t:BodyType>${body}</t:BodyType>`}${additional(paths)}</${name}>`,
    );

const propertyPath = ({ fieldUris, dictionaryUris, propertyTypes, propertySets }: Vocabulary): fc.Arbitrary<string> => {
  const type = fc.constantFrom(...propertyTypes);
  const tag = fc.oneof(
    fc.constantFrom('0xe07', '0x0E08', '0x3013', '0x1090', '3619', '0x10F4', '0x7d', '0x8000', 'nonsense'),
    fc.integer({ min: 0, max: 0xffff }).map((number) => `0x${number.toString(16)}`),
  );
  return fc.oneof(
    {
      weight: 6,
      arbitrary: fc
        .constantFrom(...fieldUris.filter((uri) => uri !== 'item:MimeContent'))
        .map((uri) => `<t:FieldURI FieldURI="${uri}"/>`),
    },
    fc
      .tuple(
        fc.constantFrom(...dictionaryUris),
        fc.constantFrom('Message-ID', 'EmailAddress1', 'Home', 'BusinessPhone', 'x'),
      )
      .map(([uri, key]) => `<t:IndexedFieldURI FieldURI="${uri}" FieldIndex="${key}"/>`),
    fc.tuple(tag, type).map(([number, kind]) => `<t:ExtendedFieldURI PropertyTag="${number}" PropertyType="${kind}"/>`),
    fc
      .tuple(fc.constantFrom(...propertySets), hostileText, type)
      .map(
        ([set, name, kind]) =>
          `<t:ExtendedFieldURI DistinguishedPropertySetId="${set}" PropertyName="${escaped(name)}" PropertyType="${kind}"/>`,
      ),
    fc
      .tuple(fc.constantFrom(...propertySets), fc.integer({ min: 0, max: 40_000 }), type)
      .map(
        ([set, id, kind]) =>
          `<t:ExtendedFieldURI DistinguishedPropertySetId="${set}" PropertyId="${id}" PropertyType="${kind}"/>`,
      ),
  );
};

const restriction = (path: fc.Arbitrary<string>): fc.Arbitrary<string> => {
  const value = fc.oneof(
    fc.constantFrom('true', 'false', '0', '42', '2026-11-20T10:00:00Z', 'a', 'High', 'IPM.Note', 'alice@example.test'),
    hostileText,
  );
  const operand = fc.oneof(
    { weight: 5, arbitrary: value.map((text) => `<t:Constant Value="${escaped(text)}"/>`) },
    path,
  );
  const { tree } = fc.letrec<{ tree: string; leaf: string }>((tie) => ({
    tree: fc.oneof(
      { maxDepth: 3, depthIdentifier: 'restriction' },
      tie('leaf'),
      fc.tuple(tie('tree'), tie('tree')).map(([left, right]) => `<t:And>${left}${right}</t:And>`),
      fc.tuple(tie('tree'), tie('tree')).map(([left, right]) => `<t:Or>${left}${right}</t:Or>`),
      tie('tree').map((inner) => `<t:Not>${inner}</t:Not>`),
    ),
    leaf: fc.oneof(
      fc
        .tuple(
          fc.constantFrom(
            'IsEqualTo',
            'IsNotEqualTo',
            'IsGreaterThan',
            'IsGreaterThanOrEqualTo',
            'IsLessThan',
            'IsLessThanOrEqualTo',
          ),
          path,
          operand,
        )
        .map(([is, left, right]) => `<t:${is}>${left}<t:FieldURIOrConstant>${right}</t:FieldURIOrConstant></t:${is}>`),
      fc
        .tuple(
          fc.constantFrom('FullString', 'Prefixed', 'Substring', 'PrefixOnWords', 'ExactPhrase'),
          fc.constantFrom('Exact', 'IgnoreCase', 'Loose'),
          path,
          value,
        )
        .map(
          ([mode, comparison, left, text]) =>
            `<t:Contains ContainmentMode="${mode}" ContainmentComparison="${comparison}">${left}<t:Constant Value="${escaped(text)}"/></t:Contains>`,
        ),
      path.map((left) => `<t:Exists>${left}</t:Exists>`),
      fc
        .tuple(path, fc.constantFrom('1', '16', '0x20', 'x'))
        .map(([left, mask]) => `<t:Excludes>${left}<t:Bitmask Value="${mask}"/></t:Excludes>`),
    ),
  }));
  return tree.map((expression) => `<m:Restriction>${expression}</m:Restriction>`);
};

const most = fc.integer({ min: 1, max: 12 });
const offset = fc.oneof(fc.integer({ min: 0, max: 1300 }), fc.constantFrom(0, 2_147_483_647));
const instant = fc.constantFrom(
  '2026-11-01T00:00:00Z',
  '2026-11-20T00:00:00',
  '2026-12-24T23:59:59.999+01:00',
  '2028-12-31T00:00:00Z',
  '1601-01-01T00:00:00Z',
);

const indexedView = (kind: 'Item' | 'Folder'): fc.Arbitrary<string> =>
  fc
    .tuple(most, offset, fc.constantFrom('Beginning', 'End'))
    .map(
      ([limit, from, point]) =>
        `<m:IndexedPage${kind}View MaxEntriesReturned="${limit}" Offset="${from}" BasePoint="${point}"/>`,
    );

const fractionalView = (kind: 'Item' | 'Folder'): fc.Arbitrary<string> =>
  fc
    .tuple(most, fc.integer({ min: 0, max: 5 }), fc.integer({ min: 0, max: 5 }))
    .map(
      ([limit, part, whole]) =>
        `<m:FractionalPage${kind}View MaxEntriesReturned="${limit}" Numerator="${part}" Denominator="${whole}"/>`,
    );

const folderView = fc.oneof(indexedView('Folder'), fractionalView('Folder'));

const itemView = fc.oneof(
  { weight: 4, arbitrary: indexedView('Item') },
  fractionalView('Item'),
  fc
    .tuple(most, instant, instant)
    .map(
      ([limit, start, end]) => `<m:CalendarView MaxEntriesReturned="${limit}" StartDate="${start}" EndDate="${end}"/>`,
    ),
  fc
    .tuple(most, fc.constantFrom('a', 'B', 'Ö'), fc.constantFrom('c', 'Z'))
    .map(
      ([limit, first, last]) =>
        `<m:ContactsView MaxEntriesReturned="${limit}" InitialName="${first}" FinalName="${last}"/>`,
    ),
);

const queryString = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        'budget',
        '"quarterly report"',
        'subject:report',
        'from:bob',
        'received:>=2026-11-01',
        'size:>10',
        'hasattachments:true',
        'AND',
        'OR',
        'NOT',
        '(',
        ')',
        '-draft',
        'kind:email',
        'received:today',
        'isread:no',
      ),
      hostileText,
    ),
    { minLength: 1, maxLength: 5 },
  )
  .map((terms) => `<m:QueryString>${escaped(terms.join(' '))}</m:QueryString>`);
