import { expect, test } from 'vitest';

import { globalIdTypes } from '../../src/global-id.ts';
import { apiCalls, journeyOfTest, operationsAt, problemsOf, sealedId } from './journey-of-test.ts';
import type { Answer, Journey } from './start.ts';
import { permissions } from '../../src/access/caller.ts';
import { accessOf, callerNamed, rulesOf } from '../access.ts';

const vault = 'vault@example.test';
const nobody = 'nobody@example.test';
const bob = 'bob@example.test';

const everything = `query ($address: EmailAddress!) {
  mailbox(address: $address) {
    id address aliases displayName kind
    inbox { id unreadCount messages(first: 1) { totalCount nodes { subject } } }
    folders { name }
    agenda(window: { start: "2026-03-16T00:00:00Z", end: "2026-03-23T00:00:00Z" }) { totalCount }
  }
}`;

/** The answer as the client gets it, but for the address that it asked for itself, and for its budget, which is smaller after every operation. */
const textOf = (answer: Answer<unknown>, address: string): string =>
  JSON.stringify(answer)
    .replaceAll(address, 'ADDRESS')
    .replace(/"remaining":\d+/, '"remaining":0');

test('a protected mailbox answers to the letter as one that does not exist, and no envelope is sent', async () => {
  const journey = await journeyOfTest();

  const denied = await journey.query(everything, { address: vault });
  const missing = await journey.query(everything, { address: nobody });

  expect(textOf(denied, vault)).toBe(textOf(missing, nobody));
  expect(denied.data).toEqual({ mailbox: null });
  expect(problemsOf(denied)).toEqual([
    {
      message: 'There is no mailbox with this address that you may open.',
      path: ['mailbox'],
      code: 'NOT_FOUND',
      retryable: false,
    },
  ]);
  expect(journey.emulator.requests).toEqual([]);
  expect(apiCalls(journey, 'AssumeImpersonationRole')).toBe(0);
});

test('asked again, neither of the two costs anybody a call', async () => {
  const journey = await journeyOfTest();
  for (const address of [vault, nobody]) await journey.query(everything, { address });
  journey.emulator.apiRequests.length = 0;

  for (const address of [vault, nobody, 'Vault@Example.TEST']) await journey.query(everything, { address });

  expect(journey.emulator.apiRequests).toEqual([]);
  expect(journey.emulator.requests).toEqual([]);
});

test('the list of mailboxes leaves a protected one out', async () => {
  const journey = await journeyOfTest();

  const { data } = await journey.query<{ mailboxes: { nodes: readonly { address: string }[]; totalCount: number } }>(
    `{ mailboxes(first: 1000) { totalCount nodes { address } } }`,
  );

  const addresses = data.mailboxes.nodes.map(({ address }) => address);
  expect(addresses).toContain(bob);
  expect(addresses).not.toContain(vault);
  expect(data.mailboxes.totalCount).toBe(addresses.length);
});

test.each(globalIdTypes)(
  'the id of a %s in a protected mailbox opens nothing, even when the gateway itself had sealed it',
  async (type) => {
    const journey = await journeyOfTest();
    const ewsId = type === 'Conversation' ? JSON.stringify(['AAAA', 'BBBB']) : 'AAAA';
    const node = `query ($id: ID!) { node(id: $id) { id } nodes(ids: [$id]) { id } }`;

    const denied = await journey.query(node, { id: sealedId(type, vault, ewsId) });
    const missing = await journey.query(node, { id: sealedId(type, nobody, ewsId) });

    expect(denied.data).toEqual({ node: null, nodes: [null] });
    expect(textOf(denied, vault)).toEqual(textOf(missing, nobody));
    expect(problemsOf(denied)).toEqual(
      [['node'], ['nodes', 0]].map((path) => ({
        message: 'There is nothing here under this name or id that you may open.',
        path,
        code: 'NOT_FOUND',
        retryable: false,
      })),
    );
    expect(journey.emulator.requests).toEqual([]);
  },
);

test.each(['attachments', 'mime'])('/%s/ answers for a protected mailbox as for a missing one', async (route) => {
  const journey = await journeyOfTest();
  const type = route === 'mime' ? 'Item' : 'MessageAttachment';
  const answers = await Promise.all(
    [vault, nobody].map(async (address) => {
      const response = await fetch(`${journey.origin}/${route}/${sealedId(type, address, 'AAAA')}`);
      return { status: response.status, type: response.headers.get('content-type'), body: await response.text() };
    }),
  );

  expect(answers[0]).toEqual(answers[1]);
  expect(answers[0]).toMatchObject({ status: 404, type: 'application/problem+json' });
  expect(journey.emulator.requests).toEqual([]);
});

test('a mailbox that the policy keeps from this caller is missing, and its ids are too', async () => {
  const open = await journeyOfTest();
  const { data } = await open.query<{ mailbox: { inbox: { messages: { nodes: readonly { id: string }[] } } } }>(
    `{ mailbox(address: "${bob}") { inbox { messages(first: 1) { nodes { id } } } } }`,
  );
  const [message] = data.mailbox.inbox.messages.nodes;
  const rules = rulesOf(permissions, (mailbox) => mailbox === 'alice@example.test');
  const journey = await journeyOfTest({ access: accessOf(callerNamed('alice'), rules) });

  const denied = await journey.query(everything, { address: bob });
  const missing = await journey.query(everything, { address: nobody });
  const byId = await journey.query(`query ($id: ID!) { node(id: $id) { ... on Message { subject } } }`, {
    id: message!.id,
  });

  expect(textOf(denied, bob)).toBe(textOf(missing, nobody));
  expect(byId.data).toEqual({ node: null });
  expect(problemsOf(byId)).toMatchObject([{ path: ['node'], code: 'NOT_FOUND' }]);
  expect(journey.emulator.requests).toEqual([]);
});

/** The directory says that the role may open everything, as it does for five minutes after a rule was changed. */
const staleDirectory = ({ emulator }: Journey): void =>
  emulator.faults.add({
    kind: 'body',
    operation: 'GetImpersonationRoleEffect',
    body: JSON.stringify({ Type: 'READ_ONLY', Effect: 'ALLOW', MatchedRules: [] }),
    contentType: 'application/x-amz-json-1.1',
  });

test('a DENY rule that only the mail server knows yet ends as NOT_FOUND and costs nobody the token', async () => {
  const journey = await journeyOfTest();
  await journey.query(`{ mailbox(address: "${bob}") { inbox { messages(first: 1) { totalCount } } } }`);
  staleDirectory(journey);

  const answer = await journey.query(
    `{ vault: mailbox(address: "${vault}") { inbox { messages(first: 1) { totalCount } } }
       bob: mailbox(address: "${bob}") { inbox { messages(first: 1) { totalCount } } } }`,
  );

  expect(answer.data).toEqual({ vault: null, bob: { inbox: { messages: { totalCount: expect.any(Number) } } } });
  expect(problemsOf(answer)).toEqual([
    {
      message: 'There is nothing here under this name or id that you may open.',
      path: ['vault', 'inbox', 'messages'],
      code: 'NOT_FOUND',
      retryable: false,
      upstreamCode: 'ErrorImpersonateUserDenied',
    },
  ]);
  expect(operationsAt(journey)).toEqual(['FindItem', 'FindItem', 'FindItem']);
  expect(apiCalls(journey, 'AssumeImpersonationRole')).toBe(1);
});

test('a 403 of the endpoint is final: asked once, nothing dropped', async () => {
  const journey = await journeyOfTest();
  journey.emulator.faults.add({ kind: 'status', status: 403, mailbox: bob });

  const answer = await journey.query(`{ mailbox(address: "${bob}") { inbox { messages(first: 1) { totalCount } } } }`);
  const after = await journey.query(`{ mailbox(address: "${bob}") { inbox { messages(first: 1) { totalCount } } } }`);

  expect(problemsOf(answer)).toEqual([
    {
      message: 'This is not allowed here.',
      path: ['mailbox', 'inbox', 'messages'],
      code: 'FORBIDDEN',
      retryable: false,
    },
  ]);
  expect(after.errors).toBeUndefined();
  expect(operationsAt(journey)).toEqual(['FindItem', 'FindItem']);
  expect(apiCalls(journey, 'AssumeImpersonationRole')).toBe(1);
});
