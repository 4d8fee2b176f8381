import { describe, expect, it } from 'vitest';
import { itemId } from '../../../src/ews/properties/id.ts';
import type { Item } from '../../../src/ews/properties/item-types.ts';
import { messageProperties } from '../../../src/ews/properties/message.ts';
import { restriction as restrictionElement, type Restriction } from '../../../src/ews/properties/restriction.ts';
import { sortOrder } from '../../../src/ews/properties/sort-order.ts';
import { writeXml } from '../../../src/ews/xml.ts';
import { compileFilter, type FilterLookups } from '../../../src/graphql/messages/filter.ts';
import type { MessageFilterInput } from '../../../src/graphql/messages/message-filter.ts';
import { messageKind } from '../../../src/graphql/messages/message-kind.ts';
import { compileOrder } from '../../../src/graphql/messages/message-order.ts';

const lookups: FilterLookups = {
  conversation: (id) =>
    id === 'keyed' ? { id: 'c', key: 'a2V5', topic: 'Plans' } : { id: 'c', key: undefined, topic: 'Plans' },
  displayName: (address) => Promise.resolve(address === 'bob@x.test' ? 'Bob Brown' : undefined),
};

const compiled = async (filter: MessageFilterInput | null): Promise<Restriction | undefined> =>
  (await compileFilter(filter, lookups)).restriction;
const p = messageProperties;

describe('a filter', () => {
  it.each<[string, MessageFilterInput | null]>([
    ['no filter', null],
    ['an empty filter', {}],
    ['nulls', { isRead: null, and: null, subject: null, kind: null }],
    ['empty parts', { and: [], subject: {}, to: {}, receivedAt: {}, categories: {} }],
    ['an empty alternative', { or: [{}, { isRead: true }] }],
    ['texts that are empty', { subject: { contains: '', startsWith: '' } }],
  ])('lets everything through: %s', async (_, filter) => {
    expect(await compiled(filter)).toBeUndefined();
  });

  it.each<[string, MessageFilterInput]>([
    ['no alternative', { or: [] }],
    ['not anything', { not: {} }],
    ['in nothing', { subject: { in: [] } }],
    ['no importance', { importance: [] }],
    ['no kind', { kind: [] }],
    ['any of no categories', { categories: { containsAny: [] } }],
  ])('lets nothing through: %s', async (_, filter) => {
    expect(await compiled(filter)).toEqual({
      and: [{ property: p.itemClass, exists: true }, { not: { property: p.itemClass, exists: true } }],
    });
  });

  it.each<[string, MessageFilterInput, Restriction]>([
    ['isRead', { isRead: false }, { property: p.isRead, is: 'equalTo', value: 'false' }],
    ['isDraft', { isDraft: true }, { property: p.isDraft, is: 'equalTo', value: 'true' }],
    ['hasAttachments', { hasAttachments: true }, { property: p.hasAttachments, is: 'equalTo', value: 'true' }],
    ['isFlagged', { isFlagged: true }, { property: p.flagStatus, is: 'equalTo', value: '2' }],
    ['not isFlagged', { isFlagged: false }, { not: { property: p.flagStatus, is: 'equalTo', value: '2' } }],
    [
      'internetMessageId',
      { internetMessageId: '<a@b>' },
      { property: p.internetMessageId, is: 'equalTo', value: '<a@b>' },
    ],
    [
      'importance',
      { importance: ['High', 'Low'] },
      {
        or: [
          { property: p.importance, is: 'equalTo', value: 'High' },
          { property: p.importance, is: 'equalTo', value: 'Low' },
        ],
      },
    ],
    ['subject equals', { subject: { equals: 'Hi' } }, { property: p.subject, contains: 'Hi', mode: 'FullString' }],
    [
      'subject startsWith',
      { subject: { startsWith: 'Hi' } },
      { property: p.subject, contains: 'Hi', mode: 'Prefixed' },
    ],
    ['subject exists', { subject: { exists: false } }, { not: { property: p.subject, exists: true } }],
    [
      'from contains',
      { from: { contains: 'billing@' } },
      { property: p.from, contains: 'billing@', mode: 'Substring' },
    ],
    [
      'from in',
      { from: { in: ['a@x', 'b@x'] } },
      {
        or: [
          { property: p.from, contains: 'a@x', mode: 'FullString' },
          { property: p.from, contains: 'b@x', mode: 'FullString' },
        ],
      },
    ],
    [
      'body contains',
      { body: { contains: 'invoice' } },
      { property: p.bodyText, contains: 'invoice', mode: 'Substring' },
    ],
    [
      'receivedAt',
      { receivedAt: { onOrAfter: '2026-01-01T00:00:00Z', before: '2027-01-01T00:00:00Z' } },
      {
        and: [
          { property: p.receivedAt, is: 'lessThan', value: '2027-01-01T00:00:00Z' },
          { property: p.receivedAt, is: 'greaterThanOrEqualTo', value: '2026-01-01T00:00:00Z' },
        ],
      },
    ],
    [
      'sentAt',
      { sentAt: { after: '2026-01-01T00:00:00Z', onOrBefore: '2027-01-01T00:00:00Z' } },
      {
        and: [
          { property: p.sentAt, is: 'greaterThanOrEqualTo', value: '2026-01-01T00:00:01Z' },
          { property: p.sentAt, is: 'lessThan', value: '2027-01-01T00:00:01Z' },
        ],
      },
    ],
    [
      'receivedAt with parts of a second',
      { receivedAt: { onOrAfter: '2026-01-01T00:00:00.5Z', onOrBefore: '2027-01-01T00:00:00.5Z' } },
      {
        and: [
          { property: p.receivedAt, is: 'lessThan', value: '2027-01-01T00:00:01Z' },
          { property: p.receivedAt, is: 'greaterThanOrEqualTo', value: '2026-01-01T00:00:01Z' },
        ],
      },
    ],
    [
      'sizeBytes',
      { sizeBytes: { greaterThan: 10, lessThan: 20 } },
      {
        and: [
          { property: p.size, is: 'lessThan', value: '20' },
          { property: p.size, is: 'greaterThan', value: '10' },
        ],
      },
    ],
    ['sizeBytes equals 0', { sizeBytes: { equals: 0 } }, { property: p.size, is: 'equalTo', value: '0' }],
    [
      'categories',
      { categories: { containsAny: ['a', 'b'], containsAll: ['c'] } },
      {
        and: [
          {
            or: [
              { property: p.categories, contains: 'a', mode: 'FullString' },
              { property: p.categories, contains: 'b', mode: 'FullString' },
            ],
          },
          { property: p.categories, contains: 'c', mode: 'FullString' },
        ],
      },
    ],
    ['categories isEmpty', { categories: { isEmpty: true } }, { not: { property: p.categories, exists: true } }],
    [
      'kind',
      { kind: ['MEETING_REQUEST'] },
      { property: p.itemClass, contains: 'IPM.Schedule.Meeting.Request', mode: 'Prefixed' },
    ],
    [
      'a conversation by key',
      { conversationId: 'keyed' },
      { property: p.conversationKey, is: 'equalTo', value: 'a2V5' },
    ],
    [
      'a conversation by topic',
      { conversationId: 'old' },
      { property: p.conversationTopic, is: 'equalTo', value: 'Plans' },
    ],
    [
      'and, or, not',
      { and: [{ isRead: true }, { or: [{ isDraft: true }, { not: { hasAttachments: true } }] }] },
      {
        and: [
          { property: p.isRead, is: 'equalTo', value: 'true' },
          {
            or: [
              { property: p.isDraft, is: 'equalTo', value: 'true' },
              { not: { property: p.hasAttachments, is: 'equalTo', value: 'true' } },
            ],
          },
        ],
      },
    ],
    [
      'several fields at once',
      { isRead: false, subject: { contains: 'x' } },
      {
        and: [
          { property: p.subject, contains: 'x', mode: 'Substring' },
          { property: p.isRead, is: 'equalTo', value: 'false' },
        ],
      },
    ],
  ])('compiles %s', async (_, filter, expected) => {
    expect(await compiled(filter)).toEqual(expected);
  });

  it('becomes the XML that EWS takes', async () => {
    const filter = await compiled({
      and: [{ from: { contains: 'billing@' } }, { not: { categories: { containsAny: ['done'] } } }],
    });
    expect(writeXml(restrictionElement(filter!))).toBe(
      '<m:Restriction><t:And>' +
        '<t:Contains ContainmentMode="Substring" ContainmentComparison="IgnoreCase"><t:FieldURI FieldURI="message:From"/><t:Constant Value="billing@"/></t:Contains>' +
        '<t:Not><t:Contains ContainmentMode="FullString" ContainmentComparison="IgnoreCase"><t:FieldURI FieldURI="item:Categories"/><t:Constant Value="done"/></t:Contains></t:Not>' +
        '</t:And></m:Restriction>',
    );
  });

  it('writes only rows that may stand in a restriction', async () => {
    const everything: MessageFilterInput = {
      subject: { contains: 'a' },
      from: { contains: 'a' },
      to: { contains: 'a', exists: true },
      cc: { contains: 'a' },
      participants: { contains: 'a' },
      body: { contains: 'a' },
      receivedAt: { before: '2026-01-01T00:00:00Z' },
      sentAt: { before: '2026-01-01T00:00:00Z' },
      sizeBytes: { equals: 1 },
      isRead: true,
      isDraft: true,
      hasAttachments: true,
      isFlagged: true,
      importance: ['High'],
      categories: { containsAll: ['a'] },
      conversationId: 'keyed',
      internetMessageId: 'a',
      kind: [
        'MAIL',
        'MEETING_REQUEST',
        'MEETING_RESPONSE',
        'MEETING_CANCELLATION',
        'DELIVERY_REPORT',
        'READ_RECEIPT',
        'POST',
        'OTHER',
      ],
    };
    const filter = await compiled(everything);
    expect(() => writeXml(restrictionElement(filter!))).not.toThrow();
  });

  it('that nests too deep or holds too much is refused', async () => {
    let deep: MessageFilterInput = { isRead: true };
    for (let level = 0; level < 10; level += 1) deep = { not: deep };
    const refused = { extensions: expect.objectContaining({ code: 'BAD_USER_INPUT' }) as unknown };
    await expect(compiled(deep)).rejects.toMatchObject(refused);
    await expect(compiled({ or: Array.from({ length: 201 }, () => ({ isRead: true })) })).rejects.toMatchObject(
      refused,
    );
  });

  it('on the body by anything but a part is refused', async () => {
    await expect(compiled({ body: { equals: 'x' } })).rejects.toMatchObject({
      message: 'body takes contains and exists only',
    });
  });
});

describe('a filter on recipients', () => {
  const item = (to: readonly { readonly name?: string; readonly address?: string }[]): Item => ({
    type: 'Message',
    element: 'Message',
    id: itemId('a'),
    changeKey: undefined,
    properties: { toRecipients: to },
  });

  it('searches the display text, under the name that belongs to an address too, and checks each recipient', async () => {
    const { restriction, checks } = await compileFilter({ to: { equals: 'bob@x.test' } }, lookups);
    expect(restriction).toEqual({
      or: [
        { property: p.displayTo, contains: 'bob@x.test', mode: 'Substring' },
        { property: p.displayTo, contains: 'Bob Brown', mode: 'Substring' },
      ],
    });
    const [check] = checks;
    expect(check?.wanted).toEqual([p.toRecipients]);
    expect(check?.matches(item([{ name: 'Ann' }, { name: 'Bob Brown', address: 'BOB@x.test' }]))).toBe(true);
    expect(check?.matches(item([{ name: 'Bob Brown', address: 'bob@elsewhere.test' }]))).toBe(false);
  });

  it('needs no check for a part of the display text', async () => {
    const { restriction, checks } = await compileFilter({ participants: { contains: 'bro' } }, lookups);
    expect(checks).toEqual([]);
    expect(restriction).toEqual({
      or: [p.displayTo, p.displayCc, p.from].map((property) => ({ property, contains: 'bro', mode: 'Substring' })),
    });
  });

  it('is checked inside and, and refused where a check would come too late', async () => {
    expect((await compileFilter({ and: [{ and: [{ cc: { startsWith: 'Bo' } }] }] }, lookups)).checks).toHaveLength(1);
    for (const filter of [{ not: { to: { equals: 'x' } } }, { or: [{ cc: { in: ['x'] } }, { isRead: true }] }]) {
      await expect(compileFilter(filter, lookups)).rejects.toMatchObject({ extensions: { code: 'BAD_USER_INPUT' } });
    }
  });

  it('that is refused asks the directory for nobody', async () => {
    const asked: string[] = [];
    const counted: FilterLookups = { ...lookups, displayName: async (address) => void asked.push(address) };
    for (const condition of [{ equals: 'a@x.test' }, { startsWith: 'a@x.test' }, { in: ['a@x.test', 'b@x.test'] }])
      for (const filter of [{ or: [{ to: condition }] }, { not: { participants: condition } }])
        await expect(compileFilter(filter, counted)).rejects.toMatchObject({ extensions: { code: 'BAD_USER_INPUT' } });
    expect(asked).toEqual([]);
    await compileFilter({ cc: { in: ['a@x.test', 'b@x.test'] } }, counted);
    expect(asked).toEqual(['a@x.test', 'b@x.test']);
  });
});

describe('the kind of a message', () => {
  it.each([
    ['IPM.Note', 'MAIL'],
    ['IPM.Note.SMIME.MultipartSigned', 'MAIL'],
    ['ipm.note', 'MAIL'],
    [undefined, 'MAIL'],
    ['IPM.Schedule.Meeting.Request', 'MEETING_REQUEST'],
    ['IPM.Schedule.Meeting.Resp.Neg', 'MEETING_RESPONSE'],
    ['IPM.Schedule.Meeting.Canceled', 'MEETING_CANCELLATION'],
    ['REPORT.IPM.Note.NDR', 'DELIVERY_REPORT'],
    ['REPORT.IPM.Note.IPNRN', 'READ_RECEIPT'],
    ['REPORT.IPM.Note.IPNNRN', 'READ_RECEIPT'],
    ['IPM.Post.RSS', 'POST'],
    ['IPM.Appointment', 'OTHER'],
  ])('of class %s is %s', (itemClass, kind) => {
    expect(messageKind(itemClass)).toBe(kind);
  });
});

describe('an order', () => {
  it('is newest first unless something else is said', () => {
    const newest = [{ property: p.receivedAt, direction: 'DESC' }];
    expect(compileOrder(undefined)).toEqual(newest);
    expect(compileOrder([])).toEqual(newest);
  });

  it('has only keys that a server can sort by', () => {
    const order = compileOrder(
      (['RECEIVED_AT', 'SENT_AT', 'SUBJECT', 'FROM', 'SIZE', 'IMPORTANCE', 'LAST_MODIFIED_AT'] as const).map(
        (field) => ({ field, direction: 'ASC' }),
      ),
    );
    expect(() => sortOrder(order.map(({ property }) => ({ property, direction: 'Ascending' })))).not.toThrow();
    expect(order).toHaveLength(7);
  });
});
