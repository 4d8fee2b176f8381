import { describe, expect, it } from 'vitest';
import { EwsError } from '../../src/ews/errors.ts';
import { findFolder } from '../../src/ews/operations/find-folder.ts';
import { findItem } from '../../src/ews/operations/find-item.ts';
import { getAttachment } from '../../src/ews/operations/get-attachment.ts';
import { getEvents } from '../../src/ews/operations/get-events.ts';
import { getFolder } from '../../src/ews/operations/get-folder.ts';
import { getItem } from '../../src/ews/operations/get-item.ts';
import { getServerTimeZones } from '../../src/ews/operations/get-server-time-zones.ts';
import { getStreamingEvents } from '../../src/ews/operations/get-streaming-events.ts';
import { resolveNames } from '../../src/ews/operations/resolve-names.ts';
import { subscribe } from '../../src/ews/operations/subscribe.ts';
import { syncFolderHierarchy } from '../../src/ews/operations/sync-folder-hierarchy.ts';
import { syncFolderItems } from '../../src/ews/operations/sync-folder-items.ts';
import { unsubscribe } from '../../src/ews/operations/unsubscribe.ts';
import { folderProperties } from '../../src/ews/properties/folder.ts';
import { folderId } from '../../src/ews/properties/id.ts';
import { itemTypes } from '../../src/ews/properties/item-types.ts';
import type { AnyProperty } from '../../src/ews/properties/property.ts';
import { parseXml, type XmlElement } from '../../src/ews/xml.ts';
import { describeWithWitness } from '../witness.ts';
import { answersAsIfAsked, recordedIn, type Recorded } from './recorded.ts';

const itemRows: readonly AnyProperty[] = Object.values(itemTypes).flatMap((table) => Object.values(table));
const folderRows: readonly AnyProperty[] = Object.values(folderProperties);
const folder = { id: folderId('any') };

type ReadAnswer = (answer: Recorded) => Promise<readonly unknown[]>;

const readers: Readonly<Record<string, ReadAnswer>> = {
  FindFolder: (answer) =>
    answersAsIfAsked(answer, findFolder, {
      parents: [],
      wanted: folderRows,
      traversal: 'Shallow',
      offset: 0,
      limit: 1,
    }),
  FindItem: (answer) =>
    answersAsIfAsked(answer, findItem, {
      parents: [],
      wanted: itemRows,
      view: { type: 'indexed', offset: 0, limit: 1 },
    }),
  GetAttachment: (answer) => answersAsIfAsked(answer, getAttachment, { ids: [], wanted: itemRows }),
  GetEvents: (answer) => answersAsIfAsked(answer, getEvents, { subscriptionId: 'any', watermark: undefined }),
  GetFolder: (answer) => answersAsIfAsked(answer, getFolder, { folders: [], wanted: folderRows }),
  GetItem: (answer) => answersAsIfAsked(answer, getItem, { ids: [], wanted: itemRows }),
  GetServerTimeZones: (answer) => answersAsIfAsked(answer, getServerTimeZones, {}),
  GetStreamingEvents: (answer) =>
    answersAsIfAsked(answer, getStreamingEvents, { subscriptionIds: ['any'], connectionMinutes: 1 }),
  ResolveNames: (answer) => answersAsIfAsked(answer, resolveNames, { query: 'any' }),
  Subscribe: (answer) => answersAsIfAsked(answer, subscribe, { kinds: ['newMail'], delivery: { type: 'streaming' } }),
  SyncFolderHierarchy: (answer) => answersAsIfAsked(answer, syncFolderHierarchy, { wanted: folderRows }),
  SyncFolderItems: (answer) => answersAsIfAsked(answer, syncFolderItems, { folder, wanted: itemRows, limit: 1 }),
  Unsubscribe: (answer) => answersAsIfAsked(answer, unsubscribe, { subscriptionId: 'any' }),
};

/** The reader of its operation; faults and rubbish are read as an answer to GetFolder. */
const readerOf = ({ operation }: Recorded): ReadAnswer | undefined => readers[operation ?? 'GetFolder'];

/** Every element of these names, at any depth. */
const elementsNamed = (node: XmlElement, names: ReadonlySet<string>): readonly XmlElement[] =>
  node.children.flatMap((child) => [...(names.has(child.name) ? [child] : []), ...elementsNamed(child, names)]);

/** The children of an item or folder that one of our rows is named after. */
const knownChildren = (node: XmlElement, rows: readonly AnyProperty[]): number => {
  const known = new Set(rows.map(({ path }) => path.attributes['FieldURI']?.replace(/^.*:/, '')));
  return node.children.filter(({ name }) => known.has(name)).length;
};

interface Found {
  readonly id: string;
  readonly properties: Readonly<Record<string, unknown>>;
}

const isFound = (value: object): value is Found => 'id' in value && 'properties' in value;

/** Every item or folder in what was decoded, at any depth. */
const found = (value: unknown): readonly Found[] => {
  if (typeof value !== 'object' || value === null || value instanceof EwsError) return [];
  return [...(isFound(value) ? [value] : []), ...Object.values(value).flatMap(found)];
};

const holders: ReadonlySet<string> = new Set(['Items', 'Folders', 'Create', 'Update', 'ItemAttachment']);

/** The items and folders of a recorded answer that its reader must bring back, by their ids. */
const expectedIds = (answer: Recorded): readonly { readonly id: string; readonly isFilled: boolean }[] =>
  elementsNamed(parseXml(answer.text), holders)
    .flatMap(({ children }) => children)
    .flatMap((node) => {
      const id = node.children.find(({ name }) => name === 'ItemId' || name === 'FolderId')?.attributes['Id'];
      return id === undefined ? [] : [{ id, isFilled: knownChildren(node, [...itemRows, ...folderRows]) > 0 }];
    });

describeWithWitness('recorded answers', (folderOfWitnesses) => {
  const all = ['wire', 'ews/samples'].flatMap((name) => recordedIn(`${folderOfWitnesses}/${name}`));
  const ours = all.filter((answer) => readerOf(answer) !== undefined);

  it('are there for every operation we read', () => {
    const operations = new Set(ours.map(({ operation }) => operation));
    for (const operation of Object.keys(readers)) expect(operations).toContain(operation);
    expect(ours.length).toBeGreaterThan(40);
  });

  describe('decode, or end in a typed error', () => {
    it.each(ours.map((answer) => [answer.name, answer] as const))('%s', async (_name, answer) => {
      const outputs = await readerOf(answer)?.(answer).catch((error: unknown) => [error]);
      expect(outputs?.length).toBeGreaterThan(0);
      const failed = outputs?.filter((output) => output instanceof Error) ?? [];
      for (const error of failed) {
        expect(error).toBeInstanceOf(EwsError);
        // What we could not read is a fault of ours, unless the server sent something else than an EWS answer.
        if ((error as EwsError).kind === 'decode') throw error;
      }
      if (answer.text.includes('ResponseClass="Success"')) expect(failed.length).toBeLessThan(outputs?.length ?? 0);
    });
  });

  describe('lose no item and no folder', () => {
    const filled = ours.filter(({ status, text }) => status === 200 && /<[\w:]*(?:ItemId|FolderId) /.test(text));
    it.each(filled.map((answer) => [answer.name, answer] as const))('%s', async (_name, answer) => {
      const decoded = found(await readerOf(answer)?.(answer));
      for (const { id, isFilled } of expectedIds(answer)) {
        const same = decoded.filter((candidate) => candidate.id === id);
        expect(same, id).not.toHaveLength(0);
        if (isFilled)
          expect(
            same.some(({ properties }) => Object.keys(properties).length > 0),
            id,
          ).toBe(true);
      }
    });
  });

  it('to other operations are never taken for ours', async () => {
    const others = all.filter(({ operation }) => operation !== undefined && operation !== 'GetFolder');
    for (const answer of others) {
      await expect(readers['GetFolder']?.(answer), answer.name).rejects.toBeInstanceOf(EwsError);
    }
  });

  it('are accepted nowhere when they are cut, at whatever byte', async () => {
    const whole = all.find(({ name }) => name.startsWith('008-FindItem')) ?? expect.fail('no recorded FindItem');
    const bytes = Buffer.from(whole.text.trimEnd());
    expect(found(await readers['FindItem']?.(whole))).not.toHaveLength(0);
    for (let length = 0; length < bytes.length; length += 1) {
      const text = bytes.subarray(0, length).toString('utf8');
      await expect(readers['FindItem']?.({ ...whole, text })).rejects.toBeInstanceOf(EwsError);
    }
  });
});
