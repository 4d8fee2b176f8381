import { describe, expect, it } from 'vitest';
import { childText } from '../../../src/ews/xml.ts';
import { node } from '../../../src/emulator/xml/xml.ts';
import { daily, recurrence, times } from '../../../src/emulator/seed/recurrence-element.ts';
import { askServer } from '../ask-server.ts';
import { ewsIdIn, journeyOfTest, operationsAt, problemsOf, sealedId } from '../journey-of-test.ts';
import { deliverSamples, startPermitted } from '../permission-samples.ts';
import { operationsOf, type Answer, type Journey } from '../start.ts';

const alice = 'alice@example.test';

interface Task {
  readonly id: string;
  readonly changeKey: string;
  readonly subject: string;
  readonly dueDate: string | null;
  readonly completedAt: string | null;
  readonly progress: string;
  readonly percentComplete: number;
  readonly [field: string]: unknown;
}

interface Listed {
  readonly mailbox: {
    readonly tasks: {
      readonly totalCount: number;
      readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
      readonly nodes: readonly Task[];
    };
  };
}

const list = (
  journey: Pick<Journey, 'query'>,
  args: Readonly<Record<string, unknown>> = {},
  selection = 'id subject dueDate progress',
): Promise<Answer<Listed>> =>
  journey.query<Listed>(
    `query ($filter: TaskFilter, $first: Int, $after: String) { mailbox(address: "${alice}") {
      tasks(filter: $filter, first: $first, after: $after) { totalCount pageInfo { hasNextPage endCursor } nodes { ${selection} } } } }`,
    args,
  );

const tasksIn = ({ data }: Answer<Listed>) => data.mailbox.tasks;
const subjectsIn = (answer: Answer<Listed>): readonly string[] => tasksIn(answer).nodes.map(({ subject }) => subject);

const deliver = (journey: Journey, subject: string, more: Readonly<Record<string, string>> = {}): string =>
  sealedId(
    'Item',
    alice,
    journey.emulator.deliver(alice, 'tasks', {
      element: node('t:Task', [
        node('t:ItemClass', 'IPM.Task'),
        node('t:Subject', subject),
        ...Object.entries(more).map(([name, text]) => node(name, text)),
      ]),
      attachments: [],
    }),
  );

describe('the tasks of a mailbox', () => {
  it('come newest first, in one look, whatever of them is done', async () => {
    const journey = await journeyOfTest();
    const answer = await list(journey);
    expect(answer.errors).toBeUndefined();
    expect(subjectsIn(answer)).toEqual([
      'Read the frame agreement with Hoshi',
      'Choose a colour for the logo',
      'Site plan from Borealis',
      'Approve the new test bench',
      'Hand in receipts for the journey to Acme',
      'Descale the coffee machine',
      'Send the invoice list to Priya',
      'Tidy the archive',
    ]);
    expect(tasksIn(answer)).toMatchObject({ totalCount: 8, pageInfo: { hasNextPage: false } });
    expect(operationsOf(answer)).toEqual(['FindFolder', 'FindItem']);
    expect(operationsOf(await list(journey, {}, 'subject body { content }'))).toEqual(['FindItem', 'GetItem']);
  });

  it.each([
    ['done', { isComplete: true }, ['Approve the new test bench']],
    [
      'not done and late, by due date',
      { isComplete: false, dueBefore: '2026-03-18' },
      ['Send the invoice list to Priya', 'Descale the coffee machine', 'Hand in receipts for the journey to Acme'],
    ],
    ['due before a day, which is not one of them', { dueBefore: '2025-12-28' }, []],
  ])('are those that are %s', async (_, filter, expected) => {
    const answer = await list(await journeyOfTest(), { filter });
    expect(answer.errors).toBeUndefined();
    expect(subjectsIn(answer)).toEqual(expected);
    expect(tasksIn(answer).totalCount).toBe(expected.length);
  });

  it('that say nothing of it are not done', async () => {
    const journey = await journeyOfTest();
    deliver(journey, 'Silent');
    expect(subjectsIn(await list(journey, { filter: { isComplete: false } }))).toContain('Silent');
    expect(subjectsIn(await list(journey, { filter: { isComplete: true } }))).not.toContain('Silent');
  });

  it.each([{}, { dueBefore: '2027-01-01' }])('come whole in pages, with %j', async (filter) => {
    const journey = await journeyOfTest();
    const whole = await list(journey, { filter });
    const pages: string[] = [];
    let after: string | null = null;
    do {
      const answer: Answer<Listed> = await list(journey, { filter, first: 2, after });
      pages.push(...subjectsIn(answer));
      const { hasNextPage, endCursor } = tasksIn(answer).pageInfo;
      after = hasNextPage ? endCursor : null;
    } while (after !== null);
    expect(pages).toEqual(subjectsIn(whole));
    expect(pages.length).toBeGreaterThan(4);
  });

  it('keep their place while others are added', async () => {
    const journey = await journeyOfTest();
    const whole = subjectsIn(await list(journey));
    const first = await list(journey, { first: 3 });
    deliver(journey, 'Newer', { 't:DateTimeCreated': '2026-03-18T12:00:00Z' });
    const rest = await list(journey, { after: tasksIn(first).pageInfo.endCursor });
    expect([...subjectsIn(first), ...subjectsIn(rest)]).toEqual(whole);
  });

  it('have cursors that no other list takes', async () => {
    const journey = await journeyOfTest();
    const { endCursor } = tasksIn(await list(journey, { first: 2, filter: { isComplete: false } })).pageInfo;
    for (const filter of [{}, { isComplete: true }, { isComplete: false, dueBefore: '2027-01-01' }])
      expect(problemsOf(await list(journey, { after: endCursor, filter }))).toMatchObject([{ code: 'BAD_USER_INPUT' }]);
  });

  it('show no notes to whoever sees their heads alone, and nothing without permission', async () => {
    const journey = await startPermitted();
    try {
      journey.permit('READ_METADATA');
      const heads = await list(journey, { first: 1 }, 'subject body { content }');
      expect(problemsOf(heads)).toMatchObject([{ code: 'FORBIDDEN', path: ['mailbox', 'tasks', 'nodes', 0, 'body'] }]);
      expect(operationsAt(journey)).not.toContain('GetItem');
      journey.permit('READ_MESSAGES', 'READ_CONTACTS');
      journey.emulator.requests.length = 0;
      expect(problemsOf(await list(journey))).toMatchObject([{ code: 'FORBIDDEN', path: ['mailbox', 'tasks'] }]);
      expect(operationsAt(journey)).toEqual([]);
    } finally {
      await journey.close();
    }
  });
});

interface Saved {
  readonly saveTask: {
    readonly task: Task | null;
    readonly userErrors: readonly {
      readonly code: string;
      readonly fields?: readonly { readonly path: readonly string[]; readonly message: string }[];
      readonly currentChangeKey?: string;
    }[];
  };
}

const shown = 'id changeKey subject dueDate startDate completedAt percentComplete progress body { format content }';

const save = async (
  journey: Pick<Journey, 'query'>,
  input: Readonly<Record<string, unknown>>,
): Promise<Saved['saveTask'] & { readonly operations: readonly string[] }> => {
  const answer = await journey.query<Saved>(
    `mutation ($input: SaveTaskInput!) { saveTask(input: $input) { task { ${shown} }
      userErrors { code ... on ValidationError { fields { path message } } ... on ConflictError { currentChangeKey } } } }`,
    { input: { mailbox: alice, ...input } },
  );
  if (answer.errors !== undefined) throw new Error(JSON.stringify(answer.errors));
  return { ...answer.data.saveTask, operations: operationsOf(answer) };
};

const fieldsIn = ({ userErrors }: Saved['saveTask']) =>
  userErrors.flatMap(({ fields = [] }) => fields.map(({ path, message }) => [path.join('.'), message]));

/** What the server itself says of a task. */
const held = async (journey: Journey, id: string, ...names: readonly string[]): Promise<readonly unknown[]> => {
  const [item] = await askServer(
    journey,
    'alice',
    `<m:GetItem><m:ItemShape><t:BaseShape>AllProperties</t:BaseShape></m:ItemShape><m:ItemIds><t:ItemId Id="${ewsIdIn(id)}"/></m:ItemIds></m:GetItem>`,
  );
  if (item === undefined) throw new Error('it is not there');
  return names.map((name) => childText(item, name));
};

describe('a new task', () => {
  it('says what was given, to the client and at the server, in one call and a look', async () => {
    const journey = await journeyOfTest();
    const { task, userErrors, operations } = await save(journey, {
      subject: 'Write the report',
      startDate: '2026-03-20',
      dueDate: '2026-03-31',
      percentComplete: 30,
      body: { markdown: 'Mind the **figures**.' },
    });
    expect([userErrors, operations]).toEqual([[], ['CreateItem', 'GetItem']]);
    expect(task).toMatchObject({
      subject: 'Write the report',
      startDate: '2026-03-20',
      dueDate: '2026-03-31',
      completedAt: null,
      percentComplete: 30,
      progress: 'IN_PROGRESS',
      body: { format: 'HTML', content: expect.stringContaining('<strong>figures</strong>') },
    });
    expect(await held(journey, task?.id ?? '', 'Subject', 'Status', 'PercentComplete', 'DueDate')).toEqual([
      'Write the report',
      'InProgress',
      '30',
      '2026-03-31T00:00:00Z',
    ]);
  });

  it('is made once under a key', async () => {
    const journey = await journeyOfTest();
    const first = await save(journey, { subject: 'Once', idempotencyKey: 'k1' });
    const again = await save(journey, { subject: 'Once', idempotencyKey: 'k1' });
    expect(again.task?.id).toBe(first.task?.id);
    expect(subjectsIn(await list(journey)).filter((subject) => subject === 'Once')).toHaveLength(1);
    const other = await save(journey, { subject: 'Twice', idempotencyKey: 'k1' });
    expect(other.userErrors).toMatchObject([{ code: 'IDEMPOTENCY_MISMATCH' }]);
  });

  it.each([
    ['nothing', {}, [['input', 'says nothing of the task.']]],
    [
      'what is begun after it is due',
      { startDate: '2026-04-02', dueDate: '2026-04-01' },
      [['input.startDate', 'is after the due date.']],
    ],
    [
      'everything wrong at once',
      { subject: 'a\nb', status: 'COMPLETED', percentComplete: 50, idempotencyKey: 'k', id: 'x' },
      undefined,
    ],
    [
      'a progress that contradicts itself and a subject of two lines',
      { subject: 'a\nb', status: 'COMPLETED', percentComplete: 50 },
      [
        ['input.subject', 'holds a line break or another control character.'],
        ['input.percentComplete', 'must be 100 beside COMPLETED; leave it out.'],
      ],
    ],
  ])('is not made of %s', async (_, input, fields) => {
    const journey = await journeyOfTest();
    const done = await save(journey, input);
    expect([done.task, done.userErrors[0]?.code]).toEqual([null, 'BAD_USER_INPUT']);
    if (fields !== undefined) expect(fieldsIn(done)).toEqual(fields);
    expect(operationsAt(journey)).toEqual([]);
  });
});

describe('a task that changes', () => {
  it('is completed, reopened and begun, and everything agrees each time', async () => {
    const journey = await journeyOfTest({ now: () => Date.parse('2026-03-18T09:30:00Z') });
    const id = deliver(journey, 'Step by step');
    const steps = async (input: Readonly<Record<string, unknown>>) => {
      const { task, userErrors } = await save(journey, { id, ...input });
      expect(userErrors).toEqual([]);
      return [task?.progress, task?.percentComplete, task?.completedAt];
    };
    expect(await steps({ percentComplete: 40 })).toEqual(['IN_PROGRESS', 40, null]);
    expect(await steps({ status: 'COMPLETED' })).toEqual(['COMPLETED', 100, '2026-03-18T09:30:00Z']);
    expect(await held(journey, id, 'Status', 'PercentComplete', 'IsComplete')).toEqual(['Completed', '100', 'true']);
    expect(await steps({ percentComplete: 60 })).toEqual(['IN_PROGRESS', 60, null]);
    expect(await held(journey, id, 'IsComplete', 'CompleteDate')).toEqual(['false', undefined]);
    expect(await steps({ percentComplete: 100 })).toEqual(['COMPLETED', 100, '2026-03-18T09:30:00Z']);
    expect(await steps({ status: 'DEFERRED' })).toEqual(['DEFERRED', 0, null]);
    expect(await steps({ status: null })).toEqual(['NOT_STARTED', 0, null]);
  });

  it('changes in what is given alone, in a look, a call and a look; what it says already is not written', async () => {
    const journey = await journeyOfTest();
    const id = deliver(journey, 'Keep me', { 't:DueDate': '2026-03-31T00:00:00Z', 't:Status': 'WaitingOnOthers' });
    const { task, operations } = await save(journey, { id, percentComplete: 20, body: { text: 'Now.' } });
    expect(operations).toEqual(['GetItem', 'UpdateItem', 'GetItem']);
    expect(task).toMatchObject({ subject: 'Keep me', dueDate: '2026-03-31', progress: 'WAITING', percentComplete: 20 });
    expect((await save(journey, { id, status: 'WAITING' })).operations).toEqual(['GetItem', 'GetItem']);
    expect((await save(journey, { id, dueDate: null, body: null })).task).toMatchObject({ dueDate: null, body: null });
  });

  it('is not due before it begins, whichever of the two is given', async () => {
    const journey = await journeyOfTest();
    const id = deliver(journey, 'Dated', {
      't:DueDate': '2026-03-31T00:00:00Z',
      't:StartDate': '2026-03-20T00:00:00Z',
    });
    expect(fieldsIn(await save(journey, { id, dueDate: '2026-03-19' }))).toEqual([
      ['input.dueDate', 'is before the day on which to begin; give startDate too.'],
    ]);
    expect(fieldsIn(await save(journey, { id, startDate: '2026-04-01' }))).toEqual([
      ['input.startDate', 'is after the due date.'],
    ]);
    expect((await save(journey, { id, startDate: null, dueDate: '2026-03-19' })).userErrors).toEqual([]);
    expect(await held(journey, id, 'StartDate', 'DueDate')).toEqual([undefined, '2026-03-19T00:00:00Z']);
  });

  it('is a conflict in another version than was meant', async () => {
    const journey = await journeyOfTest();
    const id = deliver(journey, 'Contested');
    const first = await save(journey, { id, percentComplete: 10 });
    const second = await save(journey, { id, percentComplete: 20, ifChangeKey: first.task?.changeKey });
    const stale = await save(journey, { id, percentComplete: 30, ifChangeKey: first.task?.changeKey });
    expect(stale.userErrors).toMatchObject([{ code: 'CONFLICT', currentChangeKey: second.task?.changeKey }]);
    expect(await held(journey, id, 'PercentComplete')).toEqual(['20']);
  });

  it('that recurs goes on to its next time when it is completed, and what was done is told', async () => {
    const journey = await journeyOfTest();
    const ewsId = journey.emulator.deliver(alice, 'tasks', {
      element: node('t:Task', [
        node('t:ItemClass', 'IPM.Task'),
        node('t:Subject', 'Water the plants'),
        node('t:DueDate', '2026-03-18T00:00:00Z'),
        recurrence(daily(2), times('2026-03-18', 2)),
        node('t:Status', 'NotStarted'),
      ]),
      attachments: [],
    });
    const id = sealedId('Item', alice, ewsId);
    const plants = async () =>
      tasksIn(await list(journey)).nodes.filter(({ subject }) => subject === 'Water the plants');
    const first = await save(journey, { id, status: 'COMPLETED' });
    expect(first.task).toMatchObject({ progress: 'COMPLETED', percentComplete: 100, dueDate: '2026-03-18' });
    expect(first.task?.id).not.toBe(id);
    expect(await held(journey, id, 'Status', 'DueDate')).toEqual(['NotStarted', '2026-03-20T00:00:00Z']);
    expect(await plants()).toHaveLength(2);
    const last = await save(journey, { id, status: 'COMPLETED' });
    expect(last.task).toMatchObject({ id, progress: 'COMPLETED', dueDate: '2026-03-20' });
    expect((await plants()).map(({ progress }) => progress)).toEqual(['COMPLETED', 'COMPLETED']);
  });

  it('is a task: nothing else is written as one', async () => {
    const journey = await startPermitted();
    try {
      const { event, contact } = await deliverSamples(journey);
      for (const id of [event, contact])
        expect(fieldsIn(await save(journey, { id, subject: 'No' }))).toEqual([
          ['input.id', 'is the id of an item that is no task.'],
        ]);
      expect(operationsAt(journey)).not.toContain('UpdateItem');
    } finally {
      await journey.close();
    }
  });
});
