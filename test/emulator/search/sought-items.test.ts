import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { OperationContext } from '../../../src/emulator/operation.ts';
import { findItem } from '../../../src/emulator/operations/find-item.ts';
import { restriction } from '../../../src/emulator/search/restriction.ts';
import { sortOrder } from '../../../src/emulator/search/sort-order.ts';
import { soughtItems } from '../../../src/emulator/search/sought-items.ts';
import { accountOf } from '../../../src/emulator/store/directory.ts';
import type { SeedItem } from '../../../src/emulator/store/model.ts';
import { createStore, distinguishedFolder, type StoredFolder } from '../../../src/emulator/store/store.ts';
import {
  addItem,
  changeItem,
  moveItem,
  removeItem,
  rewriteItem,
  sourceOf,
} from '../../../src/emulator/store/store-writes.ts';
import { child, childText, node, type XmlNode } from '../../../src/emulator/xml/xml.ts';
import { field, message } from '../elements.ts';
import { organization } from '../writing-organization.ts';

/** Few, so that many messages share one. */
const instants = [
  '2026-03-01T10:00:00.000Z',
  '2026-03-01T10:00:00.500Z',
  '2026-03-01T10:00:01.000Z',
  '2026-03-02T00:00:00.000Z',
];

const messages = fc.record({
  subject: fc.constantFrom('Plan', 'plan b', 'Übersicht', 'minutes', undefined),
  receivedAt: fc.constantFrom(...instants, undefined),
  isRead: fc.boolean(),
});
type Message = typeof messages extends fc.Arbitrary<infer Made> ? Made : never;

const seedOf = ({ subject, receivedAt, isRead }: Message): SeedItem => ({
  element: message({
    't:ItemClass': 'IPM.Note',
    ...(subject === undefined ? {} : { 't:Subject': subject }),
    ...(receivedAt === undefined ? {} : { 't:DateTimeReceived': receivedAt }),
    't:Size': '10',
    't:IsRead': String(isRead),
  }),
  attachments: [],
});

const writes = fc.oneof(
  fc.record({ kind: fc.constant('create' as const), which: fc.nat(), message: messages }),
  fc.record({ kind: fc.constant('rewrite' as const), which: fc.nat(), message: messages }),
  fc.record({ kind: fc.constantFrom('mark', 'moveAway', 'moveHere', 'remove'), which: fc.nat(), message: messages }),
);
type Write = typeof writes extends fc.Arbitrary<infer Made> ? Made : never;

const received = field('item:DateTimeReceived');
const compared = (name: string, path: XmlNode, Value: string): XmlNode =>
  node(name, [path, node('t:FieldURIOrConstant', [node('t:Constant', { Value })])]);
const comparisons = [
  't:IsEqualTo',
  't:IsNotEqualTo',
  't:IsLessThan',
  't:IsLessThanOrEqualTo',
  't:IsGreaterThan',
  't:IsGreaterThanOrEqualTo',
];
const missing = node('t:Not', [node('t:Exists', [received])]);
const bound = fc
  .tuple(fc.constantFrom(...comparisons), fc.constantFrom(...instants, '2026-03-01T10:00:00', '2020-01-01T00:00:00Z'))
  .map(([name, value]) => compared(name, received, value));
const conditions = fc.oneof(
  bound,
  bound.map((condition) => node('t:Or', [condition, missing])),
  bound.map((condition) => node('t:Or', [missing, condition])),
  fc.constant(missing),
  bound.map((condition) => node('t:Not', [condition])),
  fc.boolean().map((isRead) => compared('t:IsEqualTo', field('message:IsRead'), String(isRead))),
  fc.constant(
    node('t:Contains', { ContainmentMode: 'Substring', ContainmentComparison: 'IgnoreCase' }, [
      field('item:Subject'),
      node('t:Constant', { Value: 'PLAN' }),
    ]),
  ),
);
const restrictions = fc.option(
  fc
    .array(conditions, { minLength: 1, maxLength: 4 })
    .map((all) => node('m:Restriction', all.length === 1 ? all : [node('t:And', all)])),
  { nil: undefined },
);
const orders = fc.option(
  fc
    .uniqueArray(
      fc.constantFrom('item:DateTimeReceived', 'item:Subject', 'message:IsRead', 'item:Size', 'message:From'),
      {
        minLength: 1,
        maxLength: 3,
      },
    )
    .chain((uris) =>
      fc
        .tuple(...uris.map(() => fc.constantFrom('Ascending', 'Descending')))
        .map((directions) =>
          uris.map((uri, index) => node('t:FieldOrder', { Order: directions[index] ?? 'Ascending' }, [field(uri)])),
        ),
    )
    .map((fields) => node('m:SortOrder', fields)),
  { nil: undefined },
);
const views = fc.oneof(
  fc
    .record({ most: fc.integer({ min: 1, max: 9 }), offset: fc.nat(40), point: fc.constantFrom('Beginning', 'End') })
    .map(({ most, offset, point }) =>
      node('m:IndexedPageItemView', {
        MaxEntriesReturned: String(most),
        Offset: String(offset),
        BasePoint: point,
      }),
    ),
  fc.nat(3).map((part) =>
    node('m:FractionalPageItemView', {
      MaxEntriesReturned: '4',
      Numerator: String(part),
      Denominator: '3',
    }),
  ),
  fc.constant(undefined),
);
const searches = fc.record({ restriction: restrictions, order: orders, view: views });
type Search = typeof searches extends fc.Arbitrary<infer Made> ? Made : never;

/** A mailbox whose inbox is written and searched, with a folder aside. */
const startMailbox = () => {
  const store = createStore(organization(), () => Date.parse('2026-03-05T00:00:00Z'));
  const mailbox = accountOf(store, 'alice@example.test').open();
  const folderOf = (id: string): StoredFolder => {
    const folder = distinguishedFolder(mailbox, id);
    if (folder === undefined) throw new Error(`the organisation has no ${id}`);
    return folder;
  };
  const [inbox, aside] = [folderOf('inbox'), folderOf('drafts')];
  const search = [...mailbox.folders.values()].find(({ searchParameters }) => searchParameters !== undefined);
  if (search === undefined) throw new Error('the organisation has no saved search');
  const context: OperationContext = {
    store,
    mailbox,
    access: 'FULL_ACCESS',
    now: mailbox.now,
    timeZoneId: 'W. Europe Standard Time',
    options: {
      withoutOperations: [],
      withoutQueryString: false,
      withoutFolderCommits: false,
      directoryWithoutMailbox: false,
    },
  };

  const write = ({ kind, which, message: given }: Write): void => {
    if (kind === 'create') return void addItem(mailbox, inbox, seedOf(given));
    const candidates = [...(kind === 'moveHere' ? aside : inbox).items];
    const item = candidates[which % candidates.length];
    if (item === undefined) return;
    if (kind === 'rewrite') {
      const { element } = seedOf(given);
      rewriteItem(item, { ...sourceOf(item), element }, 'content');
    } else if (kind === 'mark') changeItem(mailbox, item, [node('t:IsRead', String(given.isRead))]);
    else if (kind === 'remove') removeItem(mailbox, item);
    else moveItem(item, kind === 'moveHere' ? inbox : aside);
  };

  /** Ids of the page and the attributes that tell where it stands. */
  const find = (folder: StoredFolder, { restriction: sought, order, view }: Search) => {
    const request = node('m:FindItem', { Traversal: 'Shallow' }, [
      node('m:ItemShape', [node('t:BaseShape', 'IdOnly')]),
      view,
      sought,
      order,
      node('m:ParentFolderIds', [node('t:FolderId', { Id: folder.id })]),
    ]);
    const answer = child(child(findItem(request, context), 'm:ResponseMessages'), 'm:FindItemResponseMessage');
    const root = child(answer, 'm:RootFolder');
    const items = child(root, 't:Items')?.children ?? [];
    return {
      code: childText(answer, 'm:ResponseCode'),
      ids: items.map((item) => child(item, 't:ItemId')?.attributes['Id']),
      total: root?.attributes['TotalItemsInView'],
    };
  };

  /** The same, found by looking at everything and sorting all that is left. */
  const expected = (folder: StoredFolder, { restriction: sought, order, view }: Search) => {
    const isUnreadSearch = folder === search;
    const lying = [...mailbox.items.values()].filter((item) =>
      isUnreadSearch
        ? [item.folder, item.folder.parent, item.folder.parent?.parent].includes(inbox) &&
          childText(item.element, 't:IsRead') === 'false'
        : item.folder === folder,
    );
    // A saved search goes folder by folder.
    const all = isUnreadSearch ? lying.toSorted((one, other) => one.folder.number - other.folder.number) : lying;
    const matches = sought === undefined ? () => true : restriction(sought, 'Europe/Berlin');
    const found = all.filter(matches);
    const ids = (order === undefined ? found : sortOrder(order).sort(found)).map(({ id }) => id);
    return { code: 'NoError', ids: pageOf(ids, view), total: String(ids.length) };
  };
  return { mailbox, inbox, search, write, find, expected };
};

const pageOf = (ids: readonly string[], view: XmlNode | undefined): readonly string[] => {
  if (view === undefined) return ids;
  const { MaxEntriesReturned, Offset, BasePoint, Numerator, Denominator } = view.attributes;
  const most = Number(MaxEntriesReturned);
  if (BasePoint === 'End') {
    const end = Math.max(ids.length - Number(Offset), 0);
    return ids.slice(Math.max(end - most, 0), end);
  }
  const start =
    Offset === undefined ? Math.floor((ids.length * Number(Numerator)) / Number(Denominator)) : Number(Offset);
  return ids.slice(start, start + most);
};

describe('FindItem', () => {
  it('finds after any writes what looking at everything and sorting it finds', () => {
    fc.assert(
      fc.property(
        fc.array(messages, { maxLength: 40 }),
        fc.array(fc.oneof({ weight: 2, arbitrary: writes }, { weight: 1, arbitrary: searches }), { maxLength: 40 }),
        fc.array(searches, { minLength: 1, maxLength: 4 }),
        (first, steps, asked) => {
          const { inbox, search, write, find, expected } = startMailbox();
          for (const given of first) write({ kind: 'create', which: 0, message: given });
          // What is asked at the end is asked before as well, so that it is kept through all of the writes.
          for (const one of asked) find(inbox, one);
          for (const step of steps) {
            if ('kind' in step) write(step);
            else expect(find(inbox, step)).toEqual(expected(inbox, step));
          }
          for (const one of asked) {
            expect(find(inbox, one)).toEqual(expected(inbox, one));
            expect(find(search, one)).toEqual(expected(search, one));
          }
        },
      ),
      { numRuns: 150 },
    );
  });

  it('keeps one condition for all the dates from which a list is read', () => {
    const order = sortOrder(node('m:SortOrder', [node('t:FieldOrder', { Order: 'Descending' }, [received])]));
    const unread = compared('t:IsEqualTo', field('message:IsRead'), 'false');
    const behind = (instant: string) =>
      soughtItems(
        node('m:Restriction', [
          node('t:And', [unread, node('t:Or', [compared('t:IsLessThan', received, instant), missing])]),
        ]),
        order,
        'UTC',
      );
    const [one, other] = [behind('2026-03-01T10:00:00Z'), behind('2026-03-02T10:00:00Z')];
    expect(one.identity).toBe(other.identity);
    expect(one.range).toBeDefined();
    const alone = soughtItems(
      node('m:Restriction', [compared('t:IsGreaterThan', received, '2026-03-01T10:00:00Z')]),
      order,
      'UTC',
    );
    expect(alone.matches).toBeUndefined();
  });

  it('takes a date for no part of an order by something else', () => {
    const bySubject = sortOrder(
      node('m:SortOrder', [node('t:FieldOrder', { Order: 'Ascending' }, [field('item:Subject')])]),
    );
    const since = (instant: string) =>
      soughtItems(node('m:Restriction', [compared('t:IsGreaterThan', received, instant)]), bySubject, 'UTC');
    expect(since('2026-03-01T10:00:00Z').range).toBeUndefined();
    expect(since('2026-03-01T10:00:00Z').identity).not.toBe(since('2026-03-02T10:00:00Z').identity);
  });
});
