import fc from 'fast-check';
import { expect, it } from 'vitest';
import { findFolder } from '../../src/ews/operations/find-folder.ts';
import { findItem } from '../../src/ews/operations/find-item.ts';
import { getAttachment } from '../../src/ews/operations/get-attachment.ts';
import { getFolder } from '../../src/ews/operations/get-folder.ts';
import { getItem } from '../../src/ews/operations/get-item.ts';
import { getServerTimeZones } from '../../src/ews/operations/get-server-time-zones.ts';
import { resolveNames } from '../../src/ews/operations/resolve-names.ts';
import { syncFolderHierarchy } from '../../src/ews/operations/sync-folder-hierarchy.ts';
import { syncFolderItems } from '../../src/ews/operations/sync-folder-items.ts';
import { folderProperties } from '../../src/ews/properties/folder.ts';
import { attachmentId, folderId, itemId } from '../../src/ews/properties/id.ts';
import { itemTypes } from '../../src/ews/properties/item-types.ts';
import type { AnyProperty } from '../../src/ews/properties/property.ts';
import type { Restriction } from '../../src/ews/properties/restriction.ts';
import { soapEnvelope } from '../../src/ews/soap.ts';
import type { XmlElement } from '../../src/ews/xml.ts';
import { schemaErrors } from '../schema-errors.ts';
import { describeWithWitness } from '../witness.ts';
import { ann, count, filled, folder, folders, instant, item, oneOrMore, text } from './request-arbitraries.ts';
import { sentText } from './sent-text.ts';
import { settings } from './settings-arbitraries.ts';
import { subscriptions } from './subscription-arbitraries.ts';
import { writes, writesOfEveryRow } from './write-arbitraries.ts';

const folderRows: readonly AnyProperty[] = Object.values(folderProperties);
const itemRows: readonly AnyProperty[] = [
  ...new Set(Object.values(itemTypes).flatMap((table): readonly AnyProperty[] => Object.values(table))),
];
const filterRows = itemRows.filter(({ allows }) => allows.filter === true);

/** Rows of one body form at most, as a shape demands. */
const wanted = fc
  .tuple(fc.subarray([...itemRows]), fc.constantFrom('HTML', 'Text', 'Best'))
  .map(([rows, form]) => rows.filter(({ bodyType }) => bodyType === undefined || bodyType === form));
const wantedOfFolder = fc.subarray([...folderRows]);

const { restriction } = fc.letrec<{ restriction: Restriction }>((tie) => ({
  restriction: fc.oneof(
    { maxDepth: 4 },
    fc.record({
      property: fc.constantFrom(...filterRows),
      is: fc.constantFrom(
        'equalTo',
        'notEqualTo',
        'greaterThan',
        'greaterThanOrEqualTo',
        'lessThan',
        'lessThanOrEqualTo',
      ),
      value: text,
    }),
    fc.record({
      property: fc.constantFrom(...filterRows),
      contains: text,
      mode: fc.constantFrom('Substring', 'Prefixed', 'FullString'),
    }),
    fc.record({ property: fc.constantFrom(...filterRows), exists: fc.constant(true as const) }),
    fc.record({ not: tie('restriction') }),
    fc.record({ and: fc.array(tie('restriction'), { minLength: 1, maxLength: 3 }) }),
    fc.record({ or: fc.array(tie('restriction'), { minLength: 1, maxLength: 3 }) }),
  ),
}));

const findItemByPage = fc
  .record(
    {
      parents: folders,
      wanted,
      view: fc.record({
        type: fc.constant('indexed' as const),
        offset: count,
        limit: oneOrMore,
        from: fc.constantFrom('Beginning', 'End', undefined),
      }),
      restriction,
      sort: fc.array(
        fc.record({ property: fc.constantFrom(...filterRows), direction: fc.constantFrom('Ascending', 'Descending') }),
        { maxLength: 3 },
      ),
      queryString: text,
    },
    { requiredKeys: ['parents', 'wanted', 'view'] },
  )
  .map(findItem.encode);
const findItemByWindow = fc
  .record({
    parents: folders,
    wanted,
    view: fc.record({
      type: fc.constant('calendar' as const),
      start: instant,
      end: instant,
      limit: fc.option(oneOrMore, { nil: undefined }),
    }),
  })
  .map(findItem.encode);

const requests: Readonly<Record<string, fc.Arbitrary<XmlElement>>> = {
  'FindItem by page': findItemByPage,
  'FindItem by window': findItemByWindow,
  GetItem: fc.record({ ids: fc.array(item, { minLength: 1, maxLength: 4 }), wanted }).map(getItem.encode),
  FindFolder: fc
    .record({
      parents: folders,
      wanted: wantedOfFolder,
      traversal: fc.constantFrom('Shallow', 'Deep'),
      offset: count,
      limit: oneOrMore,
    })
    .map(findFolder.encode),
  GetFolder: fc.record({ folders, wanted: wantedOfFolder }).map(getFolder.encode),
  GetAttachment: fc
    .record(
      { ids: fc.array(text.map(attachmentId), { minLength: 1, maxLength: 3 }), wanted },
      { requiredKeys: ['ids'] },
    )
    .map(getAttachment.encode),
  SyncFolderItems: fc
    .record(
      { folder, syncState: text, wanted, limit: fc.integer({ min: 1, max: 512 }) },
      { requiredKeys: ['folder', 'wanted', 'limit'] },
    )
    .map(syncFolderItems.encode),
  SyncFolderHierarchy: fc
    .record({ root: folder, syncState: text, wanted: wantedOfFolder }, { requiredKeys: ['wanted'] })
    .map(syncFolderHierarchy.encode),
  ResolveNames: fc
    .record(
      {
        query: filled,
        scope: fc.constantFrom('ActiveDirectory', 'ActiveDirectoryContacts', 'Contacts', 'ContactsActiveDirectory'),
      },
      { requiredKeys: ['query'] },
    )
    .map(resolveNames.encode),
  GetServerTimeZones: fc
    .record({ ids: fc.array(text, { minLength: 1, maxLength: 3 }) }, { requiredKeys: [] })
    .map(getServerTimeZones.encode),
  ...writes,
  ...settings,
  ...subscriptions,
};

const envelope = (request: XmlElement): Promise<string> => sentText(soapEnvelope('Exchange2010_SP2', ann, request));

describeWithWitness('every request that the gateway can write is valid', (dir) => {
  it.each(Object.entries(requests))('%s', async (_name, request) => {
    const envelopes = await Promise.all(fc.sample(request, { numRuns: 150, seed: 2010 }).map(envelope));
    expect(await schemaErrors(dir, envelopes)).toEqual([]);
  });

  it('for every row alone, and for all rows of a table together', async () => {
    const ids = [{ id: itemId('a') }];
    const alone = itemRows.map((row) => getItem.encode({ ids, wanted: [row] }));
    const together = Object.values(itemTypes).flatMap((table) =>
      ['HTML', 'Text', 'Best'].map((form) => {
        const rows: readonly AnyProperty[] = Object.values(table);
        return getItem.encode({
          ids,
          wanted: rows.filter(({ bodyType }) => bodyType === undefined || bodyType === form),
        });
      }),
    );
    const foldersAlone = folderRows.map((row) => getFolder.encode({ folders: [{ id: folderId('a') }], wanted: [row] }));
    const envelopes = await Promise.all([...alone, ...together, ...foldersAlone].map(envelope));
    expect(await schemaErrors(dir, envelopes)).toEqual([]);
  });

  it('for every row alone that may be set, changed or cleared', async () => {
    const requests = writesOfEveryRow();
    expect(requests.length).toBeGreaterThan(150);
    expect(await schemaErrors(dir, await Promise.all(requests.map(envelope)))).toEqual([]);
  });

  it('and a request in another order is not', async () => {
    const request = getItem.encode({ ids: [{ id: itemId('a') }], wanted: [] });
    const errors = await schemaErrors(dir, [
      await envelope(request),
      await envelope({ ...request, children: request.children.toReversed() }),
    ]);
    expect(errors.join('\n')).toContain('1.xml');
    expect(errors.join('\n')).not.toContain('0.xml');
  });
});
