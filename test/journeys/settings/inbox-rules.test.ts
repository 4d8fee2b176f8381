import { describe, expect, it } from 'vitest';
import type { SeedItem } from '../../../src/emulator/store/model.ts';
import { node } from '../../../src/emulator/xml/xml.ts';
import { child, childText } from '../../../src/ews/xml.ts';
import { accessOf, callerNamed, rulesOf as permissionsOf } from '../../access.ts';
import { mailboxOnly, message } from '../../emulator/elements.ts';
import { envelope } from '../../emulator/running-emulator.ts';
import { create, rulesOf, updateRules } from '../../emulator/rules.ts';
import { operationsAt, problemsOf } from '../journey-of-test.ts';
import { bob, failureOf, ruleOf, startRules, type RuleJourney } from './rule-journey.ts';
import { sendMessage } from '../sending.ts';
import { heldIn } from '../server-mailbox.ts';
import { operationsOf } from '../start.ts';

const clients = { path: '/Clients' };
const noParts = {
  from: [],
  sentTo: [],
  subjectContains: [],
  bodyContains: [],
  hasAttachments: null,
  importance: null,
};
const noActions = {
  moveTo: null,
  copyTo: null,
  delete: false,
  markRead: false,
  categories: [],
  forwardTo: [],
  stopProcessing: false,
};
const every = {
  name: 'Everything',
  sequence: 4,
  isEnabled: false,
  conditions: {
    from: ['carol@example.test', 'Shop@Elsewhere.example'],
    sentTo: [bob],
    subjectContains: ['Invoice', 'a & b <c>'],
    bodyContains: ['due'],
    hasAttachments: true,
    importance: 'HIGH',
  },
  exceptions: { subjectContains: ['Reminder'] },
  actions: {
    moveTo: clients,
    copyTo: { role: 'DRAFTS' },
    markRead: true,
    categories: ['Red', 'Clients'],
    forwardTo: [{ address: 'dave@example.test', name: 'Dave' }],
    stopProcessing: true,
  },
};

describe('a rule', () => {
  it('is shown as it was saved, with everything that a rule may say, and is so at the server', async () => {
    const journey = await startRules();
    const answer = await journey.save(every);
    const shown = {
      id: expect.any(String),
      name: 'Everything',
      sequence: 4,
      isEnabled: false,
      hasError: false,
      isFullyShown: true,
      conditions: { ...every.conditions, from: ['carol@example.test', 'shop@elsewhere.example'] },
      exceptions: { ...noParts, subjectContains: ['Reminder'] },
      actions: {
        ...every.actions,
        moveTo: { path: '/Clients' },
        copyTo: { path: '/Drafts' },
        delete: false,
      },
    };
    expect(ruleOf(answer)).toEqual(shown);
    // The folder list for `/Clients`; the roles are not needed, the drafts being in that list too.
    expect(operationsOf(answer)).toEqual(['FindFolder', 'GetInboxRules', 'UpdateInboxRules', 'GetInboxRules']);
    const read = await journey.rules();
    expect(read.data.mailbox.inboxRules).toEqual([shown]);
    expect(operationsOf(read)).toEqual(['GetInboxRules']);
    const [rule] = await rulesOf(journey);
    const names = (part: string): readonly string[] =>
      ((rule && child(rule, part))?.children ?? []).map(({ name }) => name);
    expect(names('Conditions')).toEqual([
      'ContainsBodyStrings',
      'ContainsSubjectStrings',
      'FromAddresses',
      'HasAttachments',
      'Importance',
      'SentToAddresses',
    ]);
    expect(names('Actions')).toEqual([
      'AssignCategories',
      'CopyToFolder',
      'ForwardToRecipients',
      'MarkAsRead',
      'MoveToFolder',
      'StopProcessingRules',
    ]);
  });

  it('costs the two calls that it takes when nobody asks for it, and is for all mail without conditions', async () => {
    const journey = await startRules();
    const answer = await journey.save({ actions: { moveTo: { role: 'JUNK_EMAIL' } } }, null);
    expect(answer.data.done).toEqual({ userErrors: [] });
    expect(operationsOf(answer)).toEqual(['GetInboxRules', 'UpdateInboxRules']);
    const { data } = await journey.rules();
    expect(data.mailbox.inboxRules).toMatchObject([
      { sequence: 1, isEnabled: true, conditions: noParts, exceptions: null },
    ]);
    expect(data.mailbox.inboxRules[0]?.['actions']).toEqual({ ...noActions, moveTo: { path: '/Junk E-mail' } });
  });

  it('comes after all others unless it says where, and makes room for itself', async () => {
    const journey = await startRules();
    await journey.save({ name: 'One', sequence: 5 });
    expect(ruleOf(await journey.save({ name: 'Two' }))).toMatchObject({ sequence: 6 });
    await journey.save({ name: 'Three', sequence: 5 });
    const { data } = await journey.rules('name sequence');
    expect(data.mailbox.inboxRules).toEqual([
      { name: 'Three', sequence: 5 },
      { name: 'One', sequence: 6 },
      { name: 'Two', sequence: 7 },
    ]);
  });

  it('is replaced under its id: conditions and actions whole, the rest as far as it is said', async () => {
    const journey = await startRules();
    await journey.save({ name: 'Another' });
    const { id } = ruleOf(await journey.save(every));
    const kept = ruleOf(
      await journey.save({ id, name: 'New', conditions: { from: [bob] }, actions: { delete: true } }),
    );
    expect(kept).toEqual({
      id,
      name: 'New',
      sequence: 4,
      isEnabled: false,
      hasError: false,
      isFullyShown: true,
      conditions: { ...noParts, from: [bob] },
      exceptions: { ...noParts, subjectContains: ['Reminder'] },
      actions: { ...noActions, delete: true },
    });
    const cleared = await journey.save({ id, exceptions: null, isEnabled: true, sequence: 1 });
    expect(ruleOf(cleared)).toMatchObject({ id, exceptions: null, isEnabled: true, sequence: 1 });
    expect(await journey.namesAtServer()).toEqual(['Rule', 'Another']);
  });

  it('is deleted, and told as it was', async () => {
    const journey = await startRules();
    const { id } = ruleOf(await journey.save({ name: 'Gone' }));
    await journey.save({ name: 'Stays' });
    const answer = await journey.remove(id);
    expect(ruleOf(answer)).toEqual({ id, name: 'Gone' });
    expect(operationsOf(answer)).toEqual(['GetInboxRules', 'UpdateInboxRules']);
    expect(await journey.namesAtServer()).toEqual(['Stays']);
    for (const again of [await journey.remove(id), await journey.save({ id })])
      expect(failureOf(again)).toMatchObject({ __typename: 'NotFoundError', code: 'NOT_FOUND' });
    expect(await journey.namesAtServer()).toEqual(['Stays']);
  });

  it('is a node, and those of one mailbox are read in one call', async () => {
    const journey = await startRules();
    const ids = [];
    for (const name of ['One', 'Two']) ids.push(ruleOf(await journey.save({ name })).id);
    const nodes = 'query ($ids: [ID!]!) { nodes(ids: $ids) { __typename ... on InboxRule { name } } }';
    const answer = await journey.query<{ nodes: readonly unknown[] }>(nodes, { ids });
    expect(answer.data.nodes).toEqual(['One', 'Two'].map((name) => ({ __typename: 'InboxRule', name })));
    expect(operationsOf(answer)).toEqual(['GetInboxRules']);
    await journey.remove(ids[0] ?? '');
    const after = await journey.query<{ nodes: readonly unknown[] }>(nodes, { ids });
    expect(after.data.nodes).toEqual([null, { __typename: 'InboxRule', name: 'Two' }]);
    expect(problemsOf(after)).toMatchObject([{ path: ['nodes', 0], code: 'NOT_FOUND' }]);
  });

  it('has an error and no folder when its folder is gone', async () => {
    const journey = await startRules();
    ruleOf(await journey.save({ actions: { moveTo: clients } }));
    await journey.query(
      `mutation { deleteFolder(input: { mailbox: "${bob}", folder: { path: "/Clients" }, mode: HARD_DELETE }) { deletedId } }`,
    );
    const { data, errors } = await journey.rules('hasError isFullyShown actions { moveTo { path } }');
    expect(errors).toBeUndefined();
    expect(data.mailbox.inboxRules).toEqual([{ hasError: true, isFullyShown: true, actions: { moveTo: null } }]);
  });
});

describe('a rule that cannot be', () => {
  const at = (path: readonly string[], text: RegExp) => ({
    path: ['input', ...path],
    message: expect.stringMatching(text),
  });
  it.each([
    ['no action', { actions: {} }, [at(['actions'], /what happens/)]],
    [
      'actions that are not done',
      { actions: { delete: false, markRead: null, categories: [], forwardTo: [] } },
      [at(['actions'], /what happens/)],
    ],
    ['two places at once', { actions: { delete: true, moveTo: clients } }, [at(['actions', 'delete'], /moveTo/)]],
    [
      'folders of another kind',
      { actions: { moveTo: { role: 'CALENDAR' }, copyTo: { role: 'ROOT' } } },
      [at(['actions', 'moveTo'], /messages/), at(['actions', 'copyTo'], /messages/)],
    ],
    [
      'nine mistakes',
      {
        name: ' ',
        sequence: 0,
        conditions: { from: [], subjectContains: ['a', ''], hasAttachments: false },
        exceptions: { from: [], bodyContains: ['x'.repeat(256), 'a\nb'] },
        actions: { categories: ['a,b'], forwardTo: [{ address: bob, name: 'a\nb' }] },
      },
      [
        at(['name'], /empty/),
        at(['sequence'], /1 or more/),
        at(['conditions', 'from'], /empty/),
        at(['conditions', 'subjectContains', '1'], /empty/),
        at(['conditions', 'hasAttachments'], /false/),
        at(['exceptions', 'bodyContains', '0'], /longer/),
        at(['exceptions', 'bodyContains', '1'], /line break/),
        at(['actions', 'categories', '0'], /comma/),
        at(['actions', 'forwardTo', '0', 'name'], /line break/),
      ],
    ],
    ['too many people', { conditions: { from: Array(501).fill(bob) } }, [at(['conditions', 'from'], /500/)]],
  ])('is refused with every field that is wrong, and nothing is asked for: %s', async (_, input, fields) => {
    const journey = await startRules();
    const answer = await journey.save(input);
    expect(answer.data.done.rule).toBeNull();
    const failure = failureOf(answer);
    expect(failure).toMatchObject({ __typename: 'ValidationError', code: 'BAD_USER_INPUT' });
    expect(failure.fields?.toSorted((a, b) => (a.path.join() < b.path.join() ? -1 : 1))).toEqual(
      fields.toSorted((a, b) => (a.path.join() < b.path.join() ? -1 : 1)),
    );
    expect(operationsOf(answer)).toEqual([]);
  });

  it('is refused by the server with the place in the input', async () => {
    const journey = await startRules();
    const input = {
      conditions: { from: ['nobody@example.test'] },
      exceptions: { sentTo: ['nobody@example.test'] },
      actions: { forwardTo: [{ address: 'nobody@example.test' }] },
    };
    const answer = await journey.save(input);
    expect(failureOf(answer).fields).toEqual(
      ['conditions.from', 'exceptions.sentTo', 'actions.forwardTo'].map((place) => ({
        path: ['input', ...place.split('.')],
        message: 'holds an address of the organisation that nobody has.',
      })),
    );
    expect(await journey.namesAtServer()).toEqual([]);
    const nowhere = await journey.save({ actions: { moveTo: { path: '/Nowhere' } } });
    expect(failureOf(nowhere)).toMatchObject({ code: 'NOT_FOUND' });
  });
});

describe('a rule that holds more than the gateway shows', () => {
  const meetings = create({
    name: 'Meetings',
    conditions: '<t:IsMeetingRequest>true</t:IsMeetingRequest>',
    actions: '<t:MarkAsRead>true</t:MarkAsRead>',
  });
  const redirect = create({
    name: 'Redirect',
    priority: 2,
    exceptions: '<t:SentToMe>false</t:SentToMe>',
    actions: `<t:RedirectToRecipients><t:Address><t:EmailAddress>dave@example.test</t:EmailAddress></t:Address></t:RedirectToRecipients>`,
  });
  const plain = create({ name: 'Plain', priority: 3, conditions: '<t:SentToMe>false</t:SentToMe>' });

  it('says so, is not written over, and can be deleted', async () => {
    const journey = await startRules();
    await journey.call(updateRules(meetings + redirect + plain));
    const { data } = await journey.rules('id name isFullyShown exceptions { from }');
    expect(
      data.mailbox.inboxRules.map(({ name, isFullyShown, exceptions }) => [name, isFullyShown, exceptions]),
    ).toEqual([
      ['Meetings', false, null],
      ['Redirect', false, null],
      // A flag that says false asks nothing.
      ['Plain', true, null],
    ]);
    const [first, second, third] = data.mailbox.inboxRules.map(({ id }) => id);
    const answer = await journey.save({ id: first, name: 'Mine' });
    expect(failureOf(answer)).toMatchObject({
      __typename: 'AccessDeniedError',
      code: 'UNSUPPORTED',
      detail: expect.stringMatching(/lost/),
    });
    expect(operationsOf(answer)).toEqual(['GetInboxRules']);
    ruleOf(await journey.save({ id: third, name: 'Mine' }));
    ruleOf(await journey.remove(second ?? ''));
    expect(await journey.namesAtServer()).toEqual(['Meetings', 'Mine']);
  });

  it('may be Outlook’s own, which is deleted only when the client says so', async () => {
    const journey = await startRules();
    const { id } = ruleOf(await journey.save({ name: 'Old' }));
    journey.emulator.keepOutlookRules(bob);
    for (const answer of [await journey.save({ name: 'New' }), await journey.save({ id }), await journey.remove(id)]) {
      expect(failureOf(answer)).toMatchObject({
        __typename: 'ConflictError',
        code: 'CONFLICT',
        retryable: false,
        detail: expect.stringMatching(/Outlook/),
      });
      expect(operationsOf(answer)).toEqual(['GetInboxRules']);
    }
    expect(await journey.namesAtServer()).toEqual(['Old']);
    ruleOf(await journey.save({ name: 'New', discardOutlookRules: true }));
    journey.emulator.keepOutlookRules(bob);
    ruleOf(await journey.remove(id, ', discardOutlookRules: true'));
    expect(await journey.namesAtServer()).toEqual(['New']);
  });

  it('may be one that Outlook has made since the rules were read', async () => {
    const journey = await startRules();
    const answer =
      '<m:UpdateInboxRulesResponse ResponseClass="Error"><m:MessageText>No.</m:MessageText><m:ResponseCode>ErrorOutlookRuleBlobExists</m:ResponseCode></m:UpdateInboxRulesResponse>';
    journey.emulator.faults.add({ kind: 'body', operation: 'UpdateInboxRules', body: envelope(answer) });
    expect(failureOf(await journey.save({}))).toMatchObject({
      __typename: 'ConflictError',
      code: 'CONFLICT',
      detail: expect.stringMatching(/Outlook/),
    });
  });
});

describe('when the answer is lost', () => {
  const lose = (journey: RuleJourney, kind: 'lose' | 'reset'): void =>
    journey.emulator.faults.add({ kind, operation: 'UpdateInboxRules' });
  const unknown = { __typename: 'UpstreamError', code: 'OUTCOME_UNKNOWN' };

  it('a rule that was made is found, and not made twice', async () => {
    const journey = await startRules();
    // One of the same name is no proof.
    await journey.save({ ...every, actions: { ...every.actions, moveTo: { role: 'JUNK_EMAIL' } } });
    lose(journey, 'lose');
    const answer = await journey.save(every);
    expect(ruleOf(answer)).toMatchObject({ name: 'Everything', actions: { moveTo: { path: '/Clients' } } });
    expect(operationsAt(journey).filter((operation) => operation === 'UpdateInboxRules').length).toBe(2);
    expect(await journey.namesAtServer()).toEqual(['Everything', 'Everything']);
  });

  it('nobody knows of one that is not there, and it is better not tried again', async () => {
    const journey = await startRules();
    await journey.save(every);
    lose(journey, 'reset');
    const answer = await journey.save(every);
    expect(answer.data.done.rule).toBeNull();
    expect(failureOf(answer)).toMatchObject({ ...unknown, retryable: false });
    expect(await journey.namesAtServer()).toEqual(['Everything']);
  });

  it('a replacement and a deletion are looked at, and may be tried again', async () => {
    const journey = await startRules();
    const { id } = ruleOf(await journey.save({ name: 'One' }));
    lose(journey, 'reset');
    expect(failureOf(await journey.save({ id, name: 'Two' }))).toMatchObject({ ...unknown, retryable: true });
    lose(journey, 'lose');
    expect(ruleOf(await journey.save({ id, name: 'Two' }))).toMatchObject({ id, name: 'Two' });
    lose(journey, 'reset');
    expect(failureOf(await journey.remove(id))).toMatchObject({ ...unknown, retryable: true });
    expect(await journey.namesAtServer()).toEqual(['Two']);
    lose(journey, 'lose');
    expect(ruleOf(await journey.remove(id))).toEqual({ id, name: 'Two' });
    expect(await journey.namesAtServer()).toEqual([]);
  });

  it('and the rules cannot be looked at, nobody knows', async () => {
    const journey = await startRules();
    lose(journey, 'lose');
    journey.emulator.faults.add({ kind: 'reset', operation: 'GetInboxRules', skip: 1 });
    expect(failureOf(await journey.save({}))).toMatchObject(unknown);
  });
});

describe('rules', () => {
  it('are an error beside an empty list where the server has none, and the rest of the mailbox is told', async () => {
    const journey = await startRules();
    journey.emulator.serverOptions.withoutOperations.push('GetInboxRules');
    const answer = await journey.rules('name');
    expect(answer.data.mailbox).toEqual({ address: bob, inboxRules: [] });
    expect(problemsOf(answer)).toMatchObject([{ path: ['mailbox', 'inboxRules'], code: 'UNSUPPORTED' }]);
    expect(failureOf(await journey.save({}))).toMatchObject({ code: 'UNSUPPORTED' });
  });

  it('are read by whoever reads messages or manages settings, and changed by the latter; who lets them forward needs to send and to read', async () => {
    const outcomes: unknown[] = [];
    for (const held of [
      ['READ_METADATA'],
      ['READ_MESSAGES'],
      ['MANAGE_SETTINGS'],
      ['MANAGE_SETTINGS', 'SEND'],
      ['MANAGE_SETTINGS', 'SEND', 'READ_MESSAGES'],
    ] as const) {
      const journey = await startRules({ access: accessOf(callerNamed('ann'), permissionsOf(held)) });
      const saved = await journey.save({ name: 'Plain', actions: { moveTo: clients } }, null);
      const forwards = await journey.save(
        { name: 'Forward', actions: { forwardTo: [{ address: 'dave@example.test' }] } },
        null,
      );
      const read = await journey.rules('name');
      outcomes.push([
        read.errors?.[0]?.extensions.code ?? read.data.mailbox.inboxRules.map(({ name }) => name),
        saved.data.done.userErrors[0]?.code,
        forwards.data.done.userErrors[0]?.detail,
      ]);
    }
    const settings = 'This needs MANAGE_SETTINGS on this mailbox.';
    expect(outcomes).toEqual([
      ['FORBIDDEN', 'FORBIDDEN', settings],
      [[], 'FORBIDDEN', settings],
      [['Plain'], undefined, 'This needs SEND on this mailbox.'],
      [['Plain'], undefined, 'This needs READ_MESSAGES on this mailbox.'],
      [['Plain', 'Forward'], undefined, undefined],
    ]);
  });

  it('show no folder to whoever may not see folders', async () => {
    const journey = await startRules({ access: accessOf(callerNamed('ann'), permissionsOf(['MANAGE_SETTINGS'])) });
    await journey.save({ actions: { moveTo: clients } }, null);
    const answer = await journey.rules('actions { moveTo { path } markRead }');
    expect(answer.data.mailbox.inboxRules).toEqual([{ actions: { moveTo: null, markRead: false } }]);
    expect(problemsOf(answer)).toMatchObject([{ code: 'FORBIDDEN' }]);
  });
});

describe('mail that arrives', () => {
  const write = async (journey: RuleJourney, subject: string, more: object = {}): Promise<void> => {
    const input = { mailbox: 'alice@example.test', message: { to: [{ address: bob }], subject, ...more } };
    expect((await sendMessage(journey, input)).payload.userErrors).toEqual([]);
  };
  /** By subject: what arrives in one second has no order. */
  const bobHas = async (journey: RuleJourney, filter: string): Promise<unknown> => {
    const { data } = await journey.query<{ mailbox: { messages: { nodes: readonly { subject: string }[] } } }>(
      `{ mailbox(address: "${bob}") { messages(filter: ${filter}, in: [{ role: INBOX }, { path: "/Clients" }, { role: DELETED_ITEMS }]) { nodes { subject isRead categories folder { path } } } } }`,
    );
    return data.mailbox.messages.nodes.toSorted((one, other) => (one.subject < other.subject ? -1 : 1));
  };

  it('is filed, categorised, marked as read and forwarded, unless an exception keeps it', async () => {
    const journey = await startRules();
    const actions = {
      moveTo: clients,
      markRead: true,
      categories: ['Clients'],
      forwardTo: [{ address: 'dave@example.test' }],
    };
    const rule = { conditions: { subjectContains: ['order'] }, exceptions: { bodyContains: ['private'] }, actions };
    ruleOf(await journey.save(rule));
    await write(journey, 'Your order 7');
    await write(journey, 'An order of mine', { body: { text: 'This is private.' } });
    await write(journey, 'Lunch');
    expect(await bobHas(journey, '{ subject: { contains: "order 7" } }')).toEqual([
      { subject: 'Your order 7', isRead: true, categories: ['Clients'], folder: { path: '/Clients' } },
    ]);
    expect(await bobHas(journey, '{ isRead: false }')).toEqual(
      ['An order of mine', 'Lunch'].map((subject) => ({
        subject,
        isRead: false,
        categories: [],
        folder: { path: '/Inbox' },
      })),
    );
    const forwarded = await heldIn(journey, 'dave', 'inbox');
    expect(forwarded.map((item) => childText(item, 'Subject'))).toEqual(['FW: Your order 7']);
  });

  it('meets the rules in their order, until one stops them or none is enabled', async () => {
    const journey = await startRules();
    const { id } = ruleOf(await journey.save({ name: 'Delete', actions: { delete: true } }));
    await journey.save({
      name: 'Keep',
      sequence: 1,
      conditions: { importance: 'HIGH' },
      actions: { categories: ['Kept'], stopProcessing: true },
    });
    await write(journey, 'Important', { importance: 'HIGH' });
    await write(journey, 'Other');
    await journey.save({ id, name: 'Delete', isEnabled: false, actions: { delete: true } });
    await write(journey, 'Later');
    expect(await bobHas(journey, '{ hasAttachments: false }')).toEqual([
      { subject: 'Important', isRead: false, categories: ['Kept'], folder: { path: '/Inbox' } },
      { subject: 'Later', isRead: false, categories: [], folder: { path: '/Inbox' } },
      { subject: 'Other', isRead: false, categories: [], folder: { path: '/Deleted Items' } },
    ]);
  });

  it('from outside meets them too', async () => {
    const journey = await startRules();
    await journey.save({ conditions: { from: ['guest@elsewhere.example'] }, actions: { moveTo: clients } }, null);
    const letter: SeedItem = {
      element: message(
        { 't:ItemClass': 'IPM.Note', 't:Subject': 'Offer', 't:DateTimeReceived': '2026-03-18T09:30:00Z' },
        [
          node('t:IsRead', 'false'),
          node('t:ToRecipients', [mailboxOnly('Bob Okafor', bob)]),
          node('t:From', [mailboxOnly('Guest', 'guest@elsewhere.example')]),
        ],
      ),
      attachments: [],
    };
    journey.emulator.deliver(bob, 'inbox', letter);
    expect(await bobHas(journey, '{ subject: { equals: "Offer" } }')).toMatchObject([{ folder: { path: '/Clients' } }]);
  });
});
