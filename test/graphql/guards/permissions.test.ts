import SchemaBuilder from '@pothos/core';
import { getNamedType, graphql, isObjectType, type GraphQLObjectType, type GraphQLSchema } from 'graphql';
import { describe, expect, it } from 'vitest';
import type { Permission } from '../../../src/access/caller.ts';
import type { Context } from '../../../src/graphql/context.ts';
import { permissionPlugin } from '../../../src/graphql/guards/permission-plugin.ts';
import { needsOf, needsOneOfIn, ruleOf, type OfMailbox } from '../../../src/graphql/guards/permission.ts';
import { schema } from '../../../src/graphql/schema.ts';
import { address } from '../../access.ts';

const rootsOf = (built: GraphQLSchema): readonly GraphQLObjectType[] =>
  [built.getQueryType(), built.getMutationType(), built.getSubscriptionType()].filter(
    (type) => type !== undefined && type !== null,
  );

const objectTypes = (built: GraphQLSchema): readonly GraphQLObjectType[] => {
  const roots = rootsOf(built);
  return Object.values(built.getTypeMap()).filter(
    (type): type is GraphQLObjectType => isObjectType(type) && !type.name.startsWith('__') && !roots.includes(type),
  );
};

const isOfMailbox = (rule: unknown): boolean => Array.isArray(rule) || typeof rule === 'function';

/** What the values of a type tell of their mailbox: those of a rule that asks one do, payloads of mutations, and Mailbox itself. */
const knowsItsMailbox = (type: GraphQLObjectType): boolean =>
  isOfMailbox(ruleOf(type)) || ruleOf(type) === 'writesMailbox' || type.name === 'Mailbox';

/** Everything that could be read without anybody having decided who may. */
const unguarded = (built: GraphQLSchema): readonly string[] => {
  const problems: string[] = [];
  for (const root of rootsOf(built)) {
    for (const field of Object.values(root.getFields())) {
      const rule = ruleOf(field);
      if (rule === undefined || rule === 'withItsParent') problems.push(`${root.name}.${field.name} has no rule`);
      const needed = [...(needsOf(field) ?? []), ...(needsOneOfIn(field) ?? [])];
      if (root === built.getMutationType() && (rule !== 'writesMailbox' || needed.length === 0))
        problems.push(`${root.name}.${field.name} does not say what it needs`);
    }
  }
  for (const type of objectTypes(built)) {
    const rule = ruleOf(type);
    if (rule === undefined) problems.push(`${type.name} has no rule`);
    const isNode = type.getInterfaces().some(({ name }) => name === 'Node');
    if (isNode && !knowsItsMailbox(type)) problems.push(`${type.name} is a node and asks no mailbox`);
  }
  for (const type of [...rootsOf(built), ...objectTypes(built)]) {
    for (const field of Object.values(type.getFields())) {
      const named = getNamedType(field.type);
      const asks = [ruleOf(field), ruleOf(named), ...field.args.map(ruleOf)].some((asked) => Array.isArray(asked));
      // Nobody could say whose mailbox is meant: the plugin would throw for every caller.
      if (asks && !knowsItsMailbox(type)) problems.push(`${type.name}.${field.name} asks a mailbox of a value without`);
    }
  }
  return problems;
};

describe('the schema', () => {
  it('says of every root field, every node and every other type who may read it', () => {
    expect(objectTypes(schema).length).toBeGreaterThan(35);
    expect(unguarded(schema)).toEqual([]);
  });

  it('lets no root field do without a mailbox’s permission but these, which ask the policy themselves or tell nothing of anybody', () => {
    const rules = [schema.getQueryType(), schema.getSubscriptionType()].flatMap((root) =>
      Object.values(root?.getFields() ?? {}).map((field) => [`${root?.name}.${field.name}`, ruleOf(field)]),
    );
    expect(Object.fromEntries(rules)).toEqual({
      'Query.viewer': 'anyCaller',
      'Query.gateway': 'anyCaller',
      'Query.mailbox': 'opensMailbox',
      'Query.mailboxes': 'opensMailbox',
      'Query.node': 'opensMailbox',
      'Query.nodes': 'opensMailbox',
      'Query.resolveNames': 'opensMailbox',
      'Query.expandGroup': 'opensMailbox',
      'Query.availability': 'opensMailbox',
      'Query.meetingSuggestions': 'opensMailbox',
      'Query.mailboxExport': 'opensMailbox',
      'Query.mailboxExports': 'opensMailbox',
      'Query.roomLists': 'opensMailbox',
      'Query.rooms': 'opensMailbox',
      'Subscription.mailboxChanged': 'opensMailbox',
      'Subscription.newMessage': 'opensMailbox',
      'Subscription.calendarChanged': 'opensMailbox',
    });
  });

  it('says of every mutation what its caller needs on the mailbox that it writes to', () => {
    const needed = Object.values(schema.getMutationType()?.getFields() ?? {}).map((field) => [
      field.name,
      needsOf(field) ?? { oneOf: needsOneOfIn(field) },
    ]);
    const writesSomething = { oneOf: ['WRITE_MESSAGES', 'WRITE_CALENDAR', 'WRITE_CONTACTS'] };
    expect(Object.fromEntries(needed)).toEqual({
      cancelEvent: ['WRITE_CALENDAR'],
      saveContact: ['WRITE_CONTACTS'],
      saveTask: ['WRITE_CALENDAR'],
      deleteItems: writesSomething,
      respondToEvent: ['WRITE_CALENDAR'],
      copyMessages: ['WRITE_MESSAGES'],
      createFolder: writesSomething,
      deleteMessages: ['WRITE_MESSAGES'],
      moveMessages: ['WRITE_MESSAGES'],
      setMessageMetadata: ['WRITE_MESSAGES'],
      updateMessages: ['WRITE_MESSAGES'],
      deleteFolder: writesSomething,
      emptyFolder: writesSomething,
      markFolderRead: ['WRITE_MESSAGES'],
      updateFolder: writesSomething,
      createDraft: ['WRITE_MESSAGES'],
      createEvent: ['WRITE_CALENDAR'],
      updateEvent: ['WRITE_CALENDAR'],
      updateDraft: ['WRITE_MESSAGES'],
      replyToMessage: ['SEND', 'READ_MESSAGES'],
      forwardMessage: ['SEND', 'READ_MESSAGES'],
      sendDraft: ['SEND'],
      sendMessage: ['SEND'],
      addAttachment: { oneOf: ['WRITE_MESSAGES', 'WRITE_CALENDAR'] },
      importMessage: ['WRITE_MESSAGES'],
      removeAttachment: { oneOf: ['WRITE_MESSAGES', 'WRITE_CALENDAR'] },
      setAutomaticReplies: ['MANAGE_SETTINGS'],
      saveInboxRule: ['MANAGE_SETTINGS'],
      deleteInboxRule: ['MANAGE_SETTINGS'],
      startMailboxExport: ['EXPORT'],
      cancelMailboxExport: ['EXPORT'],
    });
  });

  it('keeps the rule of mutations for them and for what they give', () => {
    const types = objectTypes(schema).filter((type) => ruleOf(type) === 'writesMailbox');
    expect(types.filter(({ name }) => !/(?:Payload|Result)$/.test(name))).toEqual([]);
  });

  it('lets fields open mailboxes by themselves only where they give a mailbox', () => {
    const opening = objectTypes(schema).flatMap((type) =>
      Object.values(type.getFields()).filter((field) => ruleOf(field) === 'opensMailbox'),
    );
    expect(opening.map((field) => getNamedType(field.type).name)).toEqual(opening.map(() => 'Mailbox'));
    const types = objectTypes(schema).filter((type) => ruleOf(type) === 'opensMailbox');
    expect(types.map(({ name }) => name)).toEqual(['Mailbox']);
  });

  it('asks for these permissions, and for no others', () => {
    const types = objectTypes(schema)
      .map((type) => [type.name, ruleOf(type)] as const)
      .filter(([, rule]) => Array.isArray(rule));
    const seesMail: readonly Permission[] = ['READ_METADATA', 'READ_MESSAGES'];
    const seesCalendar: readonly Permission[] = ['READ_METADATA', 'READ_CALENDAR'];
    const seesSettings: readonly Permission[] = ['READ_MESSAGES', 'MANAGE_SETTINGS'];
    const seesAccess: readonly Permission[] = ['READ_METADATA', 'MANAGE_SETTINGS'];
    expect(Object.fromEntries(types)).toEqual({
      AutomaticReplies: seesSettings,
      Calendar: seesCalendar,
      CalendarEvent: seesCalendar,
      CalendarEventChanged: seesCalendar,
      CalendarEventConnection: seesCalendar,
      CalendarEventEdge: seesCalendar,
      Contact: ['READ_CONTACTS'],
      ContactChanged: ['READ_CONTACTS'],
      ContactConnection: ['READ_CONTACTS'],
      ContactEdge: ['READ_CONTACTS'],
      Conversation: seesMail,
      ConversationConnection: seesMail,
      ConversationEdge: seesMail,
      Delegate: seesAccess,
      Folder: seesMail,
      FolderChanged: seesMail,
      FolderPermission: seesAccess,
      FolderRemoved: seesMail,
      InboxRule: seesSettings,
      InboxRuleActions: seesSettings,
      MeetingMessage: seesMail,
      Message: seesMail,
      MessageChanged: seesMail,
      MessageConnection: seesMail,
      MessageEdge: seesMail,
      MessageFlag: seesMail,
      MessageReadStateChanged: seesMail,
      TaskChanged: seesCalendar,
      TaskConnection: seesCalendar,
      TaskEdge: seesCalendar,
      TaskItem: seesCalendar,
    });
    const fields = objectTypes(schema).flatMap((type) =>
      Object.values(type.getFields()).flatMap((field) => {
        const rule = ruleOf(field);
        return rule === undefined || rule === 'opensMailbox' ? [] : [[`${type.name}.${field.name}`, rule]];
      }),
    );
    expect(Object.fromEntries(fields)).toEqual({
      'CalendarEvent.attachments': ['READ_CALENDAR'],
      'CalendarEvent.body': ['READ_CALENDAR'],
      'CalendarEvent.ics': ['READ_CALENDAR'],
      'CalendarEvent.location': ['READ_CALENDAR'],
      'GatewayInfo.organizations': 'ADMIN',
      'Mailbox.changes': ['READ_METADATA', 'READ_MESSAGES', 'READ_CALENDAR', 'READ_CONTACTS'],
      'Message.attachments': ['READ_MESSAGES'],
      'Message.body': ['READ_MESSAGES'],
      'Message.headers': ['READ_MESSAGES'],
      'Message.metadata': ['READ_MESSAGES'],
      'Message.mime': ['READ_MESSAGES'],
      'Message.preview': ['READ_MESSAGES'],
      'TaskItem.body': ['READ_CALENDAR'],
    });
  });
});

/** A toy of a schema, with the plugin and nothing else of the gateway's. */
const toyBuilder = () => new SchemaBuilder<{ Context: Context }>({ plugins: [permissionPlugin] });

const contextWith = (refused: unknown[]): Context =>
  ({ refuse: (refusal: unknown) => void refused.push(refusal), besideData: [] }) as unknown as Context;

const boxWith = (...held: readonly Permission[]): OfMailbox => ({
  mailbox: { address: address('ann@example.test'), may: (anyOf) => anyOf.some((one) => held.includes(one)) },
});

describe('the walk over the schema', () => {
  it('finds root fields, nodes and types without a rule, and rules that have no mailbox to ask', () => {
    const builder = toyBuilder();
    const Node = builder.interfaceRef<OfMailbox>('Node').implement({ fields: (t) => ({ name: t.string({}) }) });
    const Letter = builder.objectRef<OfMailbox>('Letter').implement({ interfaces: [Node] });
    const Sealed = builder
      .objectRef<OfMailbox>('Sealed')
      .implement({ permission: ['READ_MESSAGES'], fields: (t) => ({ text: t.string({ resolve: () => 'x' }) }) });
    const Drawer = builder.objectRef<object>('Drawer').implement({
      permission: 'withItsParent',
      fields: (t) => ({ sealed: t.field({ type: Sealed, resolve: () => boxWith() }) }),
    });
    builder.queryType({
      fields: (t) => ({
        letter: t.field({ type: Letter, resolve: () => boxWith() }),
        drawer: t.field({ type: Drawer, permission: 'anyCaller', resolve: () => ({}) }),
        sealed: t.field({ type: Sealed, permission: 'opensMailbox', resolve: () => boxWith() }),
      }),
    });
    builder.mutationType({ fields: (t) => ({ burn: t.boolean({ resolve: () => true }) }) });

    expect(unguarded(builder.toSchema()).toSorted()).toEqual([
      'Drawer.sealed asks a mailbox of a value without',
      'Letter has no rule',
      'Letter is a node and asks no mailbox',
      'Mutation.burn does not say what it needs',
      'Mutation.burn has no rule',
      'Query.letter has no rule',
      'Query.sealed asks a mailbox of a value without',
    ]);
  });

  it('is helped by the compiler: a value that does not tell its mailbox can have no rule that asks one', () => {
    const builder = toyBuilder();
    // @ts-expect-error A Stamp comes from no mailbox.
    builder.objectRef<{ readonly value: number }>('Stamp').implement({ permission: ['READ_MESSAGES'] });
    builder.objectRef<OfMailbox>('Letter').implement({ permission: ['READ_MESSAGES'] });
    expect(permissionPlugin).toBe('permission');
  });
});

describe('a field whose permission is lacking', () => {
  const toySchema = (source: OfMailbox, value: object, ran: string[]): GraphQLSchema => {
    const builder = toyBuilder();
    const Item = builder.interfaceRef<OfMailbox>('Item').implement({
      resolveType: () => 'Sealed',
      fields: (t) => ({ kind: t.string({ resolve: () => 'item' }) }),
    });
    const Sealed = builder.objectRef<OfMailbox>('Sealed').implement({
      interfaces: [Item],
      permission: ['READ_MESSAGES'],
      fields: (t) => ({ text: t.string({ resolve: () => 'secret' }) }),
    });
    const Words = builder.inputType('Words', {
      fields: (t) => ({ body: t.string({ permission: ['READ_MESSAGES'] }), subject: t.string({}) }),
    });
    const Nested = builder.inputType('Nested', { fields: (t) => ({ all: t.field({ type: [Words] }) }) });
    const Box = builder.objectRef<OfMailbox>('Box').implement({
      permission: ['READ_METADATA', 'READ_MESSAGES'],
      fields: (t) => ({
        name: t.string({ resolve: () => 'box' }),
        body: t.string({ permission: ['READ_MESSAGES'], resolve: () => `${ran.push('body')}` }),
        list: t.stringList({ nullable: false, permission: ['READ_MESSAGES'], resolve: () => [`${ran.push('list')}`] }),
        sealed: t.field({ type: Sealed, resolve: (box) => (ran.push('sealed'), box) }),
        item: t.field({ type: Item, resolve: (box) => box }),
        find: t.string({
          args: { words: t.arg({ type: Nested }), search: t.arg.string({ permission: ['READ_MESSAGES'] }) },
          resolve: () => `${ran.push('find')}`,
        }),
      }),
    });
    const Mailbox = builder.objectRef<OfMailbox>('Mailbox').implement({
      permission: 'opensMailbox',
      fields: (t) => ({ box: t.field({ type: Box, resolve: () => value as OfMailbox }) }),
    });
    builder.queryType({
      fields: (t) => ({
        mailbox: t.field({ type: Mailbox, permission: 'opensMailbox', resolve: () => source }),
      }),
    });
    return builder.toSchema();
  };

  /** `value`: what stands for the box; the mailbox itself when absent. */
  const ask = async (source: OfMailbox, selection: string, value: object = source) => {
    const [ran, refused]: [string[], unknown[]] = [[], []];
    const contextValue = contextWith(refused);
    const answer = await graphql({
      schema: toySchema(source, value, ran),
      source: `{ mailbox { ${selection} } }`,
      contextValue,
    });
    const errors = [...(answer.errors ?? []), ...contextValue.besideData];
    return {
      data: answer.data?.['mailbox'],
      ran,
      refused,
      errors: errors.map(({ message, path }) => [path?.slice(1).join('.'), message]),
    };
  };

  it('is null with an error, or empty with one, and its resolver never runs', async () => {
    const answer = await ask(boxWith('READ_METADATA'), 'box { name body list sealed { text } item { __typename } }');
    expect(answer.data).toEqual({ box: { name: 'box', body: null, list: [], sealed: null, item: null } });
    expect(answer.ran).toEqual([]);
    const message = 'This needs READ_MESSAGES on this mailbox.';
    expect(answer.errors.toSorted()).toEqual(
      ['box.body', 'box.item', 'box.list', 'box.sealed'].map((path) => [path, message]),
    );
    expect(answer.refused).toContainEqual({
      reason: 'FORBIDDEN',
      mailbox: 'ann@example.test',
      permissions: ['READ_MESSAGES'],
      field: 'Box.body',
    });
  });

  it('may be an argument, or lie deep in one; null is as good as left out', async () => {
    const find = (args: string) => ask(boxWith('READ_METADATA'), `box { find(${args}) }`);
    expect((await find('words: { all: [{ subject: "x" }, { body: "x" }] }')).refused).toMatchObject([
      { field: 'Words.body' },
    ]);
    expect((await find('search: "x"')).refused).toMatchObject([{ field: 'Box.find(search:)' }]);
    const allowed = await find('words: { all: [{ subject: "x", body: null }] }, search: null');
    expect([allowed.refused, allowed.ran]).toEqual([[], ['find']]);
  });

  it('names every permission that would do', async () => {
    const answer = await ask(boxWith('SEND'), 'box { name }');
    expect(answer.errors).toEqual([['box', 'This needs READ_METADATA or READ_MESSAGES on this mailbox.']]);
  });

  it('cannot be read where nobody knows whose mailbox it is: that fails, it does not pass', async () => {
    const answer = await ask(boxWith('READ_METADATA', 'READ_MESSAGES'), 'box { name body }', {});
    expect(answer.data).toEqual({ box: { name: null, body: null } });
    expect(answer.errors).toContainEqual(['box.body', 'Box.body asks for permissions on a value without mailbox']);
    expect(answer.ran).toEqual([]);
  });
});
