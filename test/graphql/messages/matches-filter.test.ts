import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { demoOrganization } from '../../../src/emulator/seed/demo-organization.ts';
import type { ItemId } from '../../../src/ews/properties/id.ts';
import type { Item, ItemOf } from '../../../src/ews/properties/item-types.ts';
import { messageProperties } from '../../../src/ews/properties/message.ts';
import { allOf, type Restriction } from '../../../src/ews/properties/restriction.ts';
import { compileFilter, type FilterLookups } from '../../../src/graphql/messages/filter.ts';
import { itemFilter } from '../../../src/graphql/messages/matches-filter.ts';
import type {
  MessageFilterInput,
  MessageKindName,
  StringFilterInput,
} from '../../../src/graphql/messages/message-filter.ts';
import { compileOrder } from '../../../src/graphql/messages/message-order.ts';
import type { FolderRole } from '../../../src/mailbox/folder-tree.ts';
import { findItems } from '../../../src/mailbox/find-items.ts';
import type { OpenedMailbox } from '../../../src/mailbox/open-mailbox.ts';
import { startFedMailbox } from '../../mailbox/feed/fed-mailbox.ts';

const p = messageProperties;
const searched: readonly FolderRole[] = ['INBOX', 'SENT_ITEMS', 'DRAFTS', 'JUNK_EMAIL'];

const rows = [
  p.itemClass,
  p.subject,
  p.from,
  p.displayTo,
  p.displayCc,
  p.toRecipients,
  p.ccRecipients,
  p.receivedAt,
  p.sentAt,
  p.size,
  p.isRead,
  p.isDraft,
  p.hasAttachments,
  p.flagStatus,
  p.importance,
  p.categories,
  p.conversationId,
  p.conversationKey,
  p.conversationTopic,
  p.internetMessageId,
];

/** The demo has thousands; the newest are enough. */
const recent: Restriction = { property: p.receivedAt, is: 'greaterThanOrEqualTo', value: '2026-02-25T00:00:00Z' };

/** The ids of what the mail server finds among the recent. */
const find = async (mailbox: OpenedMailbox, restriction: Restriction | undefined): Promise<readonly ItemId[]> => {
  const page = await findItems(mailbox, {
    folders: searched.map((role) => mailbox.folders.targetOfRole(role)),
    wanted: [],
    restriction: allOf([recent, restriction]),
    order: compileOrder(undefined),
    page: { limit: 1000, direction: 'forward' },
  });
  expect(page.hasNext).toBe(false);
  return page.rows.map(({ item }) => item.id);
};

const isMessage = (item: Item): item is ItemOf<'Message'> => item.type === 'Message';

/** Texts that lie in some of these, whole and in part and in another case. */
const textsIn = (texts: readonly (string | undefined)[]): fc.Arbitrary<string> => {
  const whole = [...new Set(texts.filter((text) => text !== undefined && text !== ''))] as readonly string[];
  const some = fc.constantFrom(...whole);
  return fc.oneof(
    some,
    some.map((text) => text.toUpperCase()),
    fc.tuple(some, fc.nat(), fc.nat(8)).map(([text, at, length]) => {
      const start = at % text.length;
      return text.slice(start, start + length + 1);
    }),
    some.map((text) => text.slice(0, 4).toLowerCase()),
    fc.constantFrom('', 'nothing has this', 'é'),
  );
};

const optional = <Fields extends Record<string, fc.Arbitrary<unknown>>>(fields: Fields): fc.Arbitrary<object> =>
  fc.record(fields, { requiredKeys: [] });

const stringFilter = (texts: fc.Arbitrary<string>): fc.Arbitrary<StringFilterInput> =>
  fc.oneof(
    fc.record({ equals: texts }),
    fc.record({ contains: texts }),
    fc.record({ startsWith: texts }),
    fc.record({ in: fc.array(texts, { maxLength: 3 }) }),
    fc.record({ exists: fc.boolean() }),
    optional({ contains: texts, startsWith: texts }),
  );

/** Of recipients: what only a look at each of them decides may not stand everywhere. */
const containing = (texts: fc.Arbitrary<string>): fc.Arbitrary<StringFilterInput> =>
  fc.oneof(fc.record({ contains: texts }), fc.record({ exists: fc.boolean() }));

const instantFilter = (instants: readonly string[]): fc.Arbitrary<object> => {
  const instant = fc.constantFrom(...instants);
  return fc.oneof(
    fc.record({ before: instant }),
    fc.record({ after: instant }),
    fc.record({ onOrBefore: instant, onOrAfter: instant }),
  );
};

const kinds: readonly MessageKindName[] = [
  'MAIL',
  'MEETING_REQUEST',
  'MEETING_RESPONSE',
  'MEETING_CANCELLATION',
  'DELIVERY_REPORT',
  'READ_RECEIPT',
  'POST',
  'OTHER',
];

const filters = (messages: readonly ItemOf<'Message'>[]): fc.Arbitrary<MessageFilterInput> => {
  const all = messages.map(({ properties }) => properties);
  const people = textsIn(
    all.flatMap(({ from, toRecipients = [] }) => [from, ...toRecipients].flatMap((one) => [one?.name, one?.address])),
  );
  const instants = [
    ...new Set(all.flatMap(({ receivedAt, sentAt }) => [receivedAt, sentAt]).filter((at) => at !== undefined)),
  ];
  const sizes = fc.constantFrom(...all.flatMap(({ size }) => (size === undefined ? [] : [size, size + 1])));
  const categories = textsIn(all.flatMap(({ categories: own = [] }) => own));
  const conversations = all.flatMap(({ conversationKey }) => conversationKey ?? []);
  const single = fc.oneof(
    fc.record({ subject: stringFilter(textsIn(all.map(({ subject }) => subject))) }),
    fc.record({ from: stringFilter(people) }),
    fc.record({ to: containing(people) }),
    fc.record({ cc: containing(people) }),
    fc.record({ participants: containing(people) }),
    fc.record({ receivedAt: instantFilter(instants) }),
    fc.record({ sentAt: instantFilter(instants) }),
    fc.record({
      sizeBytes: fc.oneof(
        fc.record({ lessThan: sizes }),
        fc.record({ greaterThan: sizes }),
        fc.record({ equals: sizes }),
      ),
    }),
    fc.record({ isRead: fc.boolean() }),
    fc.record({ isDraft: fc.boolean() }),
    fc.record({ hasAttachments: fc.boolean() }),
    fc.record({ isFlagged: fc.boolean() }),
    fc.record({ importance: fc.subarray(['Low', 'Normal', 'High'] as const) }),
    fc.record({
      categories: fc.oneof(
        fc.record({ containsAny: fc.array(categories, { maxLength: 2 }) }),
        fc.record({ containsAll: fc.array(categories, { maxLength: 2 }) }),
        fc.record({ isEmpty: fc.boolean() }),
      ),
    }),
    fc.record({ kind: fc.subarray([...kinds]) }),
    fc.record({ conversationId: fc.constantFrom(...conversations) }),
    fc.record({
      internetMessageId: fc.constantFrom(...all.flatMap(({ internetMessageId }) => internetMessageId ?? [])),
    }),
  ) as fc.Arbitrary<MessageFilterInput>;
  const joined = fc.oneof(
    { weight: 3, arbitrary: single },
    fc.tuple(single, single).map(([one, other]): MessageFilterInput => ({ ...one, ...other })),
  );
  return fc.oneof(
    { weight: 3, arbitrary: joined },
    fc.record({ or: fc.array(joined, { maxLength: 3 }) }),
    fc.record({ not: joined }),
    fc.record({ and: fc.array(joined, { maxLength: 3 }), not: joined }),
  );
};

describe('a filter that the gateway answers itself', () => {
  it('finds what the mail server finds with the same filter', { timeout: 120_000 }, async () => {
    const fed = await startFedMailbox({ seed: demoOrganization(new Date('2026-03-18T00:00:00Z')) });
    const mailbox = await fed.open();
    const everything = await find(mailbox, undefined);
    const messages = (await Promise.all(everything.map((id) => mailbox.items.load(id, rows)))).filter(isMessage);
    expect(messages.length).toBeGreaterThan(100);
    const lookups: FilterLookups = {
      conversation: (key) => ({ id: 'unused', key, topic: undefined }),
      displayName: () => Promise.resolve(undefined),
    };
    let told = 0;
    await fc.assert(
      fc.asyncProperty(filters(messages), async (filter) => {
        const compiled = await compileFilter(filter, lookups);
        const found = new Set(await find(mailbox, compiled.restriction));
        const { matches } = itemFilter(compiled);
        const own = messages.filter((message) => matches(message));
        told += own.length > 0 && own.length < messages.length ? 1 : 0;
        expect(own.map(({ id }) => id)).toEqual(messages.map(({ id }) => id).filter((id) => found.has(id)));
      }),
      { numRuns: 200, seed: 5321 },
    );
    // Filters that let everything or nothing through prove little.
    expect(told).toBeGreaterThan(60);
  });

  const message = (properties: ItemOf<'Message'>['properties']): Item => ({
    type: 'Message',
    element: 'Message',
    id: 'id' as ItemId,
    changeKey: undefined,
    properties,
  });
  const lookups: FilterLookups = {
    conversation: () => ({ id: 'c', key: undefined, topic: 'Plans' }),
    displayName: () => Promise.resolve('Bob Brown'),
  };

  it('looks at recipients one by one where the mail server sees only what it shows of them', async () => {
    const { wanted, matches } = itemFilter(await compileFilter({ to: { equals: 'bob@example.test' } }, lookups));
    expect(wanted).toEqual([p.displayTo, p.toRecipients]);
    const bob = { name: 'Bob Brown', address: 'bob@example.test' };
    const namesake = { name: 'Bob Brown', address: 'other@example.test' };
    expect(matches(message({ displayTo: 'Bob Brown', toRecipients: [bob] }))).toBe(true);
    expect(matches(message({ displayTo: 'Bob Brown', toRecipients: [namesake] }))).toBe(false);
  });

  it('reads nothing and lets everything through when it asks for nothing', async () => {
    const { wanted, matches } = itemFilter(await compileFilter({ and: [{}] }, lookups));
    expect(wanted).toEqual([]);
    expect(matches(message({}))).toBe(true);
  });

  it('knows a conversation by its topic where the mail server tells no key', async () => {
    const { matches } = itemFilter(await compileFilter({ conversationId: 'sealed' }, lookups));
    expect(matches(message({ conversationTopic: 'plans' }))).toBe(true);
    expect(matches(message({ conversationTopic: 'Other plans' }))).toBe(false);
  });
});
