import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { calendarItemProperties } from '../../../src/ews/properties/calendar-item.ts';
import { contactProperties } from '../../../src/ews/properties/contact.ts';
import { folderProperties } from '../../../src/ews/properties/folder.ts';
import { itemProperties } from '../../../src/ews/properties/item.ts';
import { itemTypes } from '../../../src/ews/properties/item-types.ts';
import { messageProperties } from '../../../src/ews/properties/message.ts';
import type { AnyProperty, Decoded, PropertyTable, Settable } from '../../../src/ews/properties/property.ts';
import { taskProperties } from '../../../src/ews/properties/task.ts';
import { element, writeXml, type XmlElement } from '../../../src/ews/xml.ts';
import { schemaErrors } from '../../schema-errors.ts';
import { describeWithWitness } from '../../witness.ts';
import { parsed } from '../parsed.ts';
import { readRow } from './read-row.ts';
import { calendarItemSamples, contactSamples, folderSamples, messageSamples, taskSamples } from './samples.ts';

interface Table {
  readonly rows: PropertyTable;
  readonly samples: Readonly<Record<string, unknown>>;
  /** The element whose children the rows are, and its type in the schema. */
  readonly element: string;
  readonly schemaType: string;
}

const tables: readonly Table[] = [
  // A meeting request is the message that can hold all message rows.
  {
    rows: messageProperties,
    samples: messageSamples,
    element: 'MeetingRequest',
    schemaType: 'MeetingRequestMessageType',
  },
  {
    rows: calendarItemProperties,
    samples: calendarItemSamples,
    element: 'CalendarItem',
    schemaType: 'CalendarItemType',
  },
  { rows: contactProperties, samples: contactSamples, element: 'Contact', schemaType: 'ContactItemType' },
  { rows: taskProperties, samples: taskSamples, element: 'Task', schemaType: 'TaskType' },
  { rows: folderProperties, samples: folderSamples, element: 'Folder', schemaType: 'FolderType' },
];
const everyRow = tables.flatMap(({ rows, samples, element: parent, schemaType }) =>
  Object.entries(rows).map(([name, row]) => ({ parent, schemaType, name, row, sample: samples[name] })),
);

const valueElement = (row: AnyProperty, sample: unknown): XmlElement => row.encode(sample);

describe('every row', () => {
  it.each(everyRow)('$parent $name reads what it writes', ({ parent, row, sample }) => {
    const xml = writeXml(element(`t:${parent}`, [valueElement(row, sample)]));
    expect(readRow(row, parsed(xml))).toEqual(sample);
  });

  it.each(everyRow)('$parent $name is undefined where the server left it out', ({ parent, row }) => {
    expect(readRow(row, parsed(`<t:${parent}><t:ItemId Id="x"/><t:ExtendedProperty/></t:${parent}>`))).toBeUndefined();
  });

  it.each(tables)('has a key of its own in the table of $element', ({ rows }) => {
    const keys = Object.values(rows).map(({ key }) => key);
    expect(new Set(keys).size).toBe(keys.length);
  });

  it('that all items share is one object in all tables', () => {
    for (const table of Object.values(itemTypes)) expect(table).toMatchObject(itemProperties);
    for (const [name, row] of Object.entries(itemProperties)) {
      for (const table of Object.values(itemTypes)) expect((table as PropertyTable)[name]).toBe(row);
    }
  });

  it('that only GetItem returns is not findable', () => {
    const getItemOnly = [
      'bodyHtml bodyText bodyBest uniqueBodyHtml uniqueBodyText uniqueBodyBest mimeContent attachments internetMessageHeaders',
      'toRecipients ccRecipients bccRecipients replyTo references',
      'requiredAttendees optionalAttendees resources recurrence firstOccurrence lastOccurrence modifiedOccurrences deletedOccurrences conflictingMeetings meetingTimeZone',
    ].flatMap((line) => line.split(' '));
    const findable = everyRow.filter(({ row }) => row.allows.find === true).map(({ name }) => name);
    expect(getItemOnly.filter((name) => findable.includes(name))).toEqual([]);
    expect(findable).toEqual(
      expect.arrayContaining([
        'subject',
        'from',
        'receivedAt',
        'isRead',
        'flagStatus',
        'start',
        'organizer',
        'displayName',
      ]),
    );
  });
});

interface SchemaFacts {
  readonly types: Readonly<Record<string, { readonly order: string }>>;
  readonly enums: Readonly<Record<string, readonly string[]>>;
}

describeWithWitness('every row, against the schema', (folder) => {
  const facts = JSON.parse(readFileSync(`${folder}/ews/schema-facts-2010sp2.json`, 'utf8')) as SchemaFacts;

  it.each(tables)('of $element stands in the order of $schemaType', ({ rows, samples, schemaType }) => {
    const order = (facts.types[schemaType]?.order ?? '').split(', ').map((part) => part.replace(/[?*]$/, ''));
    const positions = Object.entries(rows)
      // The two read-only properties of a counter-proposal belong to messages alone and are never written.
      .filter(([name]) => name !== 'proposedStart' && name !== 'proposedEnd')
      .map(([name, row]) => order.indexOf(valueElement(row, samples[name]).name));
    expect(positions).not.toContain(-1);
    expect(positions).toEqual(positions.toSorted((a, b) => a - b));
  });

  it('asks by a FieldURI that 2010_SP2 has', () => {
    const uris = everyRow.flatMap(({ row }) => row.path.attributes['FieldURI'] ?? []);
    expect(uris.length).toBeGreaterThan(100);
    expect(uris.filter((uri) => facts.enums['UnindexedFieldURIType']?.includes(uri) !== true)).toEqual([]);
  });

  it('writes a value that the schema takes, alone and with all others', async () => {
    const answer = (item: XmlElement): string =>
      writeXml(
        element('soap:Envelope', namespaces, [
          element('soap:Body', [
            element(item.name === 't:Folder' ? 'm:GetFolderResponse' : 'm:GetItemResponse', [
              element('m:ResponseMessages', [
                element(
                  item.name === 't:Folder' ? 'm:GetFolderResponseMessage' : 'm:GetItemResponseMessage',
                  { ResponseClass: 'Success' },
                  [
                    element('m:ResponseCode', 'NoError'),
                    element(item.name === 't:Folder' ? 'm:Folders' : 'm:Items', [item]),
                  ],
                ),
              ]),
            ]),
          ]),
        ]),
      );
    const alone = everyRow.map(({ parent, row, sample }) =>
      answer(element(`t:${parent}`, [valueElement(row, sample)])),
    );
    const together = tables.map(({ rows, samples, element: parent }) =>
      answer(
        element(
          `t:${parent}`,
          Object.entries(rows)
            .filter(([name]) => !/^proposed|BodyText$|BodyBest$|^bodyText$|^bodyBest$/.test(name))
            .map(([name, row]) => valueElement(row, samples[name])),
        ),
      ),
    );
    expect(await schemaErrors(folder, [...alone, ...together])).toEqual([]);
  });
});

const namespaces = {
  'xmlns:soap': 'http://schemas.xmlsoap.org/soap/envelope/',
  'xmlns:m': 'http://schemas.microsoft.com/exchange/services/2006/messages',
  'xmlns:t': 'http://schemas.microsoft.com/exchange/services/2006/types',
};

describe('types', () => {
  it('know what may be set and what each row holds', () => {
    const change: Settable<typeof messageProperties, 'update'> = { subject: null, isRead: true };
    // @ts-expect-error the server alone says when a message arrived
    const arrival: Settable<typeof messageProperties, 'update'> = { receivedAt: '2026-01-01T00:00:00Z' };
    // @ts-expect-error a read flag is no text
    const flag: Settable<typeof messageProperties, 'update'> = { isRead: 'yes' };
    // @ts-expect-error an item class is given once, at creation
    const itemClass: Settable<typeof messageProperties, 'update'> = { itemClass: 'IPM.Note' };
    const decoded: Decoded<typeof calendarItemProperties> = { showAs: 'OOF', start: '2026-01-01T00:00:00Z' };
    // @ts-expect-error EWS has no such free/busy status
    const showAs: Decoded<typeof calendarItemProperties> = { showAs: 'Holiday' };
    // @ts-expect-error messages have no location
    const location: Decoded<typeof messageProperties> = { location: 'Room 1' };
    expect([change, arrival, flag, itemClass, decoded, showAs, location]).toHaveLength(7);
  });
});
