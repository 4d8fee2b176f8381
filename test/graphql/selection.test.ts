import {
  execute,
  GraphQLBoolean,
  GraphQLInt,
  GraphQLInterfaceType,
  GraphQLList,
  GraphQLObjectType,
  GraphQLSchema,
  GraphQLString,
  graphql,
  parse,
  type GraphQLResolveInfo,
} from 'graphql';
import { describe, expect, it } from 'vitest';
import { calendarItemProperties } from '../../src/ews/properties/calendar-item.ts';
import { messageProperties } from '../../src/ews/properties/message.ts';
import type { AnyProperty } from '../../src/ews/properties/property.ts';
import {
  either,
  isSelected,
  reads,
  readsByArgs,
  readsFrom,
  readsInside,
  settleRows,
  wantedInEach,
  wantedProperties,
} from '../../src/graphql/selection.ts';

const { subject, from, isRead, bodyText, bodyHtml, bodyBest, uniqueBodyHtml, flagStatus, flagDueAt, size, receivedAt } =
  messageProperties;

const Flag = new GraphQLObjectType({
  name: 'Flag',
  fields: {
    status: { type: GraphQLString, extensions: reads(flagStatus) },
    dueAt: { type: GraphQLString, extensions: reads(flagDueAt) },
  },
});
const Node = new GraphQLInterfaceType({
  name: 'Node',
  fields: { id: { type: GraphQLString }, subject: { type: GraphQLString } },
});
const Message = new GraphQLObjectType({
  name: 'Message',
  interfaces: [Node],
  extensions: readsFrom(messageProperties),
  fields: {
    id: { type: GraphQLString },
    subject: { type: GraphQLString },
    isRead: { type: GraphQLBoolean },
    author: { type: GraphQLString, extensions: reads(from) },
    sizeBytes: { type: GraphQLInt, extensions: reads(size) },
    preview: { type: GraphQLString, extensions: reads(either(bodyText, bodyHtml, bodyBest)) },
    body: {
      type: GraphQLString,
      args: { format: { type: GraphQLString, defaultValue: 'TEXT' } },
      extensions: readsByArgs<{ readonly format: string }>(({ format }) => [format === 'HTML' ? bodyHtml : bodyText]),
    },
    uniqueBody: { type: GraphQLString, extensions: reads(uniqueBodyHtml) },
    flag: { type: Flag, extensions: readsInside() },
    related: { type: Flag },
  },
});
const Event = new GraphQLObjectType({
  name: 'Event',
  interfaces: [Node],
  extensions: readsFrom(calendarItemProperties),
  fields: { id: { type: GraphQLString }, subject: { type: GraphQLString }, location: { type: GraphQLString } },
});
const Edge = new GraphQLObjectType({ name: 'Edge', fields: { node: { type: Message } } });
const Connection = new GraphQLObjectType({
  name: 'Connection',
  fields: {
    nodes: { type: new GraphQLList(Message) },
    edges: { type: new GraphQLList(Edge) },
    totalCount: { type: GraphQLInt },
  },
});

const lookAhead = async <Result>(
  read: (info: GraphQLResolveInfo) => Result,
  source: string,
  variableValues: Record<string, unknown> = {},
): Promise<Result> => {
  const results: Result[] = [];
  const resolve = (_root: unknown, _args: unknown, _context: unknown, info: GraphQLResolveInfo): undefined => {
    results.push(read(info));
    return undefined;
  };
  const Query = new GraphQLObjectType({
    name: 'Query',
    fields: {
      message: { type: Message, resolve },
      node: { type: Node, resolve },
      messages: { type: Connection, resolve },
    },
  });
  const answer = await graphql({
    schema: new GraphQLSchema({ query: Query, types: [Message, Event] }),
    source,
    variableValues,
  });
  expect(answer.errors).toBeUndefined();
  return results[0]!;
};

/** A caller who may see all there is. */
const everything = { may: () => true };

const keys = (rows: readonly AnyProperty[]): readonly string[] => rows.map(({ key }) => key).toSorted();
const rowsOf = async (source: string, variables?: Record<string, unknown>): Promise<readonly string[]> =>
  keys(await lookAhead((info) => wantedProperties(info, everything), source, variables));
const ofList = async (source: string): Promise<readonly string[]> =>
  keys(await lookAhead((info) => wantedProperties(info, everything, ['nodes'], ['edges', 'node']), source));

describe('wantedProperties', () => {
  it('reads the row of the field’s own name, or the rows that the field declares', async () => {
    expect(await rowsOf('{ message { id subject author sizeBytes } }')).toEqual(keys([subject, from, size]));
  });

  it('reads nothing for fields that have no row', async () => {
    expect(await rowsOf('{ message { id related { status } } }')).toEqual([]);
  });

  it('counts a row once, however many aliases, siblings and fragments ask for it', async () => {
    const source = `
      query { message { a: subject b: subject ...Row ... on Message { isRead } } message { author } }
      fragment Row on Message { subject isRead ...Deeper }
      fragment Deeper on Node { subject }`;
    expect(await rowsOf(source)).toEqual(keys([subject, isRead, from]));
  });

  it('leaves out what @skip and @include leave out, with literals and variables', async () => {
    const source = `query ($yes: Boolean!, $no: Boolean!) {
      message { subject @skip(if: $yes) isRead @include(if: $no) author @skip(if: $no) sizeBytes @include(if: true) ... @include(if: $no) { preview } }
    }`;
    expect(await rowsOf(source, { yes: true, no: false })).toEqual(keys([from, size]));
  });

  it('asks the field for its arguments, defaults and variables filled in', async () => {
    expect(await rowsOf('{ message { body } }')).toEqual(keys([bodyText]));
    expect(await rowsOf('query ($f: String!) { message { body(format: $f) } }', { f: 'HTML' })).toEqual(
      keys([bodyHtml]),
    );
    expect(await rowsOf('{ message { a: body b: body(format: "HTML") } }')).toEqual(keys([bodyText, bodyHtml]));
  });

  it('looks inside fields that show the same item, and only at what is selected there', async () => {
    expect(await rowsOf('{ message { flag { status } } }')).toEqual(keys([flagStatus]));
    expect(await rowsOf('{ message { flag { status } flag { dueAt } } }')).toEqual(keys([flagStatus, flagDueAt]));
  });

  it('takes every type that an interface can turn out to be, and a row that they share once', async () => {
    const rows = await lookAhead(
      (info) => wantedProperties(info, everything),
      '{ node { subject ... on Message { isRead } ... on Event { location } } }',
    );
    expect(keys(rows)).toEqual(keys([subject, isRead, calendarItemProperties.location]));
  });

  it('does not ask for the rows of a type that no fragment selects', async () => {
    expect(await rowsOf('{ node { id ... on Event { location } } }')).toEqual(keys([calendarItemProperties.location]));
  });

  it('joins what edges and nodes of a connection want', async () => {
    expect(await ofList('{ messages { totalCount nodes { subject } edges { node { isRead } } } }')).toEqual(
      keys([subject, isRead]),
    );
    expect(await ofList('{ messages { totalCount } }')).toEqual([]);
  });
});

describe('a field that is content with either of several rows', () => {
  it('takes the first when nothing else is read', async () => {
    expect(await rowsOf('{ message { preview } }')).toEqual(keys([bodyText]));
  });

  it('takes a row that is read anyway', async () => {
    expect(await rowsOf('{ message { preview body(format: "HTML") } }')).toEqual(keys([bodyHtml]));
  });

  it('takes a row that can share the GetItem of another one', async () => {
    expect(await rowsOf('{ message { preview uniqueBody } }')).toEqual(keys([bodyHtml, uniqueBodyHtml]));
  });

  it('is settled after everything else, wherever it stands', () => {
    expect(settleRows([either(bodyText, bodyHtml), receivedAt, bodyHtml])).toEqual([receivedAt, bodyHtml]);
  });
});

describe('the selection in each row of a list', () => {
  const nobody = { may: () => false };
  const closed = new GraphQLObjectType({
    name: 'Closed',
    fields: { subject: { type: GraphQLString, extensions: { ...reads(subject), permission: ['READ_MESSAGES'] } } },
  });

  /** What is wanted in each row of a list, whose rows are of mailboxes with these rights. */
  const inRows = async (
    rights: readonly { readonly may: () => boolean }[],
    document: ReturnType<typeof parse>,
    variableValues: Record<string, unknown> = {},
  ): Promise<readonly (readonly AnyProperty[])[]> => {
    const wanted: (readonly AnyProperty[])[] = [];
    const resolve = (
      own: { readonly may: () => boolean },
      _args: unknown,
      _context: unknown,
      info: GraphQLResolveInfo,
    ) => void wanted.push(wantedInEach(info, own));
    const Row = new GraphQLObjectType({
      name: 'Row',
      fields: { message: { type: Message, resolve }, closed: { type: closed, resolve } },
    });
    const Query = new GraphQLObjectType({
      name: 'Query',
      fields: { rows: { type: new GraphQLList(Row), resolve: () => rights } },
    });
    const answer = await execute({ schema: new GraphQLSchema({ query: Query }), document, variableValues });
    expect(answer.errors).toBeUndefined();
    return wanted;
  };

  it('is looked at once for the rows of a mailbox', async () => {
    const [first, ...others] = await inRows(
      [everything, everything, everything],
      parse('{ rows { message { subject } } }'),
    );
    expect(first).toEqual([subject]);
    expect(others.every((rows) => rows === first)).toBe(true);
  });

  it('is another one where other variables, other fields or another mailbox decide', async () => {
    const document = parse(
      'query ($more: Boolean!) { rows { message { subject isRead @include(if: $more) } again: message { isRead } } }',
    );
    const keysInRows = async (more: boolean) => (await inRows([everything], document, { more })).map(keys);
    expect(await keysInRows(false)).toEqual([keys([subject]), keys([isRead])]);
    expect(await keysInRows(true)).toEqual([keys([subject, isRead]), keys([isRead])]);
    expect(await inRows([everything, nobody, everything], parse('{ rows { closed { subject } } }'))).toEqual([
      [subject],
      [],
      [subject],
    ]);
  });
});

describe('isSelected', () => {
  it('tells whether a path is selected', async () => {
    expect(await lookAhead((info) => isSelected(info, ['totalCount']), '{ messages { totalCount } }')).toBe(true);
    expect(await lookAhead((info) => isSelected(info, ['totalCount']), '{ messages { nodes { id } } }')).toBe(false);
    expect(
      await lookAhead(
        (info) => isSelected(info, ['edges', 'node', 'subject']),
        '{ messages { edges { node { s: subject } } } }',
      ),
    ).toBe(true);
  });
});
