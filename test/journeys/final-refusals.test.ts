import { describe, expect, test, vi } from 'vitest';
import { permissions } from '../../src/access/caller.ts';
import { accessOf, callerNamed, rulesOf } from '../access.ts';
import { apiCalls, journeyOfTest, operationsAt, problemsOf, sealedId } from './journey-of-test.ts';
import type { FaultEffect } from '../../src/emulator/faults/faults.ts';

// A role's rules take up to five minutes to reach the mail server, and may be wider or narrower there than what the gateway believes. A refusal by the
// mail server is the end of it all the same: to ask again, or with another token, would change nothing but the load.

const alice = 'alice@example.test';
const bob = 'bob@example.test';
const list = `{ mailbox(address: "${bob}") { inbox { messages(first: 1) { nodes { id } } } } }`;

/** What GraphQL says, and the status of a download. */
const refusals: readonly (readonly [string, FaultEffect, string, number])[] = [
  ['HTTP 403', { kind: 'status', status: 403 }, 'FORBIDDEN', 403],
  ['ErrorAccessDenied', { kind: 'fault', responseCode: 'ErrorAccessDenied' }, 'FORBIDDEN', 403],
  ['ErrorImpersonationDenied', { kind: 'fault', responseCode: 'ErrorImpersonationDenied' }, 'FORBIDDEN', 403],
  ['ErrorImpersonateUserDenied', { kind: 'fault', responseCode: 'ErrorImpersonateUserDenied' }, 'NOT_FOUND', 404],
];

describe.each(refusals)('%s', (_name, effect, code, status) => {
  test('is asked for once, with the token that there is, however it was asked', async () => {
    const journey = await journeyOfTest();
    const before = await journey.query<{
      mailbox: { inbox: { messages: { nodes: readonly [{ id: string }] } } };
    }>(list);
    const [{ id }] = before.data.mailbox.inbox.messages.nodes;
    journey.emulator.faults.add({ ...effect, times: Infinity, mailbox: bob });
    const ways: Readonly<Record<string, () => Promise<unknown>>> = {
      FindItem: async () => problemsOf(await journey.query(list)),
      GetItem: async () =>
        problemsOf(
          await journey.query('query ($id: ID!) { node(id: $id) { ... on Message { body { content } } } }', { id }),
        ),
      GetAttachment: async () =>
        (await fetch(`${journey.origin}/attachments/${sealedId('MessageAttachment', bob, 'AAAA')}`)).status,
    };
    for (const [operation, ask] of Object.entries(ways)) {
      journey.emulator.requests.length = 0;
      const answer = await ask();
      if (typeof answer === 'number') expect(answer).toBe(status);
      else expect(answer).toMatchObject([{ code, retryable: false }]);
      expect(operationsAt(journey)).toEqual([operation]);
    }

    journey.emulator.faults.clear();
    expect((await journey.query(list)).data).toEqual(before.data);
    expect(apiCalls(journey, 'AssumeImpersonationRole')).toBe(1);
  });
});

test('a policy that changes while a request runs decides about the next mailbox that it opens', async () => {
  let granted = [alice, bob];
  const rules = rulesOf(permissions, (mailbox) => granted.includes(mailbox));
  const journey = await journeyOfTest({ access: accessOf(callerNamed('ann'), rules) });
  const find = `{ resolveNames(query: "${bob}", in: "${alice}") { address ... on Person { mailbox { address } } } }`;
  expect((await journey.query(find)).data).toEqual({ resolveNames: [{ address: bob, mailbox: { address: bob } }] });
  journey.emulator.requests.length = 0;
  journey.emulator.faults.add({ kind: 'delay', operation: 'ResolveNames', ms: 1_500 });

  const running = journey.query(find);
  await vi.waitFor(() => expect(operationsAt(journey)).toEqual(['ResolveNames']), { timeout: 10_000 });
  granted = [alice];

  expect((await running).data).toEqual({ resolveNames: [{ address: bob, mailbox: null }] });
});

test('a permission that is taken away while a request runs is lacking for the fields that follow', async () => {
  let held = rulesOf(['READ_MESSAGES']);
  const journey = await journeyOfTest({
    access: accessOf(callerNamed('ann'), {
      permissionsOn: (caller, mailbox) => held.permissionsOn(caller, mailbox),
      permissionsOf: (caller) => held.permissionsOf(caller),
    }),
  });
  journey.emulator.faults.add({ kind: 'delay', operation: 'FindItem', ms: 1_500 });

  const running = journey.query(
    `{ mailbox(address: "${alice}") { inbox { messages(first: 1) { nodes { subject mime { base64 } } } } } }`,
  );
  await vi.waitFor(() => expect(operationsAt(journey)).toEqual(['FindItem']), { timeout: 10_000 });
  held = rulesOf(['READ_METADATA']);

  const answer = await running;
  expect(answer.data).toMatchObject({
    mailbox: { inbox: { messages: { nodes: [{ subject: expect.any(String), mime: null }] } } },
  });
  expect(problemsOf(answer)).toMatchObject([{ code: 'FORBIDDEN' }]);
  expect(operationsAt(journey)).toEqual(['FindItem']);
});

test('an address that is missing, one that is refused and one that is closed cost a stranger no call to anybody', async () => {
  const rules = rulesOf(permissions, (mailbox) => mailbox === alice);
  const journey = await journeyOfTest({ access: accessOf(callerNamed('ann'), rules) });
  for (const address of ['nobody@example.test', bob, 'vault@example.test', 'alice.smith@example.test']) {
    const ids = [sealedId('Item', address, 'AAAA'), sealedId('Mailbox', address, address)];
    const answer = await journey.query(
      `query ($address: EmailAddress!, $ids: [ID!]!) { mailbox(address: $address) { displayName aliases inbox { name } } nodes(ids: $ids) { id } }`,
      { address, ids },
    );
    const names = await journey.query(`{ resolveNames(query: "a", in: "${address}") { address } }`);
    const file = await fetch(`${journey.origin}/mime/${ids[0]!}`);

    expect(answer.data).toEqual({ mailbox: null, nodes: [null, null] });
    expect([...problemsOf(answer), ...problemsOf(names)].map((problem) => 'code' in problem && problem.code)).toEqual(
      Array.from({ length: 4 }, () => 'NOT_FOUND'),
    );
    expect(file.status).toBe(404);
  }
  expect(journey.emulator.requests).toEqual([]);
  expect(journey.emulator.apiRequests).toEqual([]);
});
