import {
  getNamedType,
  isAbstractType,
  isLeafType,
  isObjectType,
  isRequiredArgument,
  type GraphQLField,
  type GraphQLObjectType,
} from 'graphql';
import { afterAll, describe, expect, it } from 'vitest';
import { schema } from '../../src/graphql/schema.ts';
import { extended, message } from '../emulator/elements.ts';
import { startJourney } from './start.ts';

/*
 * For every field of every kind of item: asked for alone it must tell what it tells among all the others. A field that forgets to say which rows
 * it reads works only beside one that reads them.
 */

/** Every field at once is more than anybody should ask for. */
const journey = await startJourney({ config: { costLimit: 100_000 } });
afterAll(() => journey.close());

const alice = 'alice@example.test';

/** The demo holds no metadata: nothing of this gateway has written any. */
const metadata = extended(
  { DistinguishedPropertySetId: 'PublicStrings', PropertyName: 'workmail-graphql/crm', PropertyType: 'String' },
  '{"customer":"42","stage":"won"}',
);
journey.emulator.deliver(alice, 'inbox', {
  element: message(
    { 't:ItemClass': 'IPM.Note', 't:Subject': 'Metadata', 't:Body': 'x', 't:DateTimeReceived': '2026-03-18T09:00:00Z' },
    [metadata],
  ),
  attachments: [],
});

/** What no item of the demo has. */
const withoutValue: Readonly<Record<string, readonly string[]>> = { Message: [], CalendarEvent: ['conflicts'] };

/** A preview comes from the text, or from the HTML when that is read anyway: it need not be the same to the letter. */
const comparable = (field: string, value: unknown): unknown => (field === 'preview' ? typeof value : value);

/** Values of arguments that have no default. */
const argumentsOf: Readonly<Record<string, string>> = {
  'Message.metadata': '(namespace: "crm")',
  'CalendarEvent.occurrences': '(window: { start: "2026-03-01T00:00:00Z", end: "2026-05-01T00:00:00Z" })',
};

/** Links differ by the second they were made in; large bytes are refused. */
const isComparable = ({ name }: GraphQLField<unknown, unknown>): boolean => !['downloadUrl', 'base64'].includes(name);

const leafSelection = (type: GraphQLObjectType): string =>
  Object.values(type.getFields())
    .filter(
      (field) => isComparable(field) && isLeafType(getNamedType(field.type)) && !field.args.some(isRequiredArgument),
    )
    .map(({ name }) => name)
    .join(' ');

/** A field with everything below it that has no fields of its own. */
const fieldSelection = (parent: string, field: GraphQLField<unknown, unknown>): string => {
  const call = `${field.name}${argumentsOf[`${parent}.${field.name}`] ?? ''}`;
  const named = getNamedType(field.type);
  if (isLeafType(named)) return call;
  const types = isAbstractType(named) ? schema.getPossibleTypes(named) : isObjectType(named) ? [named] : [];
  return `${call} { __typename ${types.map((type) => `... on ${type.name} { ${leafSelection(type)} }`).join(' ')} }`;
};

const fieldsOf = (type: string): readonly GraphQLField<unknown, unknown>[] => {
  const found = schema.getType(type);
  return isObjectType(found) ? Object.values(found.getFields()).filter(isComparable) : [];
};

type Node = Readonly<Record<string, unknown>>;

const readNodes = async (type: string, ids: readonly string[], selection: string): Promise<readonly Node[]> => {
  const answer = await journey.query<{ readonly nodes: readonly Node[] }>(
    `query ($ids: [ID!]!) { nodes(ids: $ids) { ... on ${type} { ${selection} } } }`,
    { ids },
  );
  expect(answer.errors).toBeUndefined();
  return answer.data.nodes;
};

type Connection = { readonly nodes: readonly { readonly id: string }[] };
const idsIn = (data: Readonly<Record<string, Connection>>): readonly string[] => [
  ...new Set(Object.values(data).flatMap(({ nodes }) => nodes.map(({ id }) => id))),
];

const messageIds = async (): Promise<readonly string[]> => {
  const kinds = [
    'MAIL',
    'MEETING_REQUEST',
    'MEETING_RESPONSE',
    'MEETING_CANCELLATION',
    'DELIVERY_REPORT',
    'READ_RECEIPT',
    'POST',
    'OTHER',
  ];
  const lists = [
    ...kinds.map((kind) => `messages(first: 4, filter: { kind: [${kind}] }) { nodes { id } }`),
    'messages(first: 10, filter: { hasAttachments: true }) { nodes { id } }',
    'messages(first: 5, filter: { isFlagged: true }) { nodes { id } }',
    'messages(first: 5, filter: { categories: { isEmpty: false } }) { nodes { id } }',
    'messages(first: 3, filter: { importance: [HIGH] }) { nodes { id } }',
    'messages(first: 4, in: [{ role: DRAFTS }]) { nodes { id } }',
    'messages(first: 4, in: [{ role: SENT_ITEMS }]) { nodes { id } }',
  ];
  const document = `query ($address: EmailAddress!) { mailbox(address: $address) { ${lists.map((list, index) => `l${index}: ${list}`).join(' ')} } }`;
  const answer = await journey.query<{ readonly mailbox: Readonly<Record<string, Connection>> }>(document, {
    address: alice,
  });
  expect(answer.errors).toBeUndefined();
  return idsIn(answer.data.mailbox);
};

const eventIds = async (): Promise<readonly string[]> => {
  const document = `query ($address: EmailAddress!) { mailbox(address: $address) {
    agenda(window: { start: "2026-03-09T00:00:00Z", end: "2026-04-06T00:00:00Z" }, first: 60) { nodes { id } }
    calendar { events(window: { start: "2026-03-09T00:00:00Z", end: "2026-04-06T00:00:00Z" }, expand: false) { nodes { id } } }
  } }`;
  const answer = await journey.query<{
    readonly mailbox: { readonly agenda: Connection; readonly calendar: { readonly events: Connection } };
  }>(document, { address: alice });
  expect(answer.errors).toBeUndefined();
  return idsIn({ agenda: answer.data.mailbox.agenda, events: answer.data.mailbox.calendar.events });
};

describe.each([
  ['Message', await messageIds()],
  ['CalendarEvent', await eventIds()],
] as const)('every field of %s', (type, ids) => {
  const fields = fieldsOf(type);

  it('is told on enough different items', () => {
    expect(ids.length).toBeGreaterThan(20);
    expect(fields.length).toBeGreaterThan(20);
  });

  it('tells alone what it tells among all others', async () => {
    const all = await readNodes(type, ids, fields.map((field) => fieldSelection(type, field)).join(' '));
    for (const field of fields) {
      const alone = await readNodes(type, ids, fieldSelection(type, field));
      expect(
        alone.map((item) => comparable(field.name, item[field.name])),
        `${type}.${field.name}`,
      ).toEqual(all.map((item) => comparable(field.name, item[field.name])));
    }
  });

  it('has a value on some item', async () => {
    const all = await readNodes(type, ids, fields.map((field) => fieldSelection(type, field)).join(' '));
    const isEmpty = (value: unknown): boolean =>
      value === null || value === '' || (Array.isArray(value) && value.length === 0);
    expect(fields.map(({ name }) => name).filter((name) => all.every((item) => isEmpty(item[name])))).toEqual(
      withoutValue[type],
    );
  });
});

it('tells in the payload of a mutation, alone and among all others, what a query tells', async () => {
  const given = await messageIds();
  const written = async (selection: string, ids: readonly string[]): Promise<readonly Node[]> => {
    const answer = await journey.query<{
      readonly updateMessages: {
        readonly results: readonly { readonly message: Node | null; readonly error: unknown }[];
      };
    }>(
      `mutation ($ids: [ID!]!) { updateMessages(input: { mailbox: "${alice}", ids: $ids, patch: { isRead: true } }) {
         results { message { ${selection} } error { code } } userErrors { code } } }`,
      { ids },
    );
    expect(answer.errors).toBeUndefined();
    const { results } = answer.data.updateMessages;
    return results.flatMap(({ message: shown }) => (shown === null ? [] : [shown]));
  };
  // A post is not written as messages are.
  const ids = (await written('id', given)).map(({ id }) => String(id));
  expect(ids.length).toBeGreaterThan(given.length - 4);
  // Every write gives them another version and time.
  const fields = fieldsOf('Message').filter(({ name }) => !['changeKey', 'lastModifiedAt'].includes(name));
  const everything = fields.map((field) => fieldSelection('Message', field)).join(' ');
  const together = await written(everything, ids);
  const all = await readNodes('Message', ids, everything);
  for (const field of fields) {
    const alone = await written(fieldSelection('Message', field), ids);
    for (const nodes of [together, alone])
      expect(
        nodes.map((item) => comparable(field.name, item[field.name])),
        `Message.${field.name}`,
      ).toEqual(all.map((item) => comparable(field.name, item[field.name])));
  }
});
